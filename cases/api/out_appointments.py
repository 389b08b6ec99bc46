"""Appointments, contacts, and what was agreed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, TypedDict

from cases.api.out_people import MediatorNameOut, mediator_name
from cases.api.shapes import label
from cases.models import Appointment, Contact, FollowUp
from cases.models.choices import SessionMode
from cases.models.choices_talks import AppointmentStatus, ContactOutcome, ContactWay, FollowUpKind, FollowUpResult


class AppointmentOut(TypedDict):
    """A session that was agreed on. ``expected``: ids of the parties that are to come; ``session``: its record."""

    id: int
    starts_at: datetime
    ends_at: datetime
    mode: Annotated[str, SessionMode]
    mode_label: str
    room: int | None
    where: str
    expected: list[int]
    note: str
    status: Annotated[str, AppointmentStatus]
    status_label: str
    session: int | None
    cancel_reason: str


class ScheduledOut(AppointmentOut):
    """The appointment that was made. ``hints``: what to look at; nothing of it held the appointment up."""

    hints: list[str]


class AppointmentLineOut(AppointmentOut):
    """One appointment of a list, with its case."""

    case: int
    case_no: str
    title: str
    mediator: MediatorNameOut


class AppointmentPageOut(TypedDict):
    next: str | None
    previous: str | None
    results: list[AppointmentLineOut]


class FollowUpOut(TypedDict):
    """What somebody is to do by a day. ``result`` (``done``, ``broken``, ``dropped``) is empty while it is open."""

    id: int
    kind: Annotated[str, FollowUpKind]
    kind_label: str
    party: int | None
    text: str
    amount: Decimal | None
    due_on: date
    session: int | None
    contact: int | None
    result: str
    result_label: str
    closed_on: date | None
    closed_note: str


class ContactOut(TypedDict):
    """One attempt to reach a party. A row that a later one ``corrects`` no longer counts."""

    id: int
    party: int
    contacted_at: datetime
    way: Annotated[str, ContactWay]
    way_label: str
    outcome: Annotated[str, ContactOutcome]
    outcome_label: str
    person: str
    note: str
    corrects: int | None


def appointment(row: Appointment) -> AppointmentOut:
    return AppointmentOut(
        id=row.pk,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        mode=row.mode,
        mode_label=label(SessionMode, row.mode),
        room=row.room_id,
        where=row.where,
        expected=row.expected,
        note=row.note,
        status=row.status,
        status_label=label(AppointmentStatus, row.status),
        session=row.session_id,
        cancel_reason=row.cancel_reason,
    )


def line(row: Appointment) -> AppointmentLineOut:
    case = row.attempt.case
    return AppointmentLineOut(
        **appointment(row),
        case=case.pk,
        case_no=case.case_no,
        title=case.title,
        mediator=mediator_name(row.mediator),
    )


def follow_up(row: FollowUp) -> FollowUpOut:
    return FollowUpOut(
        id=row.pk,
        kind=row.kind,
        kind_label=label(FollowUpKind, row.kind),
        party=row.party_id,
        text=row.text,
        amount=row.amount,
        due_on=row.due_on,
        session=row.session_id,
        contact=row.contact_id,
        result=row.result,
        result_label=label(FollowUpResult, row.result),
        closed_on=row.closed_on,
        closed_note=row.closed_note,
    )


def contact(row: Contact) -> ContactOut:
    return ContactOut(
        id=row.pk,
        party=row.party_id,
        contacted_at=row.contacted_at,
        way=row.way,
        way_label=label(ContactWay, row.way),
        outcome=row.outcome,
        outcome_label=label(ContactOutcome, row.outcome),
        person=row.person,
        note=row.note,
        corrects=row.corrects_id,
    )
