"""催款电话: the list of debtors to be called, and the outcome of each call by one click."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases.actions.acting import Actor, InvalidInput
from cases.actions.contacts import log_contact
from cases.actions.reveal import FIELDS
from cases.forms.calls import OUTCOMES, CallForm
from cases.queries import calls as queries
from cases.queries import reveals
from cases.rules.identity import mask_phone
from cases.verbs import Verb, role_may
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.roles import Role
from jianli_mediation.core.submission import once
from jianli_mediation.kernel.refusal import Refused

from . import messages as messages_page
from .acting import file_or_404

READERS = (Role.CLERK, Role.HEAD, Role.MEDIATOR)


@staff(*READERS)
@require_GET
def calls(request: StaffRequest) -> HttpResponse:
    """Whom to call, the longest in arrears first."""
    return _list(request, None, None, 200)


def _list(request: StaffRequest, case_id: int | None, form: CallForm | None, status: int) -> HttpResponse:
    """The list; ``form``: what was typed for one case and cannot be stored, shown again at its place."""
    start = request.GET.get("from", "")
    after = min(int(start), 10_000) if start.isascii() and start.isdigit() else 0
    found, more = queries.to_call(request.user, clock.today(), load_calendar(), after)
    context: dict[str, Any] = {
        "rows": [(each, _phones(request, each)) for each in found],
        "outcomes": OUTCOMES,
        "messages_url": reverse("cases:messages") if request.user.role in messages_page.READERS else "",
        "wrong_case": case_id,
        "form": form,
        "may_call": role_may(request.user.role, Verb.LOG_CONTACT),
        "today": clock.today(),
        "reveals_this_week": reveals.this_week(request.user, clock.now()),
        "pager": Pager(
            f"第 {after + 1}–{after + len(found)} 件",
            f"?{urlencode({'from': max(0, after - queries.PAGE)})}" if after else "",
            f"?{urlencode({'from': after + queries.PAGE})}" if more else "",
        ),
    }
    return render(request, "cases/calls.html", context, status=status)


def _phones(request: StaffRequest, call: queries.Call) -> list[dict[str, Any]]:
    may = role_may(request.user.role, Verb.REVEAL)
    return [
        {
            "party": party,
            "value": mask_phone(party.phone) if party.phone else "",
            "url": reverse("cases:reveal", args=[call.case.pk, party.pk, "phone"]) if may and party.phone else "",
            "element_id": f"phone-{party.pk}",
            "label": f"{party.name}的{FIELDS['phone']}",
        }
        for party in call.debtors
    ]


@staff(*READERS)
@require_POST
def called(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what came of one call."""
    file_or_404(request, pk)
    form, now = CallForm(request.POST), clock.now()
    if not form.is_valid():
        return _list(request, pk, form, 422)
    try:
        with once(request) as turn:
            if turn.first:
                row = log_contact(by=Actor(request.user), now=now, case_id=pk, contact=form.contact(now))
                messages.success(request, f"已记：{row.party.name}，{row.get_outcome_display()}。")
                turn.result_url = reverse("cases:calls")
    except Refused as refused:
        for blocker in refused.blockers:
            form.add_error(None, blocker.message)
        return _list(request, pk, form, 409)
    except InvalidInput as invalid:
        for texts in invalid.errors.values():
            for words in texts:
                form.add_error(None, words)
        return _list(request, pk, form, 422)
    return redirect(turn.result_url)
