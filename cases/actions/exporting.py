"""Taking a list along as a file: bounded, masked unless there is a reason, and left in the trail with its filters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cases.models import Case
from cases.queries.exports import LISTINGS, Listing, Row, rows_of
from cases.verbs import Verb, role_may
from jianli_mediation.core import audit
from jianli_mediation.core.clock import COURT_TIME

from .acting import Actor, Forbidden, InvalidInput, leave_trace, refuse, right_to_act

EXPORTED = "export_list"
# 本院自定: rows of one file, and how many cases may go out with their numbers in full.
MOST, MOST_IN_FULL = 10_000, 200


@dataclass(frozen=True)
class Export:
    """What goes into the file. ``mark``: who took it along, when, how many rows, under which filters."""

    listing: Listing
    rows: Iterator[Row]
    mark: str


@transaction.atomic
def export(
    *, by: Actor, now: datetime, kind: str, found: QuerySet[Any], filters: Mapping[str, Any], full: bool = False
) -> Export:
    """A list as ``found``, already narrowed to what the person may see; the rows are read when they are written.

    ``full``: numbers unmasked, for ``by.reason``; each case's trail says so, and a case whose numbers are not this
    person's to see stays masked. Raises Forbidden, InvalidInput without a reason, Refused for too many rows.
    """
    listing, most = LISTINGS[kind], MOST_IN_FULL if full else MOST
    if full and not role_may(by.user.role, Verb.REVEAL):
        raise Forbidden("role_forbidden", f"完整号码不给{by.user.get_role_display()}导出")
    if full and not by.reason.strip():
        raise InvalidInput({"reason": ["请写明为了什么要完整号码"]})
    count = found.order_by().values("pk")[: most + 1].count()
    if count > most:
        words = "带完整号码的一次" if full else "一次"
        raise refuse("export_too_long", f"{words}至多导出 {most:,} 行，现在不止；请把条件收窄再导出")
    shown = _revealed(by, now, listing, found) if full else set()
    facts = {"list": kind, "filters": dict(filters), "rows": count, "in_full": len(shown)}
    audit.record(
        chain=f"user:{by.user.pk}" if by.user.pk else f"client:{by.client}",
        verb=EXPORTED,
        by=by.user if by.user.pk else None,
        at=now,
        client=by.client,
        reason=by.reason,
        facts=facts,
    )
    return Export(listing, rows_of(listing, found, lambda case: case.pk in shown), _mark(by, now, count, filters))


def _revealed(by: Actor, now: datetime, listing: Listing, found: QuerySet[Any]) -> set[int]:
    """The cases whose numbers go out in full, each with a trace of its own."""
    cases: dict[int, Case] = {case.pk: case for case in map(listing.case_of, found)}
    for pk, case in list(cases.items()):
        try:
            right_to_act(case, Verb.REVEAL, by.user)
        except Forbidden:
            del cases[pk]
        else:
            leave_trace(case, Verb.REVEAL, by=by, now=now, facts={"export": True}, reason=by.reason)
    return set(cases)


def _mark(by: Actor, now: datetime, count: int, filters: Mapping[str, Any]) -> str:
    who = f"{by.user.name}（{by.user.staff_no}）" if by.user.pk else by.client
    narrowed = "；".join(f"{name}={value}" for name, value in filters.items()) or "全部"
    return f"{who}{now.astimezone(COURT_TIME):%Y-%m-%d %H:%M} 导出，仅供内部使用；共 {count:,} 行；条件：{narrowed}"
