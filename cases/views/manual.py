"""规则手册: the rules, parameters, states and powers as the program holds them today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.queries.manual import manual
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff


@staff()
@require_GET
def book(request: StaffRequest) -> HttpResponse:
    """The whole book on one page, to read and to print."""
    return render(request, "cases/reference/manual.html", {"book": manual(clock.today())})
