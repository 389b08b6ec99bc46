"""Bodies in and out: JSON with exact decimals, amounts with two of them, moments in the court's time."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any, NoReturn

from django.conf import settings
from django.http import HttpResponse
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from jianli_mediation.core.json_text import dump, plain

__all__ = ["JSON", "ExactJSONParser", "FirstOffered", "TooLargeError", "dump", "json_response", "plain"]

JSON = "application/json"


class TooLargeError(ParseError):
    """The body is larger than the court's limit."""

    status_code = 413
    default_detail = "请求体太大。"


class ExactJSONParser(BaseParser):
    """JSON in UTF-8 whose numbers keep every digit: 0.1 is a tenth, not the nearest binary fraction."""

    media_type = JSON

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        raw = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLargeError
        try:
            return json.loads(raw, parse_float=Decimal, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise ParseError("请求体不是合格的 JSON。") from error


class FirstOffered(BaseContentNegotiation):
    """Every route has one format. What ``Accept`` says changes nothing, and refuses nothing."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        wanted = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == wanted), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def json_response(data: Any, status: int = 200, *, content_type: str = JSON) -> HttpResponse:
    """The answer with ``data`` as its body; without one where ``data`` is None."""
    response = HttpResponse(b"" if data is None else dump(data), status=status, content_type=content_type)
    if data is None:
        del response["Content-Type"]
    response["Cache-Control"] = "private, no-cache"
    return response
