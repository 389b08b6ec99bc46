"""目标: what the court itself wants an indicator to reach, from a month on. Nothing is set unless somebody set it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.models import IndicatorTarget

from .changes import with_unit
from .indicator import Indicator
from .indicators import BY_CODE

# Which way is better; an indicator of neither list has no better way, and no target. 本院自定.
AT_LEAST = frozenset(
    {
        *("m03", "m05", "m06", "m07", "m07b", "m08", "m09", "m10", "m11", "m12", "m13", "m22.rate", "m25", "m26"),
        *("m27", "m29", "m30", "m30.electronic", "m36"),
    }
)
AT_MOST = frozenset(
    {
        *(
            "m04",
            "m14",
            "m14.median",
            "m14.p90",
            "m15",
            "m15.served",
            "m16",
            "m16.days",
            "m17",
            "m18",
            "m19",
            "m22.days",
        ),
        *("m23", "m24", "m35"),
    }
)
# In the order of the report.
AIMED = tuple(code for code in BY_CODE if code in AT_LEAST | AT_MOST)


def bound_of(code: str) -> str:
    """不低于, 不高于: which side of the amount is reached."""
    return "不低于" if code in AT_LEAST else "不高于"


@dataclass(frozen=True)
class Target:
    """A target in force: ``amount`` in the unit of the indicator, since which month, and on what ground (依据)."""

    code: str
    amount: Decimal
    from_month: date
    basis: str

    @property
    def at_least(self) -> bool:
        """Whether more is better."""
        return self.code in AT_LEAST

    @property
    def bound(self) -> str:
        """As ``bound_of``."""
        return bound_of(self.code)

    @property
    def words(self) -> str:
        """不低于 65.00%."""
        return f"{self.bound} {with_unit(self.amount, BY_CODE[self.code].unit)}"

    def reached(self, value: Decimal | None) -> bool | None:
        """Whether a month's value is good enough; the amount itself is. None without a value."""
        if value is None:
            return None
        return value >= self.amount if self.at_least else value <= self.amount

    def verdict(self, value: Decimal | None) -> str:
        """达到, 未达到; 没有数 without a value."""
        return {None: "没有数", True: "达到", False: "未达到"}[self.reached(value)]


def in_force(month: date) -> Mapping[str, Target]:
    """The targets of the month that begins on ``month``, by the code of the indicator, in one query.

    Of one indicator the newest row of the latest month up to this one holds; one without an amount ended it.
    """
    rows = IndicatorTarget.objects.filter(from_month__lte=month, code__in=AIMED)
    newest = rows.order_by("code", "-from_month", "-id").distinct("code")
    return {
        row.code: Target(row.code, row.amount, row.from_month, row.basis) for row in newest if row.amount is not None
    }


@dataclass(frozen=True)
class Aimed:
    """One indicator of the list of targets: what is in force, and the rows that begin later."""

    indicator: Indicator
    target: Target | None
    ahead: tuple[IndicatorTarget, ...]

    @property
    def bound(self) -> str:
        """不低于, 不高于."""
        return bound_of(self.indicator.code)


def listed(month: date) -> list[Aimed]:
    """Every indicator that can have a target, in the order of the report, as things stand in ``month``."""
    now, ahead = in_force(month), IndicatorTarget.objects.filter(from_month__gt=month).order_by("from_month", "-id")
    later: dict[str, dict[date, IndicatorTarget]] = {}
    for row in ahead:
        later.setdefault(row.code, {}).setdefault(row.from_month, row)
    return [Aimed(BY_CODE[code], now.get(code), tuple(later.get(code, {}).values())) for code in AIMED]


def history(code: str) -> list[IndicatorTarget]:
    """Every row of an indicator, the last set first."""
    return list(IndicatorTarget.objects.filter(code=code).select_related("set_by").order_by("-id"))
