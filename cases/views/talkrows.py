"""What stands around the sessions on the case page: appointments, what was agreed, contacts."""

from dataclasses import dataclass

from cases.models import Appointment, Contact, FollowUp
from cases.queries.casefile import CaseFile
from cases.queries.worklist import Urgency, urgency
from cases.verbs import Verb

from .casesteps import open_act

MEDIATOR = "和解员"


@dataclass(frozen=True)
class Around:
    """Each row with the names that belong to it; an address is empty where the act cannot be done now."""

    appointments: list[tuple[Appointment, str]]
    follow_ups: list[tuple[FollowUp, str, Urgency | None]]
    contacts: list[tuple[Contact, str, bool]]
    schedule_url: str
    cancel_url: str
    contact_url: str
    close_url: str


def talk_rows(file: CaseFile) -> Around:
    """Of every attempt of the case, the newest appointments and contacts first."""
    case = file.case
    names = {party.pk: party.name for party in case.parties.all()}
    attempts = case.attempts.all()
    booked = [row for attempt in attempts for row in attempt.appointments.all()]
    agreed = [row for attempt in attempts for row in attempt.follow_ups.all()]
    contacts = list(
        Contact.objects.filter(attempt__case=case).select_related("entered_by").order_by("-contacted_at", "-id")
    )
    corrected = {row.corrects_id for row in contacts}
    return Around(
        appointments=[
            (row, "、".join(names[pk] for pk in row.expected if pk in names))
            for row in sorted(booked, key=lambda row: row.starts_at, reverse=True)
        ],
        follow_ups=[
            (
                row,
                names.get(row.party_id or 0, MEDIATOR),
                None if row.result else urgency(row.due_on, file.today, file.calendar),
            )
            for row in sorted(agreed, key=lambda row: (row.result != "", row.due_on, row.pk))
        ],
        contacts=[(row, names[row.party_id], row.pk in corrected) for row in contacts],
        schedule_url=open_act(file, Verb.SCHEDULE_SESSION),
        cancel_url=open_act(file, Verb.CANCEL_SESSION),
        contact_url=open_act(file, Verb.LOG_CONTACT),
        close_url=open_act(file, Verb.CLOSE_FOLLOW_UP),
    )
