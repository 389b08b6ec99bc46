"""The shape of the one chart of the house: two bars and a rate for each month. Numbers in, coordinates out.

Page and paper draw it from the same coordinates (``parts/trend.html``), in black and white as well as in colour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEFT, RIGHT = Decimal(56), Decimal(900)
BARS_TOP, BARS_FOOT = Decimal(24), Decimal(150)
RATE_TOP, RATE_FOOT = Decimal(200), Decimal(270)
BAR_WIDTH, GAP = Decimal(18), Decimal(4)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Month:
    """What is drawn of one month: two counts, and a rate in percent where there is one."""

    label: str
    first: int
    second: int
    rate: Decimal | None


@dataclass(frozen=True)
class Mark:
    """A bar, a point or a tick with its words: ``y`` is its upper edge, ``height`` down to the foot."""

    x: Decimal
    y: Decimal
    text: str = ""
    height: Decimal = Decimal(0)
    hot: bool = False


@dataclass(frozen=True)
class Trend:
    """Everything of the chart, in units of its own 900 × 300. ``lines``: one run of points between months without a rate."""

    first: tuple[Mark, ...]
    second: tuple[Mark, ...]
    months: tuple[Mark, ...]
    counts: tuple[Mark, ...]
    rates: tuple[Mark, ...]
    points: tuple[Mark, ...]
    lines: tuple[str, ...]
    lowest: int


def _round(number: Decimal) -> Decimal:
    return number.quantize(TENTH)


def step_for(highest: int) -> int:
    """The distance of the ticks: 1, 2 or 5 times a power of ten, so that at most five of them reach ``highest``."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * 5 >= highest:
                return factor * power
        power *= 10


def rate_range(rates: Sequence[Decimal]) -> tuple[int, int]:
    """The tens below and above all rates, at least ten apart, from 0 to 100."""
    if not rates:
        return 0, 100
    low, high = math.floor(min(rates) / 10) * 10, math.ceil(max(rates) / 10) * 10
    if high - low < 10:
        low, high = (low - 10, high) if high >= 100 else (low, low + 10)
    return low, high


def trend(months: Sequence[Month]) -> Trend:
    """The chart of ``months``, the earliest first; the last one stands out. ValueError for none."""
    if not months:
        raise ValueError("no months to draw")
    width = (RIGHT - LEFT) / len(months)
    middles = [LEFT + width * (place + Decimal("0.5")) for place in range(len(months))]
    highest = max(1, *(max(month.first, month.second) for month in months))
    step = step_for(highest)
    top = -(-highest // step) * step
    low, high = rate_range([month.rate for month in months if month.rate is not None])

    def count_y(count: int) -> Decimal:
        return BARS_FOOT - (BARS_FOOT - BARS_TOP) * count / top

    def rate_y(rate: Decimal) -> Decimal:
        return RATE_FOOT - (RATE_FOOT - RATE_TOP) * (rate - low) / (high - low)

    def bar(x: Decimal, count: int) -> Mark:
        y = _round(count_y(count))
        return Mark(_round(x), y, f"{count:,}", BARS_FOOT - y)

    last = len(months) - 1
    return Trend(
        first=tuple(bar(x - BAR_WIDTH - GAP / 2, month.first) for x, month in zip(middles, months, strict=True)),
        second=tuple(bar(x + GAP / 2, month.second) for x, month in zip(middles, months, strict=True)),
        months=tuple(
            Mark(_round(x), BARS_FOOT, month.label, hot=place == last)
            for place, (x, month) in enumerate(zip(middles, months, strict=True))
        ),
        counts=tuple(Mark(LEFT, _round(count_y(count)), f"{count:,}") for count in range(0, top + 1, step)),
        rates=tuple(Mark(LEFT, _round(rate_y(Decimal(rate))), f"{rate}%") for rate in (low, high)),
        points=tuple(
            Mark(_round(x), _round(rate_y(month.rate)), f"{month.rate:.1f}", hot=place == last)
            for place, (x, month) in enumerate(zip(middles, months, strict=True))
            if month.rate is not None
        ),
        lines=tuple(_runs(middles, [None if month.rate is None else rate_y(month.rate) for month in months])),
        lowest=low,
    )


def _runs(xs: Sequence[Decimal], ys: Sequence[Decimal | None]) -> list[str]:
    """The points of each run without a gap, as a polyline takes them."""
    runs: list[list[str]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            runs.append([])
        else:
            runs[-1].append(f"{_round(x)},{_round(y)}")
    return [" ".join(run) for run in runs if len(run) > 1]
