"""The OpenAPI document from what the routes say of themselves: ``Operation``, request classes, and answers' types."""

import types
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from django.db.models import Choices
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter

from cases.api.auth import ACTING_USER, AUDIT_REASON
from cases.api.body import JSON
from cases.api.endpoint import Operation
from cases.api.errors import PROBLEM_JSON, TITLES
from cases.api.fields import AMOUNT
from cases.api.idempotency import HEADER as IDEMPOTENCY_KEY
from cases.api.problems import EXAMPLES, codes_of
from cases.api.shapes import ProblemOut

_BASIC: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: AMOUNT,
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    time: {"type": "string", "pattern": r"^\d{2}:\d{2}$"},
    Any: {},
}
ALWAYS = (400, 401, 403, 405, 429)
OF_WRITES = (409, 413, 415)


def schema_of(hint: Any, auto: AutoSchema, direction: Direction) -> dict[str, Any]:
    """The JSON schema of an answer's type: a TypedDict, a list, an optional value, a code of an enumeration."""
    if hint in _BASIC:
        return dict(_BASIC[hint])
    if is_typeddict(hint):
        reference: dict[str, Any] = auto.resolve_serializer(hint, direction).ref
        return reference
    origin, args = get_origin(hint), get_args(hint)
    if origin is NotRequired:
        return schema_of(args[0], auto, direction)
    if origin is Annotated:
        return _annotated(args[0], args[1], auto, direction)
    if origin is list:
        return {"type": "array", "items": schema_of(args[0], auto, direction)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(args[1], auto, direction)}
    if origin in (Union, types.UnionType):
        return _optional([arg for arg in args if arg is not type(None)], auto, direction)
    raise TypeError(f"no schema for {hint!r}")


def _annotated(hint: Any, note: Any, auto: AutoSchema, direction: Direction) -> dict[str, Any]:
    schema = schema_of(hint, auto, direction)
    if isinstance(note, type) and issubclass(note, Choices):
        codes = [code for code, _ in note.choices]
        described = {"description": "\n".join(f"* `{code}` {label}" for code, label in note.choices)}
        return {"type": "string", "enum": codes, **described}
    return {**schema, "description": str(note)}


def _optional(hints: list[Any], auto: AutoSchema, direction: Direction) -> dict[str, Any]:
    schemas = [schema_of(hint, auto, direction) for hint in hints]
    if len(schemas) == 1 and "type" in schemas[0] and "enum" not in schemas[0]:
        return {**schemas[0], "type": [schemas[0]["type"], "null"]}
    return {"oneOf": [*schemas, {"type": "null"}]}


class AnswerType(OpenApiSerializerExtension):
    """Answers are TypedDicts: what mypy checks is what the document says."""

    @classmethod
    def _matches(cls, target: Any) -> bool:
        return is_typeddict(target)

    def get_name(self, auto_schema: AutoSchema, direction: Direction) -> str:
        name: str = self.target.__name__
        return name.removesuffix("Out")

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        hints = get_type_hints(self.target, include_extras=True)
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {name: schema_of(hint, auto_schema, direction) for name, hint in hints.items()},
            "required": sorted(self.target.__required_keys__),
            "additionalProperties": False,
        }
        if self.target.__doc__:
            schema["description"] = " ".join(self.target.__doc__.split())
        return schema


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "cases.api.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}


class BrowserScheme(OpenApiAuthenticationExtension):
    target_class = "cases.api.auth.BrowserAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class OperationSchema(AutoSchema):
    """Reads ``Operation`` instead of guessing from the view."""

    view: Any

    @property
    def operation(self) -> Operation:
        found: Operation = self.view.operations[self.method]
        return found

    def is_excluded(self) -> bool:
        return self.method not in self.view.operations

    def get_summary(self) -> str:
        return self.operation.summary

    def get_description(self) -> str:  # type: ignore[override]
        scope = self.operation.scope
        return f"权限：`{scope}`。" if scope else "有任何有效身份即可。"

    def get_tags(self) -> list[str]:
        return [str(self.view.tag)]

    def get_operation_id(self) -> str:
        return self.operation.id

    def get_request_serializer(self) -> Any:
        return self.operation.body

    def get_response_serializers(self) -> Any:
        operation = self.operation
        good: Any = self._good(operation)
        problems = sorted({*ALWAYS, *operation.errors, *(OF_WRITES if self.method == "POST" else ())})
        answers: dict[Any, Any] = {(str(operation.status), *getattr(self.view, "media_types", (JSON,))): good}
        if operation.single and self.method == "GET":
            answers["304"] = None
        if operation.ends_sight:
            answers["204"] = None
        return {**answers, **{(str(code), PROBLEM_JSON): ProblemOut for code in problems}}

    def _good(self, operation: Operation) -> Any:
        if operation.answer is None or isinstance(operation.answer, Mapping) or is_typeddict(operation.answer):
            return operation.answer
        return schema_of(operation.answer, self, "response")

    def _get_response_for_code(self, serializer: Any, status_code: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        response: dict[str, Any] = super()._get_response_for_code(serializer, status_code, *args, **kwargs)
        response["description"] = response["description"] or TITLES.get(int(status_code), "成功")
        if serializer is None:
            response["description"] = {
                "304": "没有变化",
                "204": "已办，办理后案件对您不再可见" if self.operation.acts else "已停用",
            }.get(str(status_code), "成功")
        if str(status_code) == "429":
            response["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "多少秒后再试"}}
        self._name_codes(response, int(status_code))
        if serializer is None or (self.operation.single and str(status_code).startswith("2")):
            response["headers"] = {"ETag": {"schema": {"type": "string"}}}
        return response

    def _name_codes(self, response: dict[str, Any], status: int) -> None:
        """Say with which codes a problem of this status comes, each with its example."""
        problem = response.get("content", {}).get(PROBLEM_JSON)
        if problem is not None:
            codes = codes_of(self.method, self.operation, status)
            response["description"] += "：" + " ".join(f"`{code}`" for code in codes)
            problem["examples"] = {code: {"$ref": EXAMPLES + code} for code in codes}

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = [self.operation.query] if self.operation.query else []
        header: Literal["header"] = "header"
        found.append(OpenApiParameter(ACTING_USER, str, header, description="接口客户端指明的办理人：账号或工号"))
        if self.method == "POST":
            found.append(OpenApiParameter(IDEMPOTENCY_KEY, str, header, description="同一键、同一内容只办一次"))
            found.append(OpenApiParameter(AUDIT_REASON, str, header, description="记入留痕的理由"))
        if self.operation.acts and 412 in self.operation.errors:
            found.append(OpenApiParameter("If-Match", str, header, description="只在案件还是这一版时办理"))
        if self.operation.single and self.method == "GET":
            found.append(OpenApiParameter("If-None-Match", str, header, description="已经读过的版本"))
        return found
