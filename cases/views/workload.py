"""工作量与绩效: the figures of each mediator for a month or a range, by name and never by rate."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.facts import periods_on
from cases.forms.figures import MonthsForm
from cases.stats import workload
from cases.stats.asked import Asked
from cases.stats.indicator import Figure, ratio
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from cases.stats.workload import COLUMNS, FEWEST, OF_ONE, OVERSEERS, InHand, MonthOfWork, Score, may_read
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff, visible_or_404
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from jianli_mediation.core.templatetags.court import SOON
from jianli_mediation.kernel.charts import Month
from mediators.models import Mediator

from .figures import Shown, behind_url, shown
from .roster import cases_url

NOBODY = "名册里没有这个人，或者您看不到。"


@staff(*OVERSEERS)
@require_GET
def everybody(request: StaffRequest) -> HttpResponse:
    """Everybody who was on the roster or had work in the months asked for, by name."""
    today = clock.today()
    form = MonthsForm(request.GET, today)
    asked = Asked(form.period(), today, request.user)
    scores = workload.everybody(asked)
    people = _people(asked.period, scores)
    hands = workload.in_hand([each.pk for each in people], today, _soon(today))
    whole = Reckoning(asked)
    context = {
        "form": form,
        "period": asked.period,
        "columns": COLUMNS,
        "rows": [_row(asked, each, scores.get(each.pk), hands.get(each.pk), request.user) for each in people],
        "whole": {each.code.replace(".", "_"): _shown(asked, whole.figure(each)) for each in COLUMNS},
        "fewest": FEWEST,
        "turns": _turns(asked.period, today),
    }
    return render(request, "cases/figures/workload.html", context)


@staff(*OF_ONE)
@require_GET
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """One mediator: what she has in hand, her figures, and thirteen months of them."""
    row, today = _visible(request.user, pk), clock.today()
    form = MonthsForm(request.GET, today)
    asked = Asked(form.period(), today, mediator=row.pk)
    opens = request.user.role != Role.OUTSIDE_MEDIATOR
    context = {
        "form": form,
        "period": asked.period,
        "row": row,
        "hand": workload.in_hand([row.pk], today, _soon(today)).get(row.pk, InHand()),
        "capacity": row.capacity or periods_on(today).limits["L_CAPACITY"].amount,
        "cases_url": cases_url(request.user, row) if opens else "",
        "opens": opens,
        "fewest": FEWEST,
        "oversees": request.user.role in OVERSEERS,
        "turns": _turns(asked.period, today),
        **_figures(asked, opens=opens),
        **_trend(asked),
    }
    return render(request, "cases/figures/workload_of.html", context)


def _figures(asked: Asked, *, opens: bool) -> dict[str, Any]:
    """Her figures, and apart from them those for which there is no data yet."""
    figures = [_shown(asked, figure, opens=opens) for figure in workload.one(asked).figures]
    return {
        "figures": [each for each in figures if not each.indicator.missing],
        "wanting": [each for each in figures if each.indicator.missing],
    }


def _trend(asked: Asked) -> dict[str, Any]:
    """Thirteen months as a table and as a chart."""
    months = workload.months(asked)
    return {
        "months": [(each, _rate(each)) for each in months],
        "chart": [Month(f"{each.first:%y-%m}", int(each.closed), int(each.succeeded), _rate(each)) for each in months],
    }


def _visible(user: User, pk: int) -> Mediator:
    """For those who oversee, for the judge who guides her, and for herself."""
    row = visible_or_404(Mediator.objects.select_related("user", "organisation"), NOBODY, pk=pk)
    if may_read(user, row):
        return row
    raise PermissionDenied("您只能看自己和您指导的和解员的工作量与绩效。")


def _people(period: Period, scores: dict[int, Score]) -> list[Mediator]:
    there = Q(periods__from_on__lte=period.last) & (
        Q(periods__until_on__isnull=True) | Q(periods__until_on__gte=period.first)
    )
    rows = Mediator.objects.filter(there | Q(pk__in=list(scores))).select_related("user", "organisation").distinct()
    return list(rows.order_by("user__name", "pk"))


def _row(asked: Asked, row: Mediator, score: Score | None, hand: InHand | None, user: User) -> dict[str, Any]:
    hers = Asked(asked.period, asked.as_of, asked.reader, row.pk)
    figures = score.figures if score else ()
    return {
        "mediator": row,
        "hand": hand or InHand(),
        "cases_url": cases_url(user, row),
        "page_url": f"{reverse('cases:workload_of', args=[row.pk])}?{_query(asked.period)}",
        "of": {figure.code.replace(".", "_"): _shown(hers, figure) for figure in figures},
    }


def _shown(asked: Asked, figure: Figure, *, opens: bool = True) -> Shown:
    return shown(figure, behind_url(asked, figure.code) if opens else "")


def _rate(month: MonthOfWork) -> Decimal | None:
    """The rate of a month, where enough was closed in it."""
    return ratio(month.succeeded, month.closed, "%") if month.closed >= FEWEST else None


def _soon(today: date) -> date:
    return load_calendar().add_workdays(today, SOON)


def _query(period: Period) -> str:
    return urlencode({"first": period.key, "last": Period.of(period.last).key})


def _turns(period: Period, today: date) -> list[tuple[str, str]]:
    """The months before and after, in words and as addresses; none that has not begun."""
    before, after = period.before(), period.after()
    found = [(f"‹ {before.label}", f"?{_query(before)}")]
    return [*found, (f"{after.label} ›", f"?{_query(after)}")] if after.first <= today else found
