"""月报: freezing a month by its form, and supplementing a frozen one."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.actions import reporting as acts
from cases.actions.acting import Actor
from cases.forms.reporting import CloseMonthForm, SupplementForm, texts_of
from cases.stats.frozen import version_of
from cases.stats.period import Period
from documents import archive
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff

from .damaged import NOT_GENUINE
from .office import office_page
from .reports import READERS, month_or_404


@staff(*READERS)
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, month: str) -> HttpResponse:
    """Freeze the month and issue its report."""
    period = month_or_404(month)
    form = CloseMonthForm(request.POST or None)

    def act() -> str:
        row = acts.close_month(by=Actor(request.user), now=clock.now(), month=period, texts=form.texts())
        return f"{period.label}已冻结，月报为{row.paper.number}。"

    told = {"title": "冻结月报", "button": "冻结月报", "back_label": "先不冻结"}
    lines = ["数字和案件清单从此不变，以后的更正列入下一期月报。", "同时签发月报，取简报编号。", "有错只能出补充月报。"]
    return _page(request, period, form, act, told | {"consequences": lines})


@staff(*READERS)
@require_http_methods(["GET", "POST"])
def supplement(request: StaffRequest, month: str) -> HttpResponse:
    """Freeze a frozen month anew, with what has changed. What was written last time stands there to be gone on with."""
    period = month_or_404(month)
    before = version_of(period.first)
    try:
        written = texts_of(archive.context_of(before.paper)) if before else {}
    except NOT_GENUINE as problem:
        return render(request, "cases/reports/damaged.html", {"reason": str(problem), "period": period}, status=500)
    form = SupplementForm(request.POST or None, initial=written)

    def act() -> str:
        row = acts.supplement(
            by=Actor(request.user),
            now=clock.now(),
            month=period,
            reason=form.cleaned_data["reason"],
            texts=form.texts(),
        )
        return f"{period.label}已补充为第 {row.version} 版，月报为{row.paper.number}。"

    told = {"title": "补充月报", "button": "补充月报", "back_label": "先不补充"}
    lines = [
        "数字按今天的登记重新计算，成为新的一版；上一版留着。",
        "新月报列出与上一版不同的数字和案号。",
        "文字已照上一版填好，可以改。",
    ]
    return _page(request, period, form, act, told | {"consequences": lines})


def _page(
    request: StaffRequest, period: Period, form: CloseMonthForm, act: Callable[[], str], told: dict[str, Any]
) -> HttpResponse:
    if not acts.closes(request.user):
        raise PermissionDenied("月报由和解中心主任或者执行局局长冻结。")
    back = reverse("cases:report", args=[period.key])
    return office_page(request, form, act, {"back_url": back, "subject": period.label, **told})
