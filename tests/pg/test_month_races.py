"""A month frozen by two people at once, and acts that go on meanwhile."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connections

from cases.actions import reporting
from cases.models import MonthReport
from cases.stats.snapshot import Snapshot
from documents.models import Paper
from jianli_mediation.core import audit
from jianli_mediation.core.models import AuditEntry
from tests.build import Walk, loan_filing, moment
from tests.cast import Cast
from tests.pg.test_roster_races import at_once
from tests.stats.freezing import freeze


def test_one_winner(race_cast: Cast) -> None:
    def close(who: str) -> Callable[[], Any]:
        return lambda: freeze(race_cast, who=who)

    assert at_once(close("qian"), close("zheng"), close("qian")) == ["done", "month_frozen", "month_frozen"]
    assert MonthReport.objects.count() == 1
    assert Paper.objects.filter(form="D28").count() == 1
    assert AuditEntry.objects.filter(verb="close_month").count() == 1
    assert list(audit.verify()) == []
    assert reporting.verify_months() == []


def test_no_act_comes_in_between(race_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the figures are counted nothing is entered; what waits is entered afterwards, and is a correction."""
    counting, entered = Event(), Event()
    take = reporting.take

    def slowly(*given: Any) -> Any:
        counting.set()
        found = take(*given)
        assert not entered.wait(1), "an act was let in"
        return found

    monkeypatch.setattr(reporting, "take", slowly)

    def file() -> None:
        try:
            counting.wait(10)
            filing = loan_filing(received_at=moment("2024-04-10 09:00"))
            Walk(race_cast, filing).file()
            entered.set()
        finally:
            connections.close_all()

    thread = Thread(target=file)
    thread.start()
    row = freeze(race_cast)
    thread.join(20)
    assert entered.is_set()
    assert Snapshot.parse(row.content).figure("m01").value == 0
