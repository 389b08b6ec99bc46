"""Every code of a problem, what it means, and which operation may answer with it: read by the OpenAPI document.

A test produces each once, and holds every problem that any test is answered with against this table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cases.api.endpoint import Operation
from cases.api.errors import TITLES
from jianli_mediation.core.clients import Scope

EXAMPLES = "#/components/examples/"
CONFLICT = 409
Which = Callable[[str, Operation], bool]  # method, operation


def _any(method: str, operation: Operation) -> bool:
    return True


def _writes(method: str, operation: Operation) -> bool:
    return method != "GET"


def _may_be_refused(method: str, operation: Operation) -> bool:
    return method == "POST" or (CONFLICT in operation.errors and not _reads_figures(method, operation))


def _posts(method: str, operation: Operation) -> bool:
    return method == "POST"


def _acts(method: str, operation: Operation) -> bool:
    return operation.acts


def _has_scope(method: str, operation: Operation) -> bool:
    return bool(operation.scope)


def _has_place(method: str, operation: Operation) -> bool:
    return operation.query is not None and bool({"cursor", "after"} & set(operation.query().fields))


def _reads_figures(method: str, operation: Operation) -> bool:
    return operation.scope == Scope.STATISTICS_READ


@dataclass(frozen=True)
class Code:
    """One code: its status, what it tells, an example of its detail, and where it may be answered."""

    status: int
    summary: str
    detail: str
    where: Which = _any


CODES: dict[str, Code] = {
    "invalid": Code(400, "有的值不能用，errors 逐项列明", "amount：金额写成元，最多两位小数，如 86500.00。"),
    "malformed": Code(400, "请求体读不出来", "请求体不是合格的 JSON。", _writes),
    "unknown_parameter": Code(400, "有不认识的查询参数", "colour：没有这个查询参数。"),
    "bad_cursor": Code(400, "位置无效", "这个位置无效，请从第一页或上一次给出的位置读起。", _has_place),
    "acting_user_required": Code(400, "没有写明办理人", "请在 X-Acting-User 里写明办理人的账号或工号。", _acts),
    "acting_user_unknown": Code(400, "没有这个办理人", "没有账号或工号是“wang9”的在用人员。"),
    "not_authenticated": Code(401, "没有令牌，也没有登录", "请带上令牌，或先登录。"),
    "invalid_token": Code(401, "令牌不对、到期或停用", "令牌不对，或者已经过期、停用。"),
    "scope_missing": Code(403, "客户端没有这项权限", "这个客户端没有 cases:read 权限。", _has_scope),
    "role_forbidden": Code(403, "不由这个角色办理或查看", "“分案”不由立案窗口办理。", _has_scope),
    "not_assigned_to_you": Code(403, "案件没有指派给这个人", "这件案子没有指派给您。", _acts),
    "address_not_allowed": Code(403, "客户端不能从这个地址调用", "这个客户端不能从这个地址调用。"),
    "csrf_failed": Code(403, "浏览器没有带 CSRF 令牌", "缺少或错了 CSRF 令牌。", _writes),
    "not_found": Code(404, "没有，或者看不到", "没有这一项，或者您看不到它。"),
    "method_not_allowed": Code(405, "这个地址没有这个方法", "Method \"PUT\" not allowed."),
    "refused": Code(409, "现状不许，blockers 列明每个原因", "和解期限已经届满", _may_be_refused),
    "stale_version": Code(409, "案件已经有人改过", "案件已经有人改过：现在是第 5 版，您依据的是第 4 版。", _acts),
    "idempotency_conflict": Code(409, "同一键用于另一个请求", "Idempotency-Key 已经用于另一个请求。", _posts),
    "stock_mismatch": Code(409, "存案的来路与去向对不上", "存案数与上月对不上。", _reads_figures),
    "precondition_failed": Code(412, "If-Match 与现状不符", "If-Match 与案件的现状不符：现在是第 5 版。"),
    "too_large": Code(413, "内容过大", "请求体太大。"),
    "unsupported_media_type": Code(415, "请求体的格式不支持", "请求体须是 application/json；带文件的须是 multipart/form-data。"),
    "too_many_requests": Code(429, "调用太频繁，Retry-After 是秒数", "调用太频繁，请 12 秒后再试。"),
}  # fmt: skip


def codes_of(method: str, operation: Operation, status: int) -> list[str]:
    """With which codes this method of a route may answer with ``status``."""
    return [name for name, code in CODES.items() if code.status == status and code.where(method, operation)]


def examples() -> dict[str, Any]:
    """The example of each code, for the components of the document."""
    return {
        name: {
            "summary": code.summary,
            "value": {
                "type": f"urn:jianli:problem:{name}",
                "title": TITLES[code.status],
                "status": code.status,
                "detail": code.detail,
                "code": name,
                **_more(name, code),
            },
        }
        for name, code in CODES.items()
    }


def _more(name: str, code: Code) -> dict[str, Any]:
    if name == "refused":
        return {"blockers": [{"code": "period_over", "message": code.detail, "article": ""}]}
    if "：" in code.detail and name in ("invalid", "unknown_parameter"):
        field, _, text = code.detail.partition("：")
        return {"errors": {field: [text]}}
    return {}


def add_examples(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: the examples that the answers of every operation refer to."""
    result["components"]["examples"] = examples()
    return result
