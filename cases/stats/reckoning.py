"""Answering: every number is counted once, however many indicators rest on it."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from .asked import Asked
from .indicator import Count, Figure, Indicator, Outside, middle, ratio
from .tally import Number, Tally


class Reckoning:
    """The answers to one question."""

    def __init__(self, asked: Asked) -> None:
        self.asked = replace(asked, known={})
        self._tallies: dict[Count, Tally] = {}
        self._totals: dict[Count, Number] = {}

    def tally(self, count: Count) -> Tally:
        """The cases of one number."""
        if count not in self._tallies:
            self._tallies[count] = count(self.asked)
        return self._tallies[count]

    def total(self, count: Count) -> Number:
        """One number."""
        if count not in self._totals:
            self._totals[count] = self.tally(count).total()
        return self._totals[count]

    def figure(self, indicator: Indicator) -> Figure:
        """The answer of one indicator with its parts."""
        parts = tuple(self.figure(part) for part in indicator.parts)
        if indicator.outside is not None:
            return self._from_outside(indicator, indicator.outside(self.asked), parts)
        if indicator.numerator is None:
            return Figure(indicator, None, None, None, indicator.missing, parts)
        if indicator.middle is not None:
            values = self.tally(indicator.numerator).each()
            return Figure(indicator, middle(values, indicator.middle), None, len(values), "", parts)
        above = self.total(indicator.numerator)
        if indicator.denominator is None:
            return Figure(indicator, Decimal(above), above, None, "", parts)
        below = self.total(indicator.denominator)
        return Figure(indicator, ratio(above, below, indicator.unit), above, below, "", parts)

    def _from_outside(self, indicator: Indicator, found: Outside, parts: tuple[Figure, ...]) -> Figure:
        if found.missing:
            return Figure(indicator, None, None, None, found.missing, parts)
        above = self.total(indicator.numerator) if indicator.numerator else found.above
        foreign = ("denominator",) if indicator.numerator else ("numerator", "denominator")
        value = ratio(above, found.below, indicator.unit)
        return Figure(indicator, value, above, found.below, "", parts, found.source, foreign)

    def figures(self, indicators: Iterable[Indicator]) -> list[Figure]:
        """The answers of several, in their order."""
        return [self.figure(indicator) for indicator in indicators]
