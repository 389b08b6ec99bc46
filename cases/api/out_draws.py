"""The lots that were drawn for a case."""

from datetime import datetime
from typing import TypedDict

from cases.api.out_people import MediatorNameOut, mediator_name
from cases.models import Draw
from cases.queries.draws import candidates_of, explained, left_out_of
from cases.rules.draw import Candidate, LeftOut


class CandidateOut(TypedDict):
    """One whose lot was in the urn. ``load``: the points of her open cases; ``weight``: how many numbers she had."""

    mediator: int
    name: str
    open: int
    load: int
    capacity: int
    weight: int


class LeftOutOut(TypedDict):
    """One whose lot was not, the code of the first reason, and all reasons in words."""

    mediator: int
    name: str
    code: str
    text: str


class LotsOut(TypedDict):
    """All that is needed to draw over again: SHA-256 of ``seed`` as one number, modulo the sum of weights, is ``ticket``."""

    difficulty: int
    candidates: list[CandidateOut]
    left_out: list[LeftOutOut]
    seed_entry: int
    seed_hash: str
    seed: str
    ticket: str
    method: str


class DrawOut(TypedDict):
    """One drawing of lots. ``lots`` is null for who may not know why others were left out."""

    id: int
    number: int
    drawn_at: datetime
    chosen: MediatorNameOut | None
    explanation: str
    lots: LotsOut | None


class DrawPageOut(TypedDict):
    """One page of drawings."""

    next: str | None
    previous: str | None
    results: list[DrawOut]


def draw(row: Draw, *, reasons: bool) -> DrawOut:
    return DrawOut(
        id=row.pk,
        number=row.number,
        drawn_at=row.drawn_at,
        chosen=mediator_name(row.chosen) if row.chosen else None,
        explanation=explained(row, reasons=reasons),
        lots=_lots(row) if reasons else None,
    )


def _lots(row: Draw) -> LotsOut:
    return LotsOut(
        difficulty=row.difficulty,
        candidates=[_candidate(each) for each in candidates_of(row)],
        left_out=[_left_out(each) for each in left_out_of(row)],
        seed_entry=row.seed_entry,
        seed_hash=row.seed_hash,
        seed=row.seed,
        ticket=row.ticket,
        method=row.method,
    )


def _candidate(each: Candidate) -> CandidateOut:
    return CandidateOut(
        mediator=each.mediator,
        name=each.name,
        open=each.open,
        load=each.load,
        capacity=each.capacity,
        weight=each.weight,
    )


def _left_out(each: LeftOut) -> LeftOutOut:
    return LeftOutOut(mediator=each.mediator, name=each.name, code=each.code, text=each.text)
