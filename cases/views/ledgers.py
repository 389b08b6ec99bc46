"""批量导入 as pages: hand a ledger in, watch it being tried out, decide, watch it being filed."""

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions import ledgers as acts
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.forms.ledger import LedgerForm, RowsForm
from cases.models import LedgerImport, LedgerRow
from cases.models.ledger_import import ImportStage
from cases.papers import ledger_workbook
from cases.papers.ledger_columns import BASIS_NO
from cases.queries.ledgers import ledgers_for, progress_of, rows_of, sound_rows
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff, visible_or_404
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.submission import once
from jianli_mediation.kernel.refusal import Blocker, Refused

from .intake import FILERS
from .office import office_page

LATEST, ROWS_SHOWN = 20, 50
NOT_YOURS = "没有这一份，或者不是您导入的。"
UNDER_WAY = (ImportStage.CHECKING, ImportStage.FILING)
KINDS = (("bad", "有问题"), ("warned", "有提示"), ("sound", "可以登记"), ("filed", "已登记"), ("", "全部"))


@staff(*FILERS)
@require_http_methods(["GET", "POST"])
def ledgers(request: StaffRequest) -> HttpResponse:
    """Hand a ledger in; the ones handed in so far."""
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LedgerForm(*bound, request=request)
    made: list[LedgerImport] = []

    def act() -> str:
        given = form.cleaned_data
        by = Actor(request.user)
        made.append(acts.hand_in(by=by, now=clock.now(), handed=given["file"], again=given["again"]))
        return "台账已收下，正在试录。"

    told: dict[str, Any] = {
        "title": "批量导入",
        "button": "导入并试录",
        "back_label": "先不导入",
        "back_url": reverse("cases:new"),
        "multipart": True,
        "latest": [(ledger, progress_of(ledger)) for ledger in ledgers_for(request.user)[:LATEST]],
        "consequences": [
            "先逐行试录，不占案号、不留痕；有问题的行连同原因一次列出。",
            "试录以后再决定：整份一起登记，或者只登记没有问题的行。",
            "可以离开这一页，后台接着做。",
        ],
    }
    template = "cases/ledgers/list.html"
    return office_page(request, form, act, told, template=template, then=lambda: _address(made[0]))


def _address(ledger: LedgerImport) -> str:
    return reverse("cases:import", args=[ledger.pk])


@staff(*FILERS)
@require_GET
def template(request: StaffRequest) -> HttpResponse:
    """An empty ledger to be filled."""
    return _file(ledger_workbook.template(), "收案台账模板.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=ledger_workbook.XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@staff(*FILERS)
@require_http_methods(["GET", "POST"])
def ledger(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it has come, every row with its problems; POST files the rows that are chosen."""
    own = visible_or_404(ledgers_for(request.user), NOT_YOURS, pk=pk)
    form = RowsForm(request.POST if request.method == "POST" else None)
    blockers: tuple[Blocker, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, own, form)
        except Refused as refusal:
            blockers = refusal.blockers
        except InvalidInput as wrong:
            for text in wrong.errors["rows"]:
                form.add_error("lines" if form.cleaned_data["which"] == RowsForm.SOME else "which", f"{text}。")
    live = request.headers.get("HX-Request") == "true"
    context = {**_shown(request, own), "form": form, "blockers": blockers}
    name = "cases/ledgers/live.html" if live else "cases/ledgers/ledger.html"
    return render(request, name, context, status=409 if blockers else 400 if form.errors else 200)


def _decided(request: StaffRequest, own: LedgerImport, form: RowsForm) -> HttpResponse:
    try:
        with once(request) as turn:
            if turn.first:
                rows = form.wanted(list(sound_rows(own).values_list("line", flat=True)))
                acts.decide(by=Actor(request.user), now=clock.now(), ledger_id=own.pk, rows=rows)
                turn.result_url = _address(own)
    except NotVisible as gone:
        raise PermissionDenied("台账由导入的人自己决定登记。") from gone
    except Forbidden as barred:
        raise PermissionDenied(f"{barred.message}。") from barred
    return redirect(turn.result_url)


def _shown(request: StaffRequest, own: LedgerImport) -> dict[str, Any]:
    told = progress_of(own)
    asked = request.GET.get("show")
    which = asked if asked in dict(KINDS) else "bad" if told.bad else "filed" if told.filed else ""
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 7 else 0
    rows = list(rows_of(own, which).filter(line__gt=start)[: ROWS_SHOWN + 1])
    more, rows = len(rows) > ROWS_SHOWN, rows[:ROWS_SHOWN]
    counts = {"bad": told.bad, "warned": told.warned, "sound": told.sound, "filed": told.filed, "": told.total}
    under_way = own.stage in UNDER_WAY
    return {
        "ledger": own,
        "told": told,
        "under_way": under_way,
        "done": told.checked if own.stage == ImportStage.CHECKING else told.filed,
        "goal": told.total if own.stage == ImportStage.CHECKING else told.filed + told.waiting,
        "mine": own.made_by_id == request.user.pk,
        "ready": own.stage == ImportStage.CHECKED,
        "most_as_one": acts.MOST_AS_ONE,
        "kinds": [(code, title, counts[code], code == which) for code, title in KINDS],
        "rows": [] if under_way else [_row(row) for row in rows],
        "pager": _pager(which, counts[which], rows, first=not start, last=not more),
    }


def _pager(which: str, total: int, rows: list[LedgerRow], *, first: bool, last: bool) -> Pager:
    return Pager(
        f"本页 {len(rows)} 件，共 {total:,} 件",
        "" if first else f"?{urlencode({'show': which})}",
        "" if last else f"?{urlencode({'show': which, 'after': rows[-1].line})}",
    )


def _row(row: LedgerRow) -> dict[str, Any]:
    first = row.lines[0]["cells"]
    return {
        "row": row,
        "doc_no": first.get(BASIS_NO, ""),
        "people": " 与 ".join(filter(None, (first.get("申请人", ""), first.get("被申请人", "")))),
    }


@staff(*FILERS)
@require_POST
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """File no more of it."""
    try:
        with once(request) as turn:
            if turn.first:
                acts.drop(by=Actor(request.user), now=clock.now(), ledger_id=pk)
                messages.success(request, "没有登记的行已经放弃，不再保留。")
                turn.result_url = reverse("cases:import", args=[pk])
    except NotVisible as gone:
        raise Invisible(NOT_YOURS) from gone
    except Refused as refusal:
        messages.error(request, f"{refusal}。")
        return redirect("cases:import", pk=pk)
    return redirect(turn.result_url)


@staff(*FILERS)
@require_GET
def workbook(request: StaffRequest, pk: int) -> HttpResponse:
    """The rows that are not filed, with what is wrong with each, to be mended and handed in again."""
    try:
        own, rows = acts.take_workbook(by=Actor(request.user), now=clock.now(), ledger_id=pk)
    except NotVisible as gone:
        raise Invisible(NOT_YOURS) from gone
    return _file(ledger_workbook.returned(rows), f"台账第{own.pk}号-待改.xlsx")
