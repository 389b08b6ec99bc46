"""接口客户端: which machines may call, what they called; made, changed and ended by the system administrator."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms.clients import CallsForm, LimitsForm, NewClientForm, RotateForm
from cases.queries import clients as queries
from jianli_mediation.core import clients as acts
from jianli_mediation.core import clock, usage
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.forms import CourtForm
from jianli_mediation.core.models import ApiCall, ApiClient
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.roles import Role
from jianli_mediation.core.submission import once

READERS = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)
KEEPERS = (Role.SYSADMIN,)
ONCE = "令牌只显示一次。没有抄下的，请再换一个。"
Made = tuple[ApiClient, str]


@staff(*READERS)
@require_GET
def clients(request: StaffRequest) -> HttpResponse:
    """Every machine with its scopes, its end, its last call, and how many calls it made today."""
    now = clock.now()
    rows = [(used, usage.standing(used.client, now)) for used in usage.clients_used(now)]
    return render(request, "cases/clients/list.html", {"rows": rows, "may_keep": request.user.role in KEEPERS})


@staff(*READERS)
@require_GET
def client(request: StaffRequest, client_id: int) -> HttpResponse:
    """One machine: what it may, what was done to it, and its calls."""
    row, now, form = _client(client_id), clock.now(), CallsForm(request.GET)
    which = form.cleaned_data["which"] if form.is_valid() else ""
    (used,) = usage.use_of([row], now)
    standing = usage.standing(row, now)
    context = {
        "client": row,
        "used": used,
        "standing": standing,
        "scopes": [(scope, Scope(scope).label) for scope in row.scopes],
        "overlapping": bool(row.previous_until and row.previous_until > now),
        "changes": queries.changes_of(row),
        "chips": [(choice.label, f"?which={choice.value}", choice.value == which) for choice in queries.Which],
        "may_keep": request.user.role in KEEPERS and standing != usage.Standing.REVOKED,
        **_calls(request, queries.calls_of_client(row, which), form),
    }
    return render(request, "cases/clients/client.html", context)


@staff(*READERS)
@require_GET
def calls(request: StaffRequest) -> HttpResponse:
    """Which machines asked about one case, and what they were shown."""
    form = CallsForm(request.GET)
    case_no = form.cleaned_data["case_no"].strip() if form.is_valid() else ""
    found = queries.calls_of_case(case_no) if case_no else None
    context = {"form": form, "case_no": case_no, "known": found is not None, "with_client": True}
    if found is not None:
        context |= _calls(request, found, form)
    return render(request, "cases/clients/calls.html", context)


@staff(*KEEPERS)
@never_cache
@require_http_methods(["GET", "POST"])
def new_client(request: StaffRequest) -> HttpResponse:
    """Register a machine; its token is shown once."""
    form = NewClientForm(request.POST or None)

    def make() -> Made:
        typed = form.cleaned_data
        return acts.create_client(
            name=typed["name"], scopes=typed["scopes"], now=clock.now(), by=request.user, **form.limits
        )

    told = {
        "title": "登记接口客户端",
        "button": "登记客户端",
        "back_label": "先不登记",
        "back_url": reverse("cases:clients"),
        "consequences": [
            "令牌在下一页显示一次，系统只存它的摘要。",
            "勾了“读完整号码”的，每次读取都记进案件的办理经过。",
            "它的每一次调用都留痕，不能删除。",
        ],
    }
    return _token_page(request, form, make, told)


@staff(*KEEPERS)
@never_cache
@require_http_methods(["GET", "POST"])
def rotate(request: StaffRequest, client_id: int) -> HttpResponse:
    """Give a machine a new token, shown once; the old one stays good for a while."""
    row = _living(client_id)
    form = RotateForm(request.POST or None)
    told = {
        "title": "换令牌",
        "subject": row.name,
        "button": "换令牌",
        "back_label": "先不换",
        "back_url": reverse("cases:client", args=[row.pk]),
        "consequences": [
            "新令牌在下一页显示一次，马上可用。",
            "旧令牌到选定的时间失效；对方在这之前改用新令牌，业务不中断。",
            "再换一次，更早的令牌马上失效。",
        ],
    }

    def make() -> Made:
        return acts.rotate_client(name=row.name, now=clock.now(), overlap=form.hours, by=request.user)

    return _token_page(request, form, make, told)


@staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, client_id: int) -> HttpResponse:
    """Until when, from where and how often a machine may call."""
    row = _living(client_id)
    initial = {
        "last_day": local_date(row.expires_at) if row.expires_at else None,
        "per_minute": row.per_minute,
        "addresses": "\n".join(row.addresses),
    }
    form = LimitsForm(request.POST or None, initial=initial)
    told = {
        "title": "改限制",
        "subject": row.name,
        "button": "改限制",
        "back_label": "不改",
        "consequences": [
            "马上生效：到期的、别处来的、太频繁的调用被拒，并留痕。",
            "权限不能改；要别的权限，另登记一个客户端。",
        ],
    }

    def act() -> str:
        acts.change_client(name=row.name, now=clock.now(), by=request.user, **form.limits)
        return f"“{row.name}”的限制已改。"

    return _act_page(request, row, form, act, told)


@staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def revoke(request: StaffRequest, client_id: int) -> HttpResponse:
    """End a machine's access at once."""
    row = _living(client_id)
    told = {
        "title": "停用客户端",
        "subject": row.name,
        "button": "停用客户端",
        "back_label": "先不停用",
        "danger": True,
        "consequences": ["新旧令牌马上失效，不能恢复。", "名称留着，不能再用；以往的调用和留痕不变。"],
    }

    def act() -> str:
        acts.revoke_client(name=row.name, now=clock.now(), by=request.user)
        return f"“{row.name}”已停用。"

    form = CourtForm(request.POST if request.method == "POST" else None)
    return _act_page(request, row, form, act, told)


def _client(client_id: int) -> ApiClient:
    row = ApiClient.objects.filter(pk=client_id).first()
    if row is None:
        raise Invisible("没有这个客户端。请从“接口客户端”里点进去。")
    return row


def _living(client_id: int) -> ApiClient:
    row = _client(client_id)
    if row.revoked_at:
        raise Invisible("这个客户端已经停用，不能再改。")
    return row


def _calls(request: StaffRequest, rows: QuerySet[ApiCall], form: CallsForm) -> dict[str, Any]:
    place = form.cleaned_data if form.is_valid() else {}
    page = queries.page_of_calls(rows, older=place.get("older") or 0, newer=place.get("newer") or 0)
    turns = [_turn(request, newer=page.newer), _turn(request, older=page.older)]
    return {"calls": page.rows, "pager": Pager(f"本页 {len(page.rows)} 次，新的在前", *turns)}


def _turn(request: StaffRequest, **to: int) -> str:
    ((name, start),) = to.items()
    kept = {key: value for key, value in request.GET.dict().items() if key in ("which", "case_no")}
    return f"?{urlencode({**kept, name: start})}" if start else ""


def _act_page(
    request: StaffRequest, row: ApiClient, form: CourtForm, act: Callable[[], str], told: dict[str, Any]
) -> HttpResponse:
    back = reverse("cases:client", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        with once(request) as turn:
            if turn.first:
                messages.success(request, act())
                turn.result_url = back
        return redirect(turn.result_url)
    context = {"form": form if form.fields else None, "back_url": back, **told}
    return render(request, "cases/clients/act.html", context, status=400 if request.method == "POST" else 200)


def _token_page(request: StaffRequest, form: CourtForm, make: Callable[[], Made], told: dict[str, Any]) -> HttpResponse:
    """The form; then the token, once. Handed in twice, the second finds the client without its token."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                with once(request) as turn:
                    if turn.first:
                        row, token = make()
                        turn.result_url = reverse("cases:client", args=[row.pk])
                if turn.first:
                    return render(request, "cases/clients/token.html", {"client": row, "token": token})
                messages.warning(request, ONCE)
                return redirect(turn.result_url)
            except IntegrityError:
                form.add_error("name", "这个名称已经用过，停用的也不能再用。")
    return render(request, "cases/clients/act.html", {"form": form, **told}, status=status)
