"""帮助 → 日历, 期限与口径, LPR: to read for everybody, to change for those who answer for it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import reference as acts
from cases.actions.acting import Actor
from cases.forms.reference import DayQueryForm, LprForm, NoticeForm, SettingForm
from cases.queries import reference
from cases.rules.parameters import PARAMETERS
from cases.verbs import OFFICE, Office
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar

from .office import office_page

IMPORTERS = sorted(OFFICE[Office.IMPORT_CALENDAR].roles)
DECIDERS = sorted(OFFICE[Office.CHANGE_SETTING].roles)
RATE_KEEPERS = sorted(OFFICE[Office.ENTER_RATE].roles)


@staff()
@require_GET
def calendar(request: StaffRequest) -> HttpResponse:
    """The year's days off and make-up workdays, each 已公布 or 暂估 by its notice; and any one day."""
    today = clock.today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len(str(today.year)) else today.year
    form = DayQueryForm(request.GET if request.GET.get("day") else None)
    court_days = load_calendar()
    context = {
        "year": reference.year_of(year),
        "years": reference.years_shown(today),
        "form": form,
        "found": reference.day_shown(form.cleaned_data["day"], court_days) if form.is_valid() else None,
        "calendar": court_days,
        "imported": reference.last_import(request.user, year),
        "may_import": request.user.role in IMPORTERS,
    }
    return render(request, "cases/reference/calendar.html", context)


@staff(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def import_calendar(request: StaffRequest) -> HttpResponse:
    """A year's notice: all bad rows at once, or the list of what moved."""
    form = NoticeForm(request.POST or None, request.FILES or None, initial={"year": clock.today().year + 1})

    def act() -> str:
        typed = form.cleaned_data
        done = acts.import_calendar(
            by=Actor(request.user),
            now=clock.now(),
            year=typed["year"],
            text=typed["text"],
            source=typed["source"],
            confirmed=typed["confirmed"],
        )
        return f"已导入 {done.year} 年 {done.days} 天，{len(done.moved)} 个期限有变动。"

    def then() -> str:
        return f"{reverse('cases:calendar')}?year={form.cleaned_data['year']}"

    told = _NOTICE_PAGE | {"back_url": reverse("cases:calendar")}
    return office_page(request, form, act, told, template="cases/reference/import.html", then=then)


_NOTICE_PAGE = {
    "title": "导入放假安排",
    "button": "导入放假安排",
    "back_label": "先不导入",
    "multipart": True,
    "consequences": [
        "这一年原有的安排整年换成新的。",
        "没有办结的案件马上重算：和解期限、督促履行期、履行期末日、待办。",
        "变动的期限逐条列出，并记进各案的办理经过。",
        "有一行读不懂，就一行也不导入。",
    ],
}


@staff()
@require_GET
def settings(request: StaffRequest) -> HttpResponse:
    """Every period and every reading of an unsettled point: default, value in force, since when, by which decision."""
    context = {"settings": reference.settings_on(clock.today()), "may_change": request.user.role in DECIDERS}
    return render(request, "cases/reference/settings.html", context)


@staff(*DECIDERS)
@require_http_methods(["GET", "POST"])
def change_setting(request: StaffRequest, code: str) -> HttpResponse:
    """Decide on one value, from a day on."""
    parameter = PARAMETERS.get(code)
    if parameter is None or parameter.fixed:
        raise Invisible("没有这一项，或者它是法定的，本院不能改。")
    setting = next(each for each in reference.settings_on(clock.today()) if each.parameter.code == code)
    form = SettingForm(
        request.POST or None, parameter=parameter, initial={"value": setting.value, "since": clock.today()}
    )

    def act() -> str:
        acts.change_setting(by=Actor(request.user), now=clock.now(), code=code, **form.cleaned_data)
        return f"{parameter.title}已改，{form.cleaned_data['since']} 起施行。"

    context = {
        "title": f"改：{parameter.title}",
        "subject": f"现在是 {setting.words}",
        "button": "改口径" if parameter.meanings[0] else "改期限" if parameter.unit else "改抬头",
        "back_label": "不改",
        "back_url": reverse("cases:settings"),
        "consequences": ["只管定的那天以后：以前起算的期限、算过的清单都不变。", "谁改的、依据什么，留痕。"],
        "history": reference.history_of(code),
        "parameter": parameter,
    }
    return office_page(request, form, act, context, template="cases/reference/change.html")


@staff()
@require_GET
def rates(request: StaffRequest) -> HttpResponse:
    """The LPR as it is known, each figure with where it was published and whether somebody compared it."""
    context = {"rates": reference.rates_shown(), "may_enter": request.user.role in RATE_KEEPERS}
    return render(request, "cases/reference/rates.html", context)


@staff(*RATE_KEEPERS)
@require_http_methods(["GET", "POST"])
def enter_rate(request: StaffRequest) -> HttpResponse:
    """Enter a published figure, or confirm the one that is there."""
    known = {str(row.since): row for row in reference.rates_shown()}
    row = known.get(request.GET.get("since", ""))
    initial = {"since": row.since, "percent": row.percent} if row else {}
    form = LprForm(request.POST or None, initial=initial)

    def act() -> str:
        typed = form.cleaned_data
        acts.enter_rate(
            by=Actor(request.user), now=clock.now(), since=typed["since"], rate=form.rate, source=typed["source"]
        )
        return f"{typed['since']} 的 LPR 已录入。"

    context = {
        "title": "录入 LPR",
        "button": "录入 LPR",
        "back_label": "先不录入",
        "back_url": reverse("cases:rates"),
        "consequences": ["按 LPR 倍数计息的案件，从公布日起改用新的利率。", "同一天已有的数换成新的，并标为已核对。"],
    }
    return office_page(request, form, act, context)
