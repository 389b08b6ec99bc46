"""记录联系、办结约定事项: what passed between the sessions. A contact is never changed; what was agreed is closed once."""

from datetime import date, datetime

from cases import guards
from cases.models import Attempt, Contact, FollowUp
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Act, Actor, InvalidInput, When, acting, attempt_of
from .follow_ups import agree
from .inputs_talks import ContactInput
from .intake import party_of


def log_contact(*, by: Actor, now: datetime, case_id: int, contact: ContactInput, at: When = None) -> Contact:
    """Write down one attempt to reach a party, and what was agreed with her. A correction is a new row.

    What was said stays in the row; the trail says that there was a contact, with whom and with what outcome.
    """
    with acting(Verb.LOG_CONTACT, by=by, now=now, case_id=case_id, at=at or contact.contacted_at) as act:
        attempt = act.case.attempt
        corrected = _corrected(attempt, contact.corrects)
        refuse_if(
            guards.to_log_contact(
                act.case,
                act.day,
                contacted_at=contact.contacted_at,
                outcome=contact.outcome,
                agreed=bool(contact.follow_ups),
                corrected=corrected,
            )
        )
        party = party_of(act.case, contact.party_id)
        row = attempt_of(act).contacts.create(
            party=party,
            contacted_at=contact.contacted_at,
            way=contact.way,
            outcome=contact.outcome,
            person=contact.person.strip(),
            note=contact.note.strip(),
            corrects=corrected,
            entered_by=act.by,
            entered_at=now,
        )
        agreed = agree(act, contact.follow_ups, contact=row)
        act.facts = {
            "contact": row.pk,
            "party": party.pk,
            "way": contact.way,
            "outcome": contact.outcome,
            "follow_ups": len(agreed),
            "corrects": contact.corrects,
        }
    return row


def close_follow_up(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    follow_up_id: int,
    result: str,
    closed_on: date | None = None,
    note: str = "",
    at: When = None,
) -> FollowUp:
    """Close what was agreed, once. ``closed_on`` (default: the day of the act) is the day on which it was settled."""
    with acting(Verb.CLOSE_FOLLOW_UP, by=by, now=now, case_id=case_id, at=at or closed_on) as act:
        refuse_if(guards.to_close_follow_up(act.case, act.day))
        row = _of_case(act, follow_up_id)
        refuse_if(guards.to_close_follow_up(act.case, act.day, follow_up=row, result=result))
        row.result, row.closed_on = result, closed_on or act.day.today
        row.closed_note, row.closed_by = note.strip(), act.by
        row.save(update_fields=["result", "closed_on", "closed_note", "closed_by"])
        act.facts = {"follow_up": row.pk, "kind": row.kind, "result": result, "closed_on": row.closed_on}
    return row


def _corrected(attempt: Attempt | None, contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return None
    for row in attempt.contacts.all() if attempt else ():
        if row.pk == contact_id:
            return row
    raise InvalidInput({"corrects": ["本次和解没有这次联系"]})


def _of_case(act: Act, follow_up_id: int) -> FollowUp:
    for attempt in act.case.attempts.all():
        for row in attempt.follow_ups.all():
            if row.pk == follow_up_id:
                return row
    raise InvalidInput({"follow_up": ["本案没有这件约定事项"]})
