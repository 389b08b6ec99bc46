"""Freezing a month of the fixture."""

from typing import Any

from cases.actions import reporting
from cases.actions.acting import Actor
from cases.models import MonthReport
from cases.stats.period import Period
from tests.build import moment
from tests.cast import Cast

MAY_6 = "2024-05-06 09:00"
TEXTS: dict[str, Any] = {
    "practices": ["一是前移送达。"],
    "problems": ["一是个别案件超过期限没有结案。"],
    "plans": ["一是逐件说明原因。"],
    "copies_to": ["市委政法委"],
}


def freeze(cast: Cast, month: str = "2024-04", at: str = MAY_6, who: str = "qian") -> MonthReport:
    return reporting.close_month(by=Actor(cast.people[who]), now=moment(at), month=Period.parse(month), texts=TEXTS)
