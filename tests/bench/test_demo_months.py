"""The demo court: the same seed gives the same court, with months frozen, supplemented and corrected, and meetings held.

It lives through fourteen months twice, so it is run with the benches.
"""

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from cases.demo.seed import seed
from cases.models import Case, MeetingTask, MonthReport, Payment
from cases.stats.snapshot import Snapshot
from tests.build import moment

NOW = moment("2024-06-12 15:00")


class _Undone(Exception):
    pass


def laid(cases: int, now: datetime) -> list[Any]:
    """What a court of this seed is made of, without ids; it is taken back again."""
    found: list[Any] = []
    try:
        with transaction.atomic():
            seed(cases=cases, seed=7, now=now, progress=lambda done, of: None)
            found = [
                list(
                    Case.objects.order_by("case_no").values_list(
                        "case_no", "state", "amount_applied", "stage_closed_on"
                    )
                ),
                list(Payment.objects.order_by("case__case_no", "paid_on", "amount").values_list("paid_on", "amount")),
                list(MeetingTask.objects.order_by("made_at", "text").values_list("text", "due_on", "result")),
                [
                    (row.key, row.version, row.corrections, [str(each.value) for each in figures_of(row)])
                    for row in MonthReport.objects.order_by("month", "version")
                ],
            ]
            raise _Undone
    except _Undone:
        return found


def figures_of(row: MonthReport) -> Any:
    return Snapshot.parse(row.content).figures.figures


@pytest.mark.bench
@pytest.mark.django_db
def test_the_same_seed_gives_the_same_court() -> None:
    first = laid(4, NOW)
    _, _, tasks, months = first
    assert [(key, version) for key, version, *_ in months] == [
        ("2024-02", 1),
        ("2024-02", 2),
        ("2024-03", 1),
        ("2024-04", 1),
    ]
    assert months[-1][2] > 0
    assert sorted(result for _, _, result in tasks) == ["", "", "", "done", "done", "done"]
    assert laid(4, NOW) == first
