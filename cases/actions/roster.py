"""Leaving the roster: the one act on it that must know the cases."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from cases.models import Attempt
from jianli_mediation.core.models import User
from mediators import actions
from mediators.actions.acting import locked
from mediators.models import ServicePeriod

_OFFERED = Q(assignments__taken_on__isnull=True, assignments__ended_at__isnull=True)


def in_hand(mediator_id: int) -> int:
    """The cases under way that she has in hand, or that wait for her answer."""
    hers = Q(mediator=mediator_id) | (_OFFERED & Q(assignments__mediator=mediator_id))
    return Attempt.objects.filter(hers, closed_on__isnull=True).values("pk").distinct().count()


@transaction.atomic
def leave(*, by: User | None, now: datetime, mediator_id: int, until_on: date, reason: str) -> ServicePeriod:
    """End a stay on the roster, once nothing is left in her hands.

    Her entry is locked before the cases are counted. Whoever gives her a case locks it too, and then finds her gone; a
    trigger refuses what would slip past both. Raises as ``mediators.actions.leave``.
    """
    locked(mediator_id)
    return actions.leave(
        by=by, now=now, mediator_id=mediator_id, until_on=until_on, reason=reason, open_cases=in_hand(mediator_id)
    )
