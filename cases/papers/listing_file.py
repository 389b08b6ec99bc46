"""A list as a file: XLSX or CSV, its first line says who took it, when, and of what. Nothing in it becomes a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from cases.papers.workbook import FORMULA, XLSX, Value

CSV = "text/csv; charset=utf-8"
TYPES = {"xlsx": XLSX, "csv": CSV}
_HEAD = PatternFill("solid", fgColor="EEEEEE")


def as_xlsx(title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]], mark: str) -> bytes:
    """The whole file; rows are written as they come."""
    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    for index, (_, width) in enumerate(heads, 1):
        page.column_dimensions[get_column_letter(index)].width = width
    page.freeze_panes = "A3"
    page.oddFooter.center.text = mark.replace("&", "&&")
    page.append([_cell(page, mark)])
    named = [_cell(page, head) for head, _ in heads]
    for cell in named:
        cell.font, cell.fill = Font(bold=True), _HEAD
    page.append(named)
    for row in rows:
        page.append([_cell(page, value) for value in row])
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def _cell(page, value: Value):  # type: ignore[no-untyped-def]
    cell = WriteOnlyCell(page, None if value == "" else value)
    if isinstance(value, str) and value:
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
        cell.number_format = "@"
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def as_csv(heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]], mark: str) -> Iterator[bytes]:
    """The file line by line, in UTF-8 with the mark by which Excel knows it."""
    yield b"\xef\xbb\xbf"
    yield _line([mark])
    yield _line([head for head, _ in heads])
    for row in rows:
        yield _line([_plain(value) for value in row])


def _plain(value: Value) -> str:
    """A text that a spreadsheet would reckon with stands behind an apostrophe; long numbers stay texts likewise."""
    text = "" if value is None else f"{value:.2f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, str) and (value.startswith(FORMULA) or (value.isdigit() and len(value) > 11)):
        return f"'{text}"
    return text


def _line(values: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue().encode()


def answer(
    title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]], mark: str, file_type: str
) -> HttpResponseBase:
    """The list as a download; CSV goes out as it is read."""
    response: HttpResponseBase
    if file_type == "csv":
        response = StreamingHttpResponse(as_csv(heads, rows, mark), content_type=CSV)
    else:
        response = HttpResponse(as_xlsx(title, heads, rows, mark), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.{file_type}"
    response["Cache-Control"] = "private, no-store"
    return response
