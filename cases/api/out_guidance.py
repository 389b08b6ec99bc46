"""Signs of stalled talks and comments of guidance: for the court's people on the case alone."""

from datetime import date, datetime
from typing import TypedDict

from cases.api.shapes import PersonOut, person
from cases.models import Guidance
from cases.rules.stalling import Finding


class FindingOut(TypedDict):
    """One sign that the talks lead nowhere, holding since a day. The machine reminds, the head decides."""

    code: str
    text: str
    since: date
    evidence: list[str]


class CommentOut(TypedDict):
    """What was said in guidance."""

    id: int
    text: str
    given_by: PersonOut | None
    given_at: datetime


def finding(row: Finding) -> FindingOut:
    return FindingOut(code=row.code, text=row.text, since=row.since, evidence=list(row.evidence))


def comment(row: Guidance) -> CommentOut:
    return CommentOut(id=row.pk, text=row.text, given_by=person(row.given_by), given_at=row.given_at)
