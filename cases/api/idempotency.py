"""``Idempotency-Key``: the same key and body get the first answer for a day, and the act happens once.

The key is claimed by inserting its row in the very transaction of the act. Whoever comes at the same moment with the
same key waits in the database for that transaction's end, and then finds the answer, or, if it failed, a free key.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from rest_framework.request import Request

from cases.api import errors
from cases.api.auth import AUDIT_REASON, Caller, caller_of, header_text
from cases.api.body import JSON, plain
from cases.api.reading import PII_READ, file_of, leave_trace
from jianli_mediation.core import clock, rows
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.crypto import keyed_hash
from jianli_mediation.core.models import IdempotencyRecord

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
LONGEST = 120
BAD_REQUEST = 400
_REPEATED = ("ETag", "Location")
_REVEALS = "reveals"  # of which case the kept answer tells numbers in full


def answered_once(request: Request, run: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of ``run``, or the first answer that was given under this key.

    Kept is what was decided, a refusal too. A request that could not be read (400) leaves the key free, as does a
    fault of ours.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return run()
    if len(key) > LONGEST or not key.isprintable():
        raise errors.invalid({HEADER: [f"最多 {LONGEST} 个可见字符。"]})
    with transaction.atomic():
        record = _claim(caller_of(request).key, key, _digest(request))
        if record.status is not None:
            return _again(record, request)
        response = _answer(run)
        if response.status_code == BAD_REQUEST:
            record.delete()
        else:
            _keep(record, response, caller_of(request))
    return response


def _digest(request: Request) -> str:
    """What is asked for: method, address, acting person and body. The reason for the call plays no part.

    Hashed with the key: a body may hold a confidential note, and a short one could be guessed from a plain digest.
    """
    body = json.dumps(request.data, default=_plain_or_digest, sort_keys=True)
    asked = f"{request.method} {request.get_full_path()} {caller_of(request).person.pk}\n{body}"
    return keyed_hash(asked, "request")


def _plain_or_digest(value: Any) -> Any:
    """A file that came along stands for its content, whatever it is called."""
    if not isinstance(value, UploadedFile):
        return plain(value)
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return digest.hexdigest()


# A row that another is still filling is waited for; one that is a day old is taken as if it were new.
_CLAIM = """
    INSERT INTO core_idempotencyrecord AS record (caller, key, request_hash, status, body, headers, created_at)
    VALUES (%(caller)s, %(key)s, %(hash)s, NULL, '', '{}', %(now)s)
    ON CONFLICT (caller, key) DO UPDATE SET
        request_hash = CASE WHEN record.created_at < %(over)s THEN EXCLUDED.request_hash ELSE record.request_hash END,
        status = CASE WHEN record.created_at < %(over)s THEN NULL ELSE record.status END,
        body = CASE WHEN record.created_at < %(over)s THEN '' ELSE record.body END,
        headers = CASE WHEN record.created_at < %(over)s THEN '{}' ELSE record.headers END,
        created_at = CASE WHEN record.created_at < %(over)s THEN EXCLUDED.created_at ELSE record.created_at END
    RETURNING id, request_hash, status
"""


def _claim(caller: str, key: str, digest: str) -> IdempotencyRecord:
    """The key's record. One without a status is ours to fill: others' rows are seen only complete."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"caller": caller, "key": key, "hash": digest, "now": now, "over": now - KEPT})
        pk, request_hash, status = cursor.fetchone()
    if status is not None:
        return IdempotencyRecord.objects.get(pk=pk)
    return IdempotencyRecord(pk=pk, caller=caller, key=key, request_hash=request_hash, created_at=now)


def _answer(run: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with transaction.atomic():
            return run()
    except errors.KNOWN as error:
        return errors.response_to(errors.problem_of(error))


def _keep(record: IdempotencyRecord, response: HttpResponse, caller: Caller) -> None:
    record.status = response.status_code
    record.body = response.content.decode()
    record.headers = {name: response[name] for name in ("Content-Type", *_REPEATED) if name in response}
    if caller.call is not None and caller.call.reveals:
        record.headers[_REVEALS] = str(caller.call.case_id)
    rows.update(record)


def _again(record: IdempotencyRecord, request: Request) -> HttpResponse:
    if record.request_hash != _digest(request):
        raise errors.Problem(409, "idempotency_conflict", f"{HEADER} 已经用于另一个请求。")
    if _REVEALS in record.headers:
        _reveal_again(caller_of(request), int(record.headers[_REVEALS]), request)
    response = HttpResponse(record.body, status=record.status, content_type=record.headers.get("Content-Type", JSON))
    for name in _REPEATED:
        if name in record.headers:
            response[name] = record.headers[name]
    response["Idempotency-Replayed"] = "true"
    return response


def _reveal_again(caller: Caller, case_id: int, request: Request) -> None:
    """Whoever is given the kept answer reads its numbers once more: only while she may, and the trail says so.

    Raises NotVisible where the case is no longer hers.
    """
    if not caller.reads_numbers:
        raise errors.Problem(403, "scope_missing", f"这个客户端没有 {Scope.PII_READ} 权限。")
    case = file_of(caller, case_id, clock.now()).case
    facts = {"parties": [party.pk for party in case.parties.all()], "replayed": True}
    leave_trace(caller, case, PII_READ, header_text(request, AUDIT_REASON), facts)
