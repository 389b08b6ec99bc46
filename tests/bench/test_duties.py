"""The nightly duties over a whole court: how many statements, and their time against one scan of the same tables."""

import time
from collections.abc import Callable
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import duties
from tests.build import moment

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
NIGHT = moment("2024-05-06 02:00")
# What the duties look at, read from end to end without an index.
SCANS = (
    "SELECT count(*) FROM cases_todo WHERE length(text) > 0",
    "SELECT count(*) FROM cases_case WHERE length(case_no) > 0",
    "SELECT count(*) FROM cases_instalment WHERE amount > 0",
    "SELECT count(*) FROM cases_message WHERE length(text) > 0",
)
MOST = 40  # statements beside the bites of what is dropped or queued, each of hundreds of rows


def scanned() -> float:
    """Seconds for one scan of every table."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in SCANS:
            cursor.execute(statement)
    return time.perf_counter() - began


def test_a_night(court: int, tell: Callable[[str], None]) -> None:
    scans = [scanned() for _ in range(3)]
    with CaptureQueriesContext(connection) as first:
        duties.run(NIGHT)
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as second:
        runs = duties.run(NIGHT)
    spent = time.perf_counter() - began
    for run in runs:
        tell(
            f"{run.duty:13} {run.milliseconds:7} ms, {run.looked:8} looked at, {run.found:8} to do, {run.mended} mended"
        )
    tell(
        f"first night {len(first)} statements, second {len(second)} in {spent:.2f} s: "
        f"{spent / median(scans):.2f} × one scan of the tables ({median(scans):.2f} s)"
    )
    assert {run.problem for run in runs} == {""}
    assert len(second) <= MOST + 2 * len(runs)
