"""The template of a ledger, and the workbook that comes back: the same columns, what is wrong beside them and marked."""

import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import save_workbook

from cases.models import LedgerRow
from cases.papers.ledger_columns import COLUMNS, HINTS, PROBLEMS, Column, Kind
from cases.papers.workbook import FORMULA

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAST_LINE = 5001
_HEAD, _MUST = PatternFill("solid", fgColor="EEEEEE"), PatternFill("solid", fgColor="DCE6F1")
_WRONG = PatternFill("solid", fgColor="FFC7CE")
_HEADINGS = tuple(column.heading for column in COLUMNS)
NOTES = (
    "一行一件。深色的列必填，其余可以空着，空着的意思写在下面。",
    "一件有几名申请人、被申请人或几项判项的：在下一行接着写，依据案号空着，只填多出来的那一组列。",
    "证件号码、手机要填成文本（模板里已设好）；Excel 当成数字的长号码，后几位会丢。",
    "不要写公式，不要改表头；列的顺序可以变，用不着的非必填列可以删去。",
    "案号按收件日期的年份顺次编，来源记为“批量导入”。",
    "导入以后先试录，不占案号；有问题的行会连同原因一起退回，改好再导。",
)


def template() -> bytes:
    """An empty ledger with drop-downs for what can be chosen, and a sheet that explains every column."""
    book = Workbook(write_only=True)
    page, notes, codes = book.create_sheet("台账"), book.create_sheet("填写说明"), book.create_sheet("可选的值")
    _prepare(page, _HEADINGS)
    page.append([_heading(page, column) for column in COLUMNS])
    chosen = [column for column in COLUMNS if column.codes and column.kind != Kind.CODES]
    for index, column in enumerate(chosen, 1):
        letter, count = get_column_letter(index), len(column.codes or ())
        drop = DataValidation("list", formula1=f"'可选的值'!${letter}$2:${letter}${count + 1}", allow_blank=True)
        drop.error, drop.errorTitle = "请从下拉里选。", column.heading
        place = get_column_letter(_HEADINGS.index(column.heading) + 1)
        drop.add(f"{place}2:{place}{LAST_LINE}")
        page.data_validations.append(drop)
    codes.append([column.heading for column in chosen])
    labels = [list(column.codes or ()) for column in chosen]
    for number in range(max(len(each) for each in labels)):
        codes.append([each[number] if number < len(each) else None for each in labels])
    _explain(notes)
    return _saved(book)


def _explain(page):  # type: ignore[no-untyped-def]
    for letter, width in zip("ABCD", (20, 8, 60, 80), strict=True):
        page.column_dimensions[letter].width = width
    for note in NOTES:
        page.append([note])
    page.append([])
    page.append(["列", "必填", "怎样填", "可以填"])
    for column in COLUMNS:
        page.append([column.heading, "是" if column.required else "", column.hint, "、".join(column.codes or ())])


def returned(rows: Iterable[LedgerRow]) -> bytes:
    """The rows in the shape in which they came, each with its problems; the cells that are meant are marked."""
    book = Workbook(write_only=True)
    page = book.create_sheet("台账")
    _prepare(page, (*_HEADINGS, PROBLEMS, HINTS))
    heads = [_heading(page, column) for column in COLUMNS]
    page.append([*heads, *(_text(page, each, _WRONG) for each in (PROBLEMS, HINTS))])
    for row in rows:
        for index, line in enumerate(row.lines):
            page.append(list(_line(page, row, line, first=index == 0)))
    return _saved(book)


def _line(page, row: LedgerRow, line: Mapping, *, first: bool):  # type: ignore[no-untyped-def, type-arg]
    wrong = [each for each in row.problems if each["line"] == line["line"]]
    marked = {each["column"] for each in wrong}
    for heading in _HEADINGS:
        yield _text(page, line["cells"].get(heading, ""), _WRONG if heading in marked else None)
    yield _text(page, "\n".join(_told(each) for each in wrong))
    yield _text(page, "\n".join(row.warnings) if first else "")


def _told(problem: Mapping[str, str]) -> str:
    return f"{problem['column']}：{problem['message']}" if problem["column"] else problem["message"]


def _prepare(page, headings: Sequence[str]) -> None:  # type: ignore[no-untyped-def]
    widths = {column.heading: column.width for column in COLUMNS}
    for index, heading in enumerate(headings, 1):
        dimension = page.column_dimensions[get_column_letter(index)]
        dimension.width = widths.get(heading, 60)
        dimension.number_format = "@"
    page.freeze_panes = "B2"


def _heading(page, column: Column):  # type: ignore[no-untyped-def]
    cell = _text(page, column.heading, _MUST if column.required else _HEAD)
    cell.font = Font(bold=True)
    return cell


def _text(page, value: str, fill: PatternFill | None = None):  # type: ignore[no-untyped-def]
    """A text is a text, whatever it begins with: it never becomes a formula, nor a number."""
    cell = WriteOnlyCell(page, value or None)
    if value:
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
    if fill is not None:
        cell.fill = fill
    return cell


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()
