"""Messages written in the act that gives rise to them, and those written ahead kept true by every later act."""

from collections.abc import Iterable
from datetime import datetime

from cases.guards import Day
from cases.models import Case, Message
from cases.models.choices_notices import MessageStatus
from cases.notices.notes import AHEAD, Note, ahead, word_of
from cases.notices.wording import worded
from cases.rules.parameters import COURT_PHONE
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core import rows
from jianli_mediation.core.kept import Kept

from .channels import channel_for

# Locked, so that the worker does not take one up that is being taken back; it skips what is locked.
_MESSAGES = Kept(lambda cases: Message.objects.filter(case__in=cases).select_for_update())
_CHANGING = ("text", "why", "not_before", "good_until")


def write_messages(case: Case, day: Day, now: datetime, verb: Verb | None = None, notes: Iterable[Note] = ()) -> None:
    """Write what ``verb`` gives word of, and ``notes``, and make the messages that are still to come what the facts ask for.

    What was never tried is rewritten or taken away; what was tried and is no longer true is dropped. Nothing is
    written whose moment has passed: nobody is told today what he should have heard last week.
    """
    said = list(notes)
    if case.state == State.INTAKE and not said:
        return
    have = {(row.party_id, row.key): row for row in _MESSAGES.objects([case.pk])}
    told = {row.key for row in have.values() if row.tries or row.status == MessageStatus.SENT}
    wanted = {(note.party.pk, note.key): note for note in ahead(case, day, now, told)}
    _take_back((row for place, row in have.items() if row.trigger in AHEAD and place not in wanted), now)
    if verb is not None and case.state != State.INTAKE:
        said += word_of(verb, case, day, day.today)
    word = [note for note in said if (note.party.pk, note.key) not in have]
    if not wanted and not word:
        return
    phone = _phone(case, day)
    again = _rewrite(have, wanted, phone, now)
    coming = [
        note
        for place, note in wanted.items()
        if place not in have and (note.not_before is None or note.not_before >= now)
    ]
    rows.insert([*again, *(_row(case, note, phone, now) for note in (*word, *coming))])


def _row(case: Case, note: Note, phone: str, now: datetime) -> Message:
    start = note.not_before or now
    return Message(
        case=case,
        party=note.party,
        trigger=note.template.trigger,
        key=note.key,
        channel=channel_for(note.party),
        template=note.template.code,
        edition=note.template.edition,
        text=worded(note.template, note.values, phone),
        why=note.why[:200],
        not_before=start,
        good_until=note.good_until,
        next_at=start,
        written_at=now,
    )


def _take_back(gone: Iterable[Message], now: datetime) -> None:
    """What is no longer true: never tried, it was never written; tried, it is dropped and stays to be seen."""
    keys = [row.pk for row in gone if row.status == MessageStatus.WAITING]
    if not keys:
        return
    Message.objects.filter(pk__in=keys, tries=0).delete()
    Message.objects.filter(pk__in=keys).update(
        status=MessageStatus.DROPPED, next_at=None, ended_at=now, last_problem="已不需要"
    )


def _rewrite(
    have: dict[tuple[int, str], Message], wanted: dict[tuple[int, str], Note], phone: str, now: datetime
) -> list[Message]:
    """Make the rows that are there what the facts ask for. Returns those that were taken out to be stored anew."""
    changed = []
    for place, note in wanted.items():
        row = have.get(place)
        if row is None or row.status not in (MessageStatus.WAITING, MessageStatus.DROPPED):
            continue
        start, again = note.not_before or row.not_before, row.status == MessageStatus.DROPPED
        if again and start < now:
            continue
        fresh = (worded(note.template, note.values, phone), note.why[:200], start, note.good_until)
        if not again and fresh == tuple(getattr(row, name) for name in _CHANGING):
            continue
        row.text, row.why, row.not_before, row.good_until = fresh
        row.edition, row.channel = note.template.edition, channel_for(note.party)
        if again or not row.tries:
            row.status, row.next_at, row.ended_at, row.last_problem = MessageStatus.WAITING, start, None, ""
        changed.append(row)
    for row in changed:
        if row.tries:
            rows.update(row)
    fresh_rows = [row for row in changed if not row.tries]
    if fresh_rows:
        # Two statements for all of them, and nobody has seen these rows yet; the uid stays.
        Message.objects.filter(pk__in=[row.pk for row in fresh_rows]).delete()
    return fresh_rows


def _phone(case: Case, day: Day) -> str:
    """The desk phone of the mediator, else of the clerk or who filed; else that of the court on that day."""
    attempt = case.attempt
    person = attempt.mediator.user if attempt is not None and attempt.mediator is not None else case.clerk
    own = (person or case.filed_by).desk_phone
    if own:
        return own
    return day.reference.value(COURT_PHONE, day.today)
