"""One plausible try of every verb on a case, for the tests that walk the whole matrix."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cases.actions import (
    agreement,
    appointments,
    assignment,
    attachments,
    certificates,
    contacts,
    delivery,
    groups,
    guidance,
    handover,
    intake,
    mediation,
    papers,
    performance,
    preservation,
    requests,
    stalling,
    suspension,
)
from cases.actions.acting import Actor, Forbidden, NotVisible
from cases.actions.inputs import (
    AddressInput,
    AgentInput,
    ClueInput,
    Consent,
    PartyDetails,
    PartyInput,
    PaymentInput,
    PreservationInput,
    SessionInput,
)
from cases.actions.inputs_talks import AppointmentInput, ContactInput
from cases.facts import live_payments, owner_key
from cases.models import Appointment, Case, FollowUp
from cases.verbs import Verb
from documents.models import Paper
from jianli_mediation.core.models import User
from jianli_mediation.kernel.refusal import Refused
from mediators.models import Mediator
from tests.build import Walk, moment
from tests.scan_files import looked_at

# After every step that Walk takes, and inside nobody's period.
NOW = moment("2023-08-01 15:00")
ON = date(2023, 8, 1)


def _terms(walk: Walk) -> Any:
    typed = walk.terms("2023-08-01", "87481.25", ("2023-08-21", "40000.00"), ("2023-09-21", "47481.25"))
    return replace(typed, grace_days=3)


def _payment(case: Case) -> int:
    rows = live_payments(case)
    return rows[0].pk if rows else 0


def _notice(case: Case) -> int:
    """A paper of the case; none of those that an act makes along bears a seal but the transfer letter."""
    row = Paper.objects.filter(owner_key=owner_key(case.pk)).order_by("-form").first()
    return row.pk if row else 0


def _appointment(case: Case) -> int:
    row = Appointment.objects.filter(attempt__case=case, status="planned").first()
    return row.pk if row else 0


def _follow_up(case: Case) -> int:
    row = FollowUp.objects.filter(attempt__case=case, result="").first()
    return row.pk if row else 0


def _request(case: Case) -> int:
    row = case.requests.order_by("pk").first()
    return row.pk if row else 0


def _certificate(case: Case) -> int:
    row = Paper.objects.filter(owner_key=owner_key(case.pk), form="D24").first()
    return row.pk if row else 0


Try = Callable[[Walk, Case, dict[str, Any]], Any]


def _frozen(case: Case) -> int:
    """A measure of the case; 0 where there is none."""
    row = case.preservations.first()
    return row.pk if row else 0


def _debtor(case: Case) -> int:
    return case.parties.get(role="respondent").pk


TRIES: dict[Verb, Try] = {
    Verb.ACCEPT: lambda w, c, k: intake.accept(**k, consent=Consent(at=NOW)),
    Verb.DECLINE: lambda w, c, k: intake.decline(**k, code="27", note="不适格"),
    Verb.WITHDRAW: lambda w, c, k: intake.withdraw(**k, code="30", note="不再执行"),
    Verb.ASSIGN: lambda w, c, k: assignment.assign(
        **k, mediator_id=Mediator.objects.get(user__username="zhao" if w.mediator != "zhao" else "li").pk, reason="调整"
    ),
    Verb.TAKE: lambda w, c, k: assignment.take(**k),
    Verb.REFUSE: lambda w, c, k: assignment.refuse(**k, reason="与当事人相识"),
    Verb.RECORD_SERVICE: lambda w, c, k: delivery.record_service(
        **k, form="D08", party_id=_debtor(c), way="direct", served_on=ON, signer="刘某"
    ),
    Verb.CONFIRM_ADDRESS: lambda w, c, k: delivery.confirm_address(
        **k, party_id=_debtor(c), confirmation=AddressInput(address="容城镇示例路 9 号", signed_on=ON)
    ),
    Verb.SCHEDULE_SESSION: lambda w, c, k: appointments.schedule_session(
        **k,
        planned=AppointmentInput(
            starts_at=moment("2023-08-03 09:30"), ends_at=moment("2023-08-03 10:30"), mode="video"
        ),
    ),
    Verb.CANCEL_SESSION: lambda w, c, k: appointments.cancel_session(
        **k, appointment_id=_appointment(c), reason="申请人出差"
    ),
    Verb.LOG_CONTACT: lambda w, c, k: contacts.log_contact(
        **k, contact=ContactInput(party_id=_debtor(c), contacted_at=moment("2023-08-01 10:00"))
    ),
    Verb.CLOSE_FOLLOW_UP: lambda w, c, k: contacts.close_follow_up(**k, follow_up_id=_follow_up(c), result="done"),
    Verb.LOG_SESSION: lambda w, c, k: mediation.log_session(**k, session=SessionInput(ON)),
    Verb.TAKE_REQUEST: lambda w, c, k: requests.take_request(
        **k, party_id=_debtor(c), kind="extension", content="想晚半个月付"
    ),
    Verb.ANSWER_REQUEST: lambda w, c, k: requests.answer_request(
        **k, request_id=_request(c), answer="请与申请人商量，双方签字才算数"
    ),
    Verb.RATE_ANSWER: lambda w, c, k: requests.rate_answer(**k, request_id=_request(c), satisfaction="good"),
    Verb.EXTEND: lambda w, c, k: mediation.extend(**k, applicant_agrees=True, respondent_agrees=True),
    Verb.SUSPEND: lambda w, c, k: suspension.suspend(**k, reason="等评估报告"),
    Verb.RESUME: lambda w, c, k: suspension.resume(**k),
    Verb.REVIEW_TALKS: lambda w, c, k: stalling.review_talks(**k, decision="hand_over", reason="多次会商没有进展"),
    Verb.COMMENT: lambda w, c, k: guidance.comment(**k, text="先核实车辆的抵押情况"),
    Verb.TAKE_OVER: lambda w, c, k: guidance.take_over(**k, reason="多次会商没有进展"),
    Verb.FAIL: lambda w, c, k: mediation.fail(**k, code="22"),
    Verb.SETTLE_IN_FULL: lambda w, c, k: mediation.settle_in_full(**k, creditor_satisfied=True),
    Verb.CONCLUDE: lambda w, c, k: agreement.conclude(**k, terms=_terms(w)),
    Verb.AMEND: lambda w, c, k: agreement.amend(**k, terms=_terms(w)),
    Verb.RECORD_PAYMENT: lambda w, c, k: performance.record_payment(
        **k, payment=PaymentInput(ON, Decimal("100.00"), "bank_transfer")
    ),
    Verb.CONFIRM_PAYMENT: lambda w, c, k: performance.confirm_payment(**k, payment_id=_payment(c), channel="written"),
    Verb.REVERSE_PAYMENT: lambda w, c, k: performance.reverse_payment(**k, payment_id=_payment(c), reason="记错"),
    Verb.DECLARE_DEFAULT: lambda w, c, k: performance.declare_default(**k),
    Verb.REINSTATE: lambda w, c, k: performance.reinstate(**k, reason="申请人接受补付"),
    Verb.FULFIL: lambda w, c, k: performance.fulfil(**k, creditor_satisfied=True),
    Verb.HAND_OVER: lambda w, c, k: handover.hand_over(**k),
    Verb.ACKNOWLEDGE: lambda w, c, k: handover.acknowledge(**k, exec_case_no="（2023）鄂1023执88号"),
    Verb.RETURN: lambda w, c, k: handover.return_package(**k, reason="材料不全"),
    Verb.REOPEN: lambda w, c, k: handover.reopen(**k, reason="发现新的付款"),
    Verb.RECORD_CLUE: lambda w, c, k: intake.record_clue(
        **k, clue=ClueInput("applicant", "vehicle", "小型汽车一辆", ON)
    ),
    Verb.RECORD_PRESERVATION: lambda w, c, k: intake.record_preservation(
        **k, frozen=PreservationInput("in_suit", "deposit", "存款", ON, date(2024, 7, 31))
    ),
    Verb.LIFT_PRESERVATION: lambda w, c, k: preservation.lift_preservation(
        **k, preservation_id=_frozen(c), lifted_on=ON, reason="解除裁定"
    ),
    Verb.REGISTER_EXECUTION: lambda w, c, k: intake.register_execution(**k, exec_case_no="（2023）鄂1023执88号"),
    Verb.RECORD_AGENT: lambda w, c, k: intake.record_agent(
        **k, party_id=_debtor(c), agent=AgentInput("lawyer", "秦某", special=True, powers=("reconcile",))
    ),
    Verb.ADD_PARTY: lambda w, c, k: intake.add_party(
        **k, party=PartyInput("guarantor", "person", "鲁某", "resident_id", "429999194702280031")
    ),
    Verb.AMEND_PARTY: lambda w, c, k: intake.amend_party(
        **k, party_id=_debtor(c), details=PartyDetails(phone="13900000099", address="容城镇示例路 9 号")
    ),
    Verb.SEAL_PAPER: lambda w, c, k: papers.seal_paper(**k, paper_id=_notice(c)),
    Verb.WITHDRAW_CERTIFICATE: lambda w, c, k: certificates.withdraw_certificate(
        **k, paper_id=_certificate(c), reason="凭证是伪造的", proof="银行回函"
    ),
    Verb.ATTACH: lambda w, c, k: attachments.attach(
        **k, given=attachments.ScanInput(scan=looked_at(), kind="payment", title="转账回单")
    ),
    Verb.RECORD_PARTY_STATUS: lambda w, c, k: intake.record_party_status(
        **k, party_id=_debtor(c), status="detained", note="羁押于看守所"
    ),
    Verb.LINK: lambda w, c, k: groups.link(**k, name="刘某系列案件"),
    Verb.UNLINK: lambda w, c, k: groups.unlink(**k, reason="关联错了"),
}


def outcome(walk: Walk, verb: Verb, by: User, now: datetime = NOW) -> str:
    """What came of one try: the new state, the codes of the refusal, or why the door stayed shut."""
    try:
        TRIES[verb](walk, walk.case, {"by": Actor(by), "now": now, "case_id": walk.case_id})
    except NotVisible:
        return "not visible"
    except Forbidden as shut:
        return shut.code
    except Refused as refused:
        return "refused: " + " ".join(sorted({blocker.code for blocker in refused.blockers}))
    return f"done: {walk.case.state}"
