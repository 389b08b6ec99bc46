"""What happened to a case: its audit entries as this person may read them, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.verbs import VERBS, Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import AuditEntry
from mediators.models import Mediator

from .casefile import CaseFile, timeline
from .confidential import PROPERTY_ENTRIES
from .sentences import SENTENCES, Names


@dataclass(frozen=True)
class Told:
    """One line of the timeline. ``late``: it was entered on a later day than it happened."""

    id: int
    at: datetime
    entered_at: datetime
    who: str
    text: str
    note: str

    @property
    def late(self) -> bool:
        return local_date(self.entered_at) > local_date(self.at)


def entries(file: CaseFile) -> Any:
    """The audit entries this person may read: those of property only with the property."""
    found = timeline(file.case.pk)
    if file.sees_property:
        return found
    return found.exclude(PROPERTY_ENTRIES)


def told(file: CaseFile, rows: Iterable[AuditEntry]) -> list[Told]:
    """The entries as sentences, in the order given. One query for the names of mediators, if any are needed."""
    rows = list(rows)
    names = Names({party.pk: party.name for party in file.case.parties.all()}, _mediators(rows))
    return [
        Told(
            id=row.pk,
            at=row.at,
            entered_at=row.entered_at,
            who=row.actor.name if row.actor else "系统",
            text=_sentence(row, names),
            note=row.reason or str(row.facts.get("note") or ""),
        )
        for row in rows
    ]


def told_since(file: CaseFile, version: int) -> list[Told]:
    """What was done to the case after somebody read it at ``version``: each act raises the version by one."""
    acts = [verb for verb in Verb if verb != Verb.REVEAL]
    newer = max(0, min(file.case.version - version, 20))
    return told(file, entries(file).filter(verb__in=acts)[:newer])


def _mediators(rows: list[AuditEntry]) -> dict[int, str]:
    told = [facts for row in rows for facts in (row.facts, row.facts.get("again") or {})]
    wanted = {facts[name] for facts in told for name in ("mediator", "replaced", "stays") if facts.get(name)}
    if not wanted:
        return {}
    return {row.pk: row.user.name for row in Mediator.objects.filter(pk__in=wanted).select_related("user")}


def _sentence(row: AuditEntry, names: Names) -> str:
    sentence = SENTENCES.get(row.verb)
    if sentence is not None:
        return sentence(row.facts, names)
    return VERBS[Verb(row.verb)].label if row.verb in {verb.value for verb in Verb} else row.verb
