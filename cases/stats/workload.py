"""工作量与绩效: the indicators of each mediator, by the counting rules of indicator 21. Never ranked by a rate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from cases.models import Attempt
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import MEDIATORS, Role
from mediators.models import Mediator

from .asked import Asked
from .asking import M33
from .closing import M03, M06, M07, M07B, M08, M14, M17, closed, succeeded
from .falling_due import M13, M19
from .indicator import Figure, Indicator, ratio
from .indicators import BY_CODE
from .lanes import SESSIONS, TAKEN, taken_by_mediator
from .money import M11
from .reckoning import Reckoning
from .tally import Number

# These read everybody's; a mediator her own, a guiding judge those of whom she guides.
OVERSEERS = (Role.HEAD, Role.DIRECTOR, Role.LEADERSHIP)
OF_ONE = (*OVERSEERS, Role.JUDGE, *sorted(MEDIATORS))
FEWEST = 5  # a rate of fewer cases says nothing of a person
TOO_FEW = f"分母不足 {FEWEST} 件，不显示比率"
LATE = replace(
    M17,
    code="m17.cases",
    label="逾期",
    unit="件",
    denominator=None,
    parts=(),
    definition="和解期限日不晚于本期末，而到期末没有结案、或结案日晚于期限日的案件。",
)
BROKEN = replace(
    M19,
    code="m19.cases",
    label="违约",
    unit="件",
    denominator=None,
    definition="本期有一期到期、过了宽限期仍没有付清的案件。",
)
COLUMNS: tuple[Indicator, ...] = (
    *(TAKEN, M03, M06, M07, M07B, M08, M13, M11, M14, LATE, BROKEN, SESSIONS),
    M33,
)
RATES = frozenset(indicator.code for indicator in COLUMNS if indicator.unit == "%" and not indicator.missing)


def may_read(user: User, mediator: Mediator) -> bool:
    """Whether this person reads this mediator's figures."""
    hers = user.pk in (mediator.user_id, mediator.supervisor_id)
    return user.role in OVERSEERS or (hers and user.role in OF_ONE)


@dataclass(frozen=True)
class InHand:
    """What a mediator has open on a day, by its deadline. ``held``: without one, suspended or not yet taken."""

    open: int = 0
    late: int = 0
    soon: int = 0
    held: int = 0

    @property
    def calm(self) -> int:
        """Those whose deadline is further off."""
        return self.open - self.late - self.soon - self.held


@dataclass(frozen=True)
class Score:
    """One mediator's figures in the order of ``COLUMNS``; a rate with too small a denominator is hidden."""

    mediator: int
    figures: tuple[Figure, ...]

    def __getitem__(self, code: str) -> Figure:
        return {figure.code: figure for figure in self.figures}[code]


def hidden(figure: Figure, agreements: Number | None = None) -> bool:
    """Whether a rate rests on too few cases. Of 到期应付到位率 the cases with an instalment due decide, not the money."""
    base = agreements if figure.code == "m13" else figure.denominator
    return figure.code in RATES and (base or 0) < FEWEST


def one(asked: Asked) -> Score:
    """The figures of the mediator who is asked for."""
    reckoning = Reckoning(asked)
    due = reckoning.figure(M19).denominator
    figures = (_shown(figure, due) for figure in reckoning.figures(COLUMNS))
    return Score(asked.mediator or 0, tuple(figures))


def _shown(figure: Figure, agreements: Number | None) -> Figure:
    return replace(figure, value=None, missing=TOO_FEW) if hidden(figure, agreements) else figure


def everybody(asked: Asked) -> dict[int, Score]:
    """The figures of each mediator, by id: each number counted once for all of them."""
    numbers = _Numbers(Reckoning(asked))
    found = {}
    for mediator in numbers.mediators():
        due = numbers.of(mediator, M19.denominator)
        found[mediator] = Score(mediator, tuple(_shown(numbers.figure(mediator, each), due) for each in COLUMNS))
    return found


class _Numbers:
    """Every number that the columns rest on, mediator by mediator."""

    def __init__(self, reckoning: Reckoning) -> None:
        asked_for = [count for each in (*COLUMNS, M19) for count in (each.numerator, each.denominator) if count]
        self.of_count: dict[object, Mapping[int, Number]] = {
            count: reckoning.tally(count).by_mediator()
            for count in dict.fromkeys(asked_for)
            if count is not TAKEN.numerator
        }
        self.of_count[TAKEN.numerator] = taken_by_mediator(reckoning.asked)

    def mediators(self) -> set[int]:
        return {mediator for numbers in self.of_count.values() for mediator in numbers}

    def of(self, mediator: int, count: object) -> Number:
        return self.of_count[count].get(mediator, 0)

    def figure(self, mediator: int, indicator: Indicator) -> Figure:
        if indicator.numerator is None:
            return Figure(indicator, None, None, None, indicator.missing)
        above = self.of(mediator, indicator.numerator)
        if indicator.denominator is None:
            return Figure(indicator, Decimal(above), above, None)
        below = self.of(mediator, indicator.denominator)
        return Figure(indicator, ratio(above, below, indicator.unit), above, below)


@dataclass(frozen=True)
class MonthOfWork:
    """One month of the trend: cases closed, and how many of them were settled."""

    first: date
    closed: Number
    succeeded: Number


def months(asked: Asked, count: int = 13) -> list[MonthOfWork]:
    """The months up to the end of the period, the earliest first."""
    stretch = asked.period.back(count)
    wide = replace(asked, period=stretch)
    ended, agreed = closed(wide).by_month(), succeeded(wide).by_month()
    return [
        MonthOfWork(month.first, ended.get(month.first, 0), agreed.get(month.first, 0)) for month in stretch.months()
    ]


def in_hand(mediators: Iterable[int], today: date, soon: date) -> dict[int, InHand]:
    """What each has open today; ``soon``: the last day that counts as near."""
    rows = (
        Attempt.objects.filter(mediator__in=list(mediators), closed_on__isnull=True)
        .order_by()
        .values("mediator")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=Q(deadline__lt=today)),
            soon=Count("pk", filter=Q(deadline__range=(today, soon))),
            held=Count("pk", filter=Q(deadline__isnull=True)),
        )
    )
    return {row["mediator"]: InHand(row["open"], row["late"], row["soon"], row["held"]) for row in rows}


# The lists behind the numbers of this page are asked for by these codes.
LISTED: Mapping[str, Indicator] = {**BY_CODE, LATE.code: LATE, BROKEN.code: BROKEN}
