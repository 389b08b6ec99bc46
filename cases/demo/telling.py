"""通知单: the window prints them every working afternoon; those of the last days still lie there."""

from datetime import date, datetime, time, timedelta

from cases.actions.acting import Actor
from cases.actions.messages import AT_ONCE, print_slips
from cases.actions.sending import drop_stale
from cases.models import Message
from cases.models.choices_notices import Channel, MessageStatus
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.workdays import Calendar

from .court import Court

AFTERNOON = time(16)
LEFT_LYING = timedelta(days=2)


class Window:
    """Whoever prints, and the next afternoon on which she does."""

    def __init__(self, court: Court, calendar: Calendar, first: date, now: datetime) -> None:
        self.by = Actor(court.by_role(Role.WINDOW))
        self.calendar, self.next, self.last = calendar, first, local_date(now) - LEFT_LYING

    def catch_up(self, moment: datetime) -> None:
        """Every afternoon that lies before ``moment``."""
        while self.next <= self.last and (at := datetime.combine(self.next, AFTERNOON, COURT_TIME)) < moment:
            if self.calendar.is_workday(self.next):
                self.print_all(at)
            self.next += timedelta(days=1)

    def print_all(self, at: datetime) -> None:
        while drop_stale(at):
            pass
        due = Message.objects.filter(status=MessageStatus.WAITING, channel=Channel.SLIP, next_at__lte=at)
        while ids := list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
            print_slips(by=self.by, now=at, ids=ids)
