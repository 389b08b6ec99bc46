"""Two people at once, on a real PostgreSQL: one result, one audit entry, gapless numbers."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier
from typing import Any

from django.db import IntegrityError, connections, transaction

from cases.actions import agreement, intake, performance, suspension
from cases.actions.acting import Actor, StaleVersion
from cases.actions.inputs import PaymentInput
from cases.models import Agreement, Attempt, Case, Payment, Suspension
from cases.states import State
from jianli_mediation.core import audit
from jianli_mediation.core.models import AuditEntry, Serial
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast


def at_once(*jobs: Callable[[], Any]) -> list[str]:
    """Run the jobs in threads that start together; tell for each what came of it."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> str:
        barrier.wait()
        try:
            job()
        except Refused as refused:
            return refused.blockers[0].code
        except StaleVersion:
            return "stale"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as pool:
        return sorted(pool.map(run, jobs))


def test_two_clerks_conclude(race_cast: Cast) -> None:
    walk = Walk(race_cast).to(State.MEDIATION)
    typed = walk.terms("2023-05-20", "87481.25", ("2023-06-20", "87481.25"))
    now = moment("2023-05-20 10:00")

    def conclude(who: str) -> Callable[[], Any]:
        return lambda: agreement.conclude(by=Actor(getattr(race_cast, who)), now=now, case_id=walk.case_id, terms=typed)

    results = at_once(conclude("li"), conclude("qian"))
    assert results == ["done", "wrong_state"]
    assert Agreement.objects.count() == 1
    assert AuditEntry.objects.filter(verb="conclude").count() == 1
    assert walk.case.state == State.PERFORMING


def test_two_payments_on_one_version(race_cast: Cast) -> None:
    walk = Walk(race_cast).to(State.PERFORMING)
    version = walk.case.version
    payment = PaymentInput(day("2023-06-20"), Decimal("40000.00"), "bank_transfer")

    def pay() -> Any:
        return performance.record_payment(
            by=Actor(race_cast.shu, version=version), now=moment("2023-06-20"), case_id=walk.case_id, payment=payment
        )

    assert at_once(pay, pay) == ["done", "stale"]
    assert Payment.objects.count() == 1
    assert AuditEntry.objects.filter(verb="record_payment").count() == 1


def test_one_payment_is_confirmed_and_reversed_once(race_cast: Cast) -> None:
    walk = Walk(race_cast).to(State.PERFORMING)
    payment = walk.pay("40000.00", "2023-06-20")

    def reverse() -> Any:
        return performance.reverse_payment(
            by=Actor(race_cast.shu),
            now=moment("2023-06-21"),
            case_id=walk.case_id,
            payment_id=payment.pk,
            reason="记错",
        )

    results = at_once(reverse, reverse, reverse)
    assert Counter(results)["done"] == 1
    assert Payment.objects.filter(reverses=payment).count() == 1


def test_the_same_application_at_two_windows(race_cast: Cast) -> None:
    def file() -> Any:
        return intake.file_case(by=Actor(race_cast.wang), now=moment("2023-05-08 10:00"), filing=loan_filing())

    assert at_once(file, file) == ["done", "duplicate_open_case"]
    assert Case.objects.count() == 1
    assert AuditEntry.objects.filter(verb="file").count() == 1


def test_numbers_are_gapless_under_eight_windows_with_failures(race_cast: Cast) -> None:
    def file(number: int) -> Callable[[], Any]:
        # Every fourth filing repeats an open one: it is refused, and must not leave a hole.
        basis = {"doc_no": f"（2023）鄂1023民初{600 + (number if number % 4 else 1)}号"}
        filing = loan_filing(basis=basis)
        return lambda: intake.file_case(by=Actor(race_cast.wang), now=moment("2023-05-08 10:00"), filing=filing)

    results = Counter(at_once(*(file(number) for number in range(1, 17))))
    numbers = sorted(Case.objects.values_list("number_seq", flat=True))
    assert results["done"] == len(numbers) == 12
    assert numbers == list(range(1, 13))
    assert Serial.objects.get(kind="执前和", year=2023).n == 12
    assert list(audit.verify()) == []


def test_number_year_is_that_of_receipt(race_cast: Cast) -> None:
    late = replace(loan_filing(), received_at=moment("2023-12-31 23:30"))
    case = intake.file_case(by=Actor(race_cast.wang), now=moment("2024-01-02 09:00"), filing=late)
    assert case.case_no == "（2023）鄂1023执前和1号"


def test_two_suspend_at_once(race_cast: Cast) -> None:
    """The second waits for the lock and finds the first one's row."""
    walk = Walk(race_cast).to(State.MEDIATION)

    def suspend(who: str) -> Callable[[], Any]:
        by, now = Actor(getattr(race_cast, who)), moment("2023-05-20 10:00")
        return lambda: suspension.suspend(by=by, now=now, case_id=walk.case_id, reason="等评估报告")

    assert at_once(suspend("li"), suspend("qian")) == ["already_suspended", "done"]
    assert Suspension.objects.count() == 1
    assert AuditEntry.objects.filter(verb="suspend").count() == 1
    assert walk.case.attempt.deadline is None


def test_two_resume_at_once(race_cast: Cast) -> None:
    walk = Walk(race_cast).to(State.MEDIATION)
    walk.do(suspension.suspend, "li", "2023-05-20", reason="等评估报告")

    def resume(who: str) -> Callable[[], Any]:
        by, now = Actor(getattr(race_cast, who)), moment("2023-05-25 10:00")
        return lambda: suspension.resume(by=by, now=now, case_id=walk.case_id)

    # The last day is a suspended day itself: the second one finds the row, ended already.
    assert at_once(resume("li"), resume("qian")) == ["done", "not_suspended"]
    assert AuditEntry.objects.filter(verb="resume").count() == 1
    assert walk.case.attempt.deadline == day("2023-06-14")


def test_past_the_actions_two_open_suspensions_are_refused_by_the_database(race_cast: Cast) -> None:
    attempt = Walk(race_cast).to(State.MEDIATION).case.attempt
    barrier = Barrier(2)

    def insert(first: str) -> str:
        barrier.wait()
        try:
            with transaction.atomic():
                Attempt.objects.filter(pk=attempt.pk).update(deadline=None)
                attempt.suspensions.create(
                    from_on=day(first), reason="等评估报告", entered_by=race_cast.li, entered_at=moment("2023-05-25")
                )
        except IntegrityError as refused:
            return str(refused.__cause__.diag.constraint_name)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(insert, ("2023-05-20", "2023-05-22"))) == ["done", "suspension_no_overlap"]
    assert Suspension.objects.count() == 1
