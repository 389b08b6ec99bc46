"""告知与诉求: the window prints the slips every working afternoon; a few parties ask for something."""

from datetime import date, datetime, time, timedelta

from cases.actions.acting import Actor
from cases.actions.messages import AT_ONCE, print_slips
from cases.actions.requests import answer_request, rate_answer, take_request
from cases.actions.sending import drop_stale
from cases.models import Case, Message
from cases.models.choices import PartyRole
from cases.models.choices_notices import Channel, MessageStatus
from cases.states import State
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.workdays import Calendar

from .court import Court

AFTERNOON = time(16)
LEFT_LYING = timedelta(days=2)
LONG_AGO = timedelta(days=60)


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


ASKED = (
    ("progress", "phone", "想问问对方什么时候付下一期。", ""),
    (
        "extension",
        "window",
        "货款还没有收回来，想把这一期往后推半个月。",
        "改期要双方签字才算数，已转告对方，约您一起来谈。",
    ),
    ("release", "phone", "钱付清了，什么时候解除冻结。", "申请人确认收款以后，三个工作日内办理。"),
    ("about_mediator", "window", "和解员电话总是打不通。", ""),
)


def show_requests(court: Court, now: datetime) -> int:
    """A few requests of parties, two of them answered and one of these rated. Returns the number of acts."""
    cases = Case.objects.filter(state=State.PERFORMING, received_at__lt=now - LONG_AGO).order_by("-pk")
    window, clerk = Actor(court.by_role(Role.WINDOW)), Actor(court.by_role(Role.CLERK))
    acts = 0
    for case, (kind, way, content, answer) in zip(cases[: len(ASKED)], ASKED, strict=False):
        party = case.parties.get(role=PartyRole.RESPONDENT)
        row = take_request(
            by=window,
            now=now - timedelta(days=2),
            case_id=case.pk,
            party_id=party.pk,
            kind=kind,
            way=way,
            content=content,
        )
        acts += 1
        if answer:
            at = now - timedelta(days=1)
            answer_request(by=clerk, now=at, case_id=case.pk, request_id=row.pk, answer=answer)
            acts += 1
            if kind == "release":
                rate_answer(
                    by=clerk, now=now - timedelta(hours=3), case_id=case.pk, request_id=row.pk, satisfaction="good"
                )
                acts += 1
    return acts
