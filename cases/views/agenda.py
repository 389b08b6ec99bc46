"""会商日程: the week and the day, of a mediator, of a room, of the whole court; the day prints as 今日会商一览."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.forms.agenda import AgendaForm
from cases.queries import agenda
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar
from mediators.models import Mediator, Room


@dataclass(frozen=True)
class Asked:
    """What was asked for: the day, and whose appointments."""

    form: AgendaForm
    on: date
    who: str
    title: str
    mediator: Mediator | None
    room: Room | None

    def url(self, name: str, on: date | None = None) -> str:
        query = {"on": f"{on or self.on:%Y-%m-%d}", **({"who": self.who} if self.who else {})}
        return f"{reverse(name)}?{urlencode(query)}"


def asked(request: StaffRequest) -> Asked:
    """What the address asks for; a day or a name that cannot be read is left out and told at its field."""
    form = AgendaForm(request.user, request.GET)
    form.is_valid()
    on = form.cleaned_data.get("on") or clock.today()
    who = form.cleaned_data.get("who") or ""
    room = form.rooms.get(who)
    mediator = form.mediators.get(who)
    if request.user.is_mediator and room is None:
        mediator = Mediator.objects.select_related("user").filter(user=request.user).first()
    title = str(room or mediator or "全院")
    return Asked(form, on, who, title, mediator, room)


def _context(request: StaffRequest, found: Asked, first: date, last: date) -> dict[str, Any]:
    calendar = load_calendar()
    nobody = request.user.is_mediator and found.mediator is None and found.room is None
    rows = [] if nobody else agenda.entries(request.user, first, last, mediator=found.mediator, room=found.room)
    return {
        "asked": found,
        "form": found.form,
        "calendar": calendar,
        "today": clock.today(),
        "days": agenda.days(first, last, rows, calendar),
        "count": len(rows),
        "more": len(rows) == agenda.MOST_SHOWN,
        "with_mediator": found.mediator is None,
        "with_room": found.room is None,
    }


@staff(*agenda.READERS)
@require_GET
def week(request: StaffRequest) -> HttpResponse:
    """Monday to Friday, and a rest day when something is on."""
    found = asked(request)
    monday, sunday = agenda.week_of(found.on)
    context = {
        **_context(request, found, monday, sunday),
        "first": monday,
        "last": sunday,
        "previous_url": found.url("cases:agenda", monday - agenda.WEEK),
        "next_url": found.url("cases:agenda", monday + agenda.WEEK),
        "this_url": found.url("cases:agenda", clock.today()),
        "day_url": found.url("cases:agenda_day", clock.today()),
    }
    return render(request, "cases/agenda/week.html", context)


@staff(*agenda.READERS)
@require_GET
def day(request: StaffRequest) -> HttpResponse:
    """One day, to be looked at and to be printed."""
    found = asked(request)
    context = {
        **_context(request, found, found.on, found.on),
        "previous_url": found.url("cases:agenda_day", found.on - agenda.ONE_DAY),
        "next_url": found.url("cases:agenda_day", found.on + agenda.ONE_DAY),
        "this_url": found.url("cases:agenda_day", clock.today()),
        "week_url": found.url("cases:agenda"),
    }
    return render(request, "cases/agenda/day.html", context)
