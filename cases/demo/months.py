"""Three months frozen with their reports, the meetings about them, and what came of what was decided there.

Of two months a closing is entered late, when they are frozen already: one brings a supplement, one a correction.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from cases.actions import assignment, intake, mediation, meeting, reporting
from cases.actions.acting import Actor
from cases.actions.inputs import Consent
from cases.facts import balance_on
from cases.models import MeetingTask, TaskResult
from cases.stats.period import Period
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.refusal import Refused
from jianli_mediation.kernel.workdays import Calendar

from .court import Court
from .filings import make_filing
from .stories import Story, Teller

# The last month that is over stays open: it is there to be frozen by hand.
FROZEN = 3
PRACTICES = (
    "一是前移送达。督促履行通知书与征询意见同日发出，电话、短信、上门三种方式并用，送达不等人。",
    "二是盯住到期款。每周一由和解中心列出本周到期的各期款项，和解员提前三日提醒，到期次日核对到账。",
)
EXAMPLES = (
    (
        "某建材公司与某建筑公司买卖合同纠纷一案，双方长期合作。和解员先核实应收货款何时到账，再请双方各带一个有期限的方案；"
        "两次会商后达成分期协议，首期款当月付清，双方恢复供货。"
    ),
)
PROBLEMS = (
    "一是个别案件超过和解期限没有结案，延期理由写得笼统。",
    "二是分期协议的到期提醒主要靠人工，月末集中到期时有遗漏。",
)
PLANS = ("一是逾期案件逐件说明原因，定出结案日。", "二是违约苗头提前三日报告，由中心负责人决定是否再次会商。")
COPIES = ("市委政法委", "荆州市中级人民法院执行局", "市优化营商环境办公室")
TEXTS: dict[str, Any] = {
    "practices": list(PRACTICES),
    "examples": list(EXAMPLES),
    "problems": list(PROBLEMS),
    "plans": list(PLANS),
    "copies_to": list(COPIES),
}
REASON = "月末当面付清的一件案件迟录，补登结案"


@dataclass(frozen=True)
class Told:
    """A task of a meeting. ``days``: how long it may take; ``note``: what came of it, blank while it is open."""

    text: str
    owner: str
    days: int
    note: str = ""


TASKS: tuple[tuple[Told, ...], ...] = (
    (
        Told("逾期案件逐件列出原因和结案日，报执行局", "lihejie", 10, "已逐件列明，报执行局备查"),
        Told("与不动产登记中心商定查询的联系人和时限", "zhouzhidao", 20, "联系人已定，查询三日内答复"),
    ),
    (
        Told("涉企案件绿色通道的三个时限写进和解员工作台的提示", "wuyingshang", 15, "已核对，提示与时限一致"),
        Told("特邀和解员集中培训一次：协议条款写法和到期提醒", "zhaocuhe", 12),
    ),
    (
        Told("到期前三日提醒的做法跑满一个月，报告漏提醒的件数", "lihejie", 45),
        Told("久调不和案件的终止标准征求立案庭意见", "chenlian", 50),
    ),
)


def in_month_after(calendar: Calendar, month: Period, workday: int, hour: int) -> datetime:
    """That workday of the month after ``month``."""
    return datetime.combine(calendar.add_workdays(month.last, workday), time(hour, 30), COURT_TIME)


class Late(Teller):
    """Paid in full towards the end of ``month``; the closing of that day is entered when the month is frozen already."""

    def __init__(self, court: Court, calendar: Calendar, month: Period, number: int) -> None:
        rng = Random(f"late-{number}")
        received_at = datetime.combine(calendar.next_workday(month.first + timedelta(days=7)), time(9, 5), COURT_TIME)
        super().__init__(rng, court, calendar, make_filing(rng, received_at, number))
        self.month = month

    def story(self) -> Story:
        yield self.filing.received_at
        self.case_id = intake.file_case(by=self._as(Role.WINDOW), now=self.now, filing=self.filing).pk
        yield self._later(0, 0)
        self._do(intake.accept, Role.WINDOW, consent=Consent(channel="counter", notice_version="2023-02"))
        mediator = next(row for row in self.court.mediators if row.user.username == "zhaocuhe")
        self._do(assignment.assign, Role.HEAD, mediator_id=mediator.pk, taken_on=self._today())
        yield self._on(self.month.first + timedelta(days=21))
        self._confirm(self._pay(balance_on(self._case(), self._today()).total))
        paid_at = self.now
        yield in_month_after(self.calendar, self.month, 6, 10)
        self._do(mediation.settle_in_full, mediator.user, creditor_satisfied=True, at=paid_at)


def late_tellers(court: Court, calendar: Calendar, today: date, first_number: int) -> list[Teller]:
    """One for the first frozen month, one for the second, numbered on from ``first_number``."""
    months = frozen_months(today)[:2]
    return [Late(court, calendar, month, number) for number, month in enumerate(months, start=first_number)]


def frozen_months(today: date) -> list[Period]:
    """The months that are frozen, the earliest first."""
    return [*Period.of(today).before().before().back(FROZEN).months()]


class Leadership:
    """What the head of the centre does at the turn of each month. Told as a story among those of the cases."""

    def __init__(self, court: Court, calendar: Calendar, today: date) -> None:
        self.court, self.calendar = court, calendar
        self.head = court.by_role(Role.HEAD)
        self.months = frozen_months(today)
        self.now = self._at(self.months[0], 1, 9)

    def story(self) -> Story:
        """Freeze, meet, and note what was done; the first month is supplemented when it turns out otherwise."""
        for turn, month in enumerate(self.months):
            yield self._at(month, 3, 9)
            reporting.close_month(by=Actor(self.head), now=self.now, month=month, texts=TEXTS)
            yield self._at(month, 4, 15)
            tasks = [(self._decide(month, told), told) for told in TASKS[turn]]
            if turn == 0:
                yield self._at(month, 9, 10)
                self._supplement(month)
            yield self._at(month, 11, 16)
            self._close(tasks)

    def _at(self, month: Period, workday: int, hour: int) -> datetime:
        return in_month_after(self.calendar, month, workday, hour)

    def _decide(self, month: Period, told: Told) -> MeetingTask:
        return meeting.decide_task(
            by=Actor(self.head),
            now=self.now,
            month=month.first,
            text=told.text,
            owner_id=self.court.people[told.owner].pk,
            due_on=self.calendar.next_workday(local_date(self.now) + timedelta(days=told.days)),
        )

    def _close(self, tasks: list[tuple[MeetingTask, Told]]) -> None:
        for task, told in tasks:
            if told.note:
                owner = Actor(self.court.people[told.owner])
                meeting.close_task(by=owner, now=self.now, task_id=task.pk, result=TaskResult.DONE, note=told.note)

    def _supplement(self, month: Period) -> None:
        """Refused where nothing came to light: then the first version stands."""
        try:
            reporting.supplement(by=Actor(self.head), now=self.now, month=month, reason=REASON, texts=TEXTS)
        except Refused:
            return
