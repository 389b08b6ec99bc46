"""Small shapes that many answers share."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NotRequired, TypedDict

from django.db.models import Choices

from jianli_mediation.core.models import User
from jianli_mediation.kernel.refusal import Blocker
from jianli_mediation.kernel.workdays import Step


class BlockerOut(TypedDict):
    """One reason of a refusal."""

    code: str
    message: str
    article: str


class ProblemOut(TypedDict):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: NotRequired[dict[str, list[str]]]
    blockers: NotRequired[list[BlockerOut]]


class StepOut(TypedDict):
    """One line of a working: the day it stands at, or none, and what it says."""

    day: date | None
    text: str


class PersonOut(TypedDict):
    """Somebody of the court."""

    username: str
    name: str


class WarningOut(TypedDict):
    """Something to look at; it holds nothing up."""

    code: str
    message: str


@cache
def label(choices: type[Choices], code: str) -> str:
    """The Chinese word for a code; empty for none."""
    return str(choices(code).label) if code else ""


def blocker(reason: Blocker) -> BlockerOut:
    return BlockerOut(code=reason.code, message=reason.message, article=reason.article)


def steps(lines: Iterable[Step]) -> list[StepOut]:
    return [StepOut(day=line.day, text=line.text) for line in lines]


def person(user: User | None) -> PersonOut | None:
    return PersonOut(username=user.username, name=user.name) if user else None
