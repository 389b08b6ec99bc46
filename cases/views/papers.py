"""文书 as pages: issue one, open or print its PDF, take it along to edit it, declare it void."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import certificates, papers
from cases.actions.acting import Actor, Forbidden, NotVisible
from cases.actions.volume import bind_volume
from cases.forms.papers import IssueForm, SealForm, VoidForm, WithdrawForm
from cases.guards.papers import VOLUME
from cases.queries.papers import papers_of
from cases.verbs import Verb
from documents.docx import DOCX
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff, visible_or_404
from jianli_mediation.kernel.refusal import Refused

from .acting import act_page, file_or_404
from .damaged import genuine
from .drafting import drafted

NO_VOLUME = "没有这一卷，或者您看不到它。"


@act_page(
    Verb.ISSUE_PAPER, IssueForm, template="cases/papers/draft.html", context=drafted, button="出这份文书", back="先不出"
)
def issue_paper(by: Actor, case_id: int, form: IssueForm) -> str:
    code, _, subject = form.cleaned_data["paper"].partition(":")
    paper = papers.issue_paper(
        by=by,
        now=clock.now(),
        case_id=case_id,
        form=code,
        subject=subject,
        fills=form.written(),
        at=form.acted_on,
    )
    return f"已出《{paper.title}》{paper.number}，第 {paper.version} 版。"


@act_page(
    Verb.WITHDRAW_CERTIFICATE,
    WithdrawForm,
    back="先不撤销",
    brings=lambda file: [
        "证明书作废，查验时显示“已撤销”和日期；文号不再用。",
        "依据它发出的信用修复函一并撤销，请另行告知收函的单位。",
        "再出证明书另编文号。",
    ],
)
def withdraw_certificate(by: Actor, case_id: int, form: WithdrawForm) -> str:
    typed = form.cleaned_data
    paper = certificates.withdraw_certificate(
        by=by,
        now=clock.now(),
        case_id=case_id,
        paper_id=int(typed["paper"]),
        reason=typed["reason"],
        proof=typed["proof"],
        at=form.acted_on,
    )
    return f"已撤销《{paper.title}》{paper.number}。"


@act_page(Verb.SEAL_PAPER, SealForm)
def seal_paper(by: Actor, case_id: int, form: SealForm) -> str:
    chosen = int(form.cleaned_data["paper"])
    paper = papers.seal_paper(by=by, now=clock.now(), case_id=case_id, paper_id=chosen, at=form.acted_on)
    return f"已登记《{paper.title}》{paper.number}用印。"


@staff()
@require_GET
@genuine
def pdf(request: StaffRequest, pk: int, paper_id: int) -> HttpResponse:
    """The PDF of an issued paper. Each time it is opened is counted and left in the trail."""
    try:
        paper, content = papers.print_paper(by=Actor(request.user), now=clock.now(), case_id=pk, paper_id=paper_id)
    except NotVisible as gone:
        raise Invisible("没有这份文书，或者您看不到它。") from gone
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{paper.form}-{paper.pk}.pdf"'
    return answer


@staff()
@require_GET
@genuine
def docx(request: StaffRequest, pk: int, paper_id: int) -> HttpResponse:
    """The paper to be edited in WPS. Each download is left in the trail."""
    try:
        paper, content = papers.export_docx(by=Actor(request.user), now=clock.now(), case_id=pk, paper_id=paper_id)
    except NotVisible as gone:
        raise Invisible("没有这份文书，或者您看不到它。") from gone
    answer = HttpResponse(content, content_type=DOCX)
    name = quote(f"{paper.title}{paper.number or paper.case_no}.docx")
    answer["Content-Disposition"] = f"attachment; filename=\"{paper.form}-{paper.pk}.docx\"; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "private, no-store"
    return answer


@staff()
@require_GET
@genuine
def volume(request: StaffRequest, pk: int, paper_id: int) -> HttpResponse:
    """The bound volume as one PDF; from another paper than D27 back to the list."""
    file_or_404(request, pk)
    if visible_or_404(papers_of(request.user, pk).defer("context"), NO_VOLUME, pk=paper_id).form != VOLUME:
        messages.error(request, "这份文书不是卷宗封面及目录，没有全卷。")
        return redirect("cases:papers", pk=pk)
    try:
        content = bind_volume(by=Actor(request.user), now=clock.now(), case_id=pk, paper_id=paper_id)
    except NotVisible as gone:
        raise Invisible(NO_VOLUME) from gone
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="volume-{pk}.pdf"'
    return answer


@staff()
@require_http_methods(["GET", "POST"])
def void(request: StaffRequest, pk: int, paper_id: int) -> HttpResponse:
    """Declare an issued paper void, with a reason."""
    file = file_or_404(request, pk)
    paper = visible_or_404(papers_of(request.user, pk), "没有这份文书，或者您看不到它。", pk=paper_id)
    form = VoidForm(request.POST or None)
    context = {"case": file.case, "paper": paper, "form": form, "blockers": ()}
    if request.method == "POST" and form.is_valid():
        try:
            papers.void_paper(
                by=Actor(request.user),
                now=clock.now(),
                case_id=pk,
                paper_id=paper_id,
                reason=form.cleaned_data["reason"],
            )
        except Forbidden as barred:
            raise PermissionDenied(f"{barred.message}。") from barred
        except Refused as refusal:
            return render(request, "cases/casepage/void.html", {**context, "blockers": refusal.blockers}, status=409)
        messages.success(request, f"《{paper.title}》第 {paper.version} 版已作废。")
        return redirect("cases:papers", pk=pk)
    return render(request, "cases/casepage/void.html", context, status=400 if form.errors else 200)
