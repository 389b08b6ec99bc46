"""The figures of a month enter every large table by an index: what they cost is the month's, not the court's."""

from collections.abc import Callable
from datetime import date

import pytest

from cases.stats import workload
from cases.stats.asked import Asked
from cases.stats.indicators import INDICATORS, figures
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from jianli_mediation.core.models import User
from tests.bench.plans import plans_of

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
ASKED_ON = date(2024, 5, 6)
# Before the first case of this court: what is touched all the same is more than the month has.
QUIET = Period.parse("2002-06")


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_plan(indicator: object, court: int, tell: Callable[[str], None]) -> None:
    plans = plans_of(lambda: Reckoning(Asked(QUIET, ASKED_ON)).figure(indicator))
    rows = sum(plan.rows for plan in plans)
    spent = sum(plan.milliseconds for plan in plans)
    used = {index for plan in plans for index in plan.indexes}
    tell(
        f"{indicator.code:6} {spent:7.2f} ms of PostgreSQL in {len(plans):2} queries, {rows:6.0f} rows, by {', '.join(used)}"
    )
    assert {table: plan.sql for plan in plans for table in plan.scanned} == {}
    assert rows + sum(plan.passed_over for plan in plans) <= 100


def test_a_month(court: int, tell: Callable[[str], None]) -> None:
    plans = plans_of(lambda: figures(Asked(QUIET, ASKED_ON)))
    tell(f"a month {sum(plan.milliseconds for plan in plans):7.2f} ms of PostgreSQL in {len(plans)} queries")
    assert len(plans) <= 90


@pytest.mark.parametrize("whose", ["everybody", "one"])
def test_the_work_of_a_month(whose: str, court: int, tell: Callable[[str], None]) -> None:
    """All mediators together, and one of them: by the month, not by all that she ever had."""
    mediator = User.objects.get(username="li").mediator.pk if whose == "one" else None
    asked = Asked(QUIET, ASKED_ON, mediator=mediator)
    plans = plans_of(lambda: workload.one(asked) if whose == "one" else workload.everybody(asked))
    touched = sum(plan.rows + plan.passed_over for plan in plans)
    tell(
        f"work of {whose:10} {sum(plan.milliseconds for plan in plans):7.2f} ms in {len(plans)} queries, {touched:.0f} rows"
    )
    assert {table: plan.sql for plan in plans for table in plan.scanned} == {}
    assert touched <= 200
    assert len(plans) <= 35
