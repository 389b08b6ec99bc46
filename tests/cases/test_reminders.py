"""Reminders that come with a day of their own: the declaration of property, the payout, the director's."""

from datetime import timedelta
from decimal import Decimal

import pytest

from cases.actions import contacts, intake, mediation, performance, stalling
from cases.actions.inputs import ClueInput, PaymentInput, SessionInput
from cases.actions.inputs_talks import ContactInput
from cases.models import Payment, Todo
from cases.states import State
from jianli_mediation.core.roles import Role
from tests.build import Walk, day, moment
from tests.cast import Cast, make_cast

from .nights import edges, night

ONE_DAY = timedelta(days=1)
BOTH_AGREE = {"applicant_agrees": True, "respondent_agrees": True}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def paid_to_the_court(walk: Walk) -> Payment:
    payment = PaymentInput(day("2023-05-24"), Decimal("100.00"), "court_account", payer="被申请人")
    return walk.do(performance.record_payment, "shu", "2023-05-24", payment=payment)


class TestDeclaration:
    """The form for declaring property went out with the notice of 10 May 2023; its fifteen days end on the 25th."""

    @pytest.fixture
    def walk(self, cast: Cast) -> Walk:
        walk = Walk(cast).to(State.MEDIATION)
        walk.urge()
        Todo.objects.filter(case=walk.case).exclude(code="declare").delete()
        return walk

    def wanted(self, walk: Walk) -> bool:
        return Todo.objects.filter(case=walk.case, code="declare").exists()

    def test_asked_for_from_the_day_after_and_within_three_working_days(self, walk: Walk) -> None:
        edges("talks", "2023-05-30", "2023-05-26")

    def test_what_was_declared_ends_it(self, walk: Walk) -> None:
        clue = ClueInput("declaration", "deposit", "存款 3000 元", day("2023-05-20"))
        walk.do(intake.record_clue, "shu", "2023-05-20", clue=clue)
        assert not self.wanted(walk)

    def test_another_clue_does_not(self, walk: Walk) -> None:
        clue = ClueInput("applicant", "deposit", "存款", day("2023-05-20"))
        walk.do(intake.record_clue, "shu", "2023-05-20", clue=clue)
        assert self.wanted(walk)

    @pytest.mark.parametrize(("on", "wanted"), [("2023-05-24", True), ("2023-05-26", False)])
    def test_who_was_called_after_its_end_was_asked(self, walk: Walk, on: str, wanted: bool) -> None:
        debtor = walk.case.parties.get(role="respondent").pk
        call = ContactInput(party_id=debtor, contacted_at=moment(f"{on} 10:00"))
        walk.do(contacts.log_contact, "li", f"{on} 11:00", contact=call)
        assert self.wanted(walk) == wanted

    @pytest.mark.parametrize(("on", "wanted"), [("2023-05-24", True), ("2023-05-26", False)])
    def test_a_session_after_its_end_asks_as_well(self, walk: Walk, on: str, wanted: bool) -> None:
        walk.do(mediation.log_session, "li", f"{on} 18:00", session=SessionInput(day(on)))
        assert self.wanted(walk) == wanted


class TestEscalation:
    """Talks taken on 9 May 2023 end on 8 June; three days later the director is told."""

    @pytest.fixture
    def walk(self, cast: Cast) -> Walk:
        walk = Walk(cast).to(State.MEDIATION)
        assert str(walk.case.attempts.get().deadline) == "2023-06-08"
        return walk

    def test_three_days_after_the_end(self, walk: Walk) -> None:
        Todo.objects.exclude(code="escalated").delete()
        counted = [night(on)["stalled"] for on in ("2023-06-10", "2023-06-11", "2023-06-12")]
        assert counted == [(0, 0), (1, 0), (1, 1)]
        assert Todo.objects.get().role == Role.DIRECTOR

    def test_a_longer_period_moves_it(self, walk: Walk) -> None:
        walk.do(mediation.extend, "li", "2023-06-07", days=10, **BOTH_AGREE)
        end = walk.case.attempts.get().deadline
        assert end is not None
        row = Todo.objects.get(code="escalated")
        assert row.due_on == end + 3 * ONE_DAY

    def test_a_decision_to_go_on_counts_from_its_own_end(self, walk: Walk) -> None:
        until = day("2023-06-15")
        walk.do(
            stalling.review_talks, "qian", "2023-06-08", decision="extend", reason="尚有望", until=until, **BOTH_AGREE
        )
        assert Todo.objects.get(code="escalated").due_on >= day("2023-06-18")

    def test_the_end_of_the_talks_ends_it(self, walk: Walk) -> None:
        walk.do(mediation.fail, "li", "2023-06-12", code="23")
        assert not Todo.objects.filter(code="escalated").exists()


class TestPayout:
    """Money that reached the court's account on 24 May 2023 is paid out by the 29th."""

    def test_five_days_for_the_cashier(self, cast: Cast) -> None:
        walk = Walk(cast).to(State.MEDIATION)
        Todo.objects.filter(case=walk.case).delete()
        paid_to_the_court(walk)
        row = Todo.objects.get(case=walk.case, code="payout")
        assert (row.role, row.due_on, row.verb) == (Role.FINANCE, day("2023-05-29"), "confirm_payment")
        Todo.objects.exclude(code="payout").delete()
        edges("performance", "2023-05-29")

    def test_confirmed_it_has_arrived(self, cast: Cast) -> None:
        walk = Walk(cast).to(State.MEDIATION)
        walk.confirm(paid_to_the_court(walk), "2023-05-26")
        assert not Todo.objects.filter(code__in=("payout", "confirm")).exists()

    def test_other_ways_do_not_pass_through_the_court(self, cast: Cast) -> None:
        walk = Walk(cast).to(State.MEDIATION)
        walk.pay("100.00", "2023-05-24")
        assert list(Todo.objects.filter(code__in=("payout", "confirm")).values_list("code", flat=True)) == ["confirm"]

    def test_it_waits_after_a_failure_too(self, cast: Cast) -> None:
        walk = Walk(cast).to(State.MEDIATION)
        paid_to_the_court(walk)
        walk.do(mediation.fail, "li", "2023-05-25", code="20")
        assert set(Todo.objects.filter(case=walk.case).values_list("code", flat=True)) >= {"payout", "confirm"}
