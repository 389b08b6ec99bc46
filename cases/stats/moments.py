"""A period as moments, for what is dated by the hour."""

from datetime import date, datetime, time, timedelta

from jianli_mediation.core.clock import COURT_TIME

from .period import Period

LAST_INSTANT = timedelta(microseconds=1)


def between(period: Period) -> tuple[datetime, datetime]:
    """The first and the last instant of the period, in the court's time."""
    return _start(period.first), _start(period.last + timedelta(days=1)) - LAST_INSTANT


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), COURT_TIME)
