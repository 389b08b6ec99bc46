"""What the leading group looks at besides the indicators: where cases went, why talks failed, how long stock has lain.

Each number is an indicator like any other, so that it opens exactly its cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F

from cases.states import ResultCode

from .asked import Asked, last_attempt
from .closing import SUCCESS, closed, succeeded
from .clues import CLUES
from .delays import LISTED as OF_STEPS
from .indicator import Figure, Indicator
from .intake import open_at_end, registered
from .tally import Number, Tally

REGISTERED, CLOSED = "登记日", "结案日"
# Days since registration on the last day asked for, both ends included; None: and longer.
AGES: tuple[tuple[str, str, int, int | None], ...] = (
    ("age.10", "10 天以内", 0, 10),
    ("age.20", "11 至 20 天", 11, 20),
    ("age.30", "21 至 30 天", 21, 30),
    ("age.more", "超过 30 天", 31, None),
)
NOT_SETTLED = tuple(code for code in ResultCode if code not in SUCCESS)


def _registered_and_closed(asked: Asked) -> Tally:
    return Tally(registered(asked).cases.filter(stage_closed_on__lte=asked.period.last))


def _registered_and_settled(asked: Asked) -> Tally:
    return Tally(_registered_and_closed(asked).cases.filter(result_code__in=SUCCESS))


def _registered_and_performed(asked: Asked) -> Tally:
    return Tally(_registered_and_settled(asked).cases.filter(performed_on__lte=asked.period.last))


FUNNEL: tuple[Indicator, ...] = (
    Indicator("way.registered", "征询同意并登记", "登记日在本期的案件。", "件", REGISTERED, registered),
    Indicator("way.closed", "已结案", "本期登记、到期末已经结案的案件。", "件", REGISTERED, _registered_and_closed),
    Indicator(
        "way.settled",
        "和解成功",
        "本期登记、到期末以方式 10–14 结案的案件。",
        "件",
        REGISTERED,
        _registered_and_settled,
    ),
    Indicator(
        "way.performed", "已经付清", "本期登记、到期末已经履行完毕的案件。", "件", REGISTERED, _registered_and_performed
    ),
)


def _ended_by(code: ResultCode) -> Indicator:
    def count(asked: Asked) -> Tally:
        return Tally(closed(asked).cases.filter(result_code=code))

    definition = f"结案日在本期、结案方式为 {code.value} {code.label}的案件。"
    return Indicator(f"end.{code.value}", str(code.label), definition, "件", CLOSED, count)


REASONS: tuple[Indicator, ...] = tuple(_ended_by(code) for code in NOT_SETTLED)


def _last_day(asked: Asked) -> date:
    return min(asked.period.last, asked.as_of)


def _aged(code: str, label: str, fewest: int, most: int | None) -> Indicator:
    def count(asked: Asked) -> Tally:
        last = _last_day(asked)
        rows = open_at_end(asked).cases.filter(registered_on__lte=last - timedelta(days=fewest))
        return Tally(rows if most is None else rows.filter(registered_on__gte=last - timedelta(days=most)))

    return Indicator(code, label, f"期末未结、自登记起{label}的案件。", "件", REGISTERED, count)


def _open_and_late(asked: Asked) -> Tally:
    rows = open_at_end(asked).cases.annotate(term=last_attempt("deadline"))
    return Tally(rows.filter(term__lte=asked.due_until).annotate(on=F("term")))


AGEING: tuple[Indicator, ...] = (
    *(_aged(*row) for row in AGES),
    Indicator("age.late", "其中超过期限", "期末未结、和解期限日已过的案件。", "件", "期限日", _open_and_late),
)
LISTED: Mapping[str, Indicator] = {each.code: each for each in (*FUNNEL, *REASONS, *AGEING, *CLUES, *OF_STEPS.values())}


@dataclass(frozen=True)
class MonthSeen:
    """One month of the trend."""

    first: date
    registered: int
    closed: int
    settled: int


def last_months(asked: Asked, count: int = 13) -> list[MonthSeen]:
    """The months up to the end of the period, the earliest first, in three queries."""
    stretch = asked.period.back(count)
    wide = replace(asked, period=stretch)
    new, ended, good = (each(wide).by_month() for each in (registered, closed, succeeded))

    def of(numbers: Mapping[date, Number], first: date) -> int:
        return int(numbers.get(first, 0))

    return [
        MonthSeen(month.first, of(new, month.first), of(ended, month.first), of(good, month.first))
        for month in stretch.months()
    ]


def reasons(asked: Asked) -> list[tuple[Figure, int]]:
    """Why talks did not settle: in the period, and in the twelve months up to its end; the most frequent first."""
    year = _by_code(replace(asked, period=asked.period.back(12)))
    now = _by_code(asked)
    rows = [
        (_counted(entry, now.get(entry.code.removeprefix("end."), 0)), year.get(entry.code.removeprefix("end."), 0))
        for entry in REASONS
    ]
    return sorted((row for row in rows if row[0].numerator or row[1]), key=lambda row: (-row[1], row[0].code))


def _by_code(asked: Asked) -> dict[str, int]:
    """Closings by their code, in one query."""
    rows = closed(asked).cases.order_by().values("result_code").annotate(count=Count("pk"))
    return {row["result_code"]: row["count"] for row in rows}


def _counted(entry: Indicator, number: int) -> Figure:
    return Figure(entry, Decimal(number), number, None)
