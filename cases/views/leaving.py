"""离册改派: one page on which every case of somebody who leaves finds other hands, an act each."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.actions import assignment
from cases.actions.acting import Actor
from cases.actions.groups import Outcome, each_case
from cases.forms.groups import DRAW
from cases.forms.leaving import SuccessorForm
from cases.models import Case
from cases.queries.leaving import MOST_AT_ONCE, kept_by, standing_of
from cases.verbs import Verb, role_may
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff
from mediators.models import Mediator
from mediators.rules import RosterAct, may
from mediators.views.pages import person

from .assignment import said
from .groupacts import turn_by_turn


@staff()
@require_http_methods(["GET", "POST"])
def leaving(request: StaffRequest, pk: int) -> HttpResponse:
    """Her open cases, who is asked to go on with each, and the way out once none is left."""
    row = person(request, pk)
    if not (role_may(request.user.role, Verb.ASSIGN) and may(request.user.role, RosterAct.LEAVE)):
        raise PermissionDenied("改派和离册由中心负责人、执行局长办理。")
    cases = kept_by(request.user, row)
    form = _form(row, list(cases[:MOST_AT_ONCE]), request.POST or None)
    found: list[Outcome] = []
    if request.method == "POST" and form.is_valid():
        found = each_case(form.chosen(), turn_by_turn(request, _hand_on(request, form)))
        form = _form(row, list(kept_by(request.user, row)[:MOST_AT_ONCE]), None)
    context = {**_progress(request, row, form), "found": found, "done": sum(each.done for each in found)}
    return render(request, "cases/roster/leaving.html", context, status=400 if form.errors else 200)


def _form(row: Mediator, cases: list[Case], data: Any) -> SuccessorForm:
    open_ones = [str(case.pk) for case in cases if not standing_of(case, row).successor]
    return SuccessorForm(row, cases, data, initial={"cases": open_ones, "reason": f"{row}离册"})


def _hand_on(request: StaffRequest, form: SuccessorForm) -> Callable[[Case], str]:
    typed = form.cleaned_data
    by_lot = typed["successor"] == DRAW

    def hand_on(case: Case) -> str:
        return said(
            assignment.assign(
                by=Actor(request.user),
                now=clock.now(),
                case_id=case.pk,
                mediator_id=None if by_lot else int(typed["successor"]),
                draw=by_lot,
                reason=typed["reason"],
                taken_on=typed["taken_on"],
            )
        )

    return hand_on


def _progress(request: StaffRequest, row: Mediator, form: SuccessorForm) -> dict[str, Any]:
    rows = [standing_of(case, row) for case in form.rows.values()]
    boxes = form.boxes
    today = clock.today()
    away = row.absence_on(today)
    return {
        "row": row,
        "form": form,
        "rows": [(each, boxes[str(each.case.pk)]) for each in rows],
        "total": kept_by(request.user, row).count(),
        "waiting": sum(bool(each.successor) for each in rows),
        "today": today,
        "staying": row.period_on(today) is not None,
        "suspend_url": "" if away is not None else reverse("mediators:suspend", args=[row.pk]),
        "leave_url": reverse("cases:leave", args=[row.pk]),
        "back_url": reverse("cases:mediator", args=[row.pk]),
    }
