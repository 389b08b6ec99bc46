"""What a paper's facts have in common: which must not be blank, and how they are kept for ten years."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Must:
    """Marks a field that must not be blank when the paper is issued; ``label`` is its name for people."""

    label: str


@dataclass(frozen=True)
class Missing:
    """A blank mandatory fact: ``field`` is the path in the context (``debtors.0.name``), ``label`` its Chinese name."""

    field: str
    label: str


def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _label(hint: Any) -> str:
    if get_origin(hint) is Annotated:
        for mark in get_args(hint)[1:]:
            if isinstance(mark, Must):
                return mark.label
    return ""


def missing(context: Any) -> tuple[Missing, ...]:
    """Every mandatory fact of ``context`` that is blank, the nested ones too, in the order of the paper."""
    return tuple(_missing(context, "", ""))


def _missing(part: Any, path: str, owner: str) -> Iterator[Missing]:
    hints = _hints(type(part))
    for item in fields(part):
        value = getattr(part, item.name)
        label = _label(hints[item.name])
        where = f"{path}{item.name}"
        if label and _is_blank(value):
            yield Missing(where, f"{owner}{label}")
        for index, child in enumerate(value if isinstance(value, tuple) else (value,)):
            if is_dataclass(child):
                place = f"{where}.{index}." if isinstance(value, tuple) else f"{where}."
                yield from _missing(child, place, getattr(child, "called", "") or owner)


def _is_blank(value: Any) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def to_json(context: Any) -> dict[str, Any]:
    """The context as plain JSON values. Nothing is lost: amounts keep their two decimals, moments their offset."""
    return {item.name: _plain(getattr(context, item.name)) for item in fields(context)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if is_dataclass(value):
        return to_json(value)
    return value


def from_json(kind: type[Facts], data: dict[str, Any]) -> Facts:
    """Build the context ``kind`` from what ``to_json`` gave.

    A key that ``kind`` does not know raises ``ValueError``: a fact that was on the paper must not get lost silently.
    A fact that was added to the form later takes its default.
    """
    hints = _hints(kind)
    unknown = set(data) - {item.name for item in fields(kind)}  # type: ignore[arg-type]
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _typed(_bare(hints[name]), value) for name, value in data.items()})


def _typed(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if value is None:
            return None
        hint = next(option for option in get_args(hint) if option is not NoneType)
    if get_origin(hint) is tuple:
        return tuple(_typed(get_args(hint)[0], item) for item in value)
    if hint in (date, datetime, time):
        return hint.fromisoformat(value)
    if hint is Decimal:
        return Decimal(value)
    if is_dataclass(hint):
        return from_json(hint, value)  # type: ignore[arg-type]
    return value


def digest(data: dict[str, Any]) -> str:
    """SHA-256 of a context's JSON, independent of the order in which a database gives the keys back."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
