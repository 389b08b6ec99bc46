"""A year's holiday notice as a small table: from, to, kind, name. Every row that cannot be read is told at once."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

HOLIDAY, WORKDAY = "holiday", "workday"
KINDS: dict[str, str] = {"放假": HOLIDAY, "上班": WORKDAY, "调休上班": WORKDAY, HOLIDAY: HOLIDAY, WORKDAY: WORKDAY}
NEW_YEAR = "元旦"
LONGEST_NAME = 20
LONGEST_BREAK = 15
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_SATURDAY, _DECEMBER = 5, 12


@dataclass(frozen=True)
class NoticeDay:
    """One day that is not what its weekday says."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one line of the table; `line` counts from 1, 0 is the table as a whole."""

    line: int
    message: str

    @property
    def text(self) -> str:
        """ "第 3 行：没有 2027-02-30 这一天"."""
        return f"第 {self.line} 行：{self.message}" if self.line else self.message


@dataclass(frozen=True)
class Notice:
    """What was read. The days may be used only when there are no problems."""

    days: tuple[NoticeDay, ...]
    problems: tuple[RowProblem, ...]


def read_notice(text: str, year: int) -> Notice:
    """The days of the notice for `year`: rows of 起, 止 (empty: one day), 类别 (放假 or 上班), 名称.

    A heading line is allowed; commas may be full-width, days may leave out the year. A make-up workday must be a
    Saturday or Sunday. Days of the December before belong only to the New Year's break.
    """
    days: dict[date, NoticeDay] = {}
    problems: list[RowProblem] = []
    for line, cells in _rows(text):
        try:
            found = _read_row(cells, year)
        except ValueError as error:
            problems.append(RowProblem(line, str(error)))
            continue
        twice = [str(each.day) for each in found if each.day in days]
        if twice:
            problems.append(RowProblem(line, f"{'、'.join(twice)} 前面已经写过"))
        days |= {each.day: each for each in found}
    if not days and not problems:
        problems.append(RowProblem(0, "没有读到一行，请按“起,止,类别,名称”填写"))
    return Notice(tuple(days[day] for day in sorted(days)), tuple(problems))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    plain = unicodedata.normalize("NFKC", text.lstrip("\ufeff")).replace("\t", ",")
    for line, cells in enumerate(csv.reader(plain.splitlines()), start=1):
        row = [cell.strip() for cell in cells]
        if any(row) and row[0] not in ("起", "日期", "from"):
            yield line, row


def _read_row(cells: list[str], year: int) -> list[NoticeDay]:
    if len(cells) != 4:
        raise ValueError(f"要有四列（起,止,类别,名称），现有 {len(cells)} 列")
    first = _day(cells[0], year)
    last = _day(cells[1], year) if cells[1] else first
    kind = KINDS.get(cells[2])
    if kind is None:
        raise ValueError(f"类别写“放假”或“上班”，现在是“{cells[2]}”")
    name = cells[3]
    if not name or len(name) > LONGEST_NAME:
        raise ValueError(f"名称要写，最多 {LONGEST_NAME} 字，如“春节假期”")
    if not first <= last < first + timedelta(days=LONGEST_BREAK):
        raise ValueError(f"止日要在起日当天或以后，一次最多 {LONGEST_BREAK} 天")
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for day in days:
        _check_day(day, kind, name, year)
    return [NoticeDay(day, kind, name) for day in days]


def _day(text: str, year: int) -> date:
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(f"日期写成 {year}-01-01 这样，现在是“{text}”")
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3]))
    except ValueError as error:
        raise ValueError(f"没有 {text} 这一天") from error


def _check_day(day: date, kind: str, name: str, year: int) -> None:
    new_years_eve = day.year == year - 1 and day.month == _DECEMBER and name.startswith(NEW_YEAR)
    if day.year != year and not new_years_eve:
        raise ValueError(f"{day} 不在 {year} 年")
    if kind == WORKDAY and day.weekday() < _SATURDAY:
        raise ValueError(f"{day} 本来就是工作日，不用写上班")
