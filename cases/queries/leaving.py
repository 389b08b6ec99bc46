"""What keeps a mediator on the roster: her open cases, and how far each has found other hands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from cases.models import Assignment, Attempt, Case
from jianli_mediation.core.models import User
from mediators.models import Mediator

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Kept:
    """One case that she still has in hand, or that waits for her answer.

    ``successor`` and ``due``: who was asked to go on with it, and until when she answers.
    """

    case: Case
    waits_for_her: bool
    holder: str
    successor: str
    due: date | None


def kept_by(user: User, mediator: Mediator) -> QuerySet[Case]:
    """The cases in her hands or waiting for her answer, as far as ``user`` sees them, the oldest first."""
    open_ones = Attempt.objects.filter(case=OuterRef("pk"), closed_on__isnull=True)
    offered = Assignment.objects.open().filter(attempt__case=OuterRef("pk"), mediator=mediator)
    attempts = Prefetch("attempts", Attempt.objects.select_related("mediator__user"))
    assignments = Prefetch("attempts__assignments", Assignment.objects.select_related("mediator__user"))
    return (
        Case.objects.visible_to(user)
        .filter(Q(Exists(open_ones.filter(mediator=mediator))) | Q(Exists(offered)))
        .prefetch_related(attempts, assignments)
        .order_by("pk")
    )


def standing_of(case: Case, mediator: Mediator) -> Kept:
    """How far the case has found other hands."""
    attempt = case.attempt
    offer = attempt.offer if attempt else None
    holder = attempt.mediator if attempt and attempt.taken_on else None
    hers = offer is not None and offer.mediator_id == mediator.pk
    asked = offer if offer is not None and not hers else None
    return Kept(
        case,
        waits_for_her=hers,
        holder=str(holder) if holder is not None and holder.pk != mediator.pk else "",
        successor=str(asked.mediator) if asked else "",
        due=asked.answer_due if asked else None,
    )
