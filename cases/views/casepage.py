"""The pages of one case: 总览, 会商, 协议, 文书, 财产线索, 留痕. The ledger stands with 履行."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.actions.reveal import FIELDS
from cases.models import Agreement, Party, Preservation, PropertyClue, Session
from cases.queries import reveals
from cases.queries.casefile import CaseFile
from cases.queries.draws import counting, sees_reasons, why
from cases.queries.groups import suggestion
from cases.queries.guidance import comments
from cases.queries.offers import missed, side_by_side
from cases.queries.timeline import Told, entries, told
from cases.queries.worklist import todos_for
from cases.rules.identity import mask_account, mask_address, mask_id, mask_phone
from cases.states import State
from cases.verbs import VERBS, Verb
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff

from .acting import file_or_404
from .casedeadlines import deadline_rows
from .casehead import head_of
from .casesteps import at_any_time, beside, open_act, steps
from .moneyrows import instalment_rows
from .papertab import papers_of
from .talkrows import talk_rows

LATEST = 6
TRAIL_PAGE = 50
MOST_IN_LIST = 500
RECORDS = (Verb.RECORD_CLUE, Verb.RECORD_PRESERVATION, Verb.LIFT_PRESERVATION)


def plan_totals(file: CaseFile) -> dict[str, Decimal]:
    """The last line of the table of instalments, in yuan."""
    rows = file.instalments
    return {
        "due": sum((row.amount for row in rows), Decimal(0)),
        "paid": sum((row.paid for row in rows), Decimal(0)),
        "left": sum((row.left for row in rows), Decimal(0)),
        "pending": file.paid - file.confirmed,
    }


@dataclass(frozen=True)
class Around:
    """Where the case stands in the list one came from, and the ones before and after it."""

    text: str
    before: str
    after: str


def around(file: CaseFile) -> Around | None:
    """The neighbours of the case in 我的工作."""
    rows = todos_for(file.user, file.today).values_list("case_id", flat=True)[:MOST_IN_LIST]
    found = list(dict.fromkeys(rows))
    if file.case.pk not in found:
        return None
    place = found.index(file.case.pk)
    before, after = found[place - 1 : place] if place else [], found[place + 1 : place + 2]
    return Around(f"第 {place + 1} 件，共 {len(found)} 件", *(_in_work(pk) for pk in (before, after)))


def _in_work(pk: list[int]) -> str:
    return f"{reverse('cases:case', args=pk)}?in=work" if pk else ""


@staff()
@require_GET
def overview(request: StaffRequest, pk: int) -> HttpResponse:
    """Who, how far, what is owed, what next, in five seconds."""
    file = file_or_404(request, pk)
    story: list[Told] = told(file, entries(file)[:LATEST])
    context = {
        **head_of(file, "case"),
        "around": around(file) if request.GET.get("in") == "work" else None,
        "steps": steps(file),
        "beside": at_any_time(file),
        "stalled": file.stalled_signs,
        "review_url": open_act(file, Verb.REVIEW_TALKS) if file.stalled_signs else "",
        "comments": comments(file.user, file.case),
        **_assigned(file),
        "related": suggestion(file.user, file.case) if open_act(file, Verb.LINK) else None,
        "instalments": instalment_rows(file.instalments, file.today),
        "deadlines": deadline_rows(file),
        "people": people(file),
        "story": story,
        "papers": papers_of(file)[:LATEST],
        "issue_url": open_act(file, Verb.ISSUE_PAPER),
        "plan": plan_totals(file),
        "reveals_this_week": reveals.this_week(request.user, clock.now()),
    }
    return render(request, "cases/casepage/overview.html", context)


def _assigned(file: CaseFile) -> dict[str, Any]:
    """To whom the case is given while the talks last, and why it is she."""
    row = counting(file.case) if file.case.state == State.MEDIATION else None
    return {"assigned": row, "assigned_why": why(row, reasons=sees_reasons(file.user))}


@dataclass(frozen=True)
class Masked:
    """A number that is shown only for a reason: its mask, and where the reason is given."""

    value: str
    url: str
    element_id: str
    label: str


def people(file: CaseFile) -> list[dict[str, Any]]:
    """The parties with their agents, and every number masked."""
    return [
        {"party": party, "agents": list(party.agents.all()), **_numbers(file, party)}
        for party in file.case.parties.all()
    ]


def _numbers(file: CaseFile, party: Party) -> dict[str, Masked | None]:
    masks: dict[str, Callable[[str], str]] = {
        "id_number": mask_id,
        "phone": mask_phone,
        "address": mask_address,
        "account_no": mask_account,
    }
    found: dict[str, Masked | None] = {}
    for name, mask in masks.items():
        whole = getattr(party, name)
        url = reverse("cases:reveal", args=[file.case.pk, party.pk, name]) if file.may(Verb.REVEAL) else ""
        label = f"{party.name}的{FIELDS[name]}"
        found[name] = Masked(mask(whole), url, f"{name}-{party.pk}", label) if whole else None
    return found


@staff()
@require_GET
def sessions(request: StaffRequest, pk: int) -> HttpResponse:
    """Every session with what was offered; the confidential notes for those who may read them."""
    file = file_or_404(request, pk)
    rows = Session.objects.filter(attempt__case=file.case).select_related("entered_by", "corrects")
    if file.sees_notes:
        rows = rows.select_related("note")
    corrected = {row.corrects_id for row in rows}
    away = missed(file.case, rows)
    context = {
        **head_of(file, "sessions"),
        "sessions": [(row, side_by_side(file.case, row)) for row in rows],
        "missed": [(row.name, times) for row in file.case.parties.all() if (times := away[row.pk])],
        "corrected": corrected,
        "log_url": open_act(file, Verb.LOG_SESSION),
        "conclude_url": open_act(file, Verb.CONCLUDE),
        "issue_url": open_act(file, Verb.ISSUE_PAPER),
        "around": talk_rows(file),
    }
    return render(request, "cases/casepage/sessions.html", context)


@staff()
@require_GET
def agreements(request: StaffRequest, pk: int) -> HttpResponse:
    """Every version of the agreement, the one in force first."""
    file = file_or_404(request, pk)
    rows: QuerySet[Agreement] = (
        Agreement.objects.filter(case=file.case)
        .select_related("entered_by")
        .prefetch_related("instalments", "signatures__party", "signatures__agent", "guarantees__guarantor", "defaults")
        .order_by("-version")
    )
    verb = Verb.AMEND if file.case.agreement else Verb.CONCLUDE
    context = {
        **head_of(file, "agreements"),
        "agreements": list(rows),
        "act_url": open_act(file, verb),
        "act_label": VERBS[verb].label,
    }
    return render(request, "cases/casepage/agreements.html", context)


@staff()
@require_GET
def clues(request: StaffRequest, pk: int) -> HttpResponse:
    """Property: clues and preservation. Not for everybody who sees the case."""
    file = file_or_404(request, pk)
    if not file.sees_property:
        raise Invisible("财产线索只有承办人和查控岗能看。")
    context = {
        **head_of(file, "clues"),
        "clues": list(PropertyClue.objects.filter(case=file.case).select_related("entered_by")),
        "preservations": list(Preservation.objects.filter(case=file.case).select_related("entered_by")),
        "beside": beside(file, RECORDS),
    }
    return render(request, "cases/casepage/clues.html", context)


@staff()
@require_GET
def trail(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything that happened, newest first, a page at a time."""
    file = file_or_404(request, pk)
    before = request.GET.get("before", "")
    rows = entries(file)
    if before.isascii() and before.isdigit():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: TRAIL_PAGE + 1])
    story = told(file, found[:TRAIL_PAGE])
    older = story[-1].id if len(found) > TRAIL_PAGE else None
    return render(request, "cases/casepage/trail.html", {**head_of(file, "trail"), "story": story, "older": older})
