"""Figures that people enter: those of other systems, month by month or as a table, and the court's own targets."""

import csv
import io
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from zipfile import BadZipFile

from django import forms
from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cases.actions.outside import LONGEST_NOTE, LONGEST_SOURCE, MOST, MOST_ROWS, Reading
from cases.actions.targets import LONGEST_BASIS
from cases.models import OutsideFigure, OutsideKind
from cases.stats.period import Period
from jianli_mediation.core.forms import CourtForm, DayField, read_day

_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}(,\d{3})+|\d{1,9}", re.ASCII)
LONGEST_TABLE = 60_000
LARGEST_FILE = 2 * 1024 * 1024
KINDS = tuple(OutsideKind)
HEADS = ("月份", *(kind.label for kind in KINDS), "来源", "取数日期", "说明")
EXAMPLE = "\n".join(
    (",".join(HEADS), "2024-04,186,120,310,12,执行办案系统,2024-05-06,", "2023-04,243,,,,执行办案系统,2024-05-06,")
)


def read_month(text: str) -> date:
    """The first day of 2024-04, 2024年4月, 202404. ValueError for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _MONTH.fullmatch(plain)
    if found is None or not 1900 <= int(found[1]) <= 2199 or not 1 <= int(found[2]) <= 12:
        raise ValueError(f"月份写成 2024-04 这样，现在是“{text}”")
    return date(int(found[1]), int(found[2]), 1)


class MonthField(forms.Field):
    """A month: 2024-04, 2024年4月 or 202404; its first day."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": "10", "placeholder": "2024-04"})

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return read_month(str(value))
        except ValueError as problem:
            raise ValidationError(f"{problem}。", code="invalid") from problem

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class OutsideForm(CourtForm):
    """The four numbers of one month with where and when they were read; what is left empty stays as it is."""

    field_of = {"numbers": OutsideKind.FIRST_FILINGS.value}

    def __init__(self, *args: Any, held: dict[str, OutsideFigure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes = {kind.value: self._box(kind, held.get(kind)) for kind in KINDS}
        self.fields = boxes | self.fields
        next(iter(boxes.values())).widget.attrs["autofocus"] = True

    source = forms.CharField(label="来源", max_length=LONGEST_SOURCE, help_text="哪个系统、哪张表")
    read_on = DayField(label="取数日期")
    note = forms.CharField(label="说明", max_length=LONGEST_NOTE, required=False, help_text="更正已有的数，写理由")

    @staticmethod
    def _box(kind: OutsideKind, row: OutsideFigure | None) -> forms.IntegerField:
        told = f"现为 {row.number:,}，{row.read_on:%Y-%m-%d} 取数；不改就空着" if row else "还没有录入"
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "num", "maxlength": "12"}
        return forms.IntegerField(
            label=kind.label,
            required=False,
            min_value=0,
            max_value=MOST,
            help_text=told,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"invalid": "请写件数，如 186。"},
        )

    def reading(self, month: date) -> Reading:
        """What was typed, of the month that begins on ``month``."""
        typed = self.cleaned_data
        numbers = {kind.value: typed[kind] for kind in KINDS if typed.get(kind) is not None}
        return Reading(month, numbers, typed["source"], typed["read_on"], typed["note"])


class OutsideTableForm(CourtForm):
    """Many months at once: a CSV or XLSX file, or typed. A file that has wrong rows is shown as text to be mended."""

    file = forms.FileField(label="表格文件", required=False, help_text="XLSX，或者 CSV（UTF-8 或 GB 18030 编码）")
    text = forms.CharField(
        label="或者直接填写",
        required=False,
        max_length=LONGEST_TABLE,
        widget=forms.Textarea(attrs={"rows": 12, "class": "mono", "spellcheck": "false"}),
        help_text=f"每月一行，八列：{'、'.join(HEADS)}；没有的数空着",
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("file"):
            typed["text"] = self._read(typed["file"])
            # The rows that are wrong are mended in the page, whichever way they came.
            self.data = {**dict(self.data.items()), self.add_prefix("text"): typed["text"]}
        if not typed.get("text"):
            self.add_error("text", "请选文件，或者直接填写。")
        else:
            self.readings = self._rows(typed["text"])
        return typed

    def _read(self, file: Any) -> str:
        content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ValidationError({"file": "文件太大，最多 2 MB。"})
        text = _sheet(content) if content.startswith(b"PK") else _decoded(content)
        if text is None:
            raise ValidationError({"file": "文件读不出来，请另存为 XLSX 或者 UTF-8 的 CSV。"})
        if len(text) > LONGEST_TABLE:
            raise ValidationError({"file": f"表太长，一次最多 {MOST_ROWS} 行。"})
        return text

    def _rows(self, text: str) -> list[tuple[int, Reading]]:
        found, wrong = [], []
        for line, cells in _lines(text):
            told: list[str] = []
            reading = _reading(cells, told)
            wrong += [f"第 {line} 行：{each}。" for each in told]
            if reading is not None:
                found.append((line, reading))
        if wrong:
            raise ValidationError({"text": wrong})
        if not found:
            raise ValidationError({"text": f"没有读到一行，请按“{','.join(HEADS)}”填写。"})
        return found


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _sheet(content: bytes) -> str | None:
    """The first sheet of a workbook as CSV; None for what is none."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=len(HEADS), values_only=True))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError, SyntaxError, zlib.error):
        return None
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that say something, with their line; a line of heads is passed over."""
    plain = unicodedata.normalize("NFKC", text.lstrip("\ufeff")).replace("\t", ",")
    for line, cells in enumerate(csv.reader(plain.splitlines()), start=1):
        row = [cell.strip() for cell in cells]
        if any(row) and row[0] != HEADS[0]:
            yield line, row


def _reading(cells: Sequence[str], wrong: list[str]) -> Reading | None:
    """One row; what is wrong with it goes into ``wrong``, all of it."""
    row = [*cells, *[""] * (len(HEADS) - len(cells))]
    if any(row[len(HEADS) :]):
        wrong.append(f"最多 {len(HEADS)} 列，现有 {len(cells)} 列")
    month = read_on = None
    try:
        month = _month_cell(row[0])
    except ValueError as problem:
        wrong.append(str(problem))
    numbers = {}
    for kind, text in zip(KINDS, row[1:5], strict=True):
        if text and not _NUMBER.fullmatch(text):
            wrong.append(f"{kind.label}写件数，如 186，现在是“{text}”")
        elif text:
            numbers[kind.value] = int(text.replace(",", ""))
    try:
        read_on = read_day(row[6])
    except ValidationError:
        wrong.append(f"取数日期写成 2024-05-06 这样，现在是“{row[6]}”" if row[6] else "没有取数日期")
    if wrong or month is None or read_on is None:
        return None
    return Reading(month, numbers, row[5], read_on, row[7])


def _month_cell(text: str) -> date:
    """A month; a spreadsheet turns it into the first day of that month."""
    return read_month(text.removesuffix("-01") if re.fullmatch(r"\d{4}-\d{2}-01", text) else text)


class TargetForm(CourtForm):
    """A target of one indicator from a month on, or its end."""

    from_month = MonthField(label="从哪月起")
    amount = forms.CharField(
        label="目标值",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"}),
    )
    ends = forms.BooleanField(label="从这个月起不再设目标", required=False)
    basis = forms.CharField(label="依据", max_length=LONGEST_BASIS, help_text="哪次会议、哪份文件定的")

    def clean_amount(self) -> Decimal | None:
        text = unicodedata.normalize("NFKC", self.cleaned_data["amount"]).replace(",", "").strip().rstrip("%元天件次份")
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation as problem:
            raise ValidationError("请写成 65.00 这样。", code="invalid") from problem

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        amount, ends = typed.get("amount"), typed.get("ends")
        if "amount" in typed and (amount is None) is not bool(ends):
            self.add_error("amount", "不再设目标的，目标值空着。" if ends else "请填目标值。")
        return typed


def month_of(key: str) -> Period | None:
    """The month of an address; None for what is none."""
    try:
        return Period.parse(key)
    except ValueError:
        return None
