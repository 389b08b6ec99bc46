"""How the demo court gives its cases out: by lot and by hand; and one that is on its way from hand to hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cases.actions.acting import Actor
from cases.actions.assignment import assign
from cases.models import Attempt, Case
from cases.states import State
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.refusal import Refused
from mediators.models import Mediator

from .court import Court

DRAWN_EVERY = 3
REASON = "原和解员外出培训，移交办理"


def given_to(do: Callable[..., Any], case_id: int, wanted: Mediator) -> Mediator:
    """Every third case goes by lot while somebody has a free place, the others to the one the head wants."""
    if case_id % DRAWN_EVERY == 0:
        try:
            drawn: Case = do(assign, Role.HEAD, draw=True)
        except Refused:
            drawn = do(assign, Role.HEAD, mediator_id=wanted.pk, reason="名册上都已排满，按片区指定")
        attempt = drawn.attempt
        return attempt.mediator if attempt is not None and attempt.mediator is not None else wanted
    do(assign, Role.HEAD, mediator_id=wanted.pk, reason="按片区和专长指定")
    return wanted


def show_handing(court: Court, now: datetime) -> int:
    """The case taken last is offered to whom the lot names. Returns the number of acts performed."""
    last = (
        Attempt.objects.filter(closed_on__isnull=True, taken_on__isnull=False, case__state=State.MEDIATION)
        .exclude(suspensions__ended_at__isnull=True, suspensions__isnull=False)
        .order_by("-taken_on", "-pk")
        .first()
    )
    if last is None:
        return 0
    head = Actor(court.by_role(Role.HEAD))
    assign(by=head, now=now, case_id=last.case_id, draw=True, reason=REASON)
    return 1
