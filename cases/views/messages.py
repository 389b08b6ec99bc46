"""告知: the messages to parties. What waits to be printed, what did not go out and why, what was sent."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases.actions import messages as acts
from cases.actions.acting import Actor
from cases.facts.door import code_of
from cases.forms.messages import EPOCH, MICROSECOND, DrawerForm, PickedForm, SheetForm
from cases.models.choices import CREDITORS, DEBTORS
from cases.queries import messages as queries
from cases.queries.casefile import CaseFile
from cases.queries.requests import requests_of
from cases.queries.worklist import urgency
from cases.verbs import Verb
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.roles import Role
from jianli_mediation.core.submission import once
from jianli_mediation.kernel.refusal import Refused

from .acting import file_or_404
from .casehead import head_of
from .casesteps import open_act

# Who has the telephone list besides (views/calls.py).
CALLERS = (Role.CLERK, Role.HEAD)
READERS = (Role.WINDOW, Role.CLERK, Role.HEAD, Role.DIRECTOR)


@staff(*READERS)
@require_GET
def drawers(request: StaffRequest) -> HttpResponse:
    """One drawer, newest first."""
    form, now = DrawerForm(request.GET), clock.now()
    which = form.drawer
    older = (form.cleaned_data.get("older") or 0) if form.is_valid() else 0
    page, counts = queries.page_of(request.user, which, now, older), queries.counts(request.user, now)
    context: dict[str, Any] = {
        "which": which,
        "title": queries.TITLES[which],
        "calls_url": reverse("cases:calls") if request.user.role in CALLERS else "",
        "rows": page.rows,
        "chips": [
            (title, f"?{urlencode({'state': code})}", code == which, counts.get(code))
            for code, title in queries.TITLES.items()
        ],
        "pager": Pager(
            f"本页 {len(page.rows)} 条，新的在前",
            f"?{urlencode({'state': which})}" if older else "",
            f"?{urlencode({'state': which, 'older': page.older})}" if page.older else "",
        ),
    }
    return render(request, "cases/messages/drawers.html", context)


@staff(*READERS)
@require_POST
def print_slips(request: StaffRequest) -> HttpResponse:
    """Mark the ticked ones as printed, and show them as they come out of the printer."""
    picked = PickedForm(request.POST)
    if not picked.is_valid():
        messages.error(request, "没有勾选通知单。")
        return redirect("cases:messages")
    with once(request) as turn:
        if turn.first:
            now = clock.now()
            ids = acts.print_slips(by=Actor(request.user), now=now, ids=picked.cleaned_data["id"])
            turn.result_url = _sheet(now, ids) if ids else reverse("cases:messages")
            if not ids:
                messages.info(request, "这些通知单已经有人打印过，或者不用再发了。")
    return redirect(turn.result_url)


def _sheet(now: datetime, ids: list[int]) -> str:
    """What was printed together has one moment: an address of the ids would be too long to be kept."""
    which = {"at": (now - EPOCH) // MICROSECOND, "first": min(ids), "last": max(ids)}
    return f"{reverse('cases:slips')}?{urlencode(which)}"


@staff(*READERS)
@require_GET
def slips(request: StaffRequest) -> HttpResponse:
    """The slips on paper, one below the other, to be cut apart."""
    sheet = SheetForm(request.GET)
    rows = queries.printed(request.user, *sheet.which) if sheet.is_valid() else []
    if not rows:
        raise Invisible("没有这些通知单。请从“告知”里打印。")
    return render(request, "cases/messages/slips.html", {"rows": rows, "today": clock.today()})


@staff(*READERS)
@require_POST
def send_again(request: StaffRequest) -> HttpResponse:
    """Queue anew what was given up."""
    picked = PickedForm(request.POST)
    back = f"{reverse('cases:messages')}?state={queries.FAILED}"
    if not picked.is_valid():
        messages.error(request, "没有勾选消息。")
        return redirect(back)
    asked = picked.cleaned_data
    try:
        with once(request) as turn:
            if turn.first:
                acts.send_again(by=Actor(request.user), now=clock.now(), ids=asked["id"], on_paper=asked["on_paper"])
                turn.result_url = back
    except Refused as refused:
        messages.error(request, "；".join(each.message for each in refused.blockers))
    else:
        messages.success(request, "已放到待打印里。" if asked["on_paper"] else "已排队重发。")
    return redirect(back)


def _codes(file: CaseFile) -> list[tuple[str, str]]:
    """By which code each party opens her page, for those who may tell her over the counter."""
    if not file.may(Verb.RATE_ANSWER):
        return []
    return [
        (party.name, code_of(party.pk)) for party in file.case.parties.all() if party.role in (*CREDITORS, *DEBTORS)
    ]


@staff()
@require_GET
def of_case(request: StaffRequest, pk: int) -> HttpResponse:
    """What the parties of one case asked, and everything that they were, are and will be told."""
    file = file_or_404(request, pk)
    rows = requests_of(file.user, file.case)
    context = {
        **head_of(file, "told"),
        "requests": [(row, urgency(row.due_on, file.today, file.calendar)) for row in rows],
        "take_url": open_act(file, Verb.TAKE_REQUEST),
        "answer_url": open_act(file, Verb.ANSWER_REQUEST),
        "rate_url": open_act(file, Verb.RATE_ANSWER),
        "told": queries.of_case(file.case),
        "codes": _codes(file),
    }
    return render(request, "cases/casepage/messages.html", context)
