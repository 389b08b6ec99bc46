"""What went wrong, as ``application/problem+json`` (RFC 9457) with a code for programs and words for people."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views import defaults
from rest_framework import exceptions, status

from cases.actions.acting import Forbidden, InvalidInput, NotVisible, StaleVersion
from cases.api.body import json_response
from jianli_mediation.core import metrics
from jianli_mediation.kernel.refusal import Blocker, Refused

PROBLEM_JSON = "application/problem+json"
TITLES = {
    400: "请求有误",
    401: "没有登录",
    403: "无权办理",
    404: "没有找到",
    405: "方法不对",
    409: "与现状冲突",
    412: "版本已变",
    413: "内容过大",
    415: "格式不支持",
    429: "调用太频繁",
    500: "系统出错",
}
NOT_FOUND = "没有这一项，或者您看不到它。"


class Problem(Exception):
    """One problem, ready to be shown. ``errors``: field path → messages; ``blockers``: every reason of a refusal."""

    def __init__(
        self,
        status_code: int,
        code: str,
        detail: str,
        *,
        errors: Mapping[str, Sequence[str]] | None = None,
        blockers: Sequence[Blocker] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status_code, self.code, self.detail = status_code, code, detail
        self.errors, self.blockers, self.headers = errors or {}, blockers, headers or {}
        super().__init__(f"{status_code} {code}")


# What an act or a request may end in. Anything else is a fault of ours.
KNOWN = (
    Problem,
    NotVisible,
    Forbidden,
    StaleVersion,
    InvalidInput,
    Refused,
    IntegrityError,
    Http404,
    exceptions.APIException,
)


def response_to(problem: Problem) -> HttpResponse:
    body: dict[str, Any] = {
        "type": f"urn:jianli:problem:{problem.code}",
        "title": TITLES.get(problem.status_code, "请求有误"),
        "status": problem.status_code,
        "detail": problem.detail,
        "code": problem.code,
    }
    if problem.errors:
        body["errors"] = problem.errors
    if problem.blockers:
        body["blockers"] = [asdict(blocker) for blocker in problem.blockers]
    metrics.refused([blocker.code for blocker in problem.blockers] or [problem.code])
    response = json_response(body, problem.status_code, content_type=PROBLEM_JSON)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def handle(error: Exception, context: Any = None) -> HttpResponse | None:
    """DRF's exception handler: a known problem becomes its answer, any other exception goes on to be logged."""
    return response_to(problem_of(error)) if isinstance(error, KNOWN) else None


def problem_of(error: Exception) -> Problem:
    """The problem behind an exception of ``KNOWN``."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    if isinstance(error, IntegrityError):
        return _of_database(error)
    return _of_act(error)


def _of_act(error: Exception) -> Problem:
    if isinstance(error, Forbidden):
        return Problem(403, error.code, f"{error.message}。")
    if isinstance(error, StaleVersion):
        return Problem(
            409, "stale_version", f"案件已经有人改过：现在是第 {error.current} 版，您依据的是第 {error.given} 版。"
        )
    if isinstance(error, InvalidInput):
        return invalid(error.errors)
    if isinstance(error, Refused):
        return Problem(409, "refused", str(error), blockers=error.blockers)
    return Problem(404, "not_found", NOT_FOUND)


def invalid(errors: Mapping[str, Sequence[str]], code: str = "invalid") -> Problem:
    """Values that cannot be taken, each named; the detail says the same in one line."""
    told = (f"{path}：{'、'.join(text.rstrip('。') for text in texts)}" for path, texts in errors.items())
    detail = f"{'；'.join(told)}。"
    return Problem(400, code, detail, errors=errors)


def _of_framework(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        return invalid(flat(error.detail))
    if isinstance(error, exceptions.NotAuthenticated):
        return Problem(401, "not_authenticated", "请带上令牌，或先登录。", headers={"WWW-Authenticate": "Bearer"})
    if isinstance(error, exceptions.PermissionDenied):
        return Problem(403, "csrf_failed", "缺少或错了 CSRF 令牌。")
    codes = {
        400: ("malformed", str(error.detail)),
        404: ("not_found", NOT_FOUND),
        405: ("method_not_allowed", str(error.detail)),
        413: ("too_large", str(error.detail)),
        415: ("unsupported_media_type", "请求体须是 application/json；带文件的须是 multipart/form-data。"),
    }
    code, detail = codes.get(error.status_code, ("error", str(error.detail)))
    return Problem(error.status_code, code, detail)


def flat(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Nested messages as one level: ``parties.0.id_number`` → its messages."""
    if isinstance(detail, Mapping):
        pairs = [(str(key), value) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        pairs = [(str(index), value) for index, value in enumerate(detail) if value]
    else:
        texts = detail if isinstance(detail, list) else [detail]
        return {path: [str(text) for text in texts]} if texts else {}
    errors: dict[str, list[str]] = {}
    for key, value in pairs:
        here = path if key == "non_field_errors" and path else f"{path}.{key}" if path else key
        for where, texts in flat(value, here).items():
            errors.setdefault(where, []).extend(texts)
    return errors


def _of_database(error: IntegrityError) -> Problem:
    """A rule that the database held, where no guard had spoken before it: named like a guard's reason."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    constraint = _constraints().get(name)
    if constraint is None:
        raise error
    blocker = Blocker(name, str(constraint.get_violation_error_message()))
    return Problem(409, "refused", blocker.message, blockers=(blocker,))


def _constraints() -> dict[str, BaseConstraint]:
    return {
        constraint.name: constraint
        for model in apps.get_app_config("cases").get_models()
        for constraint in model._meta.constraints
    }


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's handler for a fault of ours: a problem for programs, the page for people."""
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    detail = "系统出错，已经记录。"
    return response_to(Problem(status.HTTP_500_INTERNAL_SERVER_ERROR, "server_error", detail))
