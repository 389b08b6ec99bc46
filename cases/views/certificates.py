"""自动履行证明登记簿 as a page."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.queries.certificates import register
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.roles import Role

READERS = (Role.WINDOW, Role.FILING, Role.CLERK, Role.HEAD, Role.DIRECTOR)
FIRST_YEAR = 2000


@staff(*READERS)
@require_GET
def certificates(request: StaffRequest) -> HttpResponse:
    """One year, newest first."""
    this_year = clock.today().year
    year = _whole(request.GET.get("year", ""), this_year)
    year = year if FIRST_YEAR <= year <= this_year else this_year
    entries, older = register(year, _whole(request.GET.get("older", ""), 0))
    turn = f"?{urlencode({'year': year, 'older': older})}" if older else ""
    context = {
        "rows": entries,
        "year": year,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < this_year else None,
        "pager": Pager(f"本页 {len(entries)} 份，新的在前", f"?year={year}" if "older" in request.GET else "", turn),
    }
    return render(request, "cases/certificates.html", context)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else otherwise
