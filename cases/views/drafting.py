"""A paper before it is issued: its page, what is typed kept and shown as it will print, thrown away again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases.actions import papers
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.forms.papers import IssueForm
from cases.papers.masks import with_masks
from cases.queries.casefile import CaseFile
from cases.verbs import Verb
from documents.archive import unprintable_blockers
from documents.contexts import facts
from documents.render import Meta, html_preview, print_paper
from jianli_mediation.core import clock
from jianli_mediation.core.access import NOT_THERE, Invisible, StaffRequest, staff
from jianli_mediation.core.templatetags.court import clock_time
from jianli_mediation.kernel.refusal import Refused

from .acting import file_or_404
from .casesteps import open_act

# Where a fact that papers need is filled in: the word of ``facts.Must.at`` and the act whose page takes it.
PLACES: dict[str, Verb] = {
    "party": Verb.AMEND_PARTY,
    "account": Verb.AMEND_PARTY,
    "agent": Verb.RECORD_AGENT,
    "preservation": Verb.RECORD_PRESERVATION,
    "session": Verb.LOG_SESSION,
    "agreement": Verb.AMEND,
    "payment": Verb.RECORD_PAYMENT,
    "service": Verb.RECORD_SERVICE,
    "mediator": Verb.ASSIGN,
}


@dataclass(frozen=True)
class Gap:
    """A fact that is still missing, and where it is filled in; no address where this person cannot fill it in."""

    label: str
    url: str


def drafted(file: CaseFile, form: IssueForm) -> dict[str, Any]:
    """What the page shows of the paper as it stands: its text, what is missing, which characters cannot be printed."""
    chosen = form.chosen
    if chosen is None:
        return {"paper": None}
    paper = form.as_typed()
    gaps = [Gap(gap.label, _place(file, gap.at)) for gap in facts.missing(paper)]
    odd = unprintable_blockers(paper)
    return {
        "paper": html_preview(chosen.kind, with_masks(paper)),
        "kind": chosen.kind,
        "kind_title": chosen.kind.title_for(filed=paper.filed, variant=getattr(paper, "variant", "")),
        "gaps": gaps,
        "unprintable": odd,
        "lacking": len(gaps) + len(odd),
        "blockers_now": form.blockers(),
        "kept": chosen.draft,
        "about": chosen.subject,
        "form": form,
        "others": [each for each in form.subjects if each != chosen.subject],
    }


def _place(file: CaseFile, at: str) -> str:
    if at == facts.DRAFT:
        return "#draft"
    if at == "setting":
        return reverse("cases:settings")
    return open_act(file, PLACES[at]) if at in PLACES else ""


@staff()
@require_POST
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """The paper as it stands, from the form as it is typed. Nothing is stored."""
    form = IssueForm(request.POST, file=file_or_404(request, pk))
    form.quiet()
    shown = drafted(form.file, form)
    if shown["paper"] is None:
        return HttpResponse("没有选定文书。", status=400, content_type="text/plain; charset=utf-8")
    return render(request, "cases/papers/live.html", {"case": form.file.case, **shown})


@staff()
@require_POST
def keep(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep what the form holds as the case's draft of this paper."""
    form = IssueForm(request.POST, file=file_or_404(request, pk))
    if form.chosen is None:
        return JsonResponse({"detail": "没有这份文书，写的还在这一页。"}, status=400)
    now = clock.now()
    try:
        papers.keep_draft(
            by=Actor(request.user),
            now=now,
            case_id=pk,
            form=form.chosen.kind.code,
            subject=form.chosen.subject.key,
            fills=form.written(),
            seen=_moment(request.POST.get("seen", "")),
        )
    except NotVisible as gone:
        raise Invisible(NOT_THERE) from gone
    except Refused as refusal:
        return JsonResponse({"detail": f"没有保存。{refusal.blockers[0].message}。"}, status=409)
    except InvalidInput as wrong:
        said = "；".join(text for texts in wrong.errors.values() for text in texts)
        return JsonResponse({"detail": f"没有保存。{said}。"}, status=400)
    except Forbidden as barred:
        return JsonResponse({"detail": f"没有保存。{barred.message}。"}, status=400)
    return JsonResponse({"saved": clock_time(now)})


@staff()
@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    form, _, subject = request.POST.get("paper", "").partition(":")
    file_or_404(request, pk)
    papers.discard_draft(by=Actor(request.user), case_id=pk, form=form, subject=subject)
    return redirect("cases:papers", pk=pk)


@staff()
@require_GET
def pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The draft as its pages will be, marked 草稿, without number or code, and with personal numbers masked."""
    file = file_or_404(request, pk)
    form = IssueForm.opened(file, request.GET.dict())
    if not open_act(file, Verb.ISSUE_PAPER):
        raise Invisible("这份文书的草稿由出文书的岗位看。")
    if form.chosen is None:
        return redirect("cases:papers", pk=pk)
    printed = print_paper(form.chosen.kind, with_masks(form.as_typed()), Meta(number="", draft=True))
    answer = HttpResponse(printed.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{form.chosen.kind.code}-draft.pdf"'
    return answer


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
