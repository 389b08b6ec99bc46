"""The screen on the wall of the command centre: today, live. Counts and times only; nobody can be told from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.functional import cached_property

from cases.models import Appointment, Attempt, Case, Payment, Session
from cases.models.choices_talks import AppointmentStatus
from cases.queries.worklist import SOON_WORKDAYS
from cases.states import AGREED_CODES, OPEN_STATES, State
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.kernel.workdays import Calendar

ROOMS_AT_MOST = 12


@dataclass(frozen=True)
class Talk:
    """One appointment of today as the wall shows it: where, when, and whether it is going on."""

    place: str
    mode: str
    starts_at: datetime
    ends_at: datetime
    lamp: str
    word: str


class Board:
    """What the wall shows at ``now``. Every number is one query, read when the page asks for it."""

    def __init__(self, now: datetime, calendar: Calendar) -> None:
        self.now, self.calendar = now, calendar
        self.today = local_date(now)

    @property
    def _day(self) -> tuple[datetime, datetime]:
        begins = datetime(self.today.year, self.today.month, self.today.day, tzinfo=COURT_TIME)
        return begins, begins + timedelta(days=1)

    @cached_property
    def received(self) -> int:
        """Applications that came in today."""
        begins, ends = self._day
        return Case.objects.filter(received_at__gte=begins, received_at__lt=ends).count()

    @cached_property
    def registered(self) -> int:
        return Case.objects.filter(registered_on=self.today).count()

    @cached_property
    def closed(self) -> dict[str, int]:
        """What was closed today: ``agreed`` with an agreement, ``all`` in any way."""
        rows = Case.objects.filter(stage_closed_on=self.today)
        return rows.aggregate(all=Count("pk"), agreed=Count("pk", filter=Q(result_code__in=AGREED_CODES)))

    @cached_property
    def performed(self) -> int:
        return Case.objects.filter(performed_on=self.today).count()

    @cached_property
    def handed_over(self) -> int:
        return Case.objects.filter(state=State.ENFORCEMENT, record_closed_on=self.today).count()

    @cached_property
    def paid(self) -> Decimal:
        """What came in today, in yuan, reversals taken off."""
        total = Payment.objects.filter(paid_on=self.today).aggregate(total=Sum("amount"))["total"]
        return total or Decimal(0)

    @cached_property
    def sessions(self) -> int:
        """Sessions held today, corrections not counted again."""
        return Session.objects.filter(held_on=self.today, corrects__isnull=True).count()

    @cached_property
    def stock(self) -> list[tuple[str, int]]:
        """How many cases stand in each open state, in the order of the way they go."""
        counted = dict(
            Case.objects.filter(state__in=OPEN_STATES).order_by().values_list("state").annotate(count=Count("pk"))
        )
        return [(State(state).label, counted.get(state, 0)) for state in OPEN_STATES]

    @cached_property
    def most(self) -> int:
        """The largest of the stock: the length of a whole bar."""
        return max((count for _, count in self.stock), default=0)

    @cached_property
    def deadlines(self) -> dict[str, int]:
        """Talks over their time, and those with at most three working days left."""
        soon = self.calendar.add_workdays(self.today, SOON_WORKDAYS)
        rows = Attempt.objects.filter(closed_on__isnull=True, deadline__isnull=False)
        return rows.aggregate(
            late=Count("pk", filter=Q(deadline__lt=self.today)),
            soon=Count("pk", filter=Q(deadline__range=(self.today, soon))),
        )

    @property
    def lamps(self) -> list[tuple[str, str]]:
        """The same as lamps with their words: ● where there is nothing to worry about."""
        late, soon = self.deadlines["late"], self.deadlines["soon"]
        return [
            ("late" if late else "ok", f"逾期 {late} 件"),
            ("soon" if soon else "ok", f"{SOON_WORKDAYS} 个工作日内到期 {soon} 件"),
        ]

    @cached_property
    def talks(self) -> list[Talk]:
        """Today's appointments by the clock, cancelled ones left out."""
        begins, ends = self._day
        rows = (
            Appointment.objects.filter(starts_at__gte=begins, starts_at__lt=ends)
            .exclude(status=AppointmentStatus.CANCELLED)
            .select_related("room")
            .order_by("starts_at", "pk")[:ROOMS_AT_MOST]
        )
        return [self._talk(row) for row in rows]

    def _talk(self, row: Appointment) -> Talk:
        lamp, word = "none", "待会商"
        if row.status == AppointmentStatus.HELD:
            lamp, word = "ok", "已会商"
        elif row.ends_at < self.now:
            lamp, word = "soon", "待记录"
        elif row.starts_at <= self.now:
            lamp, word = "ok", "会商中"
        mode = row.get_mode_display()
        return Talk(row.room.name if row.room else mode, mode, row.starts_at, row.ends_at, lamp, word)


def month_so_far(today: date) -> tuple[date, date]:
    """From the first of the month to today."""
    return today.replace(day=1), today
