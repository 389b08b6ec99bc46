"""What a paper's facts have in common: which must not be blank, and how they are kept for ten years."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from jianli_mediation.kernel.money import yuan

Facts = TypeVar("Facts")
DRAFT = "draft"


@dataclass(frozen=True)
class Must:
    """Marks a field that must not be blank when the paper is issued; ``label`` is its name for people.

    ``at`` is a word for the place where the fact is filled in, which the owner of the case turns into a link.
    """

    label: str
    at: str = ""


@dataclass(frozen=True)
class Missing:
    """A blank mandatory fact: ``field`` is the path in the context (``debtors.0.name``), ``label`` its Chinese name."""

    field: str
    label: str
    at: str = ""


@dataclass(frozen=True)
class Fill:
    """Marks a fact that whoever makes the paper writes, or changes from what the case proposes, in its draft.

    What the field holds follows from its type: a day, a moment, an amount, a tick, whole numbers, a text of at most
    ``limit`` characters, or (a tuple of texts) one paragraph each. ``lines`` is the height of the box for it;
    ``choices`` closes the list of values. A field without this mark is locked.
    """

    label: str
    lines: int = 1
    help: str = ""
    limit: int = 500
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fillable:
    """One open field of a form: its name in the context, its type without ``None``, whether it must not be blank."""

    name: str
    fill: Fill
    kind: Any
    must: bool


class UnfitFillsError(ValueError):
    """What was filled in does not fit; ``problems`` maps the field to a sentence for people."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in problems.items()))
        self.problems = problems


def fillable(kind: Any) -> tuple[Fillable, ...]:
    """The open fields of a context class, in the order of the paper."""
    hints = _hints(kind)
    found = ((item.name, hints[item.name], _mark(hints[item.name], Fill)) for item in fields(kind))
    return tuple(
        Fillable(name, fill, _without_none(_bare(hint)), _mark(hint, Must) is not None)
        for name, hint, fill in found
        if fill is not None
    )


def filled(context: Facts, fills: Mapping[str, Any]) -> Facts:
    """The context with what was written into its draft, given as plain JSON values (see ``to_json``).

    Raises ``UnfitFillsError`` for a field that is locked or unknown, and for a value that is not of the field's type,
    too long, or not among its choices.
    """
    known = {each.name: each for each in fillable(type(context))}
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, value in fills.items():
        if name not in known:
            problems[name] = "这一处由案件登记得出，不能在文书里改"
            continue
        try:
            values[name] = _fit(known[name], value)
        except (ValueError, TypeError, ArithmeticError) as unfit:
            problems[name] = str(unfit) if isinstance(unfit, _Unfit) else f"{known[name].fill.label}的写法不对"
    if problems:
        raise UnfitFillsError(problems)
    return replace(context, **values)  # type: ignore[type-var]


class _Unfit(ValueError):
    """A refusal in words for people."""


def _fit(field: Fillable, value: Any) -> Any:
    fill = field.fill
    if value is None or value == "":
        return () if get_origin(field.kind) is tuple else "" if field.kind is str else None
    wanted = {bool: bool, int: int, str: str}.get(field.kind, list if get_origin(field.kind) is tuple else str)
    pieces = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    if type(value) is not wanted or not all(isinstance(piece, str) for piece in pieces):
        raise _Unfit(f"{fill.label}的写法不对")
    if sum(map(len, pieces)) > fill.limit:
        raise _Unfit(f"{fill.label}最多{fill.limit}字")
    if fill.choices and value not in dict(fill.choices):
        raise _Unfit(f"{fill.label}没有这个选项")
    return yuan(str(value)) if field.kind is Decimal else _typed(field.kind, value)


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(option for option in get_args(hint) if option is not NoneType)
    return hint


def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _mark(hint: Any, kind: type[Facts]) -> Facts | None:
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def missing(context: Any) -> tuple[Missing, ...]:
    """Every mandatory fact of ``context`` that is blank, the nested ones too, in the order of the paper."""
    return tuple(_missing(context, "", ""))


def _missing(part: Any, path: str, owner: str) -> Iterator[Missing]:
    hints = _hints(type(part))
    for item in fields(part):
        value = getattr(part, item.name)
        must = _mark(hints[item.name], Must)
        where = f"{path}{item.name}"
        if must and _is_blank(value):
            in_draft = not path and _mark(hints[item.name], Fill) is not None
            yield Missing(where, f"{owner}{must.label}", DRAFT if in_draft else must.at)
        for index, child in enumerate(value if isinstance(value, tuple) else (value,)):
            if is_dataclass(child):
                place = f"{where}.{index}." if isinstance(value, tuple) else f"{where}."
                yield from _missing(child, place, getattr(child, "called", "") or owner)


def _is_blank(value: Any) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def to_json(context: Any) -> dict[str, Any]:
    """The context as plain JSON values. Nothing is lost: amounts keep their two decimals, moments their offset."""
    return {item.name: plain(getattr(context, item.name)) for item in fields(context)}


def plain(value: Any) -> Any:
    """One value as plain JSON."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
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
    if value is None:
        return None
    hint = _without_none(hint)
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
