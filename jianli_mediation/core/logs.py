"""Logs as one JSON object per line, without personal data.

Names cannot be recognised in running text, so nothing free gets in: an event is a fixed text, its fields come from
a short list, and a traceback shows places and exception types but no messages (they quote rows and form input).
"""

import logging
import logging.config
import re
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from types import TracebackType

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.typing import EventDict, WrappedLogger

from jianli_mediation.core import metrics

ALLOWED = frozenset(
    {
        "event", "level", "logger", "timestamp", "request_id", "user_id", "method", "route", "status", "ms", "verb",
        "case_id", "code", "form", "job", "topic", "message_id", "tries", "count", "error", "trace", "check", "version",
    }
)  # fmt: skip
LONG_NUMBER = re.compile(r"\d{7,}[0-9Xx]?")
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
NOISY = ("fontTools", "weasyprint", "urllib3", "asyncio")
QUIET_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})

access = structlog.get_logger("jianli.request")


def without_personal_data(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Drop every field outside the list; in what stays hide long numbers and Chinese text."""
    return {key: _scrubbed(value) for key, value in event.items() if key in ALLOWED}


def _scrubbed(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [_scrubbed(item) for item in value]
    return CHINESE.sub("*", LONG_NUMBER.sub("*", str(value)))


def status_of_response(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Django puts the status of a refused request on the log record."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["logger"] = record.name
        code = getattr(record, "status_code", None)
        if code is not None:
            event["status"] = code
    return event


def places_of_error(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace an exception by its types and the lines it came through."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = _types(error)
        event["trace"] = _places(error.__traceback__)
    return event


def _types(error: BaseException) -> str:
    cause = error.__cause__ or error.__context__
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name} < {_types(cause)}" if cause else name


def _places(where: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(where)[-25:]]


def configure(level: str) -> None:
    """Send structlog and the standard library's logging to standard error, one JSON object per line."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        # The message of a library is kept without its arguments, which may be paths, names or form input.
        "use_get_message": False,
        "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder()],
        "processors": [
            status_of_response,
            places_of_error,
            without_personal_data,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {name: {"level": "WARNING"} for name in NOISY} | {"axes": {"level": "ERROR"}},
        }
    )


def request_number() -> str:
    """Four groups of four: no run of digits long enough to be taken for a personal number and hidden."""
    digits = uuid.uuid4().hex
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


class RequestLog:
    """Middleware: one line per request with route, status and duration, counted as well; gives each request a number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in QUIET_PATHS:
            return self.get_response(request)
        number = request_number()
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = self.get_response(request)
            self._write(request, response, time.perf_counter() - began)
        response.headers["X-Request-Id"] = number
        return response

    def _write(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        """The route and not the path: a path or query may hold a name that was searched for."""
        match = request.resolver_match
        metrics.request(request.method, match.view_name if match else None, response.status_code, seconds)
        user = getattr(request, "user", None)
        access.info(
            "request",
            method=request.method,
            route=match.view_name if match else None,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            user_id=user.pk if user is not None else None,
        )
