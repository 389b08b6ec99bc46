"""The figures of a month as Excel: one sheet for each annex, the definitions on the last. Numbers are numbers."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import save_workbook

from cases.papers.report import flat, number_of
from cases.stats.indicator import Figure
from cases.stats.snapshot import Snapshot
from documents.contexts import facts
from documents.contexts.reporting import Indicator, MonthlyReport
from jianli_mediation.core.clock import COURT_TIME

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"元": "#,##0.00", "%": "0.00", "天": "0.00", "件": "#,##0", "次": "#,##0", "份": "#,##0"}
# What a spreadsheet would take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LINE = Border(*(Side(style="thin", color="999999"),) * 4)
_HEAD = PatternFill("solid", fgColor="EEEEEE")

Value = str | int | Decimal | date | None


@dataclass(frozen=True)
class Stamp:
    """Who takes the figures along, and which they are; ``version`` 0: not frozen."""

    name: str
    staff_no: str
    at: datetime
    version: int
    digest: str

    @property
    def text(self) -> str:
        moment = self.at.astimezone(COURT_TIME)
        return f"{self.name}（{self.staff_no}）{moment:%Y-%m-%d %H:%M} 导出，仅供内部使用"

    @property
    def standing(self) -> str:
        return f"第 {self.version} 版，摘要 {self.digest[:12]}" if self.version else "草稿，没有冻结"


@dataclass(frozen=True)
class Book:
    """The file, its name and its digest."""

    content: bytes
    name: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Sheet:
    """A table: its title, heads with widths, rows; ``formats`` by column, or by row where each has its own unit."""

    title: str
    heads: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Value]]
    formats: Sequence[Sequence[str]] | None = None


def workbook(snapshot: Snapshot, stamp: Stamp) -> Book:
    """The month's figures as a file. The same figures and the same stamp give the same cells."""
    paper = facts.from_json(MonthlyReport, snapshot.content["report"])
    label, book = snapshot.period.label, Workbook()
    book.remove(book.worksheets[0])
    for sheet in _sheets(snapshot, paper):
        _write(book.create_sheet(sheet.title), sheet, f"{label}执前和解工作月报　{stamp.standing}", stamp.text)
    book.properties.creator, book.properties.title = stamp.name, f"{label}执前和解工作月报"
    out = io.BytesIO()
    save_workbook(book, out)
    suffix = f"第{stamp.version}版" if stamp.version else "草稿"
    return Book(out.getvalue(), f"执前和解月报-{snapshot.period.key}-{suffix}.xlsx")


def _sheets(snapshot: Snapshot, paper: MonthlyReport) -> Iterable[Sheet]:
    figures = flat(snapshot.figures.figures)
    yield _indicators(figures.values(), paper)
    yield _mediators(paper)
    yield _overdue(paper)
    yield _enterprises(paper)
    yield _lost(paper)
    yield _definitions(figures.values(), paper)


def _indicators(figures: Iterable[Figure], paper: MonthlyReport) -> Sheet:
    heads = [("序号", 6), ("指标", 30), ("单位", 6), ("本月", 16), ("分子", 16), ("分母", 16), ("说明", 30)]
    heads += [("上月", 16), ("环比", 12), ("上年同期", 16), ("同比", 12), ("目标", 24)]
    rows: list[Sequence[Value]] = []
    formats = []
    for figure, line in zip(figures, paper.indicators, strict=True):
        entry = figure.indicator
        above, below = (figure.numerator, figure.denominator) if figure.denominator is not None else (None, None)
        told: list[Value] = [number_of(entry.code), entry.label, entry.unit, figure.value, above, below]
        rows.append([*told, figure.missing, *_compared(line)])
        shown = FORMATS[entry.unit]
        formats.append(["", "", "", shown, _whole(above), _whole(below), "", shown, "", shown, "", ""])
    return Sheet("附表1 指标总表", heads, rows, formats)


def _compared(line: Indicator) -> tuple[Value, ...]:
    return _decimal(line.previous), line.mom, _decimal(line.last_year), line.yoy, line.target


def _whole(number: Value) -> str:
    return "#,##0.00" if isinstance(number, Decimal) else "#,##0"


def _mediators(paper: MonthlyReport) -> Sheet:
    heads = [
        ("和解员", 12),
        ("类别", 14),
        ("接收", 8),
        ("结案", 8),
        ("成功", 8),
        ("成功率A（%）", 13),
        ("成功率B（%）", 13),
    ]
    heads += [("到位金额（元）", 16), ("平均天数", 10), ("逾期", 8), ("违约", 8), ("会商", 8), ("满意度", 10)]
    rows: list[Sequence[Value]] = [
        [
            *(each.name, each.kind, each.taken, each.closed, each.settled),
            *(_rate(each.success), _rate(each.success_b), each.received, _decimal(each.days)),
            *(each.overdue, each.broken, each.sessions, each.satisfaction),
        ]
        for each in paper.mediators
    ]
    return Sheet("附表2 和解员绩效", heads, rows)


def _decimal(text: str) -> Decimal | None:
    """1,003.50, 57.14% or 12 as a number; None for — and for nothing."""
    return Decimal(text.replace(",", "").removesuffix("%")) if text and text != "—" else None


def _rate(text: str) -> Value:
    return _decimal(text) if text else "不列"


def _overdue(paper: MonthlyReport) -> Sheet:
    heads = [
        ("案号", 28),
        ("当事人", 30),
        ("案由", 22),
        ("和解员", 12),
        ("期限届满", 12),
        ("逾期日数", 10),
        ("现状", 12),
    ]
    rows: list[Sequence[Value]] = [
        [*(row.case_no, row.parties, row.cause, row.mediator, row.due_on, row.days, row.state), _yes(row.extended)]
        for row in paper.overdue
    ]
    return Sheet("附表3 逾期案件", [*heads, ("已延期", 8)], rows)


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _enterprises(paper: MonthlyReport) -> Sheet:
    heads = [
        ("案号", 28),
        ("企业名称", 40),
        ("地位", 12),
        ("规模", 10),
        ("标的额（元）", 16),
        ("现状", 12),
        ("绿色通道", 10),
    ]
    rows: list[Sequence[Value]] = [
        [row.case_no, row.enterprise, row.side, row.size, row.amount, row.state, row.green] for row in paper.enterprises
    ]
    return Sheet("附表4 涉企案件", heads, rows)


def _lost(paper: MonthlyReport) -> Sheet:
    heads = [("案号", 28), ("执行案号", 28), ("当事人", 30), ("原因", 24), ("类别", 10), ("日期", 12)]
    rows: list[Sequence[Value]] = [
        [row.case_no, row.exec_no, row.parties, row.reason, row.kind, row.happened_on, row.amount, row.paid]
        for row in paper.lost
    ]
    return Sheet("附表5 违约和转执行案件", [*heads, ("标的额（元）", 16), ("已付（元）", 16)], rows)


def _definitions(figures: Iterable[Figure], paper: MonthlyReport) -> Sheet:
    rows: list[Sequence[Value]] = [
        [
            number_of(each.code),
            each.indicator.label,
            each.indicator.definition,
            each.indicator.basis,
            each.indicator.unit,
        ]
        for each in figures
    ]
    rows += [["", "对以前各期的调整", text, "", ""] for text in paper.adjustments]
    rows += [["", "与上一版的差异", text, "", ""] for text in paper.differences]
    return Sheet("口径", [("序号", 6), ("指标", 30), ("口径", 90), ("按哪天算", 16), ("单位", 6)], rows)


def _write(page: Worksheet, sheet: Sheet, title: str, mark: str) -> None:
    page.append([])
    _put(page, 1, 1, title).font = Font(bold=True, size=13)
    _put(page, 2, 1, sheet.title).font = Font(bold=True)
    _put(page, 2, len(sheet.heads), mark).alignment = Alignment(horizontal="right")
    for column, (head, width) in enumerate(sheet.heads, 1):
        cell = _put(page, 3, column, head)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _LINE
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(sheet.rows):
        for column, value in enumerate(row, 1):
            cell = _put(page, number + 4, column, value)
            cell.border = _LINE
            if sheet.formats is not None and sheet.formats[number][column - 1] and not isinstance(value, str):
                cell.number_format = sheet.formats[number][column - 1]
    _for_print(page, title, mark)


def _put(page: Worksheet, row: int, column: int, value: Value):  # type: ignore[no-untyped-def]
    """One cell. A text is a text, whatever it begins with: it never becomes a formula."""
    cell = page.cell(row, column)
    if value == "":
        return cell
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
        cell.alignment = Alignment(wrap_text=row > 3, vertical="center")
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _for_print(page: Worksheet, title: str, mark: str) -> None:
    page.freeze_panes = "A4"
    page.print_title_rows = "1:3"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for part, text in ((page.oddHeader, title), (page.oddFooter, mark)):
        part.center.text = text.replace("&", "&&")
    page.oddFooter.right.text = "第 &P 页，共 &N 页"
