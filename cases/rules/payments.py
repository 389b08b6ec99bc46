"""Payments as facts: entered in any order, corrected by negative amounts, netted by day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jianli_mediation.kernel.money import ZERO, show
from jianli_mediation.kernel.rulebook import rule


@dataclass(frozen=True)
class Paid:
    """One entry. A reversal (红冲) carries the day of the entry it takes back and a negative amount.

    `pending`: the creditor has not confirmed it yet; it counts all the same.
    """

    on: date
    amount: Decimal
    pending: bool = False


@dataclass(frozen=True)
class DayPaid:
    """What remains paid on one day, and how much of it is unconfirmed."""

    on: date
    amount: Decimal
    pending: Decimal


@rule("payments.by_day", "收款按日轧差", "ours: 错账不删，用红冲抵回；抵在原收款日")
def by_day(payments: Iterable[Paid], until: date) -> tuple[DayPaid, ...]:
    """Net payments up to and including `until`, one per day, in order of days; days netted to zero fall out.

    The order of entry plays no part. ValueError where a day's reversals exceed its payments.
    """
    amounts: defaultdict[date, Decimal] = defaultdict(lambda: ZERO)
    pending: defaultdict[date, Decimal] = defaultdict(lambda: ZERO)
    for payment in payments:
        if payment.on <= until:
            amounts[payment.on] += payment.amount
            if payment.pending:
                pending[payment.on] += payment.amount
    for day, amount in amounts.items():
        if amount < ZERO:
            raise ValueError(f"{day}: reversals exceed payments by {show(-amount)}")
    return tuple(
        DayPaid(day, amounts[day], max(ZERO, min(pending[day], amounts[day])))
        for day in sorted(amounts)
        if amounts[day]
    )
