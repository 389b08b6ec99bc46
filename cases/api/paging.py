"""Pages by cursor: ``{"next", "previous", "results"}`` with whole addresses. No count unless asked for, no offset."""

import base64
import binascii
import json
from typing import Any, TypedDict, TypeVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from cases.api.errors import Problem
from cases.api.fields import LARGEST_ID, In
from cases.queries.search import MAX_PAGE_SIZE, PAGE_SIZE

Row = TypeVar("Row", bound=Model)


class PageQuery(In):
    """The parameters of every list."""

    cursor = serializers.CharField(required=False, max_length=300, help_text="上一页给出的位置")
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_PAGE_SIZE, default=PAGE_SIZE, help_text="每页几项"
    )


class Links(TypedDict):
    """The addresses of the neighbouring pages."""

    next: str | None
    previous: str | None


def bad_cursor() -> Problem:
    message = "这个位置无效，请从第一页或上一次给出的位置读起。"
    return Problem(400, "bad_cursor", message, errors={"cursor": [message]})


def links(request: Request, next_cursor: str | None, previous_cursor: str | None) -> Links:
    return Links(next=_address(request, next_cursor), previous=_address(request, previous_cursor))


def _address(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def by_id(
    request: Request, rows: QuerySet[Row], query: dict[str, Any], *, newest_first: bool = False, key: str = "pk"
) -> tuple[list[Row], Links]:
    """One page of ``rows`` in the order of their ids, or of another whole number that each has once."""
    size = query["page_size"]
    backwards, start = _read(query.get("cursor"))
    descending = newest_first != backwards
    if start:
        rows = rows.filter(**{f"{key}__{'lt' if descending else 'gt'}": start})
    found = list(rows.order_by(f"-{key}" if descending else key)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = more or backwards
    has_previous = more if backwards else bool(start)
    return found, links(
        request,
        _cursor(getattr(found[-1], key), backwards=False) if found and has_next else None,
        _cursor(getattr(found[0], key), backwards=True) if found and has_previous else None,
    )


def _cursor(pk: int, *, backwards: bool) -> str:
    return base64.urlsafe_b64encode(json.dumps([int(backwards), pk]).encode()).decode()


def _read(cursor: str | None) -> tuple[bool, int]:
    if not cursor:
        return False, 0
    try:
        backwards, pk = json.loads(base64.urlsafe_b64decode(cursor))
        if not 0 < int(pk) <= LARGEST_ID:
            raise bad_cursor()
        return bool(backwards), int(pk)
    except (binascii.Error, ValueError, TypeError) as error:
        raise bad_cursor() from error
