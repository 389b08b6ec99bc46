"""What an offer to pay by instalments comes to: when it ends, what it costs, how heavy it is, what could go wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from cases.rules.instalments import Planned, as_paid, build
from cases.rules.interest import Interest, waived_doubled
from jianli_mediation.kernel.money import ZERO, show, yuan
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import Calendar

MOST_INSTALMENTS = 60
LONG, VERY_LONG = 12, 24
SMALL_DOWN_PAYMENT = Decimal("0.1")
HEAVY_SHARE, VERY_HEAVY_SHARE = Decimal("0.3"), Decimal("0.5")
MIDDLE_FROM, HIGH_FROM = 1, 3
BANDS: dict[str, str] = {"low": "较低", "middle": "中等", "high": "较高"}


@dataclass(frozen=True)
class Offer:
    """`total` to be paid in months from `first_due`; by `count` or by a `monthly` amount, or both.

    `income` and `burden` are what the debtor states for a month: net income, and what living and other debts take
    of it. `principal` and `performance_end` are for the delay interest; without them it is not reckoned. All in yuan.
    """

    total: Decimal
    first_due: date
    count: int | None = None
    monthly: Decimal | None = None
    down_payment: Decimal = ZERO
    income: Decimal | None = None
    burden: Decimal = ZERO
    principal: Decimal | None = None
    performance_end: date | None = None


@dataclass(frozen=True)
class Fired:
    """One rule that applied, in words with its figures. `weight` counts towards the band; 0 for what forbids."""

    code: str
    text: str
    weight: int = 0


@dataclass(frozen=True)
class RestDay:
    """An instalment that falls due on a rest day, and the workday on which it may still be paid."""

    seq: int
    due_on: date
    words: str
    until: date


@dataclass(frozen=True)
class Simulation:
    """`obstacles` is empty exactly when the offer is feasible; what can be reckoned is there all the same.

    `share` is the monthly amount over the stated income, as a fraction; None without an income.
    """

    obstacles: tuple[Fired, ...]
    plan: tuple[Planned, ...]
    monthly: Decimal
    doubled: Interest | None
    share: Decimal | None
    rest_days: tuple[RestDay, ...]
    risks: tuple[Fired, ...]

    @property
    def feasible(self) -> bool:
        return not self.obstacles

    @property
    def ends_on(self) -> date | None:
        """The due day of the last instalment."""
        return self.plan[-1].due_on if self.plan else None

    @property
    def total(self) -> Decimal:
        """The sum of the plan, without delay interest."""
        return sum((planned.amount for planned in self.plan), ZERO)

    @property
    def total_with_delay(self) -> Decimal | None:
        """The sum of the plan and the doubled part that runs on until the last instalment."""
        return None if self.doubled is None else self.total + self.doubled.total

    @property
    def band(self) -> str:
        """How likely it is to fail, by the weights of the rules that fired: low, middle or high."""
        weight = sum(each.weight for each in self.risks)
        return "high" if weight >= HIGH_FROM else "middle" if weight >= MIDDLE_FROM else "low"


@rule("simulator.simulate", "分期方案测算", "ours: 风险分档只供会商参考，不是认定")
def simulate(*, offer: Offer, calendar: Calendar, first_day_counts: bool = False) -> Simulation:
    """End, totals with and without delay interest, share of income, rest days, risk band; or why it cannot be done.

    With a `monthly` amount alone the count follows, the last instalment taking what is left. The doubled part is
    reckoned on the principal still open, principal first, as the agreement's own page does. ValueError for amounts
    that are not positive and for an offer with neither count nor monthly amount.
    """
    _check(offer)
    rest = offer.total - offer.down_payment
    count = offer.count or _count_for(rest, offer.monthly or offer.total)
    obstacles = list(_obstacles(offer, rest, count))
    plan = _plan(offer, rest, count) if not any(each.code in _NO_PLAN for each in obstacles) else ()
    monthly = max((planned.amount for planned in plan[1 if offer.down_payment else 0 :]), default=ZERO)
    obstacles += _too_heavy(offer, monthly)
    return Simulation(
        obstacles=tuple(obstacles),
        plan=plan,
        monthly=monthly,
        doubled=_doubled(offer, plan, first_day_counts=first_day_counts),
        share=monthly / offer.income if offer.income else None,
        rest_days=tuple(_rest_days(plan, calendar)),
        risks=tuple(_risks(offer, monthly, len(plan) - bool(offer.down_payment))) if plan else (),
    )


_NO_PLAN = frozenset({"nothing_left", "too_many", "too_little", "below_a_fen"})


def _check(offer: Offer) -> None:
    if offer.count is None and offer.monthly is None:
        raise ValueError("an offer needs a count or a monthly amount")
    positive = (offer.total, *(amount for amount in (offer.monthly, offer.principal) if amount is not None))
    if min(map(yuan, positive)) <= ZERO or (offer.count is not None and offer.count < 1):
        raise ValueError("amounts and counts must be positive")
    if min(map(yuan, (offer.down_payment, offer.burden, offer.income or ZERO))) < ZERO:
        raise ValueError("down payment, income and burden must not be negative")


def _count_for(rest: Decimal, monthly: Decimal) -> int:
    return int((max(rest, ZERO) / monthly).to_integral_value(rounding=ROUND_CEILING))


def _obstacles(offer: Offer, rest: Decimal, count: int) -> Iterator[Fired]:
    if rest <= ZERO:
        yield Fired("nothing_left", f"首付 {show(offer.down_payment)} 元已经够付清，不必分期")
        return
    if count > MOST_INSTALMENTS:
        yield Fired("too_many", f"要付 {count} 期，超过 {MOST_INSTALMENTS} 期，期限太长")
    if offer.count and offer.monthly and offer.monthly * offer.count < rest:
        short = rest - offer.monthly * offer.count
        yield Fired("too_little", f"每月 {show(offer.monthly)} 元付 {count} 期，还差 {show(short)} 元")
    if offer.monthly is None and rest < count * Decimal("0.01"):
        yield Fired("below_a_fen", f"{show(rest)} 元分不成 {count} 期")


def _too_heavy(offer: Offer, monthly: Decimal) -> Iterator[Fired]:
    if offer.income is None:
        return
    spare = offer.income - offer.burden
    if spare <= ZERO:
        yield Fired("no_spare_income", f"月收入 {show(offer.income)} 元，负担 {show(offer.burden)} 元，没有余钱可付")
    elif monthly > spare:
        yield Fired(
            "beyond_income", f"每月要付 {show(monthly)} 元，余钱只有 {show(spare)} 元，还差 {show(monthly - spare)} 元"
        )


def _plan(offer: Offer, rest: Decimal, count: int) -> tuple[Planned, ...]:
    down = offer.down_payment or None
    if offer.monthly is None:
        return tuple(build(total=offer.total, count=count, first_due=offer.first_due, down_payment=down))
    count = _count_for(rest, offer.monthly)
    days = build(total=Decimal(count + bool(down)), count=count + bool(down), first_due=offer.first_due)
    amounts = [offer.monthly] * (count - 1) + [rest - offer.monthly * (count - 1)]
    if down:
        amounts = [offer.down_payment, *amounts]
    return tuple(Planned(day.due_on, yuan(amount)) for day, amount in zip(days, amounts, strict=True))


def _doubled(offer: Offer, plan: tuple[Planned, ...], *, first_day_counts: bool) -> Interest | None:
    if offer.performance_end is None or not plan:
        return None
    return waived_doubled(
        principal=offer.principal or offer.total,
        performance_end=offer.performance_end,
        payments=as_paid(plan),
        first_day_counts=first_day_counts,
    )


def _rest_days(plan: tuple[Planned, ...], calendar: Calendar) -> Iterator[RestDay]:
    for seq, planned in enumerate(plan, start=1):
        if not calendar.is_workday(planned.due_on):
            words = calendar.describe(planned.due_on)
            yield RestDay(seq, planned.due_on, words, calendar.next_workday(planned.due_on))


def _risks(offer: Offer, monthly: Decimal, count: int) -> Iterator[Fired]:
    if offer.income is None:
        yield Fired("income_unknown", "没有说明收入，付不付得起看不出来", 1)
    elif offer.income:
        share = monthly / offer.income
        if share > VERY_HEAVY_SHARE:
            yield Fired("very_heavy", f"每月要付的占收入 {_percent(share)}，超过一半", 3)
        elif share > HEAVY_SHARE:
            yield Fired("heavy", f"每月要付的占收入 {_percent(share)}，超过三成", 1)
    if offer.down_payment < offer.total * SMALL_DOWN_PAYMENT:
        yield Fired("small_down_payment", f"首付 {show(offer.down_payment)} 元，不到总额一成", 1)
    if count > VERY_LONG:
        yield Fired("very_long", f"分 {count} 期，超过两年", 2)
    elif count > LONG:
        yield Fired("long", f"分 {count} 期，超过一年", 1)


def _percent(share: Decimal) -> str:
    return f"{share * 100:.2f}%"
