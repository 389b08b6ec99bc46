"""夜间核对: every night the machine counts what is due and late, and looks whether anything was left undone by itself.

Reminders do not wait for the night: they are dated ahead when the fact is recorded, and time alone shows them. What is
done here is therefore the same however often it runs; each duty is one or two statements over an index or one scan.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Exists, OuterRef, Q

from cases.models import Case, DutyRun, Instalment, Message, Todo, whole_case
from cases.models.choices_notices import Channel, MessageStatus
from cases.queries.court_alerts import calendar_missing, month_to_close
from cases.states import State
from jianli_mediation.core import outbox
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clock import COURT_TIME, local_date

from .acting import day_of
from .sending import drop_stale
from .telling import write_messages

TOPIC = "write_messages"
AT_NIGHT = 2  # o'clock
MOST_REPAIRED = 5000
AHEAD = timedelta(days=8)
LOCK = 0x6A69616E  # of the whole run, so that two workers do not do it twice
FAULTS = (DatabaseError, ArithmeticError, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class Outcome:
    """What one duty saw: rows looked at, those that call for somebody, those put right."""

    looked: int = 0
    found: int = 0
    mended: int = 0
    problem: str = ""


@dataclass(frozen=True)
class Duty:
    """One duty: its name, its rule in a sentence, and either the to-do codes it counts or what it does."""

    code: str
    title: str
    rule: str
    codes: tuple[str, ...] = ()
    work: Callable[[datetime], Outcome] | None = None


def _reminders(now: datetime) -> Outcome:
    """Cases being performed that never had a message though money falls due: from before messages were written."""
    today = local_date(now)
    soon = Instalment.objects.filter(agreement__case=OuterRef("pk"), due_on__range=(today, today + AHEAD))
    never = ~Exists(Message.objects.filter(case=OuterRef("pk")))
    cases = Case.objects.filter(Exists(soon), never, state=State.PERFORMING)
    keys = list(cases.order_by("pk").values_list("pk", flat=True)[:MOST_REPAIRED])
    queued = outbox.OutboxMessage.objects.filter(topic=TOPIC, done_at__isnull=True)
    waiting = set(queued.values_list("payload__case", flat=True))
    new = [outbox.OutboxMessage(topic=TOPIC, payload={"case": key}) for key in keys if key not in waiting]
    outbox.OutboxMessage.objects.bulk_create(new, batch_size=1000)
    return Outcome(len(keys), 0, len(new))


def write_for(case_id: int, now: datetime) -> None:
    """Write the messages of one case as its facts ask for; what the duty has queued. Twice is the same as once."""
    with transaction.atomic():
        locked = Case.objects.select_for_update().filter(pk=case_id).values_list("pk", flat=True).first()
        case = whole_case(case_id) if locked else None
        if case is not None:
            write_messages(case, day_of(now), now)


def _messages(now: datetime) -> Outcome:
    while drop_stale(now):
        pass
    rows = Message.objects.filter(
        Q(status=MessageStatus.FAILED) | Q(next_at__lte=now, status=MessageStatus.WAITING, channel=Channel.SLIP)
    )
    found = rows.count()
    return Outcome(found, found)


def _month(now: datetime) -> Outcome:
    return Outcome(1, 1 if month_to_close(local_date(now)) else 0)


def _calendar(now: datetime) -> Outcome:
    years = calendar_missing(local_date(now), load_calendar())
    return Outcome(max(1, len(years)), len(years))


OF_TALKS = (
    "assign",
    "take",
    "answer_overdue",
    "urge",
    "declare",
    "contact",
    "session",
    "decide",
    "follow_up",
    "guidance",
)
OF_PERFORMANCE = ("collect", "confirm", "payout", "call", "urge_paper", "default", "fulfil", "agreement_paper")
DUTIES: tuple[Duty, ...] = (
    Duty("filing", "七日立案审查", "收件起 7 日内受理或者转立案；受理、转立案后撤下", ("accept",)),
    Duty("talks", "和解期间的期限", "首次联系、督促、财产申报、会商、决定去向；办了就撤下", OF_TALKS),
    Duty(
        "stalled",
        "久调不和",
        "任一迹象成立之日起；中心负责人决定后撤下。期限届满 3 日未定去向的，报执行局长",
        ("stalled", "escalated", "suspended", "review_suspension"),
    ),
    Duty(
        "performance",
        "履行监督",
        "到期前 7 日起问收款，宽限期满次日催问、催告、决定；付清就撤下。到法院账户的案款 5 日内发放",
        OF_PERFORMANCE,
    ),
    Duty("certificate", "履行证明", "履行完毕后 3 个工作日内出；存疑的查明", ("certificate", "certificate_doubtful")),
    Duty("handover", "移送与立案", "移送后 7 日内立案；登记执行案号后撤下", ("hand_over", "acknowledge")),
    Duty(
        "preservation", "保全衔接", "履行期满五日内申请执行；到期 7 日前告知续行", ("preserve_five", "preserve_renew")
    ),
    Duty("limitation", "申请执行时效", "届满前 90 日起；重新起算就撤下", ("limitation",)),
    Duty("requests", "当事人诉求", "3 个工作日内答复；答复就撤下", ("request",)),
    Duty("reminders", "到期提醒是否齐全", "履行中的案件 8 日内有款到期而没有拟过提醒的，补拟", work=_reminders),
    Duty("messages", "没有发出、待打印的告知", "没有发出的和待打印的；重发、打印就撤下", work=_messages),
    Duty("month", "月报冻结", "上月月报还没有冻结；冻结就撤下", work=_month),
    Duty("calendar", "放假安排", "今年、九月起明年的放假安排没有导入；导入就撤下", work=_calendar),
)


def run(now: datetime) -> list[DutyRun]:
    """Every duty once, each in a transaction of its own; one that fails says so and the others go on."""
    counted = _counted(local_date(now))
    return [_run_one(duty, now, counted) for duty in DUTIES]


def _counted(today: date) -> dict[str, tuple[int, int]]:
    """Per kind of work: how much is shown, how much of it is late. One statement."""
    rows = Todo.objects.filter(show_from__lte=today).values("code")
    late = Count("id", filter=Q(due_on__lt=today, waiting=False))
    return {row["code"]: (row["shown"], row["late"]) for row in rows.annotate(shown=Count("id"), late=late)}


def _run_one(duty: Duty, now: datetime, counted: dict[str, tuple[int, int]]) -> DutyRun:
    began = time.monotonic()
    try:
        with transaction.atomic():
            outcome = duty.work(now) if duty.work else _of_codes(duty, counted)
    except FAULTS as fault:
        outcome = Outcome(problem=f"{type(fault).__name__}: {fault}"[:300])
    return DutyRun.objects.create(
        duty=duty.code,
        run_on=local_date(now),
        started_at=now,
        milliseconds=round((time.monotonic() - began) * 1000),
        looked=outcome.looked,
        found=outcome.found,
        mended=outcome.mended,
        problem=outcome.problem,
    )


def _of_codes(duty: Duty, counted: dict[str, tuple[int, int]]) -> Outcome:
    found = Outcome()
    for code in duty.codes:
        shown, late = counted.get(code, (0, 0))
        found = replace(found, looked=found.looked + shown, found=found.found + late)
    return found


def run_tonight(now: datetime) -> bool:
    """What the worker asks all day long: once a day, from two o'clock on, whatever died in between. Returns False."""
    local = now.astimezone(COURT_TIME)
    if local.hour < AT_NIGHT:
        return False
    last = DutyRun.objects.filter(run_on=local.date(), duty=DUTIES[-1].code)
    if last.exists():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        try:
            if not last.exists():
                run(now)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return False
