"""The court's calendar as a value, read from the table of days."""

from datetime import date
from functools import lru_cache

from django.db import connection

from jianli_mediation.kernel.workdays import Calendar

from .models import CalendarDay, CalendarYear

# By which transactions the years were written: an import that was rolled back leaves no stamp that another could bear.
STAMP = (
    "SELECT coalesce(string_agg(concat_ws('.', year, revision, xmin), ' ' ORDER BY year), '') FROM core_calendaryear"
)


def load_calendar() -> Calendar:
    """The whole calendar. It is read again only when a year was added or changed; one small query tells."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        return kept_calendar(*cursor.fetchone())


@lru_cache(maxsize=4)
def kept_calendar(_stamp: str) -> Calendar:
    """The calendar of this stamp."""
    return read_calendar()


def read_calendar() -> Calendar:
    """The calendar as it stands in this transaction. What may yet be rolled back must not be kept."""
    holidays: set[date] = set()
    workdays: set[date] = set()
    names: dict[date, str] = {}
    for row in CalendarDay.objects.all():
        (holidays if row.kind == CalendarDay.Kind.HOLIDAY else workdays).add(row.day)
        if row.name:
            names[row.day] = row.name
    return Calendar(
        holidays=frozenset(holidays),
        workdays=frozenset(workdays),
        names=names,
        confirmed_through=_confirmed_through(),
    )


def _confirmed_through() -> date | None:
    """The end of the last announced year before a gap: a year after one that is only estimated proves nothing."""
    announced = set(CalendarYear.objects.filter(confirmed=True).values_list("year", flat=True))
    year = min(announced, default=None)
    if year is None:
        return None
    while year + 1 in announced:
        year += 1
    return date(year, 12, 31)
