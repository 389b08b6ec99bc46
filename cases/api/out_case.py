"""A case: as a line of a list, and with everything on it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, NotRequired, TypedDict

from cases.api import (
    out_agreement,
    out_basis,
    out_days,
    out_groups,
    out_guidance,
    out_money,
    out_people,
    out_property,
    out_talks,
)
from cases.api.shapes import BlockerOut, PersonOut, WarningOut, blocker, label, person
from cases.models import Case
from cases.models.choices import EnterpriseRelated, LegalModel, Source, SubjectType, Tag
from cases.queries.casefile import CaseFile, NextStep
from cases.queries.groups import GroupView
from cases.queries.guidance import comments
from cases.queries.listing import Line
from cases.rules.balance import Balance
from cases.states import ResultCode, State

SERIES_LABEL = "院内编号"


class CaseRowOut(TypedDict):
    """A case as a line of a list. ``version`` grows with every act."""

    id: int
    case_no: str
    case_no_label: str
    version: int
    state: Annotated[str, State]
    state_label: str
    legal_model: Annotated[str, LegalModel]
    legal_model_label: str
    source: Annotated[str, Source]
    source_label: str
    received_at: datetime
    entered_at: datetime
    registered_on: date | None
    title: str
    cause: str
    subject_type: Annotated[str, SubjectType]
    subject_type_label: str
    amount_applied: Decimal
    enterprise_related: Annotated[str, EnterpriseRelated]
    enterprise_related_label: str
    green_lane: bool
    tags: list[Annotated[str, Tag]]
    tags_label: list[str]
    result_code: str
    result_code_label: str
    exec_case_no: str
    exec_registered_on: date | None
    stage_closed_on: date | None
    performed_on: date | None
    record_closed_on: date | None
    last_act_at: datetime


class ListedCaseOut(CaseRowOut):
    """With who, by whom and until when."""

    parties: list[out_people.PartyNameOut]
    mediator: out_people.MediatorNameOut | None
    deadline: date | None


class NextStepOut(TypedDict):
    """One act for the caller now: allowed, or refused with every reason."""

    verb: str
    label: str
    allowed: bool
    blockers: list[BlockerOut]


class CourseOut(TypedDict):
    """What was done. For who may not see property ``preservations`` is null and ``handovers`` empty."""

    attempt: out_talks.AttemptOut | None
    agreement: out_agreement.AgreementOut | None
    payments: list[out_money.PaymentOut]
    services: list[out_talks.ServiceOut]
    preservations: list[out_property.PreservationOut] | None
    handovers: list[out_property.HandoverOut]


class CaseOut(CaseRowOut, CourseOut):
    """Everything on one case, computed for today. ``preservations`` is null for who may not see property."""

    forced_b_reasons: list[str]
    result_note: str
    remark: str
    filed_by: PersonOut | None
    clerk: PersonOut | None
    basis: out_basis.BasisOut
    performance_end: date
    parties: list[out_people.PartyOut]
    balance: out_money.BalanceOut | None
    fee_saved: out_money.FeeOut
    limitation: out_days.LimitationOut
    deadlines: list[out_days.DeadlineOut]
    next_steps: list[NextStepOut]
    group: out_groups.GroupOut | None
    stalling: list[out_guidance.FindingOut]
    guidance: list[out_guidance.CommentOut]


class FiledCaseOut(CaseOut):
    """The case as it was filed, and what to look at."""

    warnings: list[WarningOut]


class CasePageOut(TypedDict):
    """One page of cases. ``count`` only where it was asked for, and counted no further than 10,000."""

    next: str | None
    previous: str | None
    results: list[ListedCaseOut]
    count: NotRequired[int]
    count_is_capped: NotRequired[bool]


def row(case: Case) -> CaseRowOut:
    return CaseRowOut(
        id=case.pk,
        case_no=case.case_no,
        case_no_label=SERIES_LABEL,
        version=case.version,
        state=case.state,
        state_label=label(State, case.state),
        legal_model=case.legal_model,
        legal_model_label=label(LegalModel, case.legal_model),
        source=case.source,
        source_label=label(Source, case.source),
        received_at=case.received_at,
        entered_at=case.entered_at,
        registered_on=case.registered_on,
        title=case.title,
        cause=case.cause,
        subject_type=case.subject_type,
        subject_type_label=label(SubjectType, case.subject_type),
        amount_applied=case.amount_applied,
        enterprise_related=case.enterprise_related,
        enterprise_related_label=label(EnterpriseRelated, case.enterprise_related),
        green_lane=case.green_lane,
        tags=list(case.tags),
        tags_label=[label(Tag, tag) for tag in case.tags],
        result_code=case.result_code,
        result_code_label=label(ResultCode, case.result_code),
        exec_case_no=case.exec_case_no,
        exec_registered_on=case.exec_registered_on,
        stage_closed_on=case.stage_closed_on,
        performed_on=case.performed_on,
        record_closed_on=case.record_closed_on,
        last_act_at=case.last_act_at,
    )


def listed(line: Line) -> ListedCaseOut:
    talks = line.talks
    return ListedCaseOut(
        **row(line.case),
        parties=[out_people.party_name(each) for each in line.parties],
        mediator=out_people.mediator_named(talks) if talks else None,
        deadline=talks.deadline if talks else None,
    )


def next_step(step: NextStep) -> NextStepOut:
    return NextStepOut(
        verb=step.verb.path,
        label=step.label,
        allowed=step.allowed,
        blockers=[blocker(each) for each in step.blockers],
    )


def whole(file: CaseFile, *, full: bool) -> CaseOut:
    """``full``: numbers in full; whoever asks for that leaves a trace (``reading.case_answer``)."""
    case = file.case
    left = _balance(file)
    return CaseOut(
        **row(case),
        forced_b_reasons=list(case.forced_b_reasons),
        result_note=case.result_note,
        remark=case.remark,
        filed_by=person(case.filed_by),
        clerk=person(case.clerk),
        basis=out_basis.basis(case.basis),
        performance_end=case.basis.performance_end,
        parties=[out_people.party(each, full=full) for each in case.parties.all()],
        **_course(file),
        balance=out_money.balance(left) if left else None,
        fee_saved=out_money.fee(file.fee_saved),
        limitation=out_days.limitation(file.limitation),
        deadlines=[out_days.deadline(each) for each in file.deadlines],
        next_steps=[next_step(step) for step in file.next_steps],
        group=_group(file),
        stalling=[out_guidance.finding(each) for each in file.stalled_signs],
        guidance=[out_guidance.comment(each) for each in comments(file.user, case)],
    )


def _course(file: CaseFile) -> CourseOut:
    case = file.case
    names = {each.pk: each.name for each in case.parties.all()}
    attempt, agreement = case.attempt, case.agreement
    talks = next((each.deadline for each in file.deadlines if each.code == "T_RECON"), file.hold)
    frozen = [out_property.preservation(each) for each in case.preservations.all()]
    return CourseOut(
        attempt=out_talks.attempt(attempt, talks) if attempt else None,
        agreement=out_agreement.agreement(agreement, file.instalments, list(case.agreements.all()), file.signatures)
        if agreement
        else None,
        payments=[out_money.payment(each) for each in case.payments.all()],
        services=[out_talks.service(each, names) for each in file.services],
        preservations=frozen if file.sees_property else None,
        handovers=[out_property.handover(each) for each in case.handovers.all()] if file.sees_property else [],
    )


def _group(file: CaseFile) -> out_groups.GroupOut | None:
    row = file.case.group
    return out_groups.group(GroupView(row, file.user, file.today, file.calendar)) if row else None


def _balance(file: CaseFile) -> Balance | None:
    """None where the instrument's interest follows LPR and no rate is known for its days."""
    try:
        return file.balance
    except LookupError:
        return None
