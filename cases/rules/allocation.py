"""The order of imputation: how interest accrues day by day and where each day's money goes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules.interest import PrincipalItem, RateSeries, Segment, accrue_doubled, accrue_general
from cases.rules.payments import DayPaid
from jianli_mediation.kernel.money import ZERO, yuan
from jianli_mediation.kernel.rulebook import rule

Order = tuple[str, ...]

KINDS: dict[str, str] = {"costs": "费用", "interest": "利息", "principal": "本金", "doubled": "加倍部分利息"}
ORDERS: dict[str, Order] = {
    "statutory": ("costs", "interest", "principal", "doubled"),
    "principal_first": ("principal", "interest", "costs", "doubled"),
}


@rule(
    "allocation.sequence",
    "抵充顺序",
    "民法典第五百六十一条；迟延履行利息解释第四条；另有约定的从约定",
)
def sequence(order: str, custom_order: Sequence[str] | None = None) -> Order:
    """The four kinds in the order in which a payment meets them.

    "statutory" costs, interest, principal, doubled part; "principal_first" principal, interest, costs,
    doubled part; "custom" takes `custom_order`. ValueError for any other word or an incomplete order.
    """
    if order == "custom":
        if custom_order is None or sorted(custom_order) != sorted(KINDS):
            raise ValueError("a custom order names costs, interest, principal and doubled once each")
        return tuple(custom_order)
    if order not in ORDERS:
        raise ValueError(f"unknown order {order}")
    return ORDERS[order]


@dataclass(frozen=True)
class Claim:
    """What the instrument awards. `costs`: court fees and the like on the debtor, without interest.

    `performance_end` is the last day of the performance period, from which the doubled part runs.
    `fixed_interest`: general interest the instrument awards as a sum; it bears nothing further.
    """

    principal: tuple[PrincipalItem, ...]
    costs: Decimal
    performance_end: date
    fixed_interest: Decimal = ZERO


@dataclass(frozen=True)
class Allocation:
    """Where one day's payments went. `surplus` is what exceeded the whole debt of that day."""

    on: date
    amount: Decimal
    pending: Decimal
    costs: Decimal
    interest: Decimal
    principal: Decimal
    doubled: Decimal
    surplus: Decimal
    principal_left: Decimal


class Account:
    """The debt while the days pass: accrue up to a day, then take that day's money."""

    def __init__(self, claim: Claim, *, lpr: RateSeries, fee_in_base: bool, first_day_counts: bool) -> None:
        self.claim = claim
        self.lpr = lpr
        self.fee_in_base = fee_in_base
        self.first_day_counts = first_day_counts
        self.items = [yuan(item.amount) for item in claim.principal]
        self.open = {"costs": yuan(claim.costs), "interest": yuan(claim.fixed_interest), "doubled": ZERO}
        self.reached = date.min
        self.general: list[Segment] = []
        self.doubled: list[Segment] = []
        self.ends = sorted({claim.performance_end, *map(self._end, claim.principal)})

    def run(self, days: Iterable[DayPaid], until: date, order: Sequence[str]) -> tuple[Allocation, ...]:
        """Live through the payments up to `until`; one pass, one allocation a day."""
        allocations = []
        for day in days:
            self._accrue(day.on)
            allocations.append(self._take(day, order))
        self._accrue(until)
        return tuple(allocations)

    @property
    def debt(self) -> dict[str, Decimal]:
        return {**self.open, "principal": sum(self.items, ZERO)}

    def _end(self, item: PrincipalItem) -> date:
        return item.performance_end or self.claim.performance_end

    def _accrue(self, day: date) -> None:
        for number, (item, base) in enumerate(zip(self.claim.principal, self.items, strict=True), start=1):
            self._add("interest", self.general, accrue_general(item, base, number, self.reached, day, self.lpr))
        for end in self.ends:
            segments = accrue_doubled(self._base(end), end, self.reached, day, first_day_counts=self.first_day_counts)
            self._add("doubled", self.doubled, segments)
        self.reached = day

    def _add(self, kind: str, lines: list[Segment], segments: Iterable[Segment]) -> None:
        for segment in segments:
            lines.append(segment)
            self.open[kind] += segment.amount

    def _base(self, end: date) -> Decimal:
        """The money debts whose period ended on `end`; the costs share the claim's own period."""
        pairs = zip(self.claim.principal, self.items, strict=True)
        base = sum((left for item, left in pairs if self._end(item) == end), ZERO)
        return base + (self.open["costs"] if self.fee_in_base and end == self.claim.performance_end else ZERO)

    def _take(self, paid: DayPaid, order: Sequence[str]) -> Allocation:
        left = paid.amount
        parts: dict[str, Decimal] = {}
        for kind in order:
            parts[kind] = self._take_principal(left) if kind == "principal" else self._take_from(kind, left)
            left -= parts[kind]
        return Allocation(
            on=paid.on,
            amount=paid.amount,
            pending=paid.pending,
            costs=parts["costs"],
            interest=parts["interest"],
            principal=parts["principal"],
            doubled=parts["doubled"],
            surplus=left,
            principal_left=sum(self.items, ZERO),
        )

    def _take_from(self, kind: str, amount: Decimal) -> Decimal:
        part = min(amount, self.open[kind])
        self.open[kind] -= part
        return part

    def _take_principal(self, amount: Decimal) -> Decimal:
        left = amount
        for index, item in enumerate(self.items):
            part = min(left, item)
            self.items[index] -= part
            left -= part
        return amount - left
