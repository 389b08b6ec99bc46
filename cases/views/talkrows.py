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
    """Of every attempt of the case: the newest appointments and contacts first, what is still to be done before the rest."""
    names = {party.pk: party.name for party in file.case.parties.all()}
    contacts = list(
        Contact.objects.filter(attempt__case=file.case).select_related("entered_by").order_by("-contacted_at", "-id")
    )
    corrected = {row.corrects_id for row in contacts}
    return Around(
        appointments=_appointments(file, names),
        follow_ups=_follow_ups(file, names),
        contacts=[(row, names[row.party_id], row.pk in corrected) for row in contacts],
        schedule_url=open_act(file, Verb.SCHEDULE_SESSION),
        cancel_url=open_act(file, Verb.CANCEL_SESSION),
        contact_url=open_act(file, Verb.LOG_CONTACT),
        close_url=open_act(file, Verb.CLOSE_FOLLOW_UP),
    )


def _appointments(file: CaseFile, names: dict[int, str]) -> list[tuple[Appointment, str]]:
    rows = [row for attempt in file.case.attempts.all() for row in attempt.appointments.all()]
    return [
        (row, "、".join(names[pk] for pk in row.expected if pk in names))
        for row in sorted(rows, key=lambda row: row.starts_at, reverse=True)
    ]


def _follow_ups(file: CaseFile, names: dict[int, str]) -> list[tuple[FollowUp, str, Urgency | None]]:
    rows = [row for attempt in file.case.attempts.all() for row in attempt.follow_ups.all()]
    return [
        (
            row,
            names.get(row.party_id or 0, MEDIATOR),
            None if row.result else urgency(row.due_on, file.today, file.calendar),
        )
        for row in sorted(rows, key=lambda row: (row.result != "", row.due_on, row.pk))
    ]
