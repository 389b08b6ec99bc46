"""Two people at once at one entry of the roster, and somebody past the acts: the lock, the constraint, the trigger."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction

from cases.actions.roster import leave
from cases.models import Attempt
from cases.states import State
from jianli_mediation.core import audit
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from mediators import actions
from mediators.actions.acting import locked
from mediators.models import Absence, Mediator, Organisation, ServicePeriod
from tests.build import Walk, moment
from tests.cast import Cast

NOW = moment("2023-05-20 10:00")


def at_once(*jobs: Callable[[], Any]) -> list[str]:
    """Run the jobs in threads that start together; tell for each what came of it."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> str:
        barrier.wait()
        try:
            job()
        except Refused as refused:
            return refused.blockers[0].code
        except ValidationError as wrong:
            return "、".join(f"{field}: {texts[0]}" for field, texts in wrong.message_dict.items())
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as pool:
        return sorted(pool.map(run, jobs))


def test_two_enter_the_same_days(race_cast: Cast) -> None:
    zhao = race_cast.mediator("zhao").pk

    def enter(who: str, first: int) -> Callable[[], Any]:
        return lambda: actions.enter_absence(
            by=getattr(race_cast, who),
            now=NOW,
            mediator_id=zhao,
            kind="leave",
            from_on=date(2023, 6, first),
            until_on=date(2023, 6, first + 3),
        )

    results = at_once(enter("shu", 1), enter("qian", 3), enter("zhao", 2))
    assert results[0] == "done"
    assert all(result.startswith("from_on: 与 2023-06-0") for result in results[1:]), results
    assert Absence.objects.count() == 1
    assert AuditEntry.objects.filter(verb="enter_absence").count() == 1
    assert list(audit.verify()) == []


def test_past_the_check_the_constraint_speaks_at_the_field(race_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that came in past the lock, between the check and the insert."""
    zhao = race_cast.mediator("zhao")
    real_clean = actions.absences.clean

    def meanwhile(row: Absence) -> None:
        real_clean(row)
        Absence.objects.create(
            mediator=zhao,
            kind="sick",
            from_on=row.from_on,
            until_on=row.until_on,
            entered_by=race_cast.shu,
            entered_at=NOW,
        )

    monkeypatch.setattr(actions.absences, "clean", meanwhile)
    days = {"from_on": date(2023, 6, 1), "until_on": date(2023, 6, 2)}
    with pytest.raises(ValidationError) as found:
        actions.enter_absence(by=race_cast.shu, now=NOW, mediator_id=zhao.pk, kind="leave", **days)
    assert found.value.message_dict == {"from_on": ["这几天已经登记过缺勤，不能重叠。"]}
    assert not Absence.objects.exists()
    assert not AuditEntry.objects.filter(verb="enter_absence").exists()


def test_two_suspend_at_once(race_cast: Cast) -> None:
    zhao = race_cast.mediator("zhao").pk

    def suspend(who: str) -> Callable[[], Any]:
        facts = {"from_on": date(2023, 5, 20), "until_on": None, "reason": "核查"}
        return lambda: actions.suspend(by=getattr(race_cast, who), now=NOW, mediator_id=zhao, **facts)

    results = at_once(suspend("qian"), suspend("zheng"))
    assert results == ["done", "from_on: 与 2023-05-20 起 的暂停派案重叠。"]


def test_two_amend_one_version(race_cast: Cast) -> None:
    zhao = race_cast.mediator("zhao")
    read = actions.version_of(zhao)

    def amend(who: str, capacity: int) -> Callable[[], Any]:
        changes = {"capacity": capacity}
        by = getattr(race_cast, who)
        return lambda: actions.amend(by=by, now=NOW, mediator_id=zhao.pk, changes=changes, version=read)

    assert at_once(amend("qian", 9), amend("zheng", 12)) == ["changed_meanwhile", "done"]
    assert AuditEntry.objects.filter(verb="amend_mediator").count() == 1


def test_two_enter_one_body(race_cast: Cast) -> None:
    def enter(who: str) -> Callable[[], Any]:
        body = Organisation(name="示例商事调解中心", kind="commercial")
        return lambda: actions.new_organisation(by=getattr(race_cast, who), now=NOW, organisation=body)

    assert at_once(enter("qian"), enter("zheng")) == ["done", "name: 已经有这个名称的组织。"]
    assert AuditEntry.objects.filter(verb="new_organisation").count() == 1


def test_two_let_her_leave(race_cast: Cast) -> None:
    zhao = race_cast.mediator("zhao").pk

    def go(who: str) -> Callable[[], Any]:
        facts = {"until_on": date(2023, 5, 20), "reason": "调离"}
        return lambda: leave(by=getattr(race_cast, who), now=NOW, mediator_id=zhao, **facts)

    assert at_once(go("qian"), go("zheng")) == ["done", "not_on_roster"]


def test_leaving_waits_for_who_gives_her_a_case(race_cast: Cast) -> None:
    """The giver holds her entry; whoever lets her leave counts the case that was given meanwhile."""
    attempt = Walk(race_cast).to(State.MEDIATION).case.attempt
    zhao, given, held = race_cast.mediator("zhao"), Event(), Event()

    def give() -> str:
        with transaction.atomic():
            locked(zhao.pk)
            held.set()
            assert not given.wait(0.5)
            Attempt.objects.filter(pk=attempt.pk).update(mediator=zhao)
        connections.close_all()
        return "given"

    def go() -> str:
        held.wait()
        try:
            leave(by=race_cast.qian, now=NOW, mediator_id=zhao.pk, until_on=date(2023, 5, 20), reason="调离")
        except Refused as refused:
            return refused.blockers[0].code
        finally:
            given.set()
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(give), pool.submit(go)]
        assert [job.result() for job in jobs] == ["given", "open_cases"]
    assert ServicePeriod.objects.get(mediator=zhao).until_on is None


def test_past_the_acts_the_trigger_waits_and_refuses(race_cast: Cast) -> None:
    """A script that gives her a case without the lock, and one that ends her stay: one of them finds the other."""
    attempt = Walk(race_cast).to(State.MEDIATION).case.attempt
    zhao, given, ended = race_cast.mediator("zhao"), Event(), Event()

    def give() -> str:
        with transaction.atomic():
            Attempt.objects.filter(pk=attempt.pk).update(mediator=zhao)
            given.set()
            assert not ended.wait(0.5)
        connections.close_all()
        return "given"

    def end() -> str:
        given.wait()
        try:
            ServicePeriod.objects.filter(mediator=zhao).update(until_on=date(2023, 5, 20))
        except IntegrityError as refused:
            return str(refused.__cause__.pgcode)
        finally:
            ended.set()
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(give), pool.submit(end)]
        assert [job.result() for job in jobs] == ["given", "23001"]
    assert Mediator.objects.get(pk=zhao.pk).on_roster(date(2030, 1, 1))


def test_past_the_acts_nobody_gives_a_case_to_who_is_leaving(race_cast: Cast) -> None:
    """The other way round: the stay ends first, and is not yet committed."""
    attempt = Walk(race_cast).to(State.MEDIATION).case.attempt
    zhao, ended, given = race_cast.mediator("zhao"), Event(), Event()

    def end() -> str:
        with transaction.atomic():
            ServicePeriod.objects.filter(mediator=zhao).update(until_on=date(2023, 5, 20))
            ended.set()
            assert not given.wait(0.5)
        connections.close_all()
        return "done"

    def give() -> str:
        ended.wait()
        try:
            Attempt.objects.filter(pk=attempt.pk).update(mediator=zhao)
        except IntegrityError as refused:
            return str(refused.__cause__.pgcode)
        finally:
            given.set()
            connections.close_all()
        return "given"

    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(end), pool.submit(give)]
        assert [job.result() for job in jobs] == ["done", "23001"]
    assert Attempt.objects.get(pk=attempt.pk).mediator == race_cast.mediator("li")
