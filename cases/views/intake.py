"""收案登记: one page, filed in one act; its live parts; drafts."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from cases.actions.acting import Actor, InvalidInput
from cases.actions.intake import file_case
from cases.forms.filing_rows import grown
from cases.forms.filing_sheet import FilingSheet
from cases.forms.intake import CAUSES, OUR_COURT
from cases.queries.duplicates import Duplicates, duplicates
from cases.queries.filing_preview import FilingPreview, Typed
from cases.rules.casenumber import COURT_CODE, case_no_notice, parse_case_no
from cases.verbs import VERBS, Verb
from jianli_mediation.core import clock, drafts
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.submission import once
from jianli_mediation.kernel.refusal import Refused

DRAFT = "filing"
FILERS = sorted(VERBS[Verb.FILE].roles)
# A refusal that one field can mend is told at that field too.
AT_FIELD = {"received_in_future": "received_at", "not_effective": "effective_on"}


@staff(*FILERS)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """File a case: the empty page, the draft to go on with, or the one call."""
    now = clock.now()
    if request.method == "GET":
        return _opened(request, now)
    if "draft" in request.POST:
        drafts.save(request.user, DRAFT, "new", request.POST, now)
        messages.success(request, "草稿已存。收件时间照旧，回来接着登记。")
        return redirect("cases:home")
    if "add" in request.POST:
        sheet = FilingSheet(grown(request.POST, request.POST["add"]), now=now)
        sheet.quiet()
        return _page(request, sheet)
    sheet = FilingSheet(request.POST, now=now)
    if not sheet.is_valid() or "check" in request.POST:
        return _page(request, sheet, status=400 if sheet.problems else 200)
    return _filed(request, sheet, now)


def _opened(request: StaffRequest, now: datetime) -> HttpResponse:
    kept = drafts.load(request.user, DRAFT)
    sheet = FilingSheet(kept.data if kept else None, now=now)
    if kept:
        sheet.quiet()
    return _page(request, sheet, draft_saved_at=kept.saved_at if kept else None)


def _filed(request: StaffRequest, sheet: FilingSheet, now: datetime) -> HttpResponse:
    """The act. Whatever it finds wrong is shown with all that was typed; a second click finds the first result."""
    try:
        with once(request) as turn:
            if turn.first:
                case = file_case(by=Actor(request.user), now=now, filing=sheet.filing())
                turn.result_url = reverse("cases:case", args=[case.pk])
                drafts.discard(request.user, DRAFT)
                messages.success(request, format_html("<b>已登记。</b>案号{}。", case.case_no))
        return redirect(turn.result_url)
    except InvalidInput as wrong:
        sheet.place(wrong.errors)
        return _page(request, sheet, status=400)
    except Refused as refusal:
        for blocker in refusal.blockers:
            if blocker.code in AT_FIELD:
                sheet.main.add_error(AT_FIELD[blocker.code], f"{blocker.message}。")
        return _page(request, sheet, status=409, blockers=refusal.blockers)


@staff(*FILERS)
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """The live parts for what is typed so far. The server does the arithmetic; nothing is stored."""
    sheet = FilingSheet(request.POST, now=clock.now())
    sheet.check_shape()
    return render(request, "cases/intake/live.html", {"sheet": sheet, "oob": True, **_live(request, sheet)})


def _page(request: StaffRequest, sheet: FilingSheet, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "sheet": sheet,
        "main": sheet.main,
        "causes": CAUSES,
        "problems": sheet.problems if sheet.data is not None else 0,
        "first_problem": sheet.first_problem if sheet.data is not None else "",
        "whole_errors": sheet.whole_errors if sheet.data is not None else [],
        "oob": False,
        "autofocus": "" if sheet.data is not None and sheet.problems else "autofocus",
        "draft_saved_at": None,
        "blockers": (),
        **_live(request, sheet),
        **more,
    }
    return render(request, "cases/intake/new.html", context, status=status)


def _live(request: StaffRequest, sheet: FilingSheet) -> dict[str, Any]:
    """What the live parts show: dates, checks, totals, what the register knows, what filing will lead to."""
    calendar = load_calendar()
    blank = sheet.data is None
    typed = Typed(received_on=clock.local_date(sheet.now)) if blank else sheet.typed
    doc_no = "" if blank else sheet.main.cleaned_data.get("doc_no", "")
    return {
        "preview": FilingPreview(typed, calendar),
        "doc_no": _about_number(sheet, doc_no) if doc_no else None,
        "identities": {} if blank else sheet.identities,
        "found": Duplicates() if blank else duplicates(request.user, doc_no, sheet.people),
        "calendar": calendar,
    }


def _about_number(sheet: FilingSheet, doc_no: str) -> dict[str, str]:
    """What a case number tells: our own, somebody else's, or none of a court's."""
    parsed = parse_case_no(doc_no)
    notice = case_no_notice(doc_no, clock.local_date(sheet.now))
    ours = parsed is not None and parsed.court == COURT_CODE
    if parsed and not ours and sheet.main.cleaned_data.get("issuer") == OUR_COURT:
        notice = f"案号是{parsed.court}的，不是本院的，请核对作出机关。"
    return {"normal": doc_no, "good": "本院案件" if ours and not notice else "", "warn": notice}
