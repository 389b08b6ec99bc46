"""What an indicator is: its name, its definition, and the two numbers it is made of."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from .asked import Asked
from .tally import Number, Tally

Count = Callable[[Asked], Tally]
Unit = Literal["件", "元", "%", "天", "次", "份"]
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Outside:
    """What another system said: the two numbers of a rate, and where they were read on which day.

    ``above`` is nought where the indicator counts its own numerator. ``missing``: why there are no numbers.
    """

    above: int = 0
    below: int = 0
    source: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Indicator:
    """One entry of the list. ``definition`` is the 口径 in one sentence, ``basis`` the day by which cases belong to a month.

    ``missing``: why there is no figure yet. ``outside``: asks for numbers that are not counted here. ``parts`` are shown
    with it and are indicators like any other.
    """

    code: str
    label: str
    definition: str
    unit: Unit
    basis: str = ""
    numerator: Count | None = None
    denominator: Count | None = None
    middle: Decimal | None = None
    missing: str = ""
    parts: tuple["Indicator", ...] = field(default=())
    outside: Callable[[Asked], Outside] | None = None

    @property
    def counts_cases(self) -> bool:
        """Whether its numerator is a number of cases, so that the list of cases is as long as the number."""
        return self.unit in ("件", "%")


@dataclass(frozen=True)
class Figure:
    """An indicator's answer. ``value`` None: nothing to divide by, or no data (``missing`` says why).

    ``source``: where the numbers were read that are not counted here; ``foreign``: which of the two these are, so that no
    list of cases stands behind them.
    """

    indicator: Indicator
    value: Decimal | None
    numerator: Number | None
    denominator: Number | None
    missing: str = ""
    parts: tuple["Figure", ...] = ()
    source: str = ""
    foreign: tuple[str, ...] = ()

    @property
    def opens(self) -> bool:
        """Whether a list of cases stands behind its numerator."""
        return self.numerator is not None and "numerator" not in self.foreign

    @property
    def opens_below(self) -> bool:
        """Whether a list of cases stands behind its denominator."""
        return self.denominator is not None and "denominator" not in self.foreign

    @property
    def code(self) -> str:
        return self.indicator.code

    def part(self, code: str) -> "Figure":
        """The part of that code. KeyError for another."""
        return {part.code: part for part in self.parts}[code]


def ratio(numerator: Number, denominator: Number, unit: str) -> Decimal | None:
    """Percent for a rate, else the plain mean; two decimals, half up; None where there is nothing to divide by."""
    if not denominator:
        return None
    scale = 100 if unit == "%" else 1
    return (Decimal(numerator) * scale / Decimal(denominator)).quantize(CENT, ROUND_HALF_UP)


def middle(values: Sequence[Number], share: Decimal) -> Decimal | None:
    """The smallest value that at least ``share`` of all values do not exceed; None of none."""
    if not values:
        return None
    place = max(1, math.ceil(share * len(values)))
    return Decimal(sorted(values)[place - 1]).quantize(CENT)
