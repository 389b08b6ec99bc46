"""What the description promises and a real answer of this run held: each property with a value, each way to succeed.

A test can only show that what is answered is described. That everything described is answered shows when all tests of
the API are through; ``tests.conftest`` adds up what the processes of the run saw and says what is missing.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml
from django.conf import settings

SEEN: set[str] = set()
# What is answered the moment a thing is made has the shape of the thing, of which most is still to come.
NEW = {"FiledCase": "Case", "NewWebhook": "Webhook", "Scheduled": "AppointmentLine"}
_EMPTY: tuple[Any, ...] = (None, [], {})


@cache
def document() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path = settings.BASE_DIR / "cases" / "api" / "openapi.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader either way


def note_status(operation: dict[str, Any], status: int) -> None:
    SEEN.add(f"{operation['operationId']} {status}")


def note_body(schema: dict[str, Any], body: Any) -> None:
    """Remember what of ``schema`` the valid ``body`` has. A property that is there, but null or empty, does not count."""
    if body in _EMPTY:
        return
    name, schema = _named(schema)
    for each in schema.get("oneOf", ()):
        note_body(each, body)
    if isinstance(body, list) and "items" in schema:
        for row in body:
            note_body(schema["items"], row)
    if isinstance(body, dict):
        _note_object(name, schema, body)


def _note_object(name: str, schema: dict[str, Any], body: dict[str, Any]) -> None:
    parts, others = schema.get("properties", {}), schema.get("additionalProperties")
    for key, value in body.items():
        if key in parts and value not in _EMPTY:
            SEEN.add(f"{name}.{key}")
            note_body(parts[key], value)
        elif isinstance(others, dict):
            note_body(others, value)


def _named(schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The schema behind a reference, with its name; a reference may have a description beside it (``allOf``)."""
    name = ""
    while "$ref" in schema or len(schema.get("allOf", ())) == 1:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            schema = document()["components"]["schemas"][name]
        else:
            schema = schema["allOf"][0]
    return name, schema


def promised() -> set[str]:
    """Everything the description says of answers that are no problem."""
    found: set[str] = set()
    for methods in document()["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if status < "4":
                    found.add(f"{operation['operationId']} {status}")
                    found.update(_properties(answer.get("content", {}), set()))
    return found


def _properties(node: Any, known: set[str]) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _properties(each, known)
    if not isinstance(node, dict):
        return
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        if name not in known:
            known.add(name)
            schema = document()["components"]["schemas"][name]
            yield from (f"{name}.{key}" for key in schema.get("properties", ()))
            yield from _properties(schema, known)
    yield from (found for key, each in node.items() if key != "examples" for found in _properties(each, known))


def missing() -> list[str]:
    """What no answer of this run held."""
    return sorted(each for each in promised() - SEEN if not _seen_later(each))


def _seen_later(each: str) -> bool:
    name, _, key = each.partition(".")
    return name in NEW and f"{NEW[name]}.{key}" in SEEN
