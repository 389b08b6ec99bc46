"""导出: the case list, the work list, payments and instalments as a file, with the filters of the list."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.actions import exporting
from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.forms.exports import DaysForm, ExportForm
from cases.forms.search import SearchForm, filters_of
from cases.papers import listing_file
from cases.queries import exports, search, worklist
from cases.verbs import Verb, role_may
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.roles import ADMINISTRATORS
from jianli_mediation.kernel.refusal import Blocker, Refused

BACK = {"cases": "cases:search", "work": "cases:home", "payments": "cases:home", "instalments": "cases:home"}
BY_DAYS = {"payments": exports.payments_between, "instalments": exports.instalments_between}
MONTH = timedelta(days=30)


@staff()
@require_http_methods(["GET", "POST"])
def export(request: StaffRequest, listing: str) -> HttpResponseBase:
    """Ask as what it is wanted; POST gives the file. What is in it is what the list shows to this person."""
    if listing not in exports.LISTINGS:
        raise Invisible("没有这种清单。")
    if request.user.role in ADMINISTRATORS:
        raise PermissionDenied("管理员看不到案件，没有可以导出的。")
    form = _form(request, listing)
    blockers: tuple[Blocker, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, listing, form)
        except Refused as refusal:
            blockers = refusal.blockers
        except InvalidInput as wrong:
            form.add_error("reason", [f"{text}。" for text in wrong.errors["reason"]])
        except Forbidden as barred:
            raise PermissionDenied(f"{barred.message}。") from barred
    context = {"form": form, "blockers": blockers, **_frame(request, listing)}
    return render(request, "cases/export.html", context, status=409 if blockers else 400 if form.errors else 200)


def _frame(request: StaffRequest, listing: str) -> dict[str, Any]:
    """What stands around the form."""
    return {
        "kind": listing,
        "listings": [(code, each.title) for code, each in exports.LISTINGS.items()],
        "title": f"导出{exports.LISTINGS[listing].title}",
        "filters": filters_of(request.GET),
        "back_url": reverse(BACK[listing]) + (f"?{request.GET.urlencode()}" if request.GET else ""),
        "most": exporting.MOST,
        "most_in_full": exporting.MOST_IN_FULL,
        "may_reveal": listing == "cases" and role_may(request.user.role, Verb.REVEAL),
    }


def _form(request: StaffRequest, listing: str) -> ExportForm:
    today = clock.today()
    initial = (
        {"first": today - MONTH, "last": today} if listing == "payments" else {"first": today, "last": today + MONTH}
    )
    kind = DaysForm if listing in BY_DAYS else ExportForm
    form = kind(request.POST if request.method == "POST" else None, initial=initial)
    if listing != "cases":
        del form.fields["full"], form.fields["reason"]
    return form


def _file(request: StaffRequest, listing: str, form: ExportForm) -> HttpResponseBase:
    given = form.cleaned_data
    found, filters = _found(request, listing, given)
    made = exporting.export(
        by=Actor(request.user, reason=given.get("reason", "")),
        now=clock.now(),
        kind=listing,
        found=found,
        filters=filters,
        full=bool(given.get("full")),
    )
    told = made.listing
    return listing_file.answer(told.title, told.heads, made.rows, made.mark, given["file_type"])


def _found(request: StaffRequest, listing: str, given: dict[str, Any]) -> tuple[QuerySet[Any], dict[str, Any]]:
    """What the list shows, and its filters in words for the trail."""
    today = clock.today()
    if listing in BY_DAYS:
        days = given["first"], given["last"]
        return BY_DAYS[listing](request.user, *days), {"自": days[0].isoformat(), "至": days[1].isoformat()}
    told = {name: "、".join(request.GET.getlist(name)) for name in request.GET if name not in ("c", "view")}
    told = {name: text for name, text in told.items() if text}
    if listing == "work":
        which, kind = request.GET.get("f", ""), request.GET.get("kind", "")
        mine = worklist.filtered(worklist.todos_for(request.user, today), which, today, load_calendar())
        return exports.todos_seen(mine.filter(code=kind) if kind else mine, request.user), told
    form = SearchForm(request.GET)
    form.is_valid()
    return exports.with_people(search.find_cases(request.user, form.filters(), today)), told
