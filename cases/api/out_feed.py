"""What happened: the timeline of one case, and the feed of all."""

from datetime import datetime
from typing import Any, TypedDict

from cases.api.shapes import PersonOut, label, person
from cases.queries.events import EventOut, verb_words
from cases.states import State
from jianli_mediation.core.models import AuditEntry


class EntryOut(TypedDict):
    """One line of a case's timeline. ``at``: when it happened; ``entered_at``: when it was entered."""

    id: int
    at: datetime
    entered_at: datetime
    verb: str
    verb_label: str
    from_state: str
    from_state_label: str
    to_state: str
    to_state_label: str
    actor: PersonOut | None
    client: str
    reason: str
    facts: dict[str, Any]


class EntryPageOut(TypedDict):
    """One page of a timeline, newest first."""

    next: str | None
    previous: str | None
    results: list[EntryOut]


class FeedOut(TypedDict):
    """The acts after a cursor, in the order of commit. ``next_cursor`` is where to go on, next time too."""

    next_cursor: str
    results: list[EventOut]


def entry(row: AuditEntry) -> EntryOut:
    verb, word = verb_words(row.verb)
    return EntryOut(
        id=row.pk,
        at=row.at,
        entered_at=row.entered_at,
        verb=verb,
        verb_label=word,
        from_state=row.from_state,
        from_state_label=label(State, row.from_state),
        to_state=row.to_state,
        to_state_label=label(State, row.to_state),
        actor=person(row.actor),
        client=row.client,
        reason=row.reason,
        facts=row.facts,
    )
