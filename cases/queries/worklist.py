"""我的工作: what waits for a person today, why, and until when."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from cases.models import Appointment, Session, Suspension, Todo
from cases.models.choices_talks import AppointmentStatus
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.models import AuditEntry, User
from jianli_mediation.core.roles import MEDIATORS
from jianli_mediation.kernel.workdays import Calendar

SOON_WORKDAYS = 3
PAGE_SIZE = 20
PRINTED_AT_MOST = 300
# The order of work: waiting rows last, green channel first, the latest first, the larger amount first.
ORDER = (("waiting", False), ("green_lane", True), ("due_on", False), ("amount", True), ("id", False))


@dataclass(frozen=True)
class Urgency:
    """How near a due day is: the lamp's kind and its words."""

    lamp: str
    text: str


def urgency(due: date, today: date, calendar: Calendar) -> Urgency:
    """Amber from three working days before; the day itself is in time; ◆ after it."""
    if due == today:
        return Urgency("soon", "今天")
    if due == today + timedelta(days=1):
        return Urgency("soon", "明天")
    days = calendar.workdays_between(today, due)
    if due < today:
        return Urgency("late", f"逾期 {-days} 工作日" if days else f"逾期 {(today - due).days} 天")
    return Urgency("soon" if days <= SOON_WORKDAYS else "ok", f"还有 {days} 工作日")


# What a row that waits is waiting for, where it is not the other side.
WAITS_FOR = {"suspended": "中止中", "review_suspension": "请复核"}


def urgency_of(row: Todo, today: date, calendar: Calendar) -> Urgency:
    """How near the row's day is; a row that waits says for what."""
    if row.waiting:
        return Urgency("hold", WAITS_FOR.get(row.code, "等待对方"))
    return urgency(row.due_on, today, calendar)


def _hers(user: User) -> Q:
    return Q(user=user) if user.role in MEDIATORS else Q(user=user) | Q(role=user.role)


def todos_for(user: User, today: date) -> QuerySet[Todo]:
    """The rows that are this person's, in the order of work: green channel, then the latest, then the larger amount."""
    return (
        Todo.objects.filter(_hers(user), show_from__lte=today)
        .select_related("case")
        .order_by(*(f"-{column}" if descending else column for column, descending in ORDER))
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
            new=Count("id", filter=_came_on(today)),
        )
    )


def _came_on(today: date) -> Q:
    return Q(since__gte=datetime(today.year, today.month, today.day, tzinfo=COURT_TIME))


def filtered(rows: QuerySet[Todo], which: str, today: date, calendar: Calendar) -> QuerySet[Todo]:
    """The rows behind one chip; any other word means all."""
    soon = calendar.add_workdays(today, SOON_WORKDAYS)
    filters = {
        "late": Q(waiting=False, due_on__lt=today),
        "today": Q(waiting=False, due_on=today),
        "soon": Q(waiting=False, due_on__gt=today, due_on__lte=soon),
        "lane": Q(green_lane=True),
        "hold": Q(waiting=True),
        "new": _came_on(today),
    }
    return rows.filter(filters.get(which, Q()))


def kinds_of(rows: QuerySet[Todo]) -> dict[str, int]:
    """How many rows of each kind of work there are."""
    counted = rows.order_by().values_list("code").annotate(count=Count("id"))
    return dict(counted.order_by("-count", "code"))


def group_counts(rows: QuerySet[Todo]) -> dict[str, int]:
    """The rows under each heading of the list: green channel, the others, those that wait for somebody else."""
    return rows.order_by().aggregate(
        lane=Count("id", filter=Q(waiting=False, green_lane=True)),
        other=Count("id", filter=Q(waiting=False, green_lane=False)),
        hold=Count("id", filter=Q(waiting=True)),
    )


def with_bringer(rows: QuerySet[Todo]) -> QuerySet[Todo]:
    """Each row with ``brought_by`` and ``brought_by_name``: who acted when it came up; none is the system."""
    entry = AuditEntry.objects.filter(case_id=OuterRef("case_id"), at=OuterRef("since")).order_by("-id")
    return rows.annotate(
        brought_by=Subquery(entry.values("actor_id")[:1]), brought_by_name=Subquery(entry.values("actor__name")[:1])
    )


@dataclass(frozen=True)
class TodoPage:
    """One page of rows, the place of its first row (from 1), and the cursors of its neighbours."""

    rows: list[Todo]
    first: int
    next: str | None
    previous: str | None


def page_of(rows: QuerySet[Todo], cursor: str | None, size: int = PAGE_SIZE) -> TodoPage:
    """One page in the order of work. The cursor holds the key of the row next to the page. ValueError for a bad one."""
    backwards, key, first = _read_cursor(cursor)
    if key:
        rows = rows.filter(_beyond(key, backwards=backwards))
    if backwards:
        rows = rows.reverse()
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
        first = max(1, first - len(found))
    has_next, has_previous = (True, more) if backwards else (more, bool(key))
    return TodoPage(
        found,
        first,
        _cursor(found[-1], first + len(found), backwards=False) if found and has_next else None,
        _cursor(found[0], first, backwards=True) if found and has_previous else None,
    )


def _beyond(key: dict[str, object], *, backwards: bool) -> Q:
    """Everything after ``key`` in the order of work; before it when going backwards."""
    condition, same = Q(), Q()
    for column, descending in ORDER:
        op = "lt" if descending != backwards else "gt"
        condition |= same & Q(**{f"{column}__{op}": key[column]})
        same &= Q(**{column: key[column]})
    return condition


def _cursor(row: Todo, first: int, *, backwards: bool) -> str:
    values = [row.waiting, row.green_lane, row.due_on.isoformat(), str(row.amount), row.pk]
    return base64.urlsafe_b64encode(json.dumps([backwards, first, *values]).encode()).decode()


def _read_cursor(cursor: str | None) -> tuple[bool, dict[str, object], int]:
    if not cursor:
        return False, {}, 1
    try:
        backwards, first, waiting, lane, due, amount, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        values = (bool(waiting), bool(lane), date.fromisoformat(due), Decimal(amount), int(pk))
        return bool(backwards), dict(zip((name for name, _ in ORDER), values, strict=True)), int(first)
    except (binascii.Error, ValueError, TypeError, ArithmeticError) as problem:
        raise ValueError("bad cursor") from problem


def sessions_between(user: User, first: date, last: date) -> QuerySet[Session]:
    """Days agreed on at the last session without an appointment having been made; none while suspended."""
    later = Session.objects.filter(attempt=OuterRef("attempt"), number__gt=OuterRef("number"))
    still = Q(to_on__isnull=True) | Q(to_on__gt=OuterRef("next_on"))
    booked = Appointment.objects.filter(attempt=OuterRef("attempt"), status=AppointmentStatus.PLANNED)
    stopped = Suspension.objects.filter(still, attempt=OuterRef("attempt"), from_on__lt=OuterRef("next_on"))
    return (
        Session.objects.filter(
            next_on__range=(first, last),
            attempt__mediator__user=user,
            attempt__closed_on__isnull=True,
            corrected_by__isnull=True,
        )
        .exclude(Exists(later))
        .exclude(Exists(booked))
        .exclude(Exists(stopped))
        .select_related("attempt__case")
        .order_by("next_on", "id")
    )


def next_to_come(user: User, today: date) -> Todo | None:
    """The row that will come up first, for a list that is empty today."""
    return Todo.objects.filter(_hers(user), show_from__gt=today).order_by("show_from", "due_on", "id").first()
