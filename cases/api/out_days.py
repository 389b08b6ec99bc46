"""Deadlines and the limitation hint, each with its working."""

from datetime import date
from typing import TypedDict

from cases.api.shapes import StepOut, steps
from cases.facts import CaseDeadline
from cases.rules.limitation import LimitationResult
from jianli_mediation.kernel.workdays import Deadline


class CountedOut(TypedDict):
    """A counted period: its last day, the day it moves to, and why."""

    raw: date
    due: date
    moved: bool
    confirmed: bool
    steps: list[StepOut]
    article: str


class DeadlineOut(CountedOut):
    """A deadline of the case. ``running``: it still binds somebody."""

    code: str
    label: str
    running: bool
    note: str


class LimitationOut(TypedDict):
    """Until when enforcement may be applied for: a hint, never a finding."""

    safe_until: date
    latest: date
    level: str
    days_left: int | None
    lapsed: bool
    steps: list[StepOut]
    article: str
    nature: str


def counted(end: Deadline) -> CountedOut:
    return CountedOut(
        raw=end.raw, due=end.due, moved=end.moved, confirmed=end.confirmed, steps=steps(end.steps), article=end.article
    )


def deadline(each: CaseDeadline) -> DeadlineOut:
    return DeadlineOut(**counted(each.deadline), code=each.code, label=each.label, running=each.running, note=each.note)


def limitation(hint: LimitationResult) -> LimitationOut:
    return LimitationOut(
        safe_until=hint.safe_until,
        latest=hint.latest,
        level=hint.level,
        days_left=hint.days_left,
        lapsed=hint.lapsed,
        steps=steps(hint.steps),
        article=hint.article,
        nature=hint.nature,
    )
