"""The instalment plan: built to the fen, and its state on any day computed from the payments."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from cases.rules.deadlines import grace_last_day
from cases.rules.payments import Paid, by_day
from jianli_mediation.kernel.money import ZERO, split_evenly, yuan
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import Calendar, add_months

STEPS_IN_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
STEPS_IN_DAYS: dict[str, int] = {"week": 7, "fortnight": 14}
STATES: dict[str, str] = {
    "paid": "已付清",
    "partial": "已付一部分",
    "overdue": "逾期",
    "in_grace": "宽限期内",
    "not_due": "未到期",
}


@dataclass(frozen=True)
class Planned:
    due_on: date
    amount: Decimal


@dataclass(frozen=True)
class InstalmentStatus:
    """One instalment on one day. `paid_on` is the day on which it was fully paid.

    `days_late`: days after the due day, until paid or until today. State, in this order: "paid";
    "overdue" after the grace period; "in_grace" after the due day; "partial"; "not_due".
    """

    seq: int
    due_on: date
    grace_until: date
    amount: Decimal
    paid: Decimal
    left: Decimal
    days_late: int
    state: str
    paid_on: date | None


@rule("instalments.build", "分期计划", "ours: 每期取到分，末期收尾差；月末对月末（民法典第二百零二条）")
def build(
    *, total: Decimal, count: int, first_due: date, every: str = "month", down_payment: Decimal | None = None
) -> list[Planned]:
    """`count` instalments whose sum is `total`, the first on `first_due`, the last taking the remainder.

    `every`: week, fortnight, month, quarter, half_year, year; the day of month is that of `first_due` or
    the month's end. A `down_payment` is an instalment of its own on `first_due`, the `count` others follow.
    ValueError where an instalment would not be positive, and for an unknown `every`.
    """
    total = yuan(total)
    down = [] if down_payment is None else [yuan(down_payment)]
    rest = total - sum(down, ZERO)
    amounts = [*down, *split_evenly(max(rest, ZERO), count)]
    if min(amounts) <= ZERO:
        raise ValueError(f"{total} cannot be paid in {len(amounts)} positive instalments")
    return [Planned(_due(first_due, every, index), amount) for index, amount in enumerate(amounts)]


def _due(first_due: date, every: str, index: int) -> date:
    if every in STEPS_IN_DAYS:
        return first_due + timedelta(days=STEPS_IN_DAYS[every] * index)
    if every not in STEPS_IN_MONTHS:
        raise ValueError(f"unknown interval {every}")
    return add_months(first_due, STEPS_IN_MONTHS[every] * index)


def first_due_before(*, last_due: date, count: int) -> date:
    """The first due day of `count` monthly instalments whose last falls on `last_due`, or on that month's end."""
    return add_months(last_due, 1 - count)


def as_paid(plan: Sequence[Planned]) -> list[Paid]:
    """The payments of a plan kept to the day, for reckoning in advance."""
    return [Paid(planned.due_on, planned.amount) for planned in plan]


@rule("instalments.status", "各期履行情况", "ours: 收款先抵先到期的一期；宽限按协议")
def status(
    *, plan: Sequence[Planned], payments: Sequence[Paid], today: date, grace_days: int, calendar: Calendar
) -> list[InstalmentStatus]:
    """Every instalment as it stands on `today`; the plan in order of due days, money fills the oldest first.

    Nothing is stored: reversed and back-dated payments change the answer at once. Today is in time.
    """
    days = by_day(payments, today)
    received = list(accumulate(day.amount for day in days))
    have = received[-1] if received else ZERO
    result, before = [], ZERO
    for seq, planned in enumerate(plan, start=1):
        amount = yuan(planned.amount)
        full_at = bisect_left(received, before + amount)
        paid_on = days[full_at].on if full_at < len(days) else None
        paid = min(amount, max(ZERO, have - before))
        grace_until = grace_last_day(due_on=planned.due_on, grace_days=grace_days, calendar=calendar)
        result.append(
            InstalmentStatus(
                seq=seq,
                due_on=planned.due_on,
                grace_until=grace_until,
                amount=amount,
                paid=paid,
                left=amount - paid,
                days_late=max(0, ((paid_on or today) - planned.due_on).days),
                state=_state(planned, paid, grace_until, today),
                paid_on=paid_on,
            )
        )
        before += amount
    return result


def _state(planned: Planned, paid: Decimal, grace_until: date, today: date) -> str:
    if paid == planned.amount:
        return "paid"
    if today > grace_until:
        return "overdue"
    if today > planned.due_on:
        return "in_grace"
    return "partial" if paid else "not_due"
