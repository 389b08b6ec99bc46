"""What the acts around the sessions take in: plain values, from a form or a request alike."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cases.models.choices import SessionMode
from cases.models.choices_talks import ContactOutcome, ContactWay, FollowUpKind


@dataclass(frozen=True, kw_only=True)
class AppointmentInput:
    """A session to come. ``expected``: ids of the case's own parties; nobody named means all of them."""

    starts_at: datetime
    ends_at: datetime
    mode: str = SessionMode.ON_SITE
    room_id: int | None = None
    place: str = ""
    expected: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUpInput:
    """Something to be done by ``due_on``. A promise to pay has its ``amount`` in yuan, and says so without a ``text``."""

    due_on: date
    kind: str = FollowUpKind.TASK
    text: str = ""
    party_id: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ContactInput:
    """One attempt to reach a party of the case. ``corrects``: the contact of the same talks that this row replaces."""

    party_id: int
    contacted_at: datetime
    way: str = ContactWay.PHONE
    outcome: str = ContactOutcome.REACHED
    person: str = ""
    note: str = ""
    follow_ups: tuple[FollowUpInput, ...] = ()
    corrects: int | None = None
