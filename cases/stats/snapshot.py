"""The figures of a month as plain JSON, with exactly the cases behind each number; and back again."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cases.models import Case
from jianli_mediation.core.audit import canonical

from .asked import Asked
from .behind import Behind, BehindList, Side
from .indicator import Count, Figure, Indicator
from .indicators import Figures, check_stock
from .period import Period
from .reckoning import Reckoning
from .tally import Number, Tally

# One case behind a number: id, the day by which it counts, what it adds (None: it counts as one).
Row = list[Any]
SIDES: tuple[Side, ...] = ("numerator", "denominator")


@dataclass
class _Lists:
    """Every list of cases once, however many numbers rest on it."""

    reckoning: Reckoning
    rows: list[list[Row]] = field(default_factory=list)
    cases: dict[str, list[str]] = field(default_factory=dict)
    places: dict[Count, int] = field(default_factory=dict)

    def place(self, count: Count | None) -> int | None:
        if count is None:
            return None
        if count not in self.places:
            self.places[count] = len(self.rows)
            self.rows.append([self._row(each) for each in told(self.reckoning.tally(count))])
        return self.places[count]

    def _row(self, row: Behind) -> Row:
        self.cases[str(row.case.pk)] = [row.case.case_no, str(row.case.amount_applied)]
        return [row.case.pk, row.on.isoformat() if row.on else None, _number(row.share)]


def told(tally: Tally) -> Iterator[Behind]:
    """The cases of a number in the order of filing, each with its day and what it adds."""
    listed = BehindList(tally)
    for case in tally.cases.only("case_no", "amount_applied").order_by("pk"):
        yield listed.told(case)


def take(asked: Asked, indicators: tuple[Indicator, ...]) -> dict[str, Any]:
    """The answers of ``indicators`` and the cases behind them. Raises StockMismatch."""
    reckoning = Reckoning(asked)
    check_stock(reckoning)
    lists = _Lists(reckoning)
    figures = [_figure(each, lists) for each in reckoning.figures(indicators)]
    return {
        "month": asked.period.key,
        "as_of": asked.as_of.isoformat(),
        "figures": figures,
        "lists": lists.rows,
        "cases": lists.cases,
    }


def _figure(figure: Figure, lists: _Lists) -> dict[str, Any]:
    entry = figure.indicator
    return {
        "code": entry.code,
        "label": entry.label,
        "definition": entry.definition,
        "unit": entry.unit,
        "basis": entry.basis,
        "value": _number(figure.value),
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "missing": figure.missing,
        "source": figure.source,
        "above": lists.place(entry.numerator),
        "below": lists.place(entry.denominator),
        "parts": [_figure(part, lists) for part in figure.parts],
    }


def _number(number: Number | None) -> int | str | None:
    """Whole numbers as they are, amounts and rates as text, so that no digit is lost."""
    return number if number is None or isinstance(number, int) else str(number)


def _back(number: int | str | None) -> Number | None:
    return Decimal(number) if isinstance(number, str) else number


def text_of(content: Mapping[str, Any]) -> str:
    """The one text for this content."""
    return canonical(dict(content))


def digest(text: str) -> str:
    """The SHA-256 of the text in hexadecimal: what is stored beside frozen figures and printed on the report."""
    return hashlib.sha256(text.encode()).hexdigest()


class Snapshot:
    """Frozen figures, read back. KeyError for a code that they do not have."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.period = Period.parse(content["month"])
        self._raw = {each["code"]: each for figure in content["figures"] for each in (figure, *figure["parts"])}

    @classmethod
    def parse(cls, text: str) -> "Snapshot":
        return cls(json.loads(text))

    @property
    def codes(self) -> tuple[str, ...]:
        """Every indicator and part, in the order of the list."""
        return tuple(self._raw)

    @property
    def figures(self) -> Figures:
        """As they were answered then; the definitions are those of then."""
        asked = Asked(self.period, date.fromisoformat(self.content["as_of"]))
        return Figures(asked, tuple(_thawed(each) for each in self.content["figures"]))

    def figure(self, code: str) -> Figure:
        return _thawed(self._raw[code])

    def rows(self, code: str, side: Side = "numerator") -> list[Row] | None:
        """The cases behind a number; None where the indicator has no such number."""
        place = self._raw[code]["above" if side == "numerator" else "below"]
        return None if place is None else self.content["lists"][place]

    def case_no(self, case: int) -> str:
        return str(self.content["cases"][str(case)][0])

    def behind(self, asked: Asked, code: str, side: Side) -> BehindList | None:
        """Exactly the frozen cases, of those that the reader may see."""
        rows = self.rows(code, side)
        if rows is None:
            return None
        visible = Case.objects.all() if asked.reader is None else Case.objects.visible_to(asked.reader)
        days = {pk: date.fromisoformat(day) for pk, day, _ in rows if day}
        counted = all(share is None for _, _, share in rows)
        shares = None if counted else {pk: _back(share) or 0 for pk, _, share in rows}
        return BehindList(Tally(visible.filter(pk__in=[row[0] for row in rows]), shares=shares, on=days))


def _thawed(raw: Mapping[str, Any]) -> Figure:
    indicator = Indicator(
        raw["code"], raw["label"], raw["definition"], raw["unit"], raw["basis"], missing=raw["missing"]
    )
    value = _back(raw["value"])
    return Figure(
        indicator,
        None if value is None else Decimal(value),
        _back(raw["numerator"]),
        _back(raw["denominator"]),
        raw["missing"],
        tuple(_thawed(part) for part in raw["parts"]),
        raw.get("source", ""),
        _foreign(raw) if raw.get("source") else (),
    )


def _foreign(raw: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(side for side, place in zip(SIDES, ("above", "below"), strict=True) if raw[place] is None)
