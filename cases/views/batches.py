"""批量出文书 as pages: choose, start, watch, take the file."""

from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import batches
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.forms.batches import BatchForm, SelectForm
from cases.forms.search import SearchForm, filters_of
from cases.models import Case, PaperBatch
from cases.papers.bulk import MOST_CASES, candidates
from cases.queries import search
from cases.queries.batches import batches_of, numbered, progress_of
from cases.verbs import Verb, role_may
from documents.registry import FORMS
from jianli_mediation.core import clock
from jianli_mediation.core.access import NOT_THERE, Invisible, StaffRequest, staff, visible_or_404
from jianli_mediation.core.submission import once

KINDS = {"pdf": "application/pdf", "zip": "application/zip"}
LATEST = 20


@staff()
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """What could be made, each with its reasons; POST starts what is ticked."""
    if not role_may(request.user.role, Verb.ISSUE_PAPER):
        raise PermissionDenied("批量出文书由出文书的岗位办理。")
    chosen = SelectForm(request.GET if "form" in request.GET else None)
    context: dict[str, Any] = {"chosen": chosen, "carried": _carried(request), "most": MOST_CASES}
    if not chosen.is_bound or not chosen.is_valid():
        return render(request, "cases/papers/batch_new.html", {**context, "latest": _latest(request)})
    cases, unknown = _cases(request, chosen)
    rows = candidates(cases, chosen.cleaned_data["form"], clock.today())
    form = BatchForm(rows, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _started(request, chosen.cleaned_data["form"], form)
    context |= {
        "rows": rows, "unknown": unknown, "form": form, "title": FORMS[chosen.cleaned_data["form"]].title,
        "ticked": set(request.POST.getlist("wanted")) if form.is_bound else {row.key for row in rows if row.proposed},
    }  # fmt: skip
    return render(request, "cases/papers/batch_new.html", context, status=400 if form.errors else 200)


def _carried(request: StaffRequest) -> list[tuple[str, str]]:
    """The filters of the case list that came along."""
    own = SelectForm.base_fields
    return [pair for pair in parse_qsl(filters_of(request.GET)) if pair[0] not in own]


def _cases(request: StaffRequest, chosen: SelectForm) -> tuple[QuerySet[Case], list[str]]:
    if chosen.listed():
        return numbered(request.user, chosen.listed())
    filters = SearchForm(request.GET)
    filters.is_valid()
    return search.find_cases(request.user, filters.filters(), clock.today()), []


def _started(request: StaffRequest, code: str, form: BatchForm) -> HttpResponse:
    try:
        with once(request) as turn:
            if turn.first:
                batch = batches.start_batch(
                    by=Actor(request.user),
                    now=clock.now(),
                    form=code,
                    wanted=form.papers(),
                    output=form.cleaned_data["output"],
                )
                turn.result_url = reverse("cases:batch", args=[batch.pk])
    except NotVisible as gone:
        raise Invisible(NOT_THERE) from gone
    except Forbidden as barred:
        raise PermissionDenied(f"{barred.message}。") from barred
    except InvalidInput as wrong:
        messages.error(request, "；".join(text for texts in wrong.errors.values() for text in texts))
        return redirect("cases:new_batch")
    return redirect(turn.result_url)


def _latest(request: StaffRequest) -> list[dict[str, Any]]:
    return [_shown(batch) for batch in batches_of(request.user)[:LATEST]]


def _shown(batch: PaperBatch) -> dict[str, Any]:
    return {"batch": batch, "title": FORMS[batch.form].title, "progress": progress_of(batch)}


def _own(request: StaffRequest, pk: int) -> PaperBatch:
    return visible_or_404(batches_of(request.user), "没有这一批，或者不是您做的。", pk=pk)


@staff()
@require_GET
def batch(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it has come; the file when it is there, and every paper that was refused, with its reasons."""
    own = _own(request, pk)
    items = own.items.filter(case__in=Case.objects.visible_to(request.user)).select_related("case", "paper")
    context = {**_shown(own), "items": items}
    live = request.headers.get("HX-Request") == "true"
    return render(request, "cases/papers/batch_live.html" if live else "cases/papers/batch.html", context)


@staff()
@require_GET
def take(request: StaffRequest, pk: int) -> HttpResponse:
    """The bound file. Taking it counts as a print of each paper in it."""
    try:
        own, content = batches.take_batch(by=Actor(request.user), now=clock.now(), batch_id=pk)
    except NotVisible as gone:
        raise Invisible("没有这一批，或者还没有做好。") from gone
    answer = HttpResponse(content, content_type=KINDS[own.output])
    answer["Content-Disposition"] = f'inline; filename="{own.form}-{own.pk}.{own.output}"'
    return answer
