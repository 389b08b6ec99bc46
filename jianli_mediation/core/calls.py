"""Every call of a machine leaves a row: who, for whom, what, from where, with what answer. Nothing ever takes one away.

Written after the view is through, in a transaction of its own: a call that was refused, that failed, or whose act was
rolled back is there as well.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponse

from jianli_mediation.core.models import ApiClient

PROBLEM_JSON = "application/problem+json"
REPLAYED = "Idempotency-Replayed"
LONGEST_ROUTE, LONGEST_CODE = 120, 40
LARGEST_ID = 2**63 - 1
REFUSED_FROM = 400
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")

_KEEP = """
    INSERT INTO core_apicall (client_id, actor_id, at, method, route, case_id, status, code, address, reveals, trace)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass
class Call:
    """One call while it is under way. What is learned on the way is written into it.

    ``reveals``: the answer holds numbers in full. ``full``: the client may be shown them at all.
    """

    client: ApiClient
    address: str
    at: datetime
    full: bool = False
    actor_id: int | None = None
    case_id: int | None = None
    reveals: bool = False


def begin(request: HttpRequest, call: Call) -> Call:
    """From here on the request leaves a row, whatever becomes of it."""
    request.machine_call = call  # type: ignore[attr-defined]
    return call


class CallLog:
    """Middleware, innermost: writes the row of a machine's call when the answer is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        call = getattr(request, "machine_call", None)
        if isinstance(call, Call):
            keep(call, request, response)
        return response


def keep(call: Call, request: HttpRequest, response: HttpResponse) -> None:
    """Write the row of ``call``. An answer given again under its key shows what the first one showed."""
    reveals = call.reveals or (call.full and REPLAYED in response and response.status_code < REFUSED_FROM)
    values = (
        call.client.pk,
        call.actor_id,
        call.at,
        (request.method or "")[:7],
        _route(request),
        call.case_id or _case_named(request),
        response.status_code,
        _code(response),
        call.address,
        reveals,
        str(structlog.contextvars.get_contextvars().get("request_id", "")),
    )
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)


def _route(request: HttpRequest) -> str:
    """The address with its parameters by name; what leads nowhere has none, and is not repeated here."""
    match = request.resolver_match
    return _CONVERTER.sub(r"{\1}", f"/{match.route}" if match else "")[:LONGEST_ROUTE]


def _case_named(request: HttpRequest) -> int | None:
    """The case in the address, whether there is such a case or not."""
    named = request.resolver_match.kwargs.get("case_id") if request.resolver_match else None
    return named if isinstance(named, int) and named <= LARGEST_ID else None


def _code(response: HttpResponse) -> str:
    """The problem's code, of an answer that is one."""
    if response.status_code < REFUSED_FROM or response.headers.get("Content-Type") != PROBLEM_JSON:
        return ""
    return str(json.loads(response.content).get("code", ""))[:LONGEST_CODE]
