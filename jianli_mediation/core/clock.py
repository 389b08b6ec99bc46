"""The only reader of the clock. Everything else is told what time it is."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

COURT_TIME = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in the court's time."""
    return timezone.now().astimezone(COURT_TIME)


def today() -> date:
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The calendar day in the court on which ``moment`` falls."""
    return moment.astimezone(COURT_TIME).date()


def at_nine(day: date) -> datetime:
    """Nine o'clock on ``day``: the moment taken for an act of which only the day is known."""
    return datetime.combine(day, time(9), COURT_TIME)
