"""久调不和 on the case: what the head is asked and when, the three answers, once only, and who reads of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from cases.actions import contacts, mediation, stalling, suspension
from cases.actions.acting import Actor
from cases.actions.inputs import PaymentInput, SessionInput
from cases.actions.inputs_talks import ContactInput, FollowUpInput
from cases.actions.performance import record_payment
from cases.facts.stalling import findings_on
from cases.models import Case, StallReview, Todo
from cases.queries.casefile import case_file, timeline
from cases.queries.timeline import told
from cases.queries.worklist import todos_for
from cases.rules.limits import Limits
from cases.states import State
from jianli_mediation.core.models import DatedSetting
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, moment
from tests.cases.desk import Desk
from tests.cast import Cast

WHY = "差距没有缩小"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Taken on 9 May 2023: thirty days end on Thursday 8 June; twenty days without a word on 29 May."""
    return Walk(cast).to(State.MEDIATION)


def talk(walk: Walk, at: str, total: str = "", **more: Any) -> None:
    debtor = walk.case.parties.get(role="respondent")
    offers = ({"party": debtor.pk, "by": debtor.name, "total": total},) if total else ()
    walk.do(mediation.log_session, "li", at, session=SessionInput(day(at), offers=offers, **more))


def review(walk: Walk, at: str, decision: str, who: str = "qian", **more: Any) -> Case:
    return walk.do(stalling.review_talks, who, at, decision=decision, **{"reason": WHY, **more})


def refused(walk: Walk, at: str, decision: str, **more: Any) -> set[str]:
    with pytest.raises(Refused) as caught:
        review(walk, at, decision, **more)
    return {blocker.code for blocker in caught.value.blockers}


def asked(walk: Walk) -> Todo | None:
    return Todo.objects.filter(case=walk.case_id, code="stalled").first()


def found(walk: Walk, on: str) -> list[str]:
    return [each.code for each in findings_on(walk.case, day(on), Limits())]


def test_the_head_is_asked_on_the_day_it_holds_without_a_nightly_job(walk: Walk) -> None:
    row = asked(walk)
    assert row is not None
    assert (row.role, row.due_on, row.show_from) == ("head", day("2023-05-29"), day("2023-05-29"))
    shown = [todos_for(walk.cast.qian, day(on)).filter(code="stalled").count() for on in ("2023-05-28", "2023-05-29")]
    assert shown == [0, 1]
    assert row.why == "20 日没有新方案，也没有付款"


def test_a_new_offer_or_a_payment_puts_the_day_off(walk: Walk) -> None:
    talk(walk, "2023-05-15", "60000.00")
    assert asked(walk).show_from == day("2023-06-02")
    assert found(walk, "2023-06-02") == ["time_used"]
    payment = PaymentInput(day("2023-05-20"), Decimal("100.00"), "cash")
    walk.do(record_payment, "shu", "2023-05-20", payment=payment)
    assert "no_movement" not in found(walk, "2023-06-08")


def test_sessions_corrected_count_once(walk: Walk) -> None:
    for number in (11, 12):
        talk(walk, f"2023-05-{number}")
    last = walk.case.attempt.sessions.get(number=2)
    talk(walk, "2023-05-13", corrects=last.pk)
    assert found(walk, "2023-05-14") == []
    talk(walk, "2023-05-14")
    assert found(walk, "2023-05-14") == ["no_new_offer"]


def test_who_stayed_away_is_read_from_the_session(walk: Walk) -> None:
    debtor = walk.case.parties.get(role="respondent")
    away = ({"party": debtor.pk, "name": debtor.name, "absent": "无故", "no_show": True},)
    for number in (11, 12):
        talk(walk, f"2023-05-{number}", outcome="no_show", attendees=away)
    signs = findings_on(walk.case, day("2023-05-12"), Limits())
    assert [each.text for each in signs] == ["被申请人无故不到场 2 次"]
    assert asked(walk).show_from == day("2023-05-12")


def test_promises_are_held_against_the_ledger(walk: Walk) -> None:
    debtor = walk.case.parties.get(role="respondent")
    promises = tuple(
        FollowUpInput(due_on=day(due), kind="promise", party_id=debtor.pk, amount=Decimal("5000.00"))
        for due in ("2023-05-15", "2023-05-20")
    )
    contact = ContactInput(party_id=debtor.pk, contacted_at=moment("2023-05-10"), follow_ups=promises)
    walk.do(contacts.log_contact, "li", "2023-05-10", contact=contact)
    assert found(walk, "2023-05-20") == []
    assert found(walk, "2023-05-21") == ["broken_promises"]
    assert asked(walk).show_from == day("2023-05-21")
    payment = PaymentInput(day("2023-05-19"), Decimal("5000.00"), "cash")
    walk.do(record_payment, "shu", "2023-05-19", payment=payment)
    assert found(walk, "2023-05-21") == []


def test_while_the_period_stands_still_nobody_is_asked(walk: Walk) -> None:
    walk.do(suspension.suspend, "li", "2023-05-20", reason="等评估报告")
    assert asked(walk) is None
    walk.do(suspension.resume, "li", "2023-05-29")
    assert asked(walk).show_from == day("2023-06-08")


def test_the_court_sets_its_own_limit(walk: Walk) -> None:
    DatedSetting.objects.create(code="L_OFFER_DAYS", since=day("2023-05-01"), value="10", source="本院")
    talk(walk, "2023-05-10")
    assert asked(walk).show_from == day("2023-05-19")


def test_nothing_to_decide_before_a_sign_holds(walk: Walk) -> None:
    assert refused(walk, "2023-05-28", "hand_over") == {"not_stalled"}
    assert refused(walk, "2023-05-29", "hand_over", reason=" ") == {"reason_required"}
    assert walk.case.state == State.MEDIATION


def test_going_on_is_quiet_until_its_day_then_asks_again(walk: Walk) -> None:
    review(walk, "2023-05-29", "extend", until=day("2023-06-05"))
    row = asked(walk)
    assert (row.show_from, row.text) == (day("2023-06-06"), "再谈期满，请决定移送或者终结")
    kept = StallReview.objects.get()
    assert (kept.until, kept.reason, [each["code"] for each in kept.findings]) == (
        day("2023-06-05"),
        WHY,
        ["no_movement"],
    )
    assert walk.case.attempt.deadline == day("2023-06-08")


def test_it_cannot_be_put_off_twice(walk: Walk) -> None:
    review(walk, "2023-05-29", "extend", until=day("2023-06-05"))
    assert refused(walk, "2023-06-06", "extend", until=day("2023-06-08")) == {"put_off_once"}
    row = StallReview.objects.get()
    with pytest.raises(IntegrityError, match="stall_put_off_once"), transaction.atomic():
        StallReview.objects.create(
            attempt=row.attempt, decided_at=row.decided_at, decided_by=row.decided_by, decision="extend",
            reason="再", until=day("2023-06-08"),
        )  # fmt: skip
    page = Desk(walk.cast, "qian").page(f"/cases/{walk.case_id}/acts/review-talks/")
    assert "准许再谈一次，到期" not in page
    assert "终止和解，移送立案执行" in page


def test_beyond_the_period_both_sides_consent_as_to_any_extension(walk: Walk) -> None:
    until = day("2023-06-18")
    assert refused(walk, "2023-05-29", "extend", until=until) == {"consent_missing"}
    agreed = {"applicant_agrees": True, "respondent_agrees": True}
    assert refused(walk, "2023-05-29", "extend", until=day("2023-07-20"), **agreed) == {"extension_too_long"}
    review(walk, "2023-05-29", "extend", until=until, **agreed)
    attempt = walk.case.attempt
    assert (attempt.deadline, attempt.extension_days, attempt.extended_on) == (
        day("2023-06-19"),
        10,
        day("2023-05-29"),
    )
    assert refused(walk, "2023-06-20", "extend", until=day("2023-06-25"), **agreed) == {
        "put_off_once",
        "already_extended",
    }


@pytest.mark.parametrize(
    ("until", "codes"),
    [(None, {"until_required"}), (date(2023, 5, 29), {"until_past"}), (date(2023, 5, 30), set())],
)
def test_until_a_day_to_come(until: date | None, codes: set[str], walk: Walk) -> None:
    if codes:
        assert refused(walk, "2023-05-29", "extend", until=until) == codes
    else:
        review(walk, "2023-05-29", "extend", until=until)
        assert asked(walk).show_from == day("2023-05-31")


@pytest.mark.parametrize(("at", "code"), [("2023-05-29", "24"), ("2023-06-08", "24"), ("2023-06-09", "23")])
def test_handing_over_ends_the_talks(at: str, code: str, walk: Walk) -> None:
    case = review(walk, at, "hand_over")
    assert (case.state, case.result_code, case.result_note, case.attempt.closed_on) == (
        State.FAILED,
        code,
        WHY,
        day(at),
    )
    assert [row.code for row in Todo.objects.filter(case=case)] == ["hand_over"]


def test_the_page_of_the_hand_over_knows_why(walk: Walk) -> None:
    review(walk, "2023-06-09", "hand_over")
    fields = Desk(walk.cast, "qian").open(walk.case_id, "hand-over")
    assert (
        fields["reason"][0]
        == "20 日没有新方案，也没有付款；和解期限已用 80%，没有达成协议；和解期限届满，没有达成协议。差距没有缩小"
    )


def test_handing_over_and_ending_have_their_own_codes(walk: Walk) -> None:
    assert refused(walk, "2023-05-29", "hand_over", code="22") == {"wrong_code"}
    assert refused(walk, "2023-05-29", "end", code="24") == {"wrong_code"}
    case = review(walk, "2023-05-29", "end", code="33")
    assert (case.state, case.result_code) == (State.WITHDRAWN, "33")


def test_the_trail_tells_it(walk: Walk) -> None:
    review(walk, "2023-05-29", "extend", until=day("2023-06-05"))
    review(walk, "2023-06-06", "hand_over")
    file = case_file(walk.cast.qian, walk.case_id, moment("2023-06-06 17:00"))
    lines = told(file, timeline(walk.case_id)[:2])
    assert [line.text for line in lines] == [
        "久调不和，终止和解，转立案：久调不和（多次会商无进展）",
        "久调不和，准许再谈到 2023-06-05",
    ]
    assert {line.note for line in lines} == {WHY}


@pytest.mark.parametrize(("who", "told_of_it"), [("li", True), ("shu", True), ("qian", True), ("zhou", True), ("wang", False), ("cai", False)])  # fmt: skip
def test_the_note_is_for_those_who_work_on_it(who: str, told_of_it: bool, walk: Walk) -> None:
    with time_machine.travel(moment("2023-05-30 10:00"), tick=False):
        page = Desk(walk.cast, who).page(f"/cases/{walk.case_id}/")
    assert ("久调不和提示" in page) is told_of_it
    assert ("去决定" in page) is (who == "qian")


def test_the_page_of_the_decision(walk: Walk) -> None:
    talk(walk, "2023-05-11", "60000.00")
    talk(walk, "2023-05-12", "60000.00")
    desk = Desk(walk.cast, "qian")
    with time_machine.travel(moment("2023-06-02 10:00"), tick=False):
        page = desk.page(f"/cases/{walk.case_id}/acts/review-talks/")
        for words in ("20 日没有新方案", "已用 24 日，共 30 日", "60,000.00", "新方案", "没有变化"):
            assert words in page
        unanswered = desk.act(walk.case_id, "review-talks", reason=WHY)
        assert (unanswered.status_code, "请选一种决定" in unanswered.content.decode()) == (400, True)
        undated = desk.act(walk.case_id, "review-talks", decision="extend", reason=WHY)
        assert (undated.status_code, "准许再谈须定到哪一天" in undated.content.decode()) == (409, True)
        done = desk.act(walk.case_id, "review-talks", decision="extend", until="2023-06-06", reason=WHY)
    assert done.status_code == 302
    assert StallReview.objects.get().until == day("2023-06-06")


@pytest.mark.parametrize("who", ["li", "shu", "zhou", "wang"])
def test_only_head_and_director_decide(who: str, walk: Walk) -> None:
    with time_machine.travel(moment("2023-05-30 10:00"), tick=False):
        answer = Desk(walk.cast, who).get(f"/cases/{walk.case_id}/acts/review-talks/")
    assert answer.status_code == 403


def test_the_director_may_decide_too(walk: Walk) -> None:
    stalling.review_talks(
        by=Actor(walk.cast.zheng), now=moment("2023-05-29"), case_id=walk.case_id, decision="hand_over", reason=WHY
    )
    assert walk.case.state == State.FAILED
