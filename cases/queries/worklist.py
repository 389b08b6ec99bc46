"""我的工作: what waits for a person today, why, and until when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from jianli_mediation.core.models import User
from jianli_mediation.core.roles import MEDIATORS
from jianli_mediation.kernel.workdays import Calendar

from ..models import Todo

SOON_WORKDAYS = 3


@dataclass(frozen=True)
class Urgency:
    """How near a due day is: the lamp's kind and its words."""

    lamp: str
    text: str


def urgency(due: date, today: date, calendar: Calendar, waiting: bool = False) -> Urgency:
    """Amber from three working days before; the day itself is in time; ◆ after it."""
    if waiting:
        return Urgency("hold", "等待对方")
    if due == today:
        return Urgency("soon", "今天")
    days = calendar.workdays_between(today, due)
    if due < today:
        return Urgency("late", f"逾期 {-days} 工作日" if days else f"逾期 {(today - due).days} 天")
    return Urgency("soon" if days <= SOON_WORKDAYS else "ok", f"还有 {days} 工作日")


def todos_for(user: User, today: date) -> QuerySet[Todo]:
    """The rows that are this person's, in the order of work: green channel, then the latest, then the larger amount."""
    mine = Q(user=user)
    if user.role not in MEDIATORS:
        mine |= Q(role=user.role)
    return (
        Todo.objects.filter(mine, show_from__lte=today)
        .select_related("case")
        .order_by("waiting", "-green_lane", "due_on", "-amount", "id")
    )


def counts_for(user: User, today: date, calendar: Calendar) -> dict[str, int]:
    """The counts of the filter chips, in one query."""
    soon = calendar.add_workdays(today, SOON_WORKDAYS)
    active = Q(waiting=False)
    return (
        todos_for(user, today)
        .order_by()
        .aggregate(
            all=Count("id"),
            late=Count("id", filter=active & Q(due_on__lt=today)),
            today=Count("id", filter=active & Q(due_on=today)),
            soon=Count("id", filter=active & Q(due_on__gt=today, due_on__lte=soon)),
            lane=Count("id", filter=Q(green_lane=True)),
            hold=Count("id", filter=Q(waiting=True)),
        )
    )


def filtered(rows: QuerySet[Todo], which: str, today: date, calendar: Calendar) -> QuerySet[Todo]:
    """The rows behind one chip; any other word means all."""
    soon = calendar.add_workdays(today, SOON_WORKDAYS)
    filters = {
        "late": Q(waiting=False, due_on__lt=today),
        "today": Q(waiting=False, due_on=today),
        "soon": Q(waiting=False, due_on__gt=today, due_on__lte=soon),
        "lane": Q(green_lane=True),
        "hold": Q(waiting=True),
    }
    return rows.filter(filters.get(which, Q()))
