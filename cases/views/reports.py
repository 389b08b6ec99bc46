"""月报: the months with what was frozen, and one month with its corrections."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.actions import reporting as acts
from cases.models import MonthReport
from cases.papers.report import aimed, flat, in_cell, number_of, other_months, told
from cases.stats.asked import Asked
from cases.stats.behind import COURT_READERS
from cases.stats.changes import in_words, working
from cases.stats.frozen import Correction, corrections_before, corrections_of, told_in, told_of, version_of
from cases.stats.indicator import Figure
from cases.stats.indicators import INDICATORS, Figures, StockMismatch
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from cases.stats.snapshot import Snapshot
from cases.stats.targets import in_force
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff

READERS = tuple(sorted(COURT_READERS))
NO_MONTH = "没有这个月份，或者这个月还没有开始。"
# The table in groups, by the first indicator of each.
GROUPS = (
    ("收案和结案", ("m01", "m02", "m03", "m04", "m05")),
    ("和解和履行", ("m06", "m07", "m07b", "m08", "m09", "m10", "m11", "m12", "m13")),
    ("用时、逾期和转执行", ("m14", "m15", "m16", "m17", "m18", "m19", "m20")),
    ("和解员、涉企和来源", ("m21", "m22", "m23", "m24", "m25", "m26", "m36")),
    ("减轻负担", ("m27", "m27b", "m28")),
    ("送达、答复和保全", ("m29", "m30", "m31", "m32", "m33", "m34", "m35")),
)


@dataclass(frozen=True)
class Line:
    """A figure of the table: the number, what it is made of, and how it compares."""

    code: str
    no: str
    figure: Figure
    text: str
    working: str
    url: str
    below_url: str
    mom: str
    yoy: str
    target: str = ""

    @property
    def is_part(self) -> bool:
        return "." in self.code


@dataclass(frozen=True)
class MonthRow:
    """A month of the list."""

    period: Period
    report: MonthReport | None
    over: bool


def month_or_404(text: str) -> Period:
    """The month of an address. Invisible for what is no month, and for one that has not begun."""
    try:
        month = Period.parse(text)
    except ValueError as problem:
        raise Invisible(NO_MONTH) from problem
    if month.first > clock.today():
        raise Invisible(NO_MONTH)
    return month


def version_asked(request: StaffRequest) -> int | None:
    """Which version the address names."""
    given = request.GET.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else None


@staff(*READERS)
@require_GET
def reports(request: StaffRequest) -> HttpResponse:
    """The months of the last two years, with what was frozen of each."""
    today = clock.today()
    months = list(Period.of(today).back(24).months())
    rows = MonthReport.objects.filter(month__gte=months[0].first, superseded_by__isnull=True)
    frozen = {row.month: row for row in rows.defer("content").select_related("frozen_by")}
    first = min(frozen, default=Period.of(today).back(4).first)
    shown = [month for month in reversed(months) if month.first >= first or month.first in frozen]
    listed = [MonthRow(month, frozen.get(month.first), month.last < today) for month in shown]
    return render(request, "cases/reports/list.html", {"rows": listed, "closes": acts.closes(request.user)})


@staff(*READERS)
@require_GET
def report(request: StaffRequest, month: str) -> HttpResponse:
    """One month: as it was frozen, else as it stands now."""
    period, today, wanted = month_or_404(month), clock.today(), version_asked(request)
    row = version_of(period.first, wanted)
    if wanted and row is None:
        raise Invisible("这个月没有这一版。")
    asked, mismatch = Asked(period, today), ""
    figures = Snapshot.parse(row.content).figures if row else _live(asked)
    try:
        changes = _changes(row, period, today)
    except StockMismatch as problem:
        changes, mismatch = {}, problem.message
    context = {
        "report": row,
        "newest": version_of(period.first) if wanted else row,
        "closes": acts.closes(request.user),
        "groups": _groups(period, row, figures, today),
        "mismatch": mismatch or _mismatch(row, asked),
        **_turns(period, today),
        **changes,
    }
    return render(request, "cases/reports/month.html", context)


def _turns(period: Period, today: date) -> dict[str, Any]:
    following = period.after()
    return {
        "period": period,
        "before": period.before(),
        "after": following if following.first <= today else None,
        "over": period.last < today,
    }


def _live(asked: Asked) -> Figures:
    return Figures(asked, tuple(Reckoning(asked).figures(INDICATORS)))


def _mismatch(row: MonthReport | None, asked: Asked) -> str:
    if row is not None:
        return ""
    numbers = [Reckoning(asked).figure(each).numerator or 0 for each in INDICATORS[:4]]
    new, before, closed, left = numbers
    return "" if before + new - closed == left else StockMismatch(before, new, closed, left).message


def _changes(row: MonthReport | None, period: Period, today: date) -> dict[str, Any]:
    """Corrections: those the report tells, those told of it later, those told nowhere yet."""
    if row is None:
        return {"untold": _lines(corrections_before(period, today)) if period.last < today else []}
    kept = Snapshot.parse(row.content)
    return {
        "tells": _lines(told_in(kept)),
        "told": [(later, _lines(mine)) for later, mine in told_of(row)],
        "found": _lines(corrections_of(row, today)) if not hasattr(row, "superseded_by") else [],
        "versions": range(1, row.version + 1),
    }


def _lines(corrections: list[Correction]) -> list[str]:
    return [told(each) for each in corrections]


def _groups(period: Period, row: MonthReport | None, figures: Figures, today: date) -> list[tuple[str, list[Line]]]:
    previous, last_year = other_months(period, today)
    known = flat(figures.figures)
    targets = _targets(row, period, known)
    query = f"?version={row.version}" if row else ""

    def line(figure: Figure) -> Line:
        before, year = (known.get(figure.code) for known in (previous, last_year))
        told = _line(figure, before, year, reverse("cases:behind", args=[period.key, figure.code]), query)
        return replace(told, target=targets.get(figure.code, ""))

    groups = []
    for title, codes in GROUPS:
        entries = [known[code] for code in codes if code in known]
        groups.append((title, [line(each) for entry in entries for each in (entry, *entry.parts)]))
    return groups


def _targets(row: MonthReport | None, period: Period, known: Mapping[str, Figure]) -> dict[str, str]:
    """What the court wanted of each figure: as the report said, else as it stands now."""
    if row is None:
        return {code: aimed(each, known[code].value) for code, each in in_force(period.first).items() if code in known}
    lines = json.loads(row.content)["report"]["indicators"]
    return {code: line.get("target", "") for code, line in zip(known, lines, strict=True)}


def _line(figure: Figure, before: Figure | None, year: Figure | None, url: str, query: str) -> Line:
    entry = figure.indicator
    below = f"{url}{query}{'&' if query else '?'}part=denominator"
    return Line(
        entry.code,
        number_of(entry.code),
        figure,
        in_cell(figure.value, entry.unit),
        working(figure),
        f"{url}{query}" if figure.numerator else "",
        below if figure.denominator and figure.numerator is not None else "",
        in_words(figure.value, before.value if before else None, entry.unit),
        in_words(figure.value, year.value if year else None, entry.unit),
    )
