"""扫描件 as pages: several kept at once, opened or downloaded, declared void."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import attachments
from cases.actions.acting import Actor, Forbidden, NotVisible, right_to_act
from cases.forms.attachments import ScanForm, ScanRows, scan_rows
from cases.forms.papers import VoidForm
from cases.queries.attachments import attachments_of
from cases.queries.casefile import CaseFile
from cases.verbs import VERBS, Verb
from documents.models import Attachment
from jianli_mediation.core import clock
from jianli_mediation.core.access import NOT_THERE, Invisible, StaffRequest, staff, visible_or_404
from jianli_mediation.core.submission import once
from jianli_mediation.core.uploads import size_limit_words
from jianli_mediation.kernel.refusal import Refused

from .acting import file_or_404
from .damaged import genuine

NO_SCAN = "没有这份扫描件，或者您看不到它。"
# Chromium shows a PDF by a viewer of its own, which a sandbox would lock out; scripts of the file run in neither.
SHUT = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
SANDBOX = f"{SHUT}; style-src 'unsafe-inline'; sandbox"
SHOWN_BY_BROWSERS = ("pdf", "jpg", "png")


@staff()
@require_http_methods(["GET", "POST"])
def attach(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep one scan or several. What is kept stays kept; what is refused stays on the page with its reason."""
    file = file_or_404(request, pk)
    try:
        right_to_act(file.case, Verb.ATTACH, request.user)
    except Forbidden as barred:
        raise PermissionDenied(f"{barred.message}。") from barred
    rows = scan_rows(request, file)
    if not rows.is_bound:
        return _page(request, file, rows, status=200 if request.method == "GET" else 400)
    rows.is_valid()
    with once(request) as turn:
        if turn.first:
            kept = [_keep(request, pk, form) for form in rows.wanted if form.is_valid()]
            turn.result_url = _result(request, pk, rows, [row for row in kept if row])
    return redirect(turn.result_url) if turn.result_url else _page(request, file, rows, status=400)


def _keep(request: StaffRequest, pk: int, form: ScanForm) -> Attachment | None:
    try:
        row = attachments.attach(by=Actor(request.user), now=clock.now(), case_id=pk, given=form.given())
    except NotVisible as gone:  # taken from her while the files came in
        raise Invisible(NOT_THERE) from gone
    except Forbidden as barred:
        raise PermissionDenied(f"{barred.message}。") from barred
    except Refused as refused:
        form.take(refused.blockers)
        return None
    form.kept = True
    return row


def _result(request: StaffRequest, pk: int, rows: ScanRows, kept: list[Attachment]) -> str:
    """Where to go when all went well; nothing while a row is left to mend."""
    left = [form for form in rows.wanted if not form.kept]
    if not rows.wanted:
        rows.forms[0].add_error("file", "请选文件。")
    if kept:
        names = "、".join(f"“{row.title}”" for row in kept)
        more = f"还有 {len(left)} 件没有收，改了再收；收好的不用再选。" if left else ""
        messages.success(request, f"已收存 {len(kept)} 件：{names}。{more}")
    return f"{reverse('cases:papers', args=[pk])}#scans" if kept and not left else ""


def _page(request: StaffRequest, file: CaseFile, rows: ScanRows, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "case": file.case,
        "file": file,
        "rows": rows,
        "title": VERBS[Verb.ATTACH].label,
        "button": "收存这些文件",
        "back_url": reverse("cases:papers", args=[file.case.pk]),
        "back_label": "先不收",
        "multipart": True,
        "problems": rows.problems,
        "first_problem": rows.first_problem,
        "size_limit": size_limit_words(),
    }
    return render(request, "cases/casepage/attach.html", context, status=status)


@staff()
@require_GET
@genuine
def scan(request: StaffRequest, pk: int, attachment_id: int) -> HttpResponse:
    """One scan, to look at or (``?download``) to keep. Each opening is left in the trail."""
    try:
        row, content = attachments.open_attachment(
            by=Actor(request.user), now=clock.now(), case_id=pk, attachment_id=attachment_id
        )
    except NotVisible as gone:
        raise Invisible(NO_SCAN) from gone
    inline = row.suffix in SHOWN_BY_BROWSERS and "download" not in request.GET
    answer = HttpResponse(content, content_type=row.media_type)
    name = f"{row.title}.{row.suffix}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=not inline, filename=name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SHUT if inline and row.suffix == "pdf" else SANDBOX
    answer["Cache-Control"] = "private, no-store"
    return answer


@staff()
@require_http_methods(["GET", "POST"])
def void(request: StaffRequest, pk: int, attachment_id: int) -> HttpResponse:
    """Declare a scan void, with a reason."""
    file = file_or_404(request, pk)
    row = visible_or_404(attachments_of(request.user, pk), NO_SCAN, pk=attachment_id)
    form = VoidForm(request.POST or None)
    context = {"case": file.case, "row": row, "form": form, "blockers": ()}
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            attachments.void_attachment(
                by=Actor(request.user), now=clock.now(), case_id=pk, attachment_id=attachment_id, reason=reason
            )
        except Forbidden as barred:
            raise PermissionDenied(f"{barred.message}。") from barred
        except Refused as refusal:
            page = {**context, "blockers": refusal.blockers}
            return render(request, "cases/casepage/void_attachment.html", page, status=409)
        messages.success(request, f"“{row.title}”已作废。")
        return redirect(f"{reverse('cases:papers', args=[pk])}#scans")
    return render(request, "cases/casepage/void_attachment.html", context, status=400 if form.errors else 200)
