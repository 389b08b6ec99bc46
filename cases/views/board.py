"""The wall board: for people of the court who are signed in, and, by a signed address, for a screen that nobody sits at."""

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.queries.board import Board, month_so_far
from cases.stats.asked import Asked
from cases.stats.indicator import Figure
from cases.stats.indicators import BY_CODE
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, open_to_all, staff
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role

# Who may look, and so whose screens may. The address of a screen names who set it up and holds while she may look.
READERS = (Role.COMMAND_CENTRE, Role.HEAD, Role.DIRECTOR, Role.LEADERSHIP, Role.JUDGE, Role.CLERK)
SALT = "wall-board"
SCREEN_DAYS = 180
OF_THE_MONTH = ("m01", "m03", "m06", "m07", "m11", "m13")


@staff(*READERS)
@require_GET
def board(request: StaffRequest) -> HttpResponse:
    """The board, with the address to be opened on the screen."""
    token = signing.dumps(request.user.pk, salt=SALT)
    screen = request.build_absolute_uri(reverse("cases:screen", args=[token]))
    return _shown(request, {"screen": screen, "days": SCREEN_DAYS, "live_url": reverse("cases:board")})


@open_to_all
@require_GET
def screen(request: StaffRequest, token: str) -> HttpResponse:
    """The board on a screen without a person: as long as the address is fresh and who set it up may look herself."""
    try:
        owner = signing.loads(token, salt=SALT, max_age=SCREEN_DAYS * 86400)
    except signing.BadSignature as problem:
        raise Invisible("这个大屏地址不对，或者过期了。请从“大屏”里重新取一个。") from problem
    if not User.objects.filter(pk=owner, is_active=True, role__in=READERS).exists():
        raise Invisible("这个大屏地址不再有效。请从“大屏”里重新取一个。")
    return _shown(request, {"live_url": reverse("cases:screen", args=[token])})


def _shown(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    now = clock.now()
    seen = Board(now, load_calendar())
    template = "cases/board/live.html" if "HX-Request" in request.headers else "cases/board/board.html"
    return render(request, template, {"board": seen, "month": _month(seen), "now": now, **context})


def _month(seen: Board) -> list[Figure]:
    """The figures of the month up to today, by the definitions of the report."""
    reckoning = Reckoning(Asked(Period(*month_so_far(seen.today)), as_of=seen.today))
    return [reckoning.figure(BY_CODE[code]) for code in OF_THE_MONTH]
