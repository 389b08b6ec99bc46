"""Planned appointments that lie over a time: of a mediator, of a room."""

from datetime import datetime

from django.db.models import QuerySet

from cases.facts.appointments import Clash
from cases.models import Appointment, Case
from cases.models.choices_talks import AppointmentStatus
from jianli_mediation.core.models import User
from mediators.models import Mediator, Room


def planned_over(starts_at: datetime, ends_at: datetime) -> QuerySet[Appointment]:
    """The planned appointments that share a moment with the time; one that ends at ten leaves ten free."""
    return Appointment.objects.filter(
        status=AppointmentStatus.PLANNED, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).order_by("starts_at", "id")


def clashes(
    user: User, *, starts_at: datetime, ends_at: datetime, mediator: Mediator | None, room: Room | None
) -> list[Clash]:
    """What is in the way. Cases that ``user`` does not see are told by their time alone."""
    over = planned_over(starts_at, ends_at).select_related("attempt__case")
    hers = list(over.filter(mediator=mediator)) if mediator else []
    there = list(over.filter(room=room)) if room else []
    wanted = {row.attempt.case_id for row in (*hers, *there)}
    seen = set(Case.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    named = [(f"{mediator}", row) for row in hers] + [(f"{room}", row) for row in there]
    return [
        Clash(what, row.starts_at, row.ends_at, row.attempt.case.case_no if row.attempt.case_id in seen else "")
        for what, row in named
    ]


def free_rooms(starts_at: datetime, ends_at: datetime) -> list[Room]:
    """The rooms in use that nobody has for any part of the time."""
    taken = planned_over(starts_at, ends_at).filter(room__isnull=False).order_by().values("room")
    return list(Room.objects.filter(in_use=True).exclude(pk__in=taken))
