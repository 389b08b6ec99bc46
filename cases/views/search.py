"""Search and lists: what one may see of what one asks for."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.forms.search import SearchForm
from cases.models import Case
from cases.queries import search
from cases.queries.confidential import PROPERTY_TODOS, sees_property
from cases.queries.worklist import urgency_of
from cases.verbs import Verb, role_may
from jianli_mediation.core import clock, saved_views
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import User
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.roles import READ_EVERY_CASE
from jianli_mediation.kernel.workdays import Calendar

from .worklist import views_of

SORTED = {"received_at": "received", "amount": "amount"}


@staff()
@require_GET
def find(request: StaffRequest) -> HttpResponse:
    """The list of cases. One exact hit of the search box goes straight to the case."""
    if "view" in request.GET:
        return _open_view(request)
    today, calendar = clock.today(), load_calendar()
    form = SearchForm(request.GET)
    form.is_valid()
    cases = search.find_cases(request.user, form.filters(), today)
    hit = search.only_exact(cases, form.cleaned_data.get("q", "")) if form.asks_only_for_text() else None
    if hit is not None:
        return redirect("cases:case", pk=hit.pk)
    context = {
        "form": form,
        "sees_all": request.user.role in READ_EVERY_CASE,
        "may_issue": role_may(request.user.role, Verb.ISSUE_PAPER),
        "may_file": role_may(request.user.role, Verb.FILE),
        **_list(request, form, cases, today, calendar),
        **views_of(request, "search"),
    }
    return render(request, "cases/search.html", context)


def _open_view(request: StaffRequest) -> HttpResponse:
    wanted = request.GET["view"]
    view = saved_views.of(request.user, "search").filter(pk=wanted if wanted.isdigit() else 0).first()
    return redirect(f"{reverse('cases:search')}?{view.query}" if view else "cases:search")


def _list(
    request: StaffRequest, form: SearchForm, cases: QuerySet[Case], today: date, calendar: Calendar
) -> dict[str, Any]:
    ordering = form.cleaned_data.get("ordering") or search.DEFAULT_ORDERING
    try:
        page = search.page_of(search.for_list(cases), ordering=ordering, cursor=request.GET.get("c"))
    except ValueError as problem:
        raise Invisible("这一页的地址不完整，请重新查找。") from problem
    count, more = search.capped_count(cases)
    return {
        "rows": [_row(case, request.user, today, calendar) for case in page.rows],
        "calendar": calendar,
        "how_many": f"{count:,} 件以上" if more else f"{count:,} 件",
        "heads": {name: _head(request, name, ordering) for name in SORTED},
        "pager": Pager(
            _pager_text(count, more, len(page.rows)), _turn(request, page.previous), _turn(request, page.next)
        ),
    }


def _row(case: Case, user: User, today: date, calendar: Calendar) -> dict[str, Any]:
    """A case in the list: its mediator, and the next thing that is due, what is to be seen already before the rest."""
    attempt = case.attempt
    seen = sees_property(user)
    todo = min(
        (row for row in case.todos.all() if seen or row.code not in PROPERTY_TODOS),
        key=lambda todo: (todo.show_from > today, todo.waiting, todo.due_on, todo.pk),
        default=None,
    )
    return {
        "case": case,
        "url": reverse("cases:case", args=[case.pk]),
        "mediator": attempt.mediator.user.name if attempt and attempt.mediator else "",
        "todo": todo,
        "due": urgency_of(todo, today, calendar) if todo else None,
    }


def _pager_text(count: int, more: bool, shown: int) -> str:
    every = f"共 {count:,} 件以上" if more else f"共 {count:,} 件"
    return f"本页 {shown} 件，{every}"


def _turn(request: StaffRequest, cursor: str | None) -> str:
    return f"?{urlencode({**request.GET.dict(), 'c': cursor})}" if cursor else ""


def _head(request: StaffRequest, name: str, ordering: str) -> dict[str, str]:
    """A column one can sort by: how it is sorted now, and the address that turns it round."""
    now = {name: "ascending", f"-{name}": "descending"}.get(ordering, "none")
    wanted = name if ordering == f"-{name}" else f"-{name}"
    kept = {key: value for key, value in request.GET.dict().items() if key not in ("c", "ordering")}
    return {"sort": now, "url": f"?{urlencode({**kept, 'ordering': wanted})}"}
