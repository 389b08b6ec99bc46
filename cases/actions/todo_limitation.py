"""申请执行时效: a reminder, dated ahead, that the creditor's time to apply for enforcement runs out."""

from collections.abc import Iterator
from datetime import timedelta

from cases.facts import limitation_of
from cases.guards import Day
from cases.models import Case
from cases.rules.limitation import AMBER_DAYS, NATURE
from jianli_mediation.core.roles import Role

from .wanted import Wanted


def limitation(case: Case, day: Day) -> Iterator[Wanted]:
    """While an agreement is performed or was broken: shown from ninety days before the earlier of the two dates."""
    until = limitation_of(case, day.today, day.calendar).safe_until
    yield Wanted(
        "limitation",
        "提醒申请人：申请执行时效将届满",
        f"最早 {until:%Y-%m-%d} 届满（{NATURE}）；申请执行、付款、承诺付款、另签协议，登记了就重新起算",
        until,
        None,
        role=Role.CLERK,
        show_from=until - timedelta(days=AMBER_DAYS),
    )
