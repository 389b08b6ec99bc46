"""推送: which addresses events are pushed to, what waits, what was given up and why; and having it sent again."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases.forms.webhooks import DeliveriesForm, ReplayForm
from cases.queries import webhooks as queries
from jianli_mediation.core import clock, webhooks
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.models import ApiClient, Webhook
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.roles import Role
from jianli_mediation.core.submission import once
from jianli_mediation.core.webhooks import DeliveryState

KEEPERS = (Role.SYSADMIN, Role.COMMAND_CENTRE)
READERS = (*KEEPERS, Role.SECADMIN, Role.AUDITOR)
_CHIPS: tuple[tuple[str, Any], ...] = (("", "全部"), *DeliveryState.choices)


@staff(*READERS)
@require_GET
def push(request: StaffRequest) -> HttpResponse:
    """Every address with its queue."""
    return _list(request, None)


@staff(*READERS)
@require_GET
def of_client(request: StaffRequest, client_id: int) -> HttpResponse:
    """The addresses of one machine."""
    client = ApiClient.objects.filter(pk=client_id).first()
    if client is None:
        raise Invisible("没有这个客户端。请从“推送”里点进去。")
    return _list(request, client)


def _list(request: StaffRequest, client: ApiClient | None) -> HttpResponse:
    rows = [(row, queries.verbs_in_words(row)) for row in queries.addresses(client.pk if client else None)]
    context = {"rows": rows, "client": client, "queues": queries.queues(), "may_keep": request.user.role in KEEPERS}
    return render(request, "cases/webhooks/list.html", context)


@staff(*READERS)
@require_GET
def webhook(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """One address: its queue, and what became of each event."""
    row, form = _webhook(webhook_id), DeliveriesForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    state = asked.get("state") or ""
    page = queries.page_of_deliveries(row, state, older=asked.get("older") or 0, newer=asked.get("newer") or 0)
    turns = [_turn(state, "newer", page.newer), _turn(state, "older", page.older)]
    context = {
        "webhook": row,
        "verbs": queries.verbs_in_words(row),
        "sent": page.rows,
        "pager": Pager(f"本页 {len(page.rows)} 条，新的在前", *turns),
        "chips": [(title, f"?{urlencode({'state': code})}", code == state) for code, title in _CHIPS],
        "may_keep": request.user.role in KEEPERS,
    }
    return render(request, "cases/webhooks/webhook.html", context)


def _turn(state: str, name: str, start: int) -> str:
    return f"?{urlencode({'state': state, name: start})}" if start else ""


@staff(*KEEPERS)
@require_POST
def replay(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Send once more: one event, or everything that was given up."""
    row, form = _webhook(webhook_id), ReplayForm(request.POST)
    if not form.is_valid():
        raise Invisible("没有这一条推送。")
    with once(request) as turn:
        if turn.first:
            count = webhooks.replay(
                row, now=clock.now(), delivery_id=form.cleaned_data["delivery"], by=request.user, reason="页面上重发"
            )
            if count:
                messages.success(request, f"{count} 条已排队重发。")
            else:
                messages.info(request, "没有要重发的：都已送达，或者正在等着发。")
            turn.result_url = reverse("cases:webhook", args=[row.pk])
    return redirect(turn.result_url)


def _webhook(webhook_id: int) -> Webhook:
    row = queries.addresses().filter(pk=webhook_id).first()
    if row is None:
        raise Invisible("没有这个推送地址，或者已经停用。请从“推送”里点进去。")
    return row
