"""记录联系、办结约定事项: who was reached, what was promised, and what came of it."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.actions import contacts, delivery
from cases.actions.acting import Forbidden, InvalidInput, NotVisible
from cases.actions.inputs_talks import ContactInput, FollowUpInput
from cases.models import Contact, FollowUp, Todo
from cases.queries.worklist import todos_for
from cases.states import State
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, moment
from tests.cases.desk import Desk
from tests.cast import Cast

NOW = "2023-05-11 15:00"
CALLED = moment("2023-05-11 10:00")
PROMISE = FollowUpInput(kind="promise", amount=Decimal("5000.00"), due_on=day("2023-05-18"))


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def debtor(walk: Walk) -> int:
    return walk.case.parties.get(role="respondent").pk


def call(walk: Walk, who: str = "li", now: str = NOW, **facts: Any) -> Contact:
    given = {"party_id": debtor(walk), "contacted_at": CALLED, **facts}
    row: Contact = walk.do(contacts.log_contact, who, now, contact=ContactInput(**given))
    return row


def close(walk: Walk, row: FollowUp, result: str, on: str, who: str = "li") -> FollowUp:
    closed: FollowUp = walk.do(
        contacts.close_follow_up, who, on, follow_up_id=row.pk, result=result, closed_on=day(on[:10])
    )
    return closed


def codes(caught: Any) -> list[str]:
    return [blocker.code for blocker in caught.value.blockers]


def test_a_call_with_a_promise(walk: Walk) -> None:
    row = call(
        walk, note=" 货款没有收回 ", follow_ups=(PROMISE, FollowUpInput(text="送流水", due_on=day("2023-05-15")))
    )
    assert (row.outcome, row.note) == ("reached", "货款没有收回")
    promise, task = FollowUp.objects.order_by("-due_on")
    assert (promise.kind, promise.text, promise.amount, promise.contact) == (
        "promise", "付款 5,000.00 元", Decimal("5000.00"), row,
    )  # fmt: skip
    assert (task.kind, task.party, task.result) == ("task", None, "")
    entry = AuditEntry.objects.get(verb="log_contact")
    assert entry.at == CALLED
    assert entry.facts["follow_ups"] == 2
    assert "货款" not in str(entry.facts)


@pytest.mark.parametrize(
    ("outcome", "side", "asked"),
    [
        ("reached", "respondent", False),
        ("refused", "respondent", False),
        ("no_answer", "respondent", True),
        ("left_word", "respondent", True),
        ("reached", "applicant", True),
    ],
)
def test_the_debtor_has_to_be_reached(walk: Walk, outcome: str, side: str, asked: bool) -> None:
    assert Todo.objects.get(case=walk.case, code="contact").due_on == day("2023-05-12")
    call(walk, outcome=outcome, party_id=walk.case.parties.get(role=side).pk)
    assert Todo.objects.filter(case=walk.case, code="contact").exists() is asked
    assert Todo.objects.filter(case=walk.case, code="urge").exists()


def test_the_notice_served_reaches_him_too(walk: Walk) -> None:
    served = {"form": "D08", "party_id": debtor(walk), "way": "direct", "signer": "刘某"}
    walk.do(delivery.record_service, "shu", "2023-05-11 12:00", served_on=day("2023-05-11"), **served)
    assert not Todo.objects.filter(case=walk.case, code="contact").exists()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"contacted_at": moment("2023-05-11 15:01")}, "at_in_future"),
        ({"contacted_at": moment("2023-05-08 09:29")}, "at_before_receipt"),
        ({"outcome": "no_answer", "follow_ups": (PROMISE,)}, "agreed_with_nobody"),
    ],
)
def test_what_is_refused(walk: Walk, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        call(walk, **facts)
    assert codes(caught) == [code]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("agreed", "field"),
    [
        (FollowUpInput(kind="promise", due_on=day("2023-05-18")), "amount"),
        (FollowUpInput(kind="promise", due_on=day("2023-05-18"), amount=Decimal(0)), "amount"),
        (FollowUpInput(due_on=day("2023-05-18")), "text"),
        (FollowUpInput(text="问", amount=Decimal(1), due_on=day("2023-05-18")), "amount"),
        (FollowUpInput(text="问", due_on=day("2023-05-10")), "due_on"),
        (FollowUpInput(text="问", due_on=day("2023-05-18"), party_id=99999), "party"),
    ],
)
def test_what_was_agreed_is_checked_at_its_field(walk: Walk, agreed: FollowUpInput, field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        call(walk, follow_ups=(FollowUpInput(text="一", due_on=day("2023-05-11")), agreed))
    assert set(wrong.value.errors) == {f"follow_ups.1.{field}"}
    assert not FollowUp.objects.exists()


def test_a_correction_is_a_new_row(walk: Walk) -> None:
    wrong = call(walk, outcome="reached")
    right = call(walk, outcome="no_answer", corrects=wrong.pk)
    assert (right.corrects, Contact.objects.count()) == (wrong, 2)
    assert Todo.objects.filter(case=walk.case, code="contact").exists()
    with pytest.raises(Refused) as caught:
        call(walk, corrects=wrong.pk)
    assert codes(caught) == ["already_corrected"]
    with pytest.raises(InvalidInput):
        call(walk, corrects=99999)


def test_rows_are_kept_by_the_database(walk: Walk) -> None:
    row = call(walk, follow_ups=(PROMISE,))
    for change in (
        lambda: Contact.objects.filter(pk=row.pk).update(note="别的"),
        lambda: FollowUp.objects.update(amount=Decimal(1)),
        lambda: FollowUp.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# ── Closing ──


def test_a_promise_shows_up_before_its_day_until_it_is_closed(walk: Walk, cast: Cast) -> None:
    row = call(walk, follow_ups=(PROMISE,)).follow_ups.get()

    def shown(on: str) -> bool:
        return todos_for(cast.li, day(on)).filter(code="follow_up").exists()

    assert [shown(on) for on in ("2023-05-15", "2023-05-16", "2023-05-30")] == [False, True, True]
    closed = close(walk, row, "broken", "2023-05-19 09:00")
    assert (closed.result, closed.closed_on, closed.closed_by) == ("broken", day("2023-05-19"), cast.li)
    assert not shown("2023-05-30")


def test_nothing_is_broken_before_its_day_has_passed(walk: Walk) -> None:
    row = call(walk, follow_ups=(PROMISE,)).follow_ups.get()
    with pytest.raises(Refused) as early:
        close(walk, row, "broken", "2023-05-18 09:00")
    assert codes(early) == ["not_due_yet"]
    assert close(walk, row, "done", "2023-05-18 09:00").result == "done"
    with pytest.raises(Refused) as again:
        close(walk, row, "dropped", "2023-05-19 09:00")
    assert codes(again) == ["nothing_open"]


def test_closed_after_the_talks_by_the_clerk(walk: Walk) -> None:
    row = call(walk, follow_ups=(PROMISE,)).follow_ups.get()
    walk.conclude()
    assert close(walk, row, "done", "2023-05-25 09:00", "shu").result == "done"


# ── Rights and pages ──


def test_who_may(walk: Walk) -> None:
    for who, error in (("zhao", NotVisible), ("sun", NotVisible), ("wang", Forbidden), ("chen", Forbidden)):
        with pytest.raises(error):
            call(walk, who)
    assert call(walk, "shu").entered_by == walk.cast.shu


def test_the_page(walk: Walk, cast: Cast) -> None:
    desk, act = Desk(cast, "li"), (walk.case_id, "log-contact")
    typed = {"party": str(debtor(walk)), "contacted_at": "2023-05-11 10:00", "outcome": "reached"}
    half = desk.act(*act, **typed, promised="5000")
    assert (half.status_code, "请填承诺哪天付" in half.content.decode()) == (400, True)
    early = desk.act(*act, **typed, promised="5000", promised_on="2023-05-10")
    assert (early.status_code, "不能早于 2023-05-11" in early.content.decode()) == (400, True)
    assert not Contact.objects.exists()
    rows = {"tasks-TOTAL_FORMS": "1", "tasks-0-text": "送流水", "tasks-0-party": "", "tasks-0-due_on": "2023-05-15"}
    done = desk.act(*act, **typed, note="<b>没钱</b>", promised="5000", promised_on="2023-05-18", **rows)
    assert done.status_code == 302
    tab = desk.page(f"/cases/{walk.case_id}/sessions/")
    assert "&lt;b&gt;没钱" in tab
    assert ("付款 5,000.00 元" in tab, "送流水" in tab) == (True, True)
    row = FollowUp.objects.get(kind="promise")
    page = desk.page(f"/cases/{walk.case_id}/acts/close-follow-up/?follow_up={row.pk}")
    assert f'<option value="{row.pk}" selected' in page
    assert "还没有登记收款" in page
    closed = desk.act(walk.case_id, "close-follow-up", follow_up=str(row.pk), result="broken")
    assert closed.status_code == 302
    assert FollowUp.objects.get(pk=row.pk).result == "broken"
