"""General interest as the instrument awards it, and the doubled part of delay interest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules.payments import Paid, by_day
from jianli_mediation.kernel.money import ZERO, round_fen, yuan
from jianli_mediation.kernel.rulebook import rule

DOUBLED_RATE = Decimal("0.000175")
YEAR_DAYS = 365
RATE_TYPES = ("none", "yearly", "daily", "lpr")

# (from that day, yearly rate as a fraction), any order
RateSeries = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class PrincipalItem:
    """One money duty of the instrument, in yuan.

    `rate` is a fraction: 0.0365 a year ("yearly"), 0.0005 a day ("daily"), or the multiple of LPR ("lpr").
    Interest runs from `interest_from` to payment, or to `interest_until` where the instrument fixes a day.
    `performance_end` only where this item has a period of its own (instalments of the instrument).
    ValueError for a negative amount, an unknown type, or a rate without its day.
    """

    amount: Decimal
    rate_type: str = "none"
    rate: Decimal | None = None
    interest_from: date | None = None
    interest_until: date | None = None
    performance_end: date | None = None

    def __post_init__(self) -> None:
        if yuan(self.amount) < ZERO:
            raise ValueError("principal must not be negative")
        if self.rate_type not in RATE_TYPES:
            raise ValueError(f"unknown rate type {self.rate_type}")
        if self.rate_type != "none" and (self.rate is None or self.interest_from is None):
            raise ValueError("a rate needs its figure and the day it runs from")


@dataclass(frozen=True)
class Segment:
    """One line of the sheet: `base` yuan over `days` at `rate` (yearly, or a day where `daily`).

    `item` numbers the principal item from 1; 0 where the base is the sum of all.
    """

    item: int
    from_on: date
    to_on: date
    days: int
    base: Decimal
    rate: Decimal
    daily: bool
    amount: Decimal


@dataclass(frozen=True)
class Interest:
    """`total` is the sum of the segments, each rounded half up to the fen."""

    segments: tuple[Segment, ...]
    total: Decimal


@rule("interest.segment", "一段利息", "README 公式：本金 × 年利率 ÷ 365 × 天数，或本金 × 日利率 × 天数")
def segment_amount(*, base: Decimal, rate: Decimal, days: int, daily: bool) -> Decimal:
    """Interest on `base` yuan for `days`, rounded half up to the fen; a year has 365 days."""
    product = base * rate * days
    return round_fen(product if daily else product / YEAR_DAYS)


@rule("interest.general", "一般债务利息", "迟延履行利息解释第一条第二款：按生效文书确定的方法")
def general_interest(
    *, item: PrincipalItem, until: date, payments: Sequence[Paid] = (), lpr: RateSeries = ()
) -> Interest:
    """Interest on one item up to `until`, every payment taken off its principal at once.

    Day count: end minus start, so the start day counts and the day of payment does not.
    """
    segments: list[Segment] = []
    left, reached = yuan(item.amount), date.min
    for day, paid in (*((p.on, p.amount) for p in by_day(payments, until)), (until, ZERO)):
        segments += accrue_general(item, left, 1, reached, day, lpr)
        left, reached = max(ZERO, left - paid), day
    return _interest(segments)


@rule("interest.doubled", "加倍部分债务利息", "迟延履行利息解释第一条、第二条、第三条；日万分之一点七五")
def doubled_interest(
    *,
    base: Decimal,
    performance_end: date,
    until: date,
    payments: Sequence[Paid] = (),
    first_day_counts: bool = False,
) -> Interest:
    """Doubled part on `base` yuan from the end of the performance period to `until`.

    `base` holds no general interest and, by common practice, no court fee. Payments lower it on their
    day. Day count (ours, unsettled): payment day minus last day of performance; with
    `first_day_counts` one day more.
    """
    segments: list[Segment] = []
    left, reached = yuan(base), date.min
    for day, paid in (*((p.on, p.amount) for p in by_day(payments, until)), (until, ZERO)):
        segments += accrue_doubled(left, performance_end, reached, day, first_day_counts=first_day_counts)
        left, reached = max(ZERO, left - paid), day
    return _interest(segments)


@rule("interest.waived_doubled", "按期履行免除的加倍部分", "ours: 先本后息，费用在末期；指标 28")
def waived_doubled(
    *, principal: Decimal, performance_end: date, payments: Sequence[Paid], first_day_counts: bool = False
) -> Interest:
    """What the creditor forgoes when the doubled part is waived: on the principal still open, payment by payment.

    `payments` are those made, or the plan's where nothing is paid yet; the reckoning ends with the last.
    """
    until = max((payment.on for payment in payments), default=performance_end)
    return doubled_interest(
        base=principal,
        performance_end=performance_end,
        until=until,
        payments=payments,
        first_day_counts=first_day_counts,
    )


def accrue_general(
    item: PrincipalItem, base: Decimal, number: int, start: date, end: date, lpr: RateSeries
) -> Iterator[Segment]:
    """Segments of one item over [start, end), cut at changes of LPR; none without base, rate or days."""
    if item.rate is None or item.interest_from is None or not base:
        return
    start = max(start, item.interest_from)
    end = end if item.interest_until is None else min(end, item.interest_until)
    if end <= start:
        return
    daily = item.rate_type == "daily"
    spans = _lpr_spans(item.rate, start, end, lpr) if item.rate_type == "lpr" else ((start, end, item.rate),)
    for span_start, span_end, rate in spans:
        days = (span_end - span_start).days
        amount = segment_amount(base=base, rate=rate, days=days, daily=daily)
        yield Segment(number, span_start, span_end, days, base, rate, daily, amount)


def accrue_doubled(
    base: Decimal, performance_end: date, start: date, end: date, *, first_day_counts: bool
) -> Iterator[Segment]:
    """The segment of the doubled part over (start, end], none before the end of the performance period."""
    start = max(start, performance_end)
    if end <= start or not base:
        return
    days = (end - start).days + (first_day_counts and start == performance_end)
    amount = segment_amount(base=base, rate=DOUBLED_RATE, days=days, daily=True)
    yield Segment(0, start, end, days, base, DOUBLED_RATE, daily=True, amount=amount)


def _lpr_spans(multiple: Decimal, start: date, end: date, lpr: RateSeries) -> Iterator[tuple[date, date, Decimal]]:
    """A rate published for a day applies from that day on. LookupError where the series begins too late."""
    series = sorted(lpr)
    if not series or series[0][0] > start:
        raise LookupError(f"no LPR known on {start}")
    for (begins, rate), ends in zip(series, [*(row[0] for row in series[1:]), date.max], strict=True):
        span_start, span_end = max(start, begins), min(end, ends)
        if span_start < span_end:
            yield span_start, span_end, rate * multiple


def _interest(segments: Sequence[Segment]) -> Interest:
    return Interest(tuple(segments), sum((segment.amount for segment in segments), ZERO))
