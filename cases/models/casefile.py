"""Reading a case with all that belongs to it, in a fixed number of queries."""

from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from .attempt import Assignment, Attempt
from .case import Case
from .handover import Handover

_MATTER = ("parties__agents", "basis__items")
_COURSE: tuple[Any, ...] = (
    Prefetch("attempts", Attempt.objects.select_related("mediator__user", "mediator__room")),
    Prefetch("attempts__assignments", Assignment.objects.select_related("mediator__user", "draw")),
    "attempts__sessions",
    "attempts__appointments__room",
    "attempts__contacts",
    "attempts__follow_ups",
    "attempts__suspensions",
    "agreements__instalments",
    "agreements__guarantees",
    "payments",
    "preservations",
    Prefetch("handovers", Handover.objects.defer("package_xml")),
)


def whole_file(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with parties, basis, attempts, agreements, ledger, preservation and hand-overs at hand."""
    return cases.select_related("clerk", "filed_by", "basis").prefetch_related(*_MATTER, *_COURSE)


def refresh_course(case: Case) -> None:
    """Read what is not at hand. An act adds rows through their owner (``case.payments.create``), which drops that list."""
    prefetch_related_objects([case], *_MATTER, *_COURSE)
