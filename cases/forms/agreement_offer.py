"""From an offer at the table to the draft of an agreement: its sum, its instalments, its security in words."""

from dataclasses import dataclass, field
from typing import Any

from cases.queries.casefile import CaseFile
from cases.queries.offers import RESPONDENT, Offer, last_of, plan_of, read_offer
from cases.rules.instalments import Planned

FROM = "session"


@dataclass(frozen=True)
class Drafted:
    """What the form begins with; empty where no session with an offer was named."""

    initial: dict[str, Any] = field(default_factory=dict)
    plan: tuple[Planned, ...] = ()


def drafted_from(file: CaseFile, session_id: str) -> Drafted:
    """The last offer of that session of the case; that of the respondent's side, which is to pay, before any other."""
    attempt = file.case.attempt
    row = next((each for each in attempt.sessions.all() if str(each.pk) == session_id), None) if attempt else None
    if row is None:
        return Drafted()
    told = [read_offer(file.case, each, told_on=row.held_on) for each in row.offers]
    named = [each for each in told if each.total]
    chosen = last_of(told, RESPONDENT) or (named[-1] if named else None)
    if chosen is None:
        return Drafted()
    initial = {"total": chosen.total, "other_clauses": _words(chosen)}
    return Drafted(initial, tuple(plan_of(file.case, chosen, file.today)))


def _words(offer: Offer) -> str:
    parts = [
        f"担保：{offer.security}。" if offer.security else "",
        f"{offer.note.rstrip('。')}。" if offer.note else "",
    ]
    return "\n".join(part for part in parts if part)
