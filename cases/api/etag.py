"""Which version of a thing the caller has read: ``ETag``, ``If-None-Match`` → 304, ``If-Match`` → 412."""

import hashlib
import re
from datetime import date

from django.http import HttpResponse
from rest_framework.request import Request

from cases.api.auth import Caller
from cases.api.body import json_response
from cases.api.errors import Problem
from cases.models import Case

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def of_body(body: bytes) -> str:
    """The tag of a resource that has no version of its own."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def of_case(case_id: int, version: int, caller: Caller, today: date, group: str = "") -> str:
    """The tag of a case as this caller reads it today: by its version, so that nothing else need be read to compare.

    What a day changes (days late, interest) and what a caller changes (next steps, masks) is part of it; ``group``:
    the stamp of the cases that stand beside it.
    """
    seen = f"{caller.person.pk}:{caller.person.role}:{caller.reads_numbers}:{today}:{group}"
    return f'"{case_id}.{version}.{hashlib.sha256(seen.encode()).hexdigest()[:8]}"'


def unchanged(request: Request, tag: str) -> bool:
    """Whether the caller has this very representation already."""
    wanted = request.headers.get("If-None-Match", "")
    return wanted.strip() == "*" or tag in _TAG.findall(wanted)


def matches(request: Request, tag: str) -> bool:
    """Whether ``If-Match``, where there is one, names this very representation."""
    wanted = request.headers.get("If-Match", "")
    return not wanted or wanted.strip() == "*" or tag in _TAG.findall(wanted)


def not_modified(tag: str) -> HttpResponse:
    response = json_response(None, 304)
    response["ETag"] = tag
    return response


def expected_version(request: Request, case_id: int, current: int | None) -> int | None:
    """The case version that ``If-Match`` insists on, None without the header.

    Only the version in the tag counts, not who read it or when. Raises Problem 412 for any other version.
    """
    wanted = request.headers.get("If-Match", "")
    if not wanted or current is None or wanted.strip() == "*":
        return None
    versions = {tag.strip('"').rpartition(".")[0] for tag in _TAG.findall(wanted)}
    if f"{case_id}.{current}" not in versions:
        raise failed(current)
    return current


def failed(current: int) -> Problem:
    return Problem(412, "precondition_failed", f"If-Match 与案件的现状不符：现在是第 {current} 版。")


def current_version(caller: Caller, case_id: int) -> int | None:
    """The version of the case, None when the caller may not see it."""
    return Case.objects.visible_to(caller.person).filter(pk=case_id).values_list("version", flat=True).first()
