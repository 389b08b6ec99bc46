"""Whether somebody was reached, of the rows as they now stand."""

from datetime import date

from cases.models import Attempt, Case, Contact
from cases.models.choices import DEBTORS
from cases.models.choices_talks import ContactOutcome
from jianli_mediation.core.clock import local_date

# Who refuses to talk has been reached.
SPOKEN_TO = (ContactOutcome.REACHED, ContactOutcome.REFUSED)
# 本院默认: who does not answer twice is written to.
CALLS_IN_VAIN = 2


def contacts_in_force(attempt: Attempt) -> list[Contact]:
    """The contacts without those that a later row corrects."""
    rows = list(attempt.contacts.all())
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.pk not in corrected]


def debtor_called(case: Case, since: date) -> bool:
    """Whether a debtor was called from ``since`` on: reached, told by another, or tried twice in vain."""
    debtors = {party.pk for party in case.parties.all() if party.role in DEBTORS}
    attempt = case.attempt
    calls = [
        row
        for row in (contacts_in_force(attempt) if attempt is not None else ())
        if row.party_id in debtors and local_date(row.contacted_at) >= since
    ]
    return len(calls) >= CALLS_IN_VAIN or any(row.outcome in (*SPOKEN_TO, ContactOutcome.LEFT_WORD) for row in calls)


def debtor_reached(case: Case, attempt: Attempt) -> bool:
    """Whether the debtor's side was reached in these talks: by a contact, by the notice served, or in a session."""
    if attempt.urged_on is not None or attempt.sessions.all():
        return True
    debtors = {party.pk for party in case.parties.all() if party.role in DEBTORS}
    return any(row.outcome in SPOKEN_TO and row.party_id in debtors for row in contacts_in_force(attempt))
