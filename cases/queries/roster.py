"""The roster as work is given out by it: who is there, and what each has in hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from cases.models import Assignment, Attempt
from mediators.models import Mediator


@dataclass(frozen=True)
class Load:
    """Cases in a mediator's hands: ``open`` in all, ``waiting`` to be taken or refused."""

    open: int = 0
    waiting: int = 0


def roster() -> QuerySet[Mediator]:
    """Everybody who is or was on the roster, with all that the lists show of her at hand."""
    return Mediator.objects.select_related("user", "organisation", "supervisor", "room").prefetch_related(
        "periods", "absences", "certificates"
    )


def available_on(mediator: Mediator, day: date) -> bool:
    """Whether work may be given to her on ``day``."""
    return mediator.takes_work_on(day)


def loads(mediators: Iterable[Mediator]) -> dict[int, Load]:
    """What each of these has in hand, by id, in two queries."""
    ids = [mediator.pk for mediator in mediators]
    held = Attempt.objects.filter(mediator__in=ids, closed_on__isnull=True).values_list("mediator")
    taken = held.annotate(open=Count("pk"), waiting=Count("pk", filter=Q(taken_on__isnull=True))).order_by()
    # Of a case that another has in hand the offer alone counts.
    handed = Assignment.objects.open().filter(mediator__in=ids, attempt__taken_on__isnull=False).order_by()
    offered = handed.values_list("mediator").annotate(open=Count("pk"), waiting=Count("pk"))
    found: dict[int, Load] = {}
    for mediator, count, waiting in (*taken, *offered):
        before = found.get(mediator, Load())
        found[mediator] = Load(before.open + count, before.waiting + waiting)
    return found
