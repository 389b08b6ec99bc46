"""A number together with the cases it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, DecimalField, F, QuerySet, Sum
from django.db.models.functions import TruncMonth

from cases.models import Case

from .asked import last_attempt

Number = int | Decimal


@dataclass(frozen=True)
class Tally:
    """``cases`` are exactly those that count, each with the day ``on`` by which it does.

    Without more it counts them. ``summed`` names an annotation to add up instead, ``shares`` what each adds (and ``on``
    the days) where a rule had to be asked.
    """

    cases: QuerySet[Case]
    summed: str = ""
    shares: Mapping[int, Number] | None = None
    on: Mapping[int, date] = field(default_factory=dict)

    def total(self) -> Number:
        """The number itself: cases, or the sum of what they add."""
        if self.shares is not None:
            return sum(self.shares.values(), 0)
        if self.summed:
            found: Number | None = self.cases.aggregate(total=Sum(self.summed))["total"]
            return found or 0
        return self.cases.count()

    def each(self) -> list[Number]:
        """What each case adds, in no order: for the median and the like."""
        if self.shares is not None:
            return list(self.shares.values())
        return list(self.cases.order_by().values_list(self.summed, flat=True))

    def by_mediator(self) -> dict[int, Number]:
        """The number of each mediator, by her id; the cases are those whose last talks were hers."""
        rows = self.cases.order_by().annotate(hand=last_attempt("mediator")).filter(hand__isnull=False)
        if self.shares is None:
            total = Sum(self.summed) if self.summed else Count("pk")
            return {row["hand"]: row["total"] for row in rows.values("hand").annotate(total=total)}
        found: dict[int, Number] = {}
        for pk, hand in rows.values_list("pk", "hand"):
            found[hand] = found.get(hand, 0) + self.shares[pk]
        return found

    def by_month(self) -> dict[date, Number]:
        """The number of each month, by its first day; only of what is dated by the rows themselves."""
        total = Sum(self.summed) if self.summed else Count("pk")
        rows = self.cases.order_by().annotate(month=TruncMonth("on")).values("month").annotate(total=total)
        return {row["month"]: row["total"] for row in rows}


def dated(cases: QuerySet[Case], column: str) -> QuerySet[Case]:
    """The cases with the day of ``column`` as the one that counts."""
    return cases.annotate(on=F(column))


def chosen(cases: QuerySet[Case], shares: Mapping[int, Number], on: Mapping[int, date]) -> Tally:
    """The cases that a rule picked out of the rows of one month, and what each adds."""
    return Tally(cases.filter(pk__in=list(shares)), shares=shares, on=on)


MONEY = DecimalField(max_digits=16, decimal_places=2)
