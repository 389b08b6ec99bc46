"""Every list, search and page enters its tables by an index, and touches no more rows than the month or the stock holds."""

from collections.abc import Callable

import pytest
import time_machine

from cases.models import Party
from tests.bench.plans import plans_of
from tests.bench.questions import NOW, QUESTIONS

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
# What is so small in the court of the benches that reading a table from end to end is the right plan.
FEWEST = 100_000


@pytest.mark.parametrize("name", QUESTIONS)
def test_plan(name: str, court: int, tell: Callable[[str], None]) -> None:
    question = QUESTIONS[name]
    with time_machine.travel(NOW, tick=False):
        plans = plans_of(question.prepare())
    used = {index for plan in plans for index in plan.indexes}
    rows = sum(plan.rows for plan in plans)
    spent = sum(plan.milliseconds for plan in plans)
    blocks = sum(plan.blocks for plan in plans)
    tell(f"{name:36} {spent:8.2f} ms of PostgreSQL in {len(plans):3} queries, {rows:8.0f} rows, {blocks:7} blocks")
    assert rows <= question.rows
    if question.indexes:
        assert any(each.startswith(question.indexes) for each in used), used
    if court > FEWEST:
        assert {table: plan.sql for plan in plans for table in plan.scanned} == {}


def test_names_are_as_common_as_in_life(court: int) -> None:
    """The searches above mean something only while there are people of that name, and not too many."""
    assert 1 <= Party.objects.filter(name_norm__contains="张伟").count() <= court / 100
