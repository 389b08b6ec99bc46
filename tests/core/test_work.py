"""The worker: does what waits, survives the loss of the database, and ends when told."""

import threading
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from jianli_mediation.core import outbox, sweep
from jianli_mediation.core.management.commands import work
from jianli_mediation.core.models import IdempotencyRecord, OutboxMessage, Throttle


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
    monkeypatch.setattr(work.sweeper, "turn", lambda now: None)
    monkeypatch.setattr(work.outbox, "work_once", lost)
    monkeypatch.setattr(work.connection, "close", lambda: closed.append(True))
    assert work.Command().one_round() == work.PAUSE_WITHOUT_DATABASE
    assert closed == [True]


@pytest.mark.django_db
def test_what_is_older_than_a_day_is_swept_in_bites_and_nothing_younger() -> None:
    now = timezone.now()
    day = timedelta(days=1)
    ages = {"older": day + timedelta(seconds=1), "as old": day, "younger": timedelta(hours=1)}
    for name, age in ages.items():
        IdempotencyRecord.objects.create(caller="client:1", key=name, request_hash="h", created_at=now - age)
        Throttle.objects.create(key=name, since=now - age, n=1)
    for number in range(4):
        Throttle.objects.create(key=str(number), since=now - 2 * day, n=1)
    assert sweep.sweep(now, bite=2) == 6
    assert set(IdempotencyRecord.objects.values_list("key", flat=True)) == {"as old", "younger"}
    assert set(Throttle.objects.values_list("key", flat=True)) == {"as old", "younger"}


@pytest.mark.django_db
def test_the_worker_sweeps_once_in_a_minute() -> None:
    now, sweeper = timezone.now(), sweep.Sweeper()

    def left_after(moment: datetime) -> int:
        Throttle.objects.create(key=str(moment), since=now - timedelta(days=2), n=1)
        sweeper.turn(moment)
        return Throttle.objects.count()

    assert [left_after(now + timedelta(seconds=after)) for after in (0, 59, 60)] == [0, 1, 0]


@pytest.mark.django_db
def test_what_waits_is_counted_and_what_was_given_up_is_not() -> None:
    assert (outbox.waiting(), outbox.oldest_waiting()) == (0, None)
    given_up, first = outbox.enqueue("count", {}), outbox.enqueue("count", {})
    outbox.enqueue("count", {})
    OutboxMessage.objects.filter(pk=given_up.pk).update(tries=outbox.GIVE_UP_AFTER)
    assert (outbox.waiting(), outbox.oldest_waiting()) == (2, first.created_at)


def test_trouble_beside_the_messages_ends_no_worker_but_the_loss_of_the_database_is_told() -> None:
    def fails(now: object) -> bool:
        raise ValueError("a receiver of its own kind")

    def lost(now: object) -> bool:
        raise OperationalError("server closed the connection unexpectedly")

    assert outbox.turn_once(outbox.Beside(fails, 1), timezone.now()) is False
    with pytest.raises(OperationalError):
        outbox.turn_once(outbox.Beside(lost, 1), timezone.now())


def test_a_thread_goes_on_turn_after_turn_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping, turns = threading.Event(), []

    def turn(now: object) -> bool:
        turns.append(now)
        if len(turns) == 3:
            stopping.set()
        return len(turns) < 3

    monkeypatch.setattr(work, "connection", type("Closed", (), {"close": lambda: turns.append("closed")}))
    work.Command().work_beside(outbox.Beside(turn, 1), stopping)
    assert (len(turns), turns[-1]) == (4, "closed")
