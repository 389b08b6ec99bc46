"""A draw at once with an absence, a leaving, another draw: nobody away, gone or full is ever given a case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from cases.actions import assignment
from cases.actions.acting import Actor, Forbidden, NotVisible
from cases.actions.roster import leave
from cases.models import Assignment, Attempt, Draw
from cases.queries.draws import check_all
from jianli_mediation.core import audit
from jianli_mediation.kernel.refusal import Refused
from mediators import actions as roster
from mediators.models import Absence, Mediator, ServicePeriod
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast

NOW = moment("2023-05-09 10:00")
ROUNDS = 6


def at_once(*jobs: Callable[[], Any]) -> list[str]:
    """Run the jobs in threads that start together; tell for each, in the order given, what came of it."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> str:
        barrier.wait()
        try:
            job()
        except Refused as refused:
            return refused.blockers[0].code
        except ValidationError:
            return "invalid"
        except (Forbidden, NotVisible):
            return "not_hers"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def fresh(cast: Cast, number: int) -> Walk:
    return Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"})).file().accept()


def only(cast: Cast, *names: str) -> None:
    """Nobody else is on the roster."""
    keep = [cast.mediator(name).pk for name in names]
    ServicePeriod.objects.exclude(mediator__in=keep).update(until_on=day("2023-01-01"))


def drawing(walk: Walk) -> Callable[[], Any]:
    return lambda: assignment.assign(by=Actor(walk.cast.qian), now=NOW, case_id=walk.case_id, draw=True)


def picking(walk: Walk, name: str) -> Callable[[], Any]:
    who = walk.cast.mediator(name).pk
    return lambda: assignment.assign(by=Actor(walk.cast.qian), now=NOW, case_id=walk.case_id, mediator_id=who)


def going_away(cast: Cast, name: str) -> Callable[[], Any]:
    return lambda: roster.enter_absence(
        by=cast.shu,
        now=NOW,
        mediator_id=cast.mediator(name).pk,
        kind="sick",
        from_on=day("2023-05-09"),
        until_on=day("2023-05-20"),
        reason="住院",
    )


def gone(cast: Cast, name: str) -> Callable[[], Any]:
    who = cast.mediator(name).pk
    return lambda: leave(by=cast.qian, now=NOW, mediator_id=who, until_on=day("2023-05-08"), reason="调离")


@pytest.mark.parametrize("how", [drawing, lambda walk: picking(walk, "li")], ids=["by lot", "by hand"])
def test_an_absence_entered_at_the_same_moment(race_cast: Cast, how: Callable[[Walk], Callable[[], Any]]) -> None:
    """Whichever is first: either the absence is seen, or the case was given before it was entered."""
    only(race_cast, "li")
    for number in range(ROUNDS):
        walk = fresh(race_cast, 601 + number)
        given, entered = at_once(how(walk), going_away(race_cast, "li"))
        assert entered == "done"
        away = Absence.objects.get()
        if given == "done":
            assert audit.AuditEntry.objects.filter(case_id=walk.case_id, verb="assign").exists()
            drawn = Draw.objects.filter(attempt__case=walk.case_id)
            assert all(row.left_out == [] for row in drawn)
        else:
            assert given in ("nobody_to_draw", "absent")
            assert walk.case.attempt.mediator is None
            assert not Draw.objects.filter(attempt__case=walk.case_id).exists()
        away.delete()


def test_a_draw_waits_for_an_absence_that_is_being_entered(race_cast: Cast) -> None:
    """The absence holds her row first: the draw that comes in between sees it once it is committed."""
    only(race_cast, "li", "zhao")
    walk = fresh(race_cast, 601)
    locked, may_end = Barrier(2), Barrier(2)

    def absence() -> None:
        with transaction.atomic():
            list(Mediator.objects.select_for_update(no_key=True).filter(pk=race_cast.mediator("li").pk))
            locked.wait()
            may_end.wait()
            going_away(race_cast, "li")()
        connections.close_all()

    def draw() -> None:
        locked.wait()
        with ThreadPoolExecutor(1) as inner:
            running = inner.submit(_and_close, drawing(walk))
            _until_somebody_waits()
            may_end.wait()
            running.result(timeout=30)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(absence), pool.submit(draw)]:
            job.result(timeout=60)
    row = Draw.objects.get()
    assert row.chosen == race_cast.mediator("zhao")
    assert [(each["name"], each["code"]) for each in row.left_out] == [("和解员李", "absent")]


def _and_close(job: Callable[[], Any]) -> None:
    try:
        job()
    finally:
        connections.close_all()


def _until_somebody_waits() -> None:
    """Until the other connection stands in the queue for a row."""
    for _ in range(2000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.005)")
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("how", [drawing, lambda walk: picking(walk, "li")], ids=["by lot", "by hand"])
def test_a_leaving_at_the_same_moment(race_cast: Cast, how: Callable[[Walk], Callable[[], Any]]) -> None:
    """Either she has the case and stays, or she is gone and the case was not given."""
    only(race_cast, "li")
    for number in range(ROUNDS):
        walk = fresh(race_cast, 601 + number)
        given, left = at_once(how(walk), gone(race_cast, "li"))
        staying = ServicePeriod.objects.get(mediator=race_cast.mediator("li")).until_on is None
        assert (given == "done", left == "done") in ((True, False), (False, True)), (given, left)
        assert staying == (given == "done")
        assert (walk.case.attempt.mediator is not None) == staying
        if staying:
            walk.do(assignment.refuse, "li", "2023-05-09 11:00", reason="排满")
        ServicePeriod.objects.filter(mediator=race_cast.mediator("li")).update(until_on=None)


def test_an_offer_and_a_leaving_at_the_same_moment(race_cast: Cast) -> None:
    """An offer of what another has in hand keeps her on the roster, too."""
    only(race_cast, "li", "zhao")
    for number in range(ROUNDS):
        walk = fresh(race_cast, 601 + number).assign()

        def offer(walk: Walk = walk) -> Any:
            who = race_cast.mediator("zhao").pk
            return assignment.assign(
                by=Actor(race_cast.qian), now=NOW, case_id=walk.case_id, mediator_id=who, reason="轮岗"
            )

        given, left = at_once(offer, gone(race_cast, "zhao"))
        assert (given == "done", left == "done") in ((True, False), (False, True)), (given, left)
        assert (walk.case.attempt.offer is not None) == (given == "done")
        if given == "done":
            walk.do(assignment.refuse, "zhao", "2023-05-09 11:00", reason="排满")
        ServicePeriod.objects.filter(mediator=race_cast.mediator("zhao")).update(until_on=None)


def test_many_draws_at_once_fill_nobody_beyond_her_places(race_cast: Cast) -> None:
    Mediator.objects.update(capacity=2)
    walks = [fresh(race_cast, 601 + number) for number in range(8)]
    found = at_once(*(drawing(walk) for walk in walks))
    assert sorted(found) == ["done"] * 6 + ["nobody_to_draw"] * 2
    held = [Attempt.objects.filter(mediator=row, closed_on=None).count() for row in race_cast.mediators.values()]
    assert held == [2, 2, 2]
    assert all(fault is None for fault in check_all())


def test_two_heads_draw_for_one_case(race_cast: Cast) -> None:
    """The second draw ends the first one's offer and passes her over: one offer stands, both draws are kept."""
    walk = fresh(race_cast, 601)
    assert at_once(drawing(walk), drawing(walk)) == ["done", "done"]
    first, second = Draw.objects.order_by("number")
    assert first.chosen != second.chosen
    assert walk.case.attempt.mediator == second.chosen
    assert Assignment.objects.filter(ended_at=None).count() == 1
    assert second.seed_entry > first.seed_entry


def test_taking_while_another_is_asked(race_cast: Cast) -> None:
    """She takes it, or it is offered to somebody else: never both."""
    for number in range(ROUNDS):
        walk = fresh(race_cast, 601 + number).assign()
        walk.do(assignment.assign, "qian", "2023-05-09", mediator_id=race_cast.mediator("zhao").pk, reason="轮岗")

        def take(walk: Walk = walk) -> Any:
            return assignment.take(by=Actor(race_cast.zhao), now=NOW, case_id=walk.case_id)

        def otherwise(walk: Walk = walk) -> Any:
            who = race_cast.mediator("sun").pk
            by = Actor(race_cast.qian)
            return assignment.assign(by=by, now=NOW, case_id=walk.case_id, mediator_id=who, reason="改派特邀孙")

        at_once(take, otherwise)
        attempt = walk.case.attempt
        in_hand = list(attempt.assignments.filter(ended_at=None, taken_on__isnull=False))
        assert [row.mediator for row in in_hand] == [attempt.mediator]
        assert attempt.assignments.filter(ended_at=None, taken_on=None).count() <= 1
