"""The bodies that send mediators, with what they charge, and the rooms for talks: lists and acts."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff, visible_or_404
from jianli_mediation.core.models import User
from mediators import actions, forms
from mediators.models import Mediator, Organisation, Room
from mediators.queries import lines, listed
from mediators.rules import READERS, READERS_OF_ALL, RosterAct, may
from mediators.trail import told

from .pages import GONE, About, Sheet, answer, at_version

STAFF, COURT = sorted(READERS), sorted(READERS_OF_ALL)
MOST_PEOPLE = 100
_ON_IT = Q(mediator__periods__until_on__isnull=True, mediator__periods__from_on__isnull=False)


@staff(*STAFF)
@require_GET
def organisations(request: StaffRequest) -> HttpResponse:
    """Every body, whether it charges and by which tariff, and how many people of it are on the roster."""
    rows = Organisation.objects.annotate(people=Count("mediator", filter=_ON_IT, distinct=True))
    context = {"rows": rows, "may_enter": may(request.user.role, RosterAct.NEW_ORGANISATION), "tab": "organisations"}
    return render(request, "mediators/organisations.html", context | _sees(request))


@staff(*STAFF)
@require_GET
def organisation(request: StaffRequest, pk: int) -> HttpResponse:
    """One body: its tariff, its people as far as one may see them, and what was changed."""
    row = visible_or_404(Organisation.objects.all(), GONE, pk=pk)
    mediators = listed().filter(organisation=row, pk__in=Mediator.objects.visible_to(request.user).values("pk"))
    story, _ = told(row)
    context = {
        "row": row,
        "lines": lines(mediators.order_by("roster_no", "user__name", "pk")[:MOST_PEOPLE], clock.today()),
        "story": story if request.user.role in READERS_OF_ALL else (),
        "may_amend": may(request.user.role, RosterAct.AMEND_ORGANISATION),
        "tab": "organisations",
    }
    return render(request, "mediators/organisation.html", context | _sees(request))


@staff(*COURT)
@require_GET
def rooms(request: StaffRequest) -> HttpResponse:
    """The rooms for talks: seats, whose they are, whether they are in use."""
    rows = Room.objects.order_by("-in_use", "name").prefetch_related("mediator_set__user", "mediator_set__periods")
    today = clock.today()
    shown = [(row, [each for each in row.mediator_set.all() if each.period_on(today)]) for row in rows]
    context = {
        "rows": shown,
        "may_enter": may(request.user.role, RosterAct.NEW_ROOM),
        "may_amend": may(request.user.role, RosterAct.AMEND_ROOM),
        "tab": "rooms",
    }
    return render(request, "mediators/rooms.html", context | _sees(request))


def _sees(request: StaffRequest) -> dict[str, bool]:
    return {"sees_rooms": request.user.role in READERS_OF_ALL}


def _new_organisation(user: User, now: datetime, about: About, form: Any) -> str:
    return f"已登记：{actions.new_organisation(by=user, now=now, organisation=Organisation(**form.cleaned_data))}。"


def _amend_organisation(user: User, now: datetime, about: About, form: Any) -> str:
    actions.amend_organisation(
        by=user, now=now, organisation_id=about.row.pk, changes=form.cleaned_data, version=about.given
    )
    return "组织登记已改。"


def _new_room(user: User, now: datetime, about: About, form: Any) -> str:
    return f"已登记：{actions.new_room(by=user, now=now, room=Room(**form.cleaned_data))}。"


def _amend_room(user: User, now: datetime, about: About, form: Any) -> str:
    actions.amend_room(by=user, now=now, room_id=about.row.pk, changes=form.cleaned_data, version=about.given)
    return "和解室已改。"


TARIFF = "是否收费、收费标准，和解前告诉当事人。"
NEW_ORGANISATION = Sheet(
    RosterAct.NEW_ORGANISATION,
    forms.OrganisationForm,
    _new_organisation,
    "先不登记",
    brings=("列入名册时可以选它。", TARIFF),
)
AMEND_ORGANISATION = Sheet(
    RosterAct.AMEND_ORGANISATION,
    forms.OrganisationForm,
    _amend_organisation,
    "不改",
    brings=(TARIFF, "改前改后是什么，留痕。"),
)
NEW_ROOM = Sheet(RosterAct.NEW_ROOM, forms.RoomForm, _new_room, "先不登记", brings=("约会商时可以选它。",))
AMEND_ROOM = Sheet(
    RosterAct.AMEND_ROOM, forms.AmendRoomForm, _amend_room, "不改", brings=("停用的不再供选，以前的记录不变。",)
)


@staff()
@require_http_methods(["GET", "POST"])
def new_organisation(request: StaffRequest) -> HttpResponse:
    """A body that is new."""
    return answer(request, NEW_ORGANISATION, About(None, "", reverse("mediators:organisations")))


@staff()
@require_http_methods(["GET", "POST"])
def amend_organisation(request: StaffRequest, pk: int) -> HttpResponse:
    """What is written of a body."""
    row = visible_or_404(Organisation.objects.all(), GONE, pk=pk)
    about = About(row, str(row), reverse("mediators:organisation", args=[pk]))
    return answer(request, AMEND_ORGANISATION, at_version(request, about))


@staff()
@require_http_methods(["GET", "POST"])
def new_room(request: StaffRequest) -> HttpResponse:
    """A room that is new."""
    return answer(request, NEW_ROOM, About(None, "", reverse("mediators:rooms")))


@staff()
@require_http_methods(["GET", "POST"])
def amend_room(request: StaffRequest, pk: int) -> HttpResponse:
    """Another entry for a room, or the end of its use."""
    row = visible_or_404(Room.objects.all(), GONE, pk=pk)
    return answer(request, AMEND_ROOM, at_version(request, About(row, str(row), reverse("mediators:rooms"))))
