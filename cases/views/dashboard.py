"""统计: what the leading group looks at for a month or a range. Every number opens its cases, every definition is one key away."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.forms.figures import MonthsForm
from cases.models import MonthReport
from cases.papers.report import flat
from cases.queries import meeting
from cases.stats import clues, delays, overview, workload
from cases.stats.asked import Asked
from cases.stats.behind import COURT_READERS
from cases.stats.changes import in_words
from cases.stats.frozen import newest
from cases.stats.indicator import Figure, ratio
from cases.stats.indicators import BY_CODE, StockMismatch, check_stock
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from cases.stats.snapshot import Snapshot
from cases.stats.targets import Target, in_force
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.kernel.charts import Month
from mediators.models import Mediator

from .figures import Shown, behind_url, shown

READERS = tuple(sorted(COURT_READERS))
KEY_FIGURES = ("m01", "m03", "m04", "m07", "m08", "m13", "m11", "m16", "m17", "m19", "m14", "m23")
LANE = ("m01", "m03", "m06", "m07", "m14", "m11")
MONTHS = 13


@dataclass(frozen=True)
class Key:
    """A key figure with its change to the month before and the year before, in words; nothing for a range.

    ``target``: what the court wants of it that month, if it wants anything; ``reached`` None: there is no figure.
    """

    shown: Shown
    mom: str
    yoy: str
    target: Target | None = None
    reached: bool | None = None


@staff(*READERS)
@require_GET
def dashboard(request: StaffRequest) -> HttpResponse:
    """The figures of the last month that is over, or of the months asked for."""
    today = clock.today()
    over = Period.of(today).before().key
    form = MonthsForm(request.GET or {"first": over, "last": over}, today)
    asked = Asked(form.period(), today, request.user)
    context = {
        "form": form,
        "period": asked.period,
        "mismatch": _mismatch(asked),
        **_key_figures(asked),
        **_trend(asked),
        **_course(asked),
        **_delays(asked),
        **_people(asked),
        **_meeting(asked),
    }
    return render(request, "cases/figures/dashboard.html", context)


def _mismatch(asked: Asked) -> str:
    try:
        check_stock(Reckoning(asked))
    except StockMismatch as problem:
        return problem.message
    return ""


def _key_figures(asked: Asked) -> dict[str, Any]:
    """As frozen where the month is; else as they stand now. A range has nothing to be compared with, and no target."""
    period = asked.period
    months = (period, period.before(), Period.month(period.first.year - 1, period.first.month))
    frozen = newest(month.first for month in months) if period.is_month else {}
    row, targets = frozen.get(period.first), in_force(period.first) if period.is_month else {}
    known = _known(asked, row)
    others = [
        _known(replace(asked, period=month), frozen.get(month.first)) if period.is_month else {} for month in months[1:]
    ]

    def key(code: str) -> Key:
        return _key(asked, known[code], [other.get(code) for other in others], targets.get(code), row)

    saved, expected = key("m27").shown, key("m27b").shown
    keys = [key(code) for code in KEY_FIGURES]
    return {"report": row, "keys": keys, "saved": saved, "expected": expected, "compares": period.is_month}


def _key(
    asked: Asked, figure: Figure, others: list[Figure | None], target: Target | None, row: MonthReport | None
) -> Key:
    """``others``: the figure of the month before and of the year before."""
    mom, yoy = (in_words(figure.value, each.value if each else None, figure.indicator.unit) for each in others)
    opened = _opened(asked, figure, f"?version={row.version}" if row else "")
    return Key(opened, mom, yoy, target, target.reached(figure.value) if target else None)


def _known(asked: Asked, row: MonthReport | None) -> dict[str, Figure]:
    """The key figures of one stretch: of a frozen month as they were frozen, else as they stand now."""
    if row is not None:
        return flat(Snapshot.parse(row.content).figures.figures)
    reckoning = Reckoning(asked)
    return {code: reckoning.figure(replace(BY_CODE[code], parts=())) for code in (*KEY_FIGURES, "m27", "m27b")}


def _trend(asked: Asked) -> dict[str, Any]:
    months = overview.last_months(asked, MONTHS)
    rows = [(month, ratio(month.settled, month.closed, "%")) for month in months]
    drawn = [
        Month(f"{month.first:%m}" if place and month.first.month > 1 else f"{month.first:%y-%m}", month.registered,
              month.closed, rate)
        for place, (month, rate) in enumerate(rows)
    ]  # fmt: skip
    last, rate = rows[-1]
    about = (
        f"{last.first:%Y 年 %-m 月}新收 {last.registered} 件、结案 {last.closed} 件、"
        f"和解成功率 {'—' if rate is None else f'{rate:.2f}%'}。完整数字见下方的数据表。"
    )
    return {"trend": drawn, "trend_rows": rows, "trend_about": about}


def _course(asked: Asked) -> dict[str, Any]:
    """Where the cases of the period went, why talks failed, how long the stock has lain, the lane beside the others."""
    reckoning = Reckoning(asked)
    funnel = [reckoning.figure(each) for each in overview.FUNNEL]
    why = overview.reasons(asked)
    lanes = [Reckoning(replace(asked, enterprise=lane)) for lane in (True, False)]
    return {
        **_applied(asked, reckoning),
        "funnel": [(_opened(asked, each), each.numerator) for each in funnel],
        "funnel_most": max(each.numerator or 0 for each in funnel),
        "reasons": [(_opened(asked, figure), figure.indicator.code[4:], year) for figure, year in why],
        "reasons_most": max((year for _, year in why), default=0),
        "ageing": [_opened(asked, reckoning.figure(each)) for each in overview.AGEING],
        "lanes": [(BY_CODE[code], *(shown(lane.figure(BY_CODE[code])) for lane in lanes)) for code in LANE],
    }


def _opened(asked: Asked, figure: Figure, query: str = "") -> Shown:
    """The figure with the list of its cases; one from another system opens what was read there."""
    if figure.source and not figure.opens and asked.period.is_month:
        return replace(shown(figure), url=reverse("cases:outside_month", args=[asked.period.key]))
    return shown(figure, f"{behind_url(asked, figure.code)}{query}")


def _applied(asked: Asked, reckoning: Reckoning) -> dict[str, Any]:
    """Where the funnel begins: every application of the period, as far as it was read in the case system."""
    share = reckoning.figure(BY_CODE["m25"])
    url = reverse("cases:outside_month", args=[asked.period.key]) if asked.period.is_month else ""
    return {"applied": share.denominator, "applied_url": url, "diverted": _opened(asked, share)}


def _delays(asked: Asked) -> dict[str, Any]:
    """Where time was lost, and what the clues of property led to."""
    rows = delays.delays(asked)
    reckoning = Reckoning(asked)
    return {
        "delays": [(each, *(_opened(asked, figure) for figure in (each.mean, each.late, each.still))) for each in rows],
        "longest": max(each.days for each in rows),
        "clues": [_opened(asked, reckoning.figure(entry)) for entry in clues.CLUES],
    }


def _people(asked: Asked) -> dict[str, Any]:
    """The mediators who had work, by name, never by rate; rates of few cases are hidden."""
    scores = workload.everybody(asked)
    people = Mediator.objects.filter(pk__in=scores).select_related("user").order_by("user__name", "pk")
    rows = [
        (each, {figure.code.replace(".", "_"): shown(figure) for figure in scores[each.pk].figures}) for each in people
    ]
    return {"mediators": rows, "fewest": workload.FEWEST, "workload_url": reverse("cases:workload")}


def _meeting(asked: Asked) -> dict[str, Any]:
    """What earlier meetings decided and this one looks at again."""
    month = Period.of(asked.period.last)
    tasks = meeting.shown(meeting.carried_into(month.first), asked.as_of, load_calendar())
    return {"tasks": tasks, "meeting_url": reverse("cases:meeting", args=[month.key])}
