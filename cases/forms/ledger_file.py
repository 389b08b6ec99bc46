"""A ledger's file as lines of text cells: XLSX or CSV, told apart by content. What cannot be read is told at once.

Nothing is reckoned here and no formula is followed: a cell that holds one is marked, like a number of which Excel has
already lost the end.
"""

import csv
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException

from cases.papers.ledger_columns import BASIS_NO, BY_HEADING, REQUIRED, RETURNED, Column, Kind

MOST_LINES = 5000
MOST_SCANNED = 20_000  # blank lines among them
MOST_COLUMNS = 100
HEADING_WITHIN = 5  # titles may stand above the headings
LONGEST_CELL = 2000
# What the parts of a workbook may come to when they are unpacked.
LARGEST_PART, LARGEST_WHOLE, MOST_PARTS = 60 * 2**20, 120 * 2**20, 500
EXACT_DIGITS = 10**15  # Excel keeps fifteen digits of a number
NUMBER_LOST = "Excel 把长号码当成数字，后几位已经丢了；请把这一列设为文本，照证件重新填"
FORMULA = "这一格是公式，请复制后“选择性粘贴”成数值或文字"
_DAYS_OF_EXCEL = range(20_000, 80_000)
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
_BAD_BOOK = (*_BAD_ZIP, InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, SyntaxError)  # fmt: skip


class BadFile(Exception):
    """The file as a whole cannot be taken; the messages say why."""

    def __init__(self, *messages: str) -> None:
        self.messages = messages
        super().__init__("；".join(messages))


@dataclass(frozen=True)
class Cell:
    """What a cell says, as text; ``problem`` where the spreadsheet itself spoilt it."""

    text: str
    problem: str = ""


@dataclass
class Line:
    """One line of the file: heading → text, and heading → what is wrong with the cell as such."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)

    def as_given(self) -> dict[str, Any]:
        return {"line": self.number, "cells": self.cells, "bad": self.bad}


def read(content: bytes) -> list[list[Line]]:
    """The cases of the file, each as its lines. Raises BadFile with everything that is wrong with it as a whole."""
    rows = _workbook(content) if content[:4] == b"PK\x03\x04" else _table(content)
    return _cases(_lines(rows))


def _table(content: bytes) -> Iterator[list[Cell]]:
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadFile("这是旧格式（.xls）或者加了密码的文件，请去掉密码、另存为 .xlsx 再导入")
    text = _decoded(content)
    head = text[: text.find("\n", 1) if "\n" in text else None]
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield [Cell(value) for value in row[:MOST_COLUMNS]]
    except csv.Error as wrong:
        raise BadFile(f"第 {reader.line_num} 行读不下去（引号没有成对，或者一格太长），请用 Excel 打开检查") from wrong


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile("这不是 Excel（.xlsx）或 CSV 文件，请用模板填写后再导入")


def _workbook(content: bytes) -> Iterator[list[Cell]]:
    _look_before_unpacking(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise BadFile("文件里没有可见的工作表")
        sheet = sheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            yield [_cell(cell) for cell in row]
    except _BAD_BOOK as wrong:
        raise BadFile("这个 Excel 文件打不开，可能已经损坏；请用 Excel 另存一份再导入") from wrong


def _look_before_unpacking(content: bytes) -> None:
    """A small file may unpack to a huge one, or declare entities that do: refused before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            sizes = [info.file_size for info in infos]
            if len(infos) > MOST_PARTS or max(sizes, default=0) > LARGEST_PART or sum(sizes) > LARGEST_WHOLE:
                raise BadFile("这个 Excel 文件解开以后太大，不能导入；请分成几份")
            if "xl/workbook.xml" not in parts.namelist():
                raise BadFile("这不是 Excel（.xlsx）文件；Word、WPS 文字等请先转成表格")
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    with parts.open(info) as part:
                        if b"<!DOCTYPE" in part.read(4096):
                            raise BadFile("这个 Excel 文件里有不该有的定义，不能导入；请用 Excel 另存一份")
    except _BAD_ZIP as wrong:
        raise BadFile("这个 Excel 文件打不开，可能已经损坏；请用 Excel 另存一份再导入") from wrong


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f":
        return Cell(str(value)[:LONGEST_CELL], FORMULA)
    if cell.data_type == "e":
        return Cell(str(value), "这一格是 Excel 的错误值，请改正")
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, datetime):
        return Cell(f"{value:%Y-%m-%d %H:%M}" if value.time() != time.min else f"{value:%Y-%m-%d}")
    if isinstance(value, date):
        return Cell(f"{value:%Y-%m-%d}")
    if isinstance(value, int | float):
        return _figure(value)
    return Cell(str(value))


def _figure(value: float) -> Cell:
    """A number as people would write it. A calculation's dust behind the fen is wiped off."""
    if value != value or abs(value) >= EXACT_DIGITS:
        return Cell(f"{value:.0f}" if value == value else "", NUMBER_LOST)
    if value == int(value):
        return Cell(str(int(value)))
    fen = round(value, 2)
    return Cell(str(Decimal(str(fen if abs(value - fen) < 1e-6 else value))))


def _lines(rows: Iterator[list[Cell]]) -> list[Line]:
    headings: list[str] | None = None
    lines: list[Line] = []
    for number, row in enumerate(rows, 1):
        if number > MOST_SCANNED:
            raise BadFile(f"表格超过 {MOST_SCANNED:,} 行，请删去末尾的空行，或者分成几份")
        if headings is None:
            headings = _headings(row) if _is_heading(row) else None
            if headings is None and number == HEADING_WITHIN:
                break
        elif any(cell.text.strip() for cell in row):
            lines.append(_line(number, headings, row))
        if len(lines) > MOST_LINES:
            raise BadFile(f"一次最多导入 {MOST_LINES:,} 行，请分成几份")
    if headings is None:
        raise BadFile(f"前 {HEADING_WITHIN} 行里没有找到表头；表头要有“{BASIS_NO}”这一列，请用模板")
    if not lines:
        raise BadFile("表头下面没有内容，请填写后再导入")
    return lines


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("*")


_KNOWN = {_plain(heading): heading for heading in (*BY_HEADING, *RETURNED)}


def _is_heading(row: Sequence[Cell]) -> bool:
    return any(_plain(cell.text) == _plain(BASIS_NO) for cell in row)


def _headings(row: Sequence[Cell]) -> list[str]:
    """The heading of each column; empty where there is none. All that is wrong with them at once."""
    found = [_plain(cell.text) for cell in row]
    unknown = [text for text in found if text and text not in _KNOWN]
    headings = [_KNOWN.get(text, "") for text in found]
    twice = sorted({text for text in headings if text and headings.count(text) > 1})
    missing = [text for text in REQUIRED if text not in headings]
    wrong = [
        (unknown, "表头里有模板没有的列：{}；请删去，或者改成模板里的名称"),
        (twice, "表头里有重复的列：{}"),
        (missing, "表头里缺少这些列：{}"),
    ]
    messages = [text.format("、".join(each[:60] for each in names[:20])) for names, text in wrong if names]
    if messages:
        raise BadFile(*messages)
    return headings


def _line(number: int, headings: Sequence[str], row: Iterable[Cell]) -> Line:
    line = Line(number)
    for index, cell in enumerate(row):
        heading = headings[index] if index < len(headings) else ""
        text = cell.text.strip()
        if heading in RETURNED or not text:
            continue
        if not heading:
            line.bad[""] = "有内容写在没有表头的列里"
            continue
        line.cells[heading], problem = _read(BY_HEADING[heading], text, cell.problem)
        if problem:
            line.bad[heading] = problem
    return line


def _read(column: Column, text: str, problem: str) -> tuple[str, str]:
    """The cell's text as its column takes it, and what is wrong with it."""
    if len(text) > LONGEST_CELL:
        return text[:LONGEST_CELL], f"最多 {LONGEST_CELL} 字"
    half = unicodedata.normalize("NFKC", text)
    if problem:
        return text, problem
    if column.kind == Kind.NUMBER and _counted(half):
        return text, NUMBER_LOST
    if column.kind in (Kind.DAY, Kind.MOMENT):
        if half.isdigit() and int(half) in _DAYS_OF_EXCEL:
            return f"{from_excel(int(half)):%Y-%m-%d}", ""
        return half.removesuffix(" 00:00:00"), ""
    return text, ""


def _counted(text: str) -> bool:
    """4.29999E+17: a long number that went through Excel on its way into a CSV."""
    head, sign, tail = text.upper().partition("E+")
    return bool(sign) and tail.isdigit() and head.replace(".", "", 1).isdigit()


def _cases(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines of each case: one with 依据案号, and those without it that follow."""
    cases: list[list[Line]] = []
    for line in lines:
        if cases and not line.cells.get(BASIS_NO):
            cases[-1].append(line)
        else:
            cases.append([line])
    return cases
