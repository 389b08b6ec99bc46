"""夜间核对: what ran last night, for how long, on how many rows, and what it found."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.actions.duties import DUTIES
from cases.models import DutyRun
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.core.roles import Role

READERS = (Role.HEAD, Role.DIRECTOR, Role.SYSADMIN)
NIGHTS = 14


@staff(*READERS)
@require_GET
def duties(request: StaffRequest) -> HttpResponse:
    """The newest run of each duty, with its rule; and how the nights before went."""
    recent = list(DutyRun.objects.order_by("-run_on", "-pk")[: NIGHTS * len(DUTIES)])
    newest: dict[str, DutyRun] = {}
    for run in recent:
        newest.setdefault(run.duty, run)
    nights: dict[object, list[DutyRun]] = {}
    for run in recent:
        nights.setdefault(run.run_on, []).append(run)
    context = {
        "rows": [(duty, newest.get(duty.code)) for duty in DUTIES],
        "nights": [
            (on, len(runs), sum(run.milliseconds for run in runs), sum(bool(run.problem) for run in runs))
            for on, runs in nights.items()
        ],
    }
    return render(request, "cases/duties.html", context)
