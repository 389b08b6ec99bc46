"""What the coming holidays mean for the work: the line at the head of 我的工作, and what is only estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jianli_mediation.kernel.workdays import Calendar

LOOK_AHEAD = timedelta(days=45)
MAKE_UP_WITHIN = timedelta(days=15)
ONE_DAY = timedelta(days=1)
SOURCE_KNOWN = "国务院办公厅通知，已公布"
SOURCE_ESTIMATED = "放假安排未公布，暂估"


@dataclass(frozen=True)
class Break:
    """The next days off with a name: from, to, the weekend days worked for them, and how sure that is."""

    first: date
    last: date
    make_up: tuple[date, ...]
    source: str


def next_break(today: date, calendar: Calendar) -> Break | None:
    """The holiday that runs today or begins within six weeks, with the weekend next to it; None when there is none."""
    ahead = [day for day in calendar.holidays if today <= day <= today + LOOK_AHEAD]
    if not ahead:
        return None
    first = last = min(ahead)
    while first > today and not calendar.is_workday(first - ONE_DAY):
        first -= ONE_DAY
    while not calendar.is_workday(last + ONE_DAY):
        last += ONE_DAY
    worked = (day for day in calendar.workdays if max(today, first - MAKE_UP_WITHIN) <= day <= last + MAKE_UP_WITHIN)
    return Break(first, last, tuple(sorted(worked)), SOURCE_KNOWN if calendar.is_confirmed(last) else SOURCE_ESTIMATED)


def unconfirmed_years(today: date, calendar: Calendar) -> list[int]:
    """This year and, from September on, the next, as far as their holidays are not announced."""
    years: Sequence[int] = (today.year, today.year + 1) if today.month >= 9 else (today.year,)
    return [year for year in years if not calendar.is_confirmed(date(year, 12, 31))]
