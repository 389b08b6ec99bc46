"""月报: its files. The frozen report, a draft of one that is not frozen, the workbook."""

from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.actions import report_files as acts
from cases.actions.acting import Actor, Forbidden
from cases.papers.workbook import XLSX
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.kernel.refusal import Refused

from .damaged import NOT_GENUINE
from .reports import READERS, month_or_404, version_asked

PDF = "application/pdf"


@staff(*READERS)
@require_GET
def pdf(request: StaffRequest, month: str) -> HttpResponse:
    """The report of a frozen month."""
    period = month_or_404(month)
    try:
        row, content = acts.print_month(
            by=Actor(request.user), now=clock.now(), month=period, version=version_asked(request)
        )
    except Refused as refusal:
        raise Invisible(f"{refusal.blockers[0].message}。") from refusal
    except NOT_GENUINE as problem:
        return render(request, "cases/reports/damaged.html", {"reason": str(problem), "period": period}, status=500)
    return _shown(content, f"执前和解月报-{period.key}-第{row.version}版.pdf")


@staff(*READERS)
@require_GET
def draft(request: StaffRequest, month: str) -> HttpResponse:
    """The report of a month that is not frozen, with the figures as they stand now, marked 草稿."""
    period = month_or_404(month)
    try:
        content = acts.draft_month(by=Actor(request.user), now=clock.now(), month=period)
    except Refused as refusal:
        raise Invisible(f"{refusal.blockers[0].message}。") from refusal
    return _shown(content, f"执前和解月报-{period.key}-草稿.pdf")


def _shown(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return answer


@staff(*READERS)
@require_GET
def excel(request: StaffRequest, month: str) -> HttpResponse:
    """The same figures as a workbook."""
    period, version = month_or_404(month), version_asked(request)
    try:
        book = acts.export_month(by=Actor(request.user), now=clock.now(), month=period, version=version)
    except Refused as refusal:
        raise Invisible(f"{refusal.blockers[0].message}。") from refusal
    except Forbidden as barred:
        raise PermissionDenied(f"{barred.message}。") from barred
    answer = HttpResponse(book.content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(book.name)}"
    return answer
