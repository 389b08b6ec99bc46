"""What an offer to pay by instalments comes to: the page 方案测算 as data."""

from datetime import date
from decimal import Decimal
from typing import TypedDict

from cases.api import out_money
from cases.queries.calculators import rows_of
from cases.rules.simulator import BANDS, Fired, Simulation
from jianli_mediation.kernel.workdays import Calendar


class FiredOut(TypedDict):
    """A rule that applied, in words with its figures. ``weight`` counts towards the band; 0 for what forbids."""

    code: str
    text: str
    weight: int


class SimulatedRowOut(TypedDict):
    """One instalment, and what kind of day it falls due on. ``payable_until``: the workday, where it is none.

    ``confirmed`` is false where the holidays of that day are not announced yet.
    """

    seq: int
    due_on: date
    amount: Decimal
    day_kind: str
    payable_until: date
    confirmed: bool


class DelayOut(TypedDict):
    """The doubled part that runs on until the last instalment, segment by segment."""

    total: Decimal
    segments: list[out_money.SegmentOut]


class SimulationOut(TypedDict):
    """``obstacles`` is empty exactly when the offer is feasible; what can be reckoned is there all the same.

    ``share``: the monthly amount over the stated income, a fraction as text; null without an income. ``delay`` and
    ``total_with_delay`` are null without ``performance_end``. Income and burden are as stated, unchecked; ``band`` is
    for the talks, not a finding, and null where there is no plan.
    """

    feasible: bool
    obstacles: list[FiredOut]
    instalments: list[SimulatedRowOut]
    count: int
    ends_on: date | None
    monthly: Decimal
    total: Decimal
    delay: DelayOut | None
    total_with_delay: Decimal | None
    share: str | None
    band: str | None
    band_label: str
    risks: list[FiredOut]


def _fired(each: Fired) -> FiredOut:
    return FiredOut(code=each.code, text=each.text, weight=each.weight)


def _rows(found: Simulation, calendar: Calendar) -> list[SimulatedRowOut]:
    until = {rest.seq: rest.until for rest in found.rest_days}
    return [
        SimulatedRowOut(
            seq=row.seq,
            due_on=row.due_on,
            amount=row.amount,
            day_kind=row.words,
            payable_until=until.get(row.seq, row.due_on),
            confirmed=calendar.is_confirmed(until.get(row.seq, row.due_on)),
        )
        for row in rows_of(found.plan, calendar)
    ]


def simulation(found: Simulation, calendar: Calendar) -> SimulationOut:
    delay = found.doubled
    return SimulationOut(
        feasible=found.feasible,
        obstacles=[_fired(each) for each in found.obstacles],
        instalments=_rows(found, calendar),
        count=len(found.plan),
        ends_on=found.ends_on,
        monthly=found.monthly,
        total=found.total,
        delay=DelayOut(total=delay.total, segments=out_money.segments(delay.segments)) if delay else None,
        total_with_delay=found.total_with_delay,
        share=None if found.share is None else f"{found.share:.4f}",
        band=found.band if found.plan else None,
        band_label=BANDS[found.band] if found.plan else "",
        risks=[_fired(each) for each in found.risks],
    )
