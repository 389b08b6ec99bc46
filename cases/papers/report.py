"""统计月报 D28: its summary, its five tables and its chart, out of the figures of a month."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from cases.papers.blocks import court_head
from cases.papers.report_tables import enterprises, lost, mediators, overdue
from cases.stats.asked import Asked
from cases.stats.changes import in_table, in_words, with_unit, working, written
from cases.stats.frozen import Correction, newest
from cases.stats.indicator import Figure, ratio
from cases.stats.indicators import INDICATORS
from cases.stats.overview import last_months
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from cases.stats.snapshot import Snapshot
from cases.stats.targets import Target, in_force
from documents.contexts import reporting
from documents.contexts.reporting import MonthlyReport, Summary, TrendMonth

FORM = "D28"
Known = Mapping[str, Figure]
# The words of the summary and the indicators that they speak of; of those with # the cases, not the rate.
SUMMARY = {
    "taken": "m01",
    "in_stock": "m02",
    "closed": "m03",
    "open": "m04",
    "closing_rate": "m05",
    "settled": "m06",
    "success": "m07",
    "success_b": "m07b",
    "kept": "m08",
    "performed": "m09",
    "voluntary": "m10",
    "received": "m11",
    "due_paid": "m13",
    "days": "m14",
    "passed_on": "#m16",
    "overdue": "#m17",
    "deadlocked": "#m18",
    "broken": "m19",
    "enterprise": "m22",
    "green": "m22.green",
    "saved_fee": "m27",
    "saved_fee_expected": "m27b",
    "waived": "m28",
    "outside": "m36",
}


def report(snapshot: Snapshot, asked: Asked, now: datetime, corrections: Sequence[Correction] = ()) -> MonthlyReport:
    """The report of this month without what people write into it. ``asked``: the question that was answered."""
    period = snapshot.period
    previous, last_year = other_months(period, asked.as_of)
    figures, targets = flat(snapshot.figures.figures), in_force(period.first)
    return MonthlyReport(
        head=court_head(asked.as_of),
        issued_on=asked.as_of,
        first=period.first,
        last=period.last,
        frozen_at=now,
        printed_on=asked.as_of,
        summary=_summary(figures, previous, last_year),
        indicators=tuple(_line(each, previous, last_year, targets.get(each.code)) for each in figures.values()),
        mediators=mediators(asked),
        overdue=overdue(asked, snapshot),
        enterprises=enterprises(asked, snapshot),
        lost=lost(asked, snapshot),
        trend=trend(asked),
        adjustments=tuple(map(told, corrections)),
    )


def flat(figures: Sequence[Figure]) -> dict[str, Figure]:
    """Every figure and every part by its code, in the order of the list."""
    return {each.code: each for figure in figures for each in (figure, *figure.parts)}


def other_months(period: Period, as_of: date) -> tuple[Known, Known]:
    """The figures of the month before and of the same month of the year before: as frozen, else as they are now."""
    wanted = (period.before(), Period.month(period.first.year - 1, period.first.month))
    frozen = newest(month.first for month in wanted)
    found = []
    for month in wanted:
        if month.first in frozen:
            found.append(flat(Snapshot.parse(frozen[month.first].content).figures.figures))
        else:
            found.append(flat(Reckoning(Asked(month, as_of)).figures(INDICATORS)))
    return found[0], found[1]


def _value(known: Known, code: str) -> Decimal | None:
    return known[code].value if code in known else None


def _summary(figures: Known, previous: Known, last_year: Known) -> Summary:
    return Summary(**{name: _told(code, figures, previous, last_year) for name, code in SUMMARY.items()})


def _told(code: str, figures: Known, previous: Known, last_year: Known) -> reporting.Figure:
    entry = figures[code.removeprefix("#")]
    unit = "件" if code.startswith("#") else entry.indicator.unit
    now, before, year = (_number(known, code) for known in (figures, previous, last_year))
    return reporting.Figure(value=with_unit(now, unit), mom=in_words(now, before, unit), yoy=in_words(now, year, unit))


def _number(known: Known, code: str) -> Decimal | None:
    if not code.startswith("#"):
        return _value(known, code)
    entry = known.get(code[1:])
    return None if entry is None or entry.numerator is None else Decimal(entry.numerator)


def _line(figure: Figure, previous: Known, last_year: Known, target: Target | None) -> reporting.Indicator:
    entry, now = figure.indicator, figure.value
    before, year = _value(previous, entry.code), _value(last_year, entry.code)
    unit = f"（{entry.unit}）" if entry.unit in ("元", "天") else ""
    return reporting.Indicator(
        no=number_of(entry.code),
        name=f"{entry.label}{unit}",
        value=in_cell(now, entry.unit),
        working=working(figure),
        previous=in_cell(before, entry.unit),
        mom=in_table(now, before, entry.unit),
        last_year=in_cell(year, entry.unit),
        yoy=in_table(now, year, entry.unit),
        target=aimed(target, now),
    )


def aimed(target: Target | None, value: Decimal | None) -> str:
    """不低于65.00%，达到; nothing where no target is set."""
    return f"{target.words.replace(' ', '')}，{target.verdict(value)}" if target else ""


def number_of(code: str) -> str:
    """m07b is 7b; a part has no number of its own."""
    return "" if "." in code else code.removeprefix("m").removeprefix("0")


def in_cell(number: Decimal | None, unit: str) -> str:
    """62.50%, 8, 257,600.00: the head of the line names the other units."""
    return with_unit(number, unit) if unit == "%" else written(number, unit)


def trend(asked: Asked) -> tuple[TrendMonth, ...]:
    """Thirteen months up to this one: taken, closed, settled, and the rate. The chart of the page in other clothes."""
    return tuple(
        TrendMonth(
            label=f"{month.first:%y-%m}",
            taken=month.registered,
            closed=month.closed,
            settled=month.settled,
            rate=ratio(month.settled, month.closed, "%"),
        )
        for month in last_months(asked)
    )


def told(correction: Correction) -> str:
    """2024年3月的到位金额由180,436.26元调整为182,436.26元，新计入（2024）鄂1023执前和3号."""
    before, after = (_worded(value, correction.unit) for value in (correction.before, correction.after))
    moved = f"由{before}调整为{after}" if before != after else f"仍为{after}"
    groups = (("新计入", correction.come), ("不再计入", correction.gone), ("日期或者数额有变", correction.changed))
    cases = "；".join(f"{word}{'、'.join(numbers)}" for word, numbers in groups if numbers)
    read = f"，数字取自{correction.source}" if correction.source else ""
    return f"{correction.period.label}的{correction.label}{moved}{'，' if cases else ''}{cases}{read}"


def _worded(value: str | int | None, unit: str) -> str:
    return "没有数" if value is None else with_unit(_decimal(value), unit)


def _decimal(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def supplemented(paper: MonthlyReport, version: int, reason: str, found: Sequence[Correction]) -> MonthlyReport:
    """The report as the next version, with what it says otherwise and why."""
    return replace(paper, version=version, supplement_reason=reason, differences=tuple(map(told, found)))
