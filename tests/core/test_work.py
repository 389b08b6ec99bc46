"""The worker: does what waits, survives the loss of the database, and ends when told."""

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from jianli_mediation.core import outbox
from jianli_mediation.core.management.commands import work
from jianli_mediation.core.models import OutboxMessage


@pytest.mark.django_db
def test_works_until_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setitem(outbox.HANDLERS, "count", lambda payload: done.append(payload["n"]))
    monkeypatch.setattr(work.signal, "signal", lambda number, handler: None)
    for number in range(3):
        outbox.enqueue("count", {"n": number})
    call_command("work", until_empty=True)
    assert done == [0, 1, 2]
    assert OutboxMessage.objects.filter(done_at__lte=timezone.now()).count() == 3


@pytest.mark.django_db
def test_worker_knows_how_to_print_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work.signal, "signal", lambda number, handler: None)
    call_command("work", until_empty=True)
    assert "render_paper" in outbox.HANDLERS


def test_lost_database_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(now: object) -> bool:
        raise OperationalError("server closed the connection unexpectedly")

    closed = []
    monkeypatch.setattr(work.outbox, "work_once", lost)
    monkeypatch.setattr(work.connection, "close", lambda: closed.append(True))
    assert work.Command().one_round() == work.PAUSE_WITHOUT_DATABASE
    assert closed == [True]
