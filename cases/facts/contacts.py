"""Whether somebody was reached, of the rows as they now stand."""

from cases.models import Attempt, Case, Contact
from cases.models.choices import DEBTORS
from cases.models.choices_talks import ContactOutcome

# Who refuses to talk has been reached.
SPOKEN_TO = (ContactOutcome.REACHED, ContactOutcome.REFUSED)


def contacts_in_force(attempt: Attempt) -> list[Contact]:
    """The contacts without those that a later row corrects."""
    rows = list(attempt.contacts.all())
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.pk not in corrected]


def debtor_reached(case: Case, attempt: Attempt) -> bool:
    """Whether the debtor's side was reached in these talks: by a contact, by the notice served, or in a session."""
    if attempt.urged_on is not None or attempt.sessions.all():
        return True
    debtors = {party.pk for party in case.parties.all() if party.role in DEBTORS}
    return any(row.outcome in SPOKEN_TO and row.party_id in debtors for row in contacts_in_force(attempt))
