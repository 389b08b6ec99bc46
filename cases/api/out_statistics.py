"""Figures of a month, and the cases behind one of them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, TypedDict

from cases.models import Case, MonthReport
from cases.stats.asked import Asked
from cases.stats.behind import Behind
from cases.stats.indicator import Figure
from cases.stats.indicators import Figures
from cases.stats.tally import Number
from cases.stats.targets import Target
from jianli_mediation.kernel.money import yuan

NONE: Mapping[str, Target] = MappingProxyType({})
Plain = Annotated[int | Decimal | None, "件数、天数、次数为整数，金额为两位小数的文本"]


class TargetOut(TypedDict):
    """What the court wants of an indicator in this month: not below (``at_least``) or not above, since when, on what ground."""

    amount: Decimal
    bound: Annotated[str, "at_least 不低于，at_most 不高于"]
    from_month: str
    basis: str
    reached: bool | None


class PartFigureOut(TypedDict):
    """A figure that stands under an indicator. ``source``: where and when it was read, of one from another system."""

    code: str
    label: str
    definition: str
    basis: str
    unit: str
    value: Plain
    numerator: Plain
    denominator: Plain
    missing: str
    source: str
    target: TargetOut | None


class FigureOut(PartFigureOut):
    """One indicator. ``value`` null: the denominator is nought, or there is no data, and ``missing`` says why."""

    parts: list[PartFigureOut]


class MonthOut(TypedDict):
    """Every indicator of one month. ``version`` and ``digest`` belong to a frozen month."""

    month: str
    label: str
    as_of: date
    frozen: bool
    version: int | None
    digest: str | None
    indicators: list[FigureOut]


class BehindCaseOut(TypedDict):
    """A case behind a figure: the day by which it counts, and what it adds where it does not count as one."""

    id: int
    case_no: str
    title: str
    mediator: str
    on: date | None
    share: Plain


class BehindPageOut(TypedDict):
    """One page of the cases behind a figure."""

    next: str | None
    previous: str | None
    results: list[BehindCaseOut]


def month(figures: Figures, frozen: MonthReport | None = None, targets: Mapping[str, Target] = NONE) -> MonthOut:
    asked: Asked = figures.asked
    return MonthOut(
        month=asked.period.key,
        label=asked.period.label,
        as_of=asked.as_of,
        frozen=frozen is not None,
        version=frozen.version if frozen else None,
        digest=frozen.digest if frozen else None,
        indicators=[_figure(each, targets) for each in figures.figures],
    )


def _figure(figure: Figure, targets: Mapping[str, Target]) -> FigureOut:
    return FigureOut(**_part(figure, targets), parts=[_part(part, targets) for part in figure.parts])


def _target(target: Target, value: Decimal | None) -> TargetOut:
    return TargetOut(
        amount=target.amount,
        bound="at_least" if target.at_least else "at_most",
        from_month=f"{target.from_month:%Y-%m}",
        basis=target.basis,
        reached=target.reached(value),
    )


def _part(figure: Figure, targets: Mapping[str, Target]) -> PartFigureOut:
    entry = figure.indicator
    counts = figure.denominator is None
    return PartFigureOut(
        code=entry.code,
        label=entry.label,
        definition=entry.definition,
        basis=entry.basis,
        unit=entry.unit,
        value=_plain(figure.numerator, entry.unit) if counts else figure.value,
        numerator=_plain(figure.numerator, entry.unit),
        denominator=_plain(figure.denominator, entry.unit),
        missing=figure.missing,
        source=figure.source,
        target=_target(targets[entry.code], figure.value) if entry.code in targets else None,
    )


def _plain(number: Number | None, unit: str) -> Number | None:
    """An amount to the fen, anything else as it was counted."""
    if number is None:
        return None
    return yuan(number) if unit == "元" or isinstance(number, Decimal) else number


def case(row: Behind, unit: str) -> BehindCaseOut:
    found: Case = row.case
    return BehindCaseOut(
        id=found.pk,
        case_no=found.case_no,
        title=found.title,
        mediator=row.mediator,
        on=row.on,
        share=_plain(row.share, unit),
    )
