"""JSON as it leaves the house: exact decimals with two places, moments in the court's time, Chinese as it is."""

import json
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise

from jianli_mediation.core.clock import COURT_TIME


def plain(value: Any) -> Any:
    """What JSON has no type for. A Decimal is always an amount: rates go out as text."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return value.astimezone(COURT_TIME).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not go into JSON")


def dump(data: Any) -> bytes:
    """The body's bytes. Half a surrogate pair, which an error may have to name, becomes a question mark."""
    with suppress(orjson.JSONEncodeError):
        return orjson.dumps(data, plain, orjson.OPT_PASSTHROUGH_DATETIME)
    # What the fast encoder does not write: such a half, a number of more than 64 bits.
    return json.dumps(data, default=plain, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
