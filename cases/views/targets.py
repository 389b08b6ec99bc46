"""目标: what the court wants each indicator to reach, and setting it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import targets as acts
from cases.actions.acting import Actor
from cases.forms.figures_kept import TargetForm
from cases.stats import targets
from cases.stats.behind import COURT_READERS
from cases.stats.indicators import BY_CODE
from cases.stats.period import Period
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff

from .office import office_page

READERS = tuple(sorted(COURT_READERS))


@staff(*READERS)
@require_GET
def listed(request: StaffRequest) -> HttpResponse:
    """Every indicator that can have a target, with the one in force this month."""
    month = Period.of(clock.today())
    rows = targets.listed(month.first)
    context = {"month": month, "set": [row for row in rows if row.target or row.ahead], "sets": acts.sets(request.user)}
    context["unset"] = [row for row in rows if not (row.target or row.ahead)]
    return render(request, "cases/targets/list.html", context)


@staff(*READERS)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, indicator: str) -> HttpResponse:
    """Set the target of one indicator from a month on, or end it."""
    if indicator not in targets.AIMED:
        raise Invisible("没有这项指标，或者它不设目标。")
    if not acts.sets(request.user):
        raise PermissionDenied("指标目标由和解中心主任或者执行局局长设。")
    code, entry, month = indicator, BY_CODE[indicator], Period.of(clock.today())
    form = TargetForm(request.POST or None, initial={"from_month": month.first})

    def act() -> str:
        typed = form.cleaned_data
        given = {"from_month": typed["from_month"], "amount": typed["amount"], "basis": typed["basis"]}
        row = acts.set_target(by=Actor(request.user), now=clock.now(), code=code, **given)
        done = "目标已设" if row.amount is not None else "不再设目标"
        return f"{entry.label}自 {row.from_month:%Y-%m} 起{done}。"

    now = targets.in_force(month.first).get(code)
    told = _PAGE | {
        "title": f"设目标：{entry.label}",
        "subject": f"现在是 {now.words}" if now else "现在没有目标",
        "back_url": reverse("cases:targets"),
        "entry": entry,
        "bound": targets.bound_of(code),
        "rows": targets.history(code),
    }
    return office_page(request, form, act, told, template="cases/targets/change.html")


_PAGE: dict[str, Any] = {
    "button": "设目标",
    "back_label": "先不设",
    "consequences": [
        "从那个月起，统计、案件清单和月报在数字旁边写明达到没有。",
        "以前的月份和已经冻结的月份不变。",
        "谁设的、依据什么，留痕。",
    ],
}
