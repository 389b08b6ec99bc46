"""外来数字: which months are there, one month with everything that was ever entered, and entering by form or table."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import outside as acts
from cases.actions.acting import Actor
from cases.forms.figures_kept import EXAMPLE, OutsideForm, OutsideTableForm, month_of
from cases.models import OutsideKind
from cases.stats.behind import COURT_READERS
from cases.stats.outside import history, months_read, newest
from cases.stats.period import Period
from cases.verbs import OFFICE, Office
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff

from .office import office_page

READERS = tuple(sorted(COURT_READERS | OFFICE[Office.ENTER_OUTSIDE].roles))
SHOWN = 25  # a month, and the two years before it: what a year's change needs
NOT_HERS = "外来数字由立案庭、和解中心主任、执行局局长或者指挥中心录入。"


def _month(key: str) -> Period:
    period = month_of(key)
    if period is None or period.first < acts.EARLIEST or period.last >= clock.today():
        raise Invisible("没有这个月份，或者这个月还没有结束。")
    return period


@staff(*READERS)
@require_GET
def outside(request: StaffRequest) -> HttpResponse:
    """The months of the last two years with what is there of each."""
    months = reversed(list(Period.of(clock.today()).before().back(SHOWN).months()))
    context = {"rows": months_read(months), "kinds": OutsideKind.labels, "enters": acts.enters(request.user)}
    return render(request, "cases/outside/list.html", context)


@staff(*READERS)
@require_GET
def month(request: StaffRequest, month: str) -> HttpResponse:
    """One month: what holds, and every row that was ever entered."""
    period = _month(month)
    following = period.after()
    context = {
        "period": period,
        "before": period.before(),
        "after": following if following.last < clock.today() else None,
        "rows": history(period.first),
        "enters": acts.enters(request.user),
    }
    return render(request, "cases/outside/month.html", context)


@staff(*READERS)
@require_http_methods(["GET", "POST"])
def enter(request: StaffRequest, month: str) -> HttpResponse:
    """The numbers of one month in one form."""
    period = _month(month)
    if not acts.enters(request.user):
        raise PermissionDenied(NOT_HERS)
    held = {kind: row for (_, kind), row in newest([period.first]).items()}
    form = OutsideForm(request.POST or None, held=held, initial={"read_on": clock.today()})

    def act() -> str:
        reading = form.reading(period.first)
        kept = acts.enter_outside(by=Actor(request.user), now=clock.now(), reading=reading)
        return f"{period.label}的外来数字已录入 {len(kept)} 个。"

    told: dict[str, Any] = {
        "title": "录入外来数字",
        "subject": period.label,
        "button": "录入外来数字",
        "back_label": "先不录入",
        "back_url": reverse("cases:outside_month", args=[period.key]),
        "rows": history(period.first),
        "consequences": [
            "首执收案同比、裁判申请执行率、分流率马上按新的数计算。",
            "以前录入的数留着，看得见。",
            "月份已经冻结的，冻结的数字不变，作为更正列出。",
        ],
    }
    return office_page(request, form, act, told, template="cases/outside/enter.html")


@staff(*READERS)
@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    """Many months at once; every bad row is told, and the table stays to be mended."""
    if not acts.enters(request.user):
        raise PermissionDenied(NOT_HERS)
    form = OutsideTableForm(request.POST or None, request.FILES or None)

    def act() -> str:
        kept = acts.import_outside(by=Actor(request.user), now=clock.now(), readings=form.readings)
        return f"已导入 {len({row.month for row in kept})} 个月、{len(kept)} 个数。"

    told: dict[str, Any] = {
        "title": "导入外来数字",
        "button": "导入外来数字",
        "back_label": "先不导入",
        "back_url": reverse("cases:outside"),
        "multipart": True,
        "example": EXAMPLE,
        "consequences": [
            "有一行不能用，就一行也不导入；改好再导，填过的都在。",
            "与已有的数、来源、取数日期都相同的，不重复记。",
            "更正已有的数，要在那一行的说明里写理由。",
        ],
    }
    return office_page(request, form, act, told, template="cases/outside/import.html")
