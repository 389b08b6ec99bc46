"""Answering with a case: the right representation, its tag, and the trace of numbers read in full."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from cases.actions import acting
from cases.actions.acting import Actor, NotVisible
from cases.api import etag, out_case
from cases.api.auth import Caller
from cases.api.body import json_response
from cases.models import Case
from cases.queries.casefile import CaseFile, case_file
from cases.queries.groups import stamp
from jianli_mediation.core import clock

PII_READ = "api_pii_read"


def file_of(caller: Caller, case_id: int, now: datetime) -> CaseFile:
    """The case as the caller sees it. Raises NotVisible."""
    file = case_file(caller.person, case_id, now)
    if file is None:
        raise NotVisible(case_id)
    caller.saw(case_id)
    return file


def case_answer(
    caller: Caller, file: CaseFile, *, reason: str, status: int = 200, more: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The whole case. Numbers in full only for who may read them, and then the case's audit trail says so."""
    full = caller.reads_numbers
    body = {**out_case.whole(file, full=full), **(more or {})}
    if full:
        leave_trace(caller, file.case, PII_READ, reason, {"parties": [party.pk for party in file.case.parties.all()]})
    response = json_response(body, status)
    beside = stamp(caller.person, file.case.pk) if file.case.group_id else ""
    response["ETag"] = etag.of_case(file.case.pk, file.case.version, caller, file.today, beside)
    return response


def leave_trace(caller: Caller, case: Case, verb: str, reason: str, facts: dict[str, Any]) -> None:
    """Say in the case's audit trail that this was read in full, by which machine and for whom."""
    caller.saw(case.pk, in_full=True)
    acting.leave_trace(
        case, verb, by=Actor(caller.person, client=caller.client_name), now=clock.now(), facts=facts, reason=reason
    )
