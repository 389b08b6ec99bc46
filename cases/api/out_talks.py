"""The reconciliation attempt with its sessions, and service of papers."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, TypedDict

from cases.api.out_appointments import (
    AppointmentOut,
    ContactOut,
    FollowUpOut,
    appointment,
    contact,
    follow_up,
)
from cases.api.out_people import MediatorNameOut, mediator_name
from cases.api.shapes import StepOut, label, steps
from cases.models import Assignment, Attempt, Service, Session, Suspension
from cases.models.choices import (
    Channel,
    ConsentResult,
    ServiceOutcome,
    ServiceWay,
    SessionMode,
    SessionOutcome,
)
from cases.queries.draws import why
from cases.rules.identity import mask_address, mask_phone
from cases.rules.suspension import Held
from cases.states import ResultCode
from jianli_mediation.kernel.workdays import Deadline


class ConsentOut(TypedDict):
    """The applicant's answer to the question whether to reconcile."""

    result: Annotated[str, ConsentResult]
    result_label: str
    at: datetime
    channel: Annotated[str, Channel]
    channel_label: str
    signer: str
    notice_version: str


class SessionOut(TypedDict):
    """One session of the talks. What was said in confidence is never here."""

    id: int
    number: int
    held_on: date
    starts: time | None
    ends: time | None
    mode: Annotated[str, SessionMode]
    mode_label: str
    place: str
    attendees: list[dict[str, Any]]
    offers: list[dict[str, Any]]
    positions: str
    agreed_facts: str
    outcome: Annotated[str, SessionOutcome]
    outcome_label: str
    next_on: date | None
    follow_up: str
    corrects: int | None


class SuspensionOut(TypedDict):
    """Days that do not count, the first and the last included. ``to_on`` null: until it is resumed."""

    id: int
    from_on: date
    to_on: date | None
    reason: str
    entered_at: datetime
    ended_at: datetime | None
    end_note: str


class HoldOut(TypedDict):
    """That the period has no end now. ``days_left``: how many days of it are to run from the day after it is resumed."""

    since: date
    reason: str
    days_left: int


class AssignmentOut(TypedDict):
    """To whom the case is offered or given. ``taken_on`` null: she has still to answer, until ``answer_due``.

    Then ``mediator`` of the attempt may be another, who has the case in hand until it is taken. ``draw``: the number of
    the drawing that named her, null for one by hand; ``why``: that drawing in one sentence.
    """

    mediator: MediatorNameOut
    assigned_at: datetime
    answer_due: date | None
    taken_on: date | None
    draw: int | None
    why: str


class AttemptOut(TypedDict):
    """One try at reconciliation. ``deadline`` runs from the day on which the mediator took the case.

    It is null before that, and while the period is suspended without an end: ``hold`` then says since when.
    """

    id: int
    seq: int
    opened_at: datetime
    consent: ConsentOut
    mediator: MediatorNameOut | None
    assigned_at: datetime | None
    assignment: AssignmentOut | None
    taken_on: date | None
    deadline: date | None
    deadline_steps: list[StepOut]
    hold: HoldOut | None
    suspensions: list[SuspensionOut]
    extended_on: date | None
    extension_days: int | None
    extension_reason: str
    urged_on: date | None
    urge_end: date | None
    closed_on: date | None
    result_code: str
    result_code_label: str
    sessions: list[SessionOut]
    appointments: list[AppointmentOut]
    contacts: list[ContactOut]
    follow_ups: list[FollowUpOut]


class ServiceOut(TypedDict):
    """Service of one paper on one party, or a try that failed: ``outcome`` ``tried``, ``served_on`` null.

    ``done_on``: the day its proof bears; ``served_on``: the day on which it takes effect. ``paper`` and ``scan`` are
    null where there is none in the archive.
    """

    id: int
    form: str
    paper: int | None
    outcome: Annotated[str, ServiceOutcome]
    outcome_label: str
    party: int
    party_name: str
    way: Annotated[str, ServiceWay]
    way_label: str
    done_on: date | None
    served_on: date | None
    signer: str
    relation: str
    address: str
    witnesses: str
    recorded: bool
    staff_names: str
    refusal: str
    e_platform: str
    e_address: str
    sent_at: datetime | None
    arrived_at: datetime | None
    post_no: str
    proof: str
    scan: int | None
    corrects: int | None


def session(row: Session) -> SessionOut:
    return SessionOut(
        id=row.pk,
        number=row.number,
        held_on=row.held_on,
        starts=row.starts,
        ends=row.ends,
        mode=row.mode,
        mode_label=label(SessionMode, row.mode),
        place=row.place,
        attendees=row.attendees,
        offers=row.offers,
        positions=row.positions,
        agreed_facts=row.agreed_facts,
        outcome=row.outcome,
        outcome_label=label(SessionOutcome, row.outcome),
        next_on=row.next_on,
        follow_up=row.follow_up,
        corrects=row.corrects_id,
    )


def _consent(row: Attempt) -> ConsentOut:
    return ConsentOut(
        result=row.consent_result,
        result_label=label(ConsentResult, row.consent_result),
        at=row.consent_at,
        channel=row.consent_channel,
        channel_label=label(Channel, row.consent_channel),
        signer=row.consent_signer,
        notice_version=row.notice_version,
    )


def _hold(held: Held) -> HoldOut:
    return HoldOut(since=held.since, reason=held.reason, days_left=held.left)


def _suspension(row: Suspension) -> SuspensionOut:
    return SuspensionOut(
        id=row.pk,
        from_on=row.from_on,
        to_on=row.to_on,
        reason=row.reason,
        entered_at=row.entered_at,
        ended_at=row.ended_at,
        end_note=row.end_note,
    )


def attempt(row: Attempt, end: Deadline | Held | None) -> AttemptOut:
    return AttemptOut(
        id=row.pk,
        seq=row.seq,
        opened_at=row.opened_at,
        consent=_consent(row),
        mediator=mediator_name(row.mediator) if row.mediator else None,
        assigned_at=row.assigned_at,
        assignment=_assignment(row.offer or row.in_hand),
        taken_on=row.taken_on,
        deadline=row.deadline,
        deadline_steps=steps(end.steps) if end else [],
        hold=_hold(end) if isinstance(end, Held) else None,
        suspensions=[_suspension(each) for each in row.suspensions.all()],
        extended_on=row.extended_on,
        extension_days=row.extension_days,
        extension_reason=row.extension_reason,
        urged_on=row.urged_on,
        urge_end=row.urge_end,
        closed_on=row.closed_on,
        result_code=row.result_code,
        result_code_label=label(ResultCode, row.result_code),
        sessions=[session(each) for each in row.sessions.all()],
        appointments=[appointment(each) for each in row.appointments.all()],
        contacts=[contact(each) for each in row.contacts.all()],
        follow_ups=[follow_up(each) for each in row.follow_ups.all()],
    )


def _assignment(row: Assignment | None) -> AssignmentOut | None:
    if row is None:
        return None
    return AssignmentOut(
        mediator=mediator_name(row.mediator),
        assigned_at=row.assigned_at,
        answer_due=row.answer_due,
        taken_on=row.taken_on,
        draw=row.draw.number if row.draw else None,
        why=why(row, reasons=False),
    )


def service(row: Service, names: Mapping[int, str]) -> ServiceOut:
    return ServiceOut(
        id=row.pk,
        form=row.form,
        paper=row.paper_id,
        outcome=row.outcome,
        outcome_label=label(ServiceOutcome, row.outcome),
        party=row.party_id,
        party_name=names[row.party_id],
        way=row.way,
        way_label=label(ServiceWay, row.way),
        done_on=row.done_on,
        served_on=row.served_on,
        signer=row.signer,
        relation=row.relation,
        address=mask_address(row.address),
        witnesses=row.witnesses,
        recorded=row.recorded,
        staff_names=row.staff_names,
        refusal=row.refusal,
        e_platform=row.e_platform,
        e_address=mask_phone(row.e_address),
        sent_at=row.sent_at,
        arrived_at=row.arrived_at,
        post_no=row.post_no,
        proof=row.proof,
        scan=row.scan_id,
        corrects=row.corrects_id,
    )
