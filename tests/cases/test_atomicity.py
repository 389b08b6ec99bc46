"""For each action: when its last step fails, nothing has happened."""

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from cases.actions import appointments, contacts, groups, intake, papers, requests, suspension
from cases.actions.acting import Actor
from cases.actions.inputs import Filing, PreservationInput
from cases.actions.inputs_talks import AppointmentInput, ContactInput, FollowUpInput
from cases.states import State
from cases.verbs import BY_GUIDE, Verb
from jianli_mediation.core import audit
from tests.build import Walk, loan_filing, moment
from tests.cases.test_matrix import DOER, HOME
from tests.cases.tries import NOW, TRIES
from tests.cast import Cast


class LastStepFails(Exception):
    pass


def snapshot() -> dict[str, list[Any]]:
    """Every row of every table of ours."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for label in ("core", "mediators", "documents", "cases")
        for model in apps.get_app_config(label).get_models()
    }


def last_step_fails(*args: Any, **kwargs: Any) -> None:
    raise LastStepFails


STATE = {
    **HOME,
    Verb.CONFIRM_PAYMENT: State.PERFORMING,
    Verb.REVERSE_PAYMENT: State.PERFORMING,
    Verb.WITHDRAW_CERTIFICATE: State.FULFILLED,
}


def planned(walk: Walk) -> None:
    """A session to come, after every step that the walk takes."""
    slot = AppointmentInput(starts_at=moment("2023-09-01 09:30"), ends_at=moment("2023-09-01 10:30"), mode="video")
    walk.do(appointments.schedule_session, "li", "2023-05-25", planned=slot)


def promised(walk: Walk) -> None:
    """A promise on the telephone, still open."""
    amount = walk.case.amount_applied
    row = FollowUpInput(kind="promise", amount=amount, due_on=moment("2023-07-01").date())
    party = walk.case.parties.get(role="respondent").pk
    call = ContactInput(party_id=party, contacted_at=moment("2023-05-25 10:00"), follow_ups=(row,))
    walk.do(contacts.log_contact, "li", "2023-05-25 11:00", contact=call)


def asked_for(walk: Walk) -> None:
    debtor = walk.case.parties.get(role="respondent").pk
    walk.do(requests.take_request, "shu", "2023-06-01", party_id=debtor, kind="extension", content="想晚半个月付")


def certified(walk: Walk) -> None:
    debtor = walk.case.parties.get(role="respondent").pk
    walk.do(papers.issue_paper, "shu", str(walk.case.record_closed_on), form="D24", subject=f"party:{debtor}")


def answered(walk: Walk) -> None:
    asked_for(walk)
    row = walk.case.requests.get()
    walk.do(requests.answer_request, "shu", "2023-06-02", request_id=row.pk, answer="请与申请人商量")


def frozen(walk: Walk) -> None:
    """A freeze in force."""
    measure = PreservationInput("in_suit", "deposit", "存款", moment("2023-05-10").date(), moment("2024-05-09").date())
    walk.do(intake.record_preservation, "wang", "2023-05-25", frozen=measure)


TALKED_OF = {
    Verb.LIFT_PRESERVATION: frozen,
    Verb.CANCEL_SESSION: planned,
    Verb.CLOSE_FOLLOW_UP: promised,
    Verb.ANSWER_REQUEST: asked_for,
    Verb.RATE_ANSWER: answered,
}


def when(verb: Verb) -> datetime:
    """The moment of the try: while the period of the talks still runs, where the verb needs that."""
    return NOW.replace(month=6, day=7) if verb in (Verb.EXTEND, Verb.SUSPEND) else NOW


def guided(cast: Cast, filing: Filing | None = None) -> Walk:
    """A case of 特邀孙, whom 和解员李 guides."""
    outsider = cast.mediator("sun")
    outsider.supervisor = cast.li
    outsider.save()
    return Walk(cast, filing, mediator="sun").to(State.MEDIATION)


def prepared(cast: Cast, verb: Verb) -> Walk:
    """A case on which the verb would succeed at its moment."""
    if verb in (Verb.TAKE, Verb.REFUSE):
        return Walk(cast).file().accept().assign(taken_on=None)
    if verb in BY_GUIDE:
        return guided(cast)
    walk = Walk(cast).to(STATE.get(verb, State.MEDIATION))
    if verb in (Verb.CONFIRM_PAYMENT, Verb.REVERSE_PAYMENT):
        walk.pay("100.00", "2023-06-20")
    if verb == Verb.RESUME:
        walk.do(suspension.suspend, "li", "2023-06-01", reason="等评估报告")
    if verb in TALKED_OF:
        TALKED_OF[verb](walk)
    if verb == Verb.UNLINK:
        walk.do(groups.link, "qian", "2023-06-01")
    if verb == Verb.SETTLE_IN_FULL:
        walk.confirm(walk.pay("87950.51", "2023-05-24"), "2023-05-25")
    if verb == Verb.WITHDRAW_CERTIFICATE:
        certified(walk)
    if verb == Verb.SEAL_PAPER:
        applicant = walk.case.parties.get(role="applicant")
        walk.do(papers.issue_paper, "shu", "2023-06-01", form="D03", subject=f"party:{applicant.pk}")
    return walk


@pytest.mark.parametrize("verb", list(TRIES))
def test_nothing_is_left_behind(cast: Cast, verb: Verb, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = prepared(cast, verb)
    now = when(verb)
    by = Actor(getattr(cast, DOER.get(verb, "qian")))
    before = snapshot()
    with monkeypatch.context() as patch:
        patch.setattr(audit, "record", last_step_fails)
        with pytest.raises(LastStepFails), transaction.atomic():
            TRIES[verb](walk, walk.case, {"by": by, "now": now, "case_id": walk.case_id})
    assert snapshot() == before
    TRIES[verb](walk, walk.case, {"by": by, "now": now, "case_id": walk.case_id})
    assert snapshot() != before


def test_filing_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot()
    monkeypatch.setattr(audit, "record", last_step_fails)
    with pytest.raises(LastStepFails), transaction.atomic():
        intake.file_case(by=Actor(cast.wang), now=moment("2023-05-08 10:00"), filing=loan_filing())
    assert snapshot() == before
