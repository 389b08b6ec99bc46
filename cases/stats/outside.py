"""What this system does not know by itself: figures of the case system of enforcement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.models import OutsideFigure, OutsideKind

from .asked import Asked
from .behind import COURT_READERS
from .indicator import Indicator, Outside
from .intake import registered
from .period import Period

WHOLE_COURT = "只有全院的数字，不分和解员，也不分涉企。"
WHOLE_MONTHS = "只有整月的数字。"
NAMED = 3  # so many of the numbers that are wanting are named
Wanted = tuple[date, OutsideKind]


def newest(months: Iterable[date]) -> dict[tuple[date, str], OutsideFigure]:
    """The rows that hold for these months, by month and kind; one query by the index of the table."""
    rows = OutsideFigure.objects.filter(month__in=list(months)).order_by("month", "kind", "-id")
    return {(row.month, row.kind): row for row in rows.distinct("month", "kind")}


def _months(period: Period, years_back: int = 0) -> list[date]:
    return [month.first.replace(year=month.first.year - years_back) for month in period.months()]


def _cannot(asked: Asked) -> str:
    """Why there can be no such figure for this question; nothing for the whole court and whole months."""
    narrowed = asked.mediator is not None or asked.enterprise is not None or asked.side
    if narrowed or (asked.reader is not None and asked.reader.role not in COURT_READERS):
        return WHOLE_COURT
    begins, ends = Period.of(asked.period.first), Period.of(asked.period.last)
    return "" if Period.between(begins, ends) == asked.period else WHOLE_MONTHS


def _missing(wanting: list[Wanted]) -> str:
    named = "、".join(f"{Period.of(month).label}{kind.label}" for month, kind in wanting[:NAMED])
    more = f"等 {len(wanting)} 项" if len(wanting) > NAMED else ""
    return f"数字来自执行办案系统，还没有录入：{named}{more}。"


def _told(rows: Iterable[OutsideFigure]) -> str:
    """执行办案系统，2024-05-06 取数; each source and day once."""
    return "；".join(dict.fromkeys(f"{row.source}，{row.read_on:%Y-%m-%d} 取数" for row in rows))


def _read(asked: Asked, wanted: list[list[Wanted]]) -> tuple[list[int], str, str]:
    """The sum of each list, the source, and why there are none. One number that is wanting spoils them all."""
    reason = _cannot(asked)
    if reason:
        return [], "", reason
    rows = newest({month for each in wanted for month, _ in each})
    wanting = [each for numbers in wanted for each in numbers if each not in rows]
    if wanting:
        return [], "", _missing(wanting)
    sums = [sum(rows[each].number for each in numbers) for numbers in wanted]
    return sums, _told(rows[each] for numbers in wanted for each in numbers), ""


def _of(kind: OutsideKind, months: list[date]) -> list[Wanted]:
    return [(month, kind) for month in months]


def filings_against_last_year(asked: Asked) -> Outside:
    """件: 首次执行收案 of the period less that of a year before, over the latter. 恢复执行 is no filing (335号)."""
    now, before = (_of(OutsideKind.FIRST_FILINGS, _months(asked.period, back)) for back in (0, 1))
    sums, source, missing = _read(asked, [now, before])
    return Outside(missing=missing) if missing else Outside(sums[0] - sums[1], sums[1], source)


def filings_of_own_judgments(asked: Asked) -> Outside:
    """件: first filings that rest on this court's own judgments, over its payable judgments of the same months."""
    months = _months(asked.period)
    kinds = (OutsideKind.OWN_BASIS_FILINGS, OutsideKind.PAYABLE_JUDGMENTS)
    sums, source, missing = _read(asked, [_of(kind, months) for kind in kinds])
    return Outside(missing=missing) if missing else Outside(sums[0], sums[1], source)


def all_applications(asked: Asked) -> Outside:
    """件: every application for enforcement that the court received, by the day of receipt, whichever way it went."""
    sums, source, missing = _read(asked, [_of(OutsideKind.APPLICATIONS, _months(asked.period))])
    return Outside(missing=missing) if missing else Outside(0, sums[0], source)


M23 = Indicator(
    "m23",
    "首执收案同比",
    "本期首次执行收案减上年同期的差，除以上年同期；恢复执行不计。数字由执行办案系统取得。",
    "%",
    "立案日",
    outside=filings_against_last_year,
)
M24 = Indicator(
    "m24",
    "裁判申请执行率",
    "以本院裁判为依据的首次执行收案，除以同期本院生效的给付裁判。数字由执行办案系统取得。",
    "%",
    "立案日",
    outside=filings_of_own_judgments,
)
M25 = Indicator(
    "m25",
    "分流率",
    "新收，除以本期收到的全部执行申请。全部执行申请由执行办案系统取得。",
    "%",
    "收件日",
    registered,
    outside=all_applications,
)


@dataclass(frozen=True)
class MonthRead:
    """One month of the list: what holds of each kind, in the order of the kinds; None: not entered."""

    period: Period
    rows: tuple[OutsideFigure | None, ...]

    @property
    def whole(self) -> bool:
        """Whether all of its numbers are there."""
        return None not in self.rows


def months_read(months: Iterable[Period]) -> list[MonthRead]:
    """What holds for each of these months."""
    asked = list(months)
    held = newest(month.first for month in asked)
    return [MonthRead(month, tuple(held.get((month.first, kind)) for kind in OutsideKind.values)) for month in asked]


def history(month: date) -> list[tuple[OutsideFigure, bool]]:
    """Every row of a month, the newest first, and whether it holds."""
    rows = list(OutsideFigure.objects.filter(month=month).select_related("entered_by").order_by("-id"))
    holds = {row.kind: row.pk for row in reversed(rows)}
    return [(row, holds[row.kind] == row.pk) for row in rows]
