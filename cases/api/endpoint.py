"""The shared machinery of every route: who may call, what may be asked, how it is answered, and what is left behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from cases.api import errors, etag
from cases.api.auth import AUDIT_REASON, LONGEST_REASON, Caller, caller_of, header_text
from cases.api.body import dump, json_response
from cases.api.fields import In
from cases.api.idempotency import answered_once

UNKNOWN_PARAMETER = "没有这个查询参数。"
REPEATED_PARAMETER = "这个参数只能写一次。"


@dataclass(frozen=True)
class Operation:
    """What one method of a route asks for, takes and gives; the machinery and the OpenAPI document both read it."""

    id: str
    summary: str
    scope: str
    answer: Any = None
    body: type[In] | None = None
    query: type[In] | None = None
    status: int = 200
    acts: bool = False  # a person answers for it
    single: bool = False  # one resource, with an ETag
    ends_sight: bool = False  # whoever acts may not see the case any more: 204
    errors: tuple[int, ...] = ()
    several: frozenset[str] = field(default_factory=frozenset)  # query parameters that may be repeated


@cache
def reader_of(kind: type[In]) -> In:
    """Reads what a request brings, again and again: made once, since it copies every field when it is made."""
    return kind()


class Endpoint(APIView):
    """One route. ``operations``: method → what it does; a subclass answers in ``read`` or ``write``."""

    operations: ClassVar[Mapping[str, Operation]] = {}
    metadata_class = None
    query: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        operation = self.operations.get("GET" if request.method == "HEAD" else request.method or "")
        if operation is None:
            return
        if not self.caller.may(operation.scope):
            raise errors.Problem(403, "scope_missing", f"这个客户端没有 {operation.scope} 权限。")
        if operation.acts and not self.caller.named:
            message = "请在 X-Acting-User 里写明办理人的账号或工号。"
            raise errors.Problem(400, "acting_user_required", message, errors={"X-Acting-User": [message]})
        self.query = self._query(operation)

    @property
    def caller(self) -> Caller:
        return caller_of(self.request)

    @property
    def reason(self) -> str:
        """Why the caller does it: ``X-Audit-Reason``, for the audit trail."""
        given = header_text(self.request, AUDIT_REASON)
        if len(given) > LONGEST_REASON:
            raise errors.invalid({AUDIT_REASON: [f"最多 {LONGEST_REASON} 字。"]})
        return given

    def given(self, body: type[In]) -> dict[str, Any]:
        """The request's body, read and checked. Nothing at all is an empty object."""
        values: dict[str, Any] = reader_of(body).run_validation(self.request.data)
        return values

    def _query(self, operation: Operation) -> dict[str, Any]:
        asked = self.request.query_params
        known = reader_of(operation.query).fields if operation.query else ()
        unknown = {name: [UNKNOWN_PARAMETER] for name in asked if name not in known}
        if unknown:
            raise errors.invalid(unknown, "unknown_parameter")
        given: dict[str, Any] = {}
        for name in asked:
            values = asked.getlist(name)
            if len(values) > 1 and name not in operation.several:
                raise errors.invalid({name: [REPEATED_PARAMETER]})
            given[name] = values if name in operation.several else values[0]
        if operation.query is None:
            return {}
        found: dict[str, Any] = reader_of(operation.query).run_validation(given)
        return found


class Reads(Endpoint):
    """A route that is read: ``read`` gives the data, from what the address names."""

    read: Callable[..., Any]

    def get(self, request: Request, **path: Any) -> HttpResponse:
        data = self.read(**path)
        if not self.operations["GET"].single:
            return json_response(data)
        tag = etag.of_body(dump(data))
        return etag.not_modified(tag) if etag.unchanged(request, tag) else tagged(json_response(data), tag)


class Writes(Endpoint):
    """A route that is posted to: ``write`` gives the answer. The same ``Idempotency-Key`` gets it again."""

    write: Callable[..., HttpResponse]

    def post(self, request: Request, **path: Any) -> HttpResponse:
        return answered_once(request, lambda: self.write(**path))


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    return response
