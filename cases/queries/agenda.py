"""会商日程: who sits with whom, when and where; of cases that a person does not see only that the time is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from cases.models import Appointment, Case, Party
from cases.models.choices_talks import AppointmentStatus
from cases.rules.appointments import hints
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import READ_EVERY_CASE, Role
from jianli_mediation.kernel.workdays import Calendar
from mediators.models import Mediator, Room

READERS = (
    Role.WINDOW, Role.MEDIATOR, Role.OUTSIDE_MEDIATOR, Role.CLERK, Role.JUDGE, Role.HEAD, Role.DIRECTOR,
)  # fmt: skip
MOST_SHOWN = 400
ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Entry:
    """One appointment as a person sees it. ``case`` None: a case that she does not see, only its time and room."""

    starts_at: datetime
    ends_at: datetime
    room: Room | None
    case: Case | None = None
    row: Appointment | None = None
    expected: str = ""

    @property
    def day(self) -> date:
        return local_date(self.starts_at)


@dataclass(frozen=True)
class DayOf:
    """One day of the calendar. ``rest``: the court does not work."""

    day: date
    rest: bool
    words: str
    entries: tuple[Entry, ...]


def hints_for(case: Case, starts_at: datetime, ends_at: datetime, calendar: Calendar) -> tuple[str, ...]:
    """What to look at before this case's session is put at that time."""
    first, last = starts_at.astimezone(COURT_TIME), ends_at.astimezone(COURT_TIME)
    deadline = case.attempt.deadline if case.attempt else None
    return hints(day=first.date(), starts=first.time(), ends=last.time(), calendar=calendar, deadline=deadline)


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """From midnight of ``first`` to midnight after ``last``, in the court's time."""
    start = datetime.combine(first, datetime.min.time(), COURT_TIME)
    return start, datetime.combine(last + ONE_DAY, datetime.min.time(), COURT_TIME)


def appointments_between(first: date, last: date) -> QuerySet[Appointment]:
    """What is planned or was held on these days, by time; cancelled ones are left out."""
    start, end = day_bounds(first, last)
    return (
        Appointment.objects.filter(starts_at__gte=start, starts_at__lt=end)
        .exclude(status=AppointmentStatus.CANCELLED)
        .select_related("attempt__case", "room", "mediator__user")
        .order_by("starts_at", "id")
    )


def mine_between(user: User, first: date, last: date) -> QuerySet[Appointment]:
    """What this mediator still has before her on these days, in the cases that are hers."""
    rows = appointments_between(first, last).filter(status=AppointmentStatus.PLANNED, mediator__user=user)
    return rows.filter(attempt__closed_on__isnull=True)


def visible_appointments(user: User) -> QuerySet[Appointment]:
    """The appointments of the cases this person may see, and of no others."""
    if user.role in READ_EVERY_CASE and user.is_active:
        return Appointment.objects.all()
    return Appointment.objects.filter(attempt__case__in=Case.objects.visible_to(user).order_by().values("pk"))


def entries(
    user: User, first: date, last: date, *, mediator: Mediator | None = None, room: Room | None = None
) -> list[Entry]:
    """What is on, for one mediator, for one room, or (neither) for the whole court, in a fixed number of queries."""
    rows = appointments_between(first, last)
    if mediator is not None:
        rows = rows.filter(mediator=mediator)
    if room is not None:
        rows = rows.filter(room=room)
    found = list(rows[:MOST_SHOWN])
    cases = {row.attempt.case_id for row in found}
    seen = set(Case.objects.visible_to(user).filter(pk__in=cases).order_by().values_list("pk", flat=True))
    names = _names(row for row in found if row.attempt.case_id in seen)
    return [
        Entry(
            row.starts_at,
            row.ends_at,
            row.room,
            row.attempt.case,
            row,
            "、".join(names[pk] for pk in row.expected if pk in names),
        )
        if row.attempt.case_id in seen
        else Entry(row.starts_at, row.ends_at, row.room)
        for row in found
    ]


def _names(rows: Iterable[Appointment]) -> dict[int, str]:
    wanted = {pk for row in rows for pk in row.expected}
    return dict(Party.objects.filter(pk__in=wanted).order_by().values_list("pk", "name")) if wanted else {}


def days(first: date, last: date, found: Iterable[Entry], calendar: Calendar) -> list[DayOf]:
    """The days from ``first`` to ``last``: Monday to Friday and every day of work; a rest day only when something is on."""
    by_day: dict[date, list[Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.day, []).append(entry)
    every = [first + ONE_DAY * count for count in range((last - first).days + 1)]
    return [
        DayOf(day, not calendar.is_workday(day), calendar.describe(day), tuple(by_day.get(day, ())))
        for day in every
        if by_day.get(day) or calendar.is_workday(day) or day.weekday() < 5
    ]


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of ``day``."""
    monday = day - ONE_DAY * day.weekday()
    return monday, monday + WEEK - ONE_DAY
