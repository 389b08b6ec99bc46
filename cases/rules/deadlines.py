"""Counting of periods: the first day does not count, the last day moves off rest days, every step is told."""

from datetime import date, timedelta

from cases.rules.law import statute_ref
from cases.rules.periods import UNITS, Period, Periods
from jianli_mediation.kernel.chinese import weekday
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import Calendar, Deadline, Step, add_months, add_years

UNCONFIRMED = "放假安排未公布，暂估"
MAX_EXTENSION = 30


@rule("deadlines.count", "期间的计算", "民事诉讼法第八十五条；民法典第二百零一条至第二百零三条")
def count(
    *,
    start: date,
    amount: int,
    unit: str,
    calendar: Calendar,
    shift: bool = True,
    article: str = "",
    start_text: str = "",
    span_text: str = "",
) -> Deadline:
    """The last day of a period of `amount` "day", "workday", "month" or "year".

    The start day is not counted. Months and years end on the corresponding day or the month's last day.
    With `shift` a last day that is no workday moves to the next workday; working-day periods end on
    one anyway. `start_text` says what happened on the start day, `span_text` replaces 满 n 日.
    ValueError for an unknown unit or a negative amount.
    """
    if unit not in UNITS or amount < 0:
        raise ValueError(f"cannot count {amount} {unit}")
    raw = _raw_end(start, amount, unit, calendar)
    due = calendar.next_workday(raw) if shift else raw
    article = article or statute_ref("period", due).plain
    confirmed = calendar.is_confirmed(due) or not (shift or unit == "workday")
    steps = [
        Step(start, start_step(start_text)),
        *end_steps(raw, due, calendar, article, confirmed, span_text or f"满 {amount} {UNITS[unit]}"),
    ]
    return Deadline(raw, due, due != raw, confirmed, tuple(steps), article)


def _raw_end(start: date, amount: int, unit: str, calendar: Calendar) -> date:
    if unit == "day":
        return start + timedelta(days=amount)
    if unit == "workday":
        return calendar.add_workdays(start, amount)
    return add_months(start, amount) if unit == "month" else add_years(start, amount)


def start_step(start_text: str) -> str:
    """ "和解员接收，当日不计入"."""
    if not start_text or start_text.endswith("当日"):
        return f"{start_text or '当日'}不计入"
    return f"{start_text}，当日不计入"


def end_steps(raw: date, due: date, calendar: Calendar, article: str, confirmed: bool, span: str) -> list[Step]:
    """The last lines of every working: where `span` ends, and where that day moves to."""
    waiting = [] if confirmed else [Step(due, UNCONFIRMED)]
    if due == raw:
        kind = calendar.describe(raw)
        stays = "" if calendar.is_workday(raw) else "，不顺延"
        return [*waiting, Step(due, f"{span}，{kind}{stays}（{article}）", is_result=True)]
    return [
        Step(raw, f"{span}，{calendar.describe(raw)}"),
        Step(due, _landing(due, calendar)),
        *waiting,
        Step(None, f"顺延到 {due}（{article}）", is_result=True),
    ]


def _landing(due: date, calendar: Calendar) -> str:
    kind = calendar.describe(due)
    return kind if kind.endswith("工作日") else f"{kind}，是工作日"


def by_period(*, period: Period, start: date, calendar: Calendar, start_text: str = "") -> Deadline:
    """The end of one of the table's periods, cited by its own source and the counting rule."""
    counting = statute_ref("period", start).plain
    article = counting if period.ours or not period.shift else f"{period.source}、{counting}"
    return count(
        start=start,
        amount=period.amount,
        unit=period.unit,
        shift=period.shift,
        calendar=calendar,
        start_text=start_text,
        article=article if period.shift else period.source,
    )


@rule("deadlines.performance_end", "履行期末日", "民事诉讼法第八十五条；迟延履行利息解释第二条")
def performance_end(
    *, effective_on: date, days: int | None = None, due_date: date | None = None, calendar: Calendar
) -> Deadline:
    """Last day of the performance period of an instrument.

    `days` after it became effective, or the fixed `due_date` it names, either moved off rest days; with
    neither the debt is due when the instrument becomes effective. ValueError when both are given.
    """
    if days is not None and due_date is not None:
        raise ValueError("give days or due_date, not both")
    if days is not None:
        return count(start=effective_on, amount=days, unit="day", calendar=calendar, start_text="生效当日")
    if due_date is None:
        text = "文书没有定履行期，从生效之日起"
        article = statute_ref("limitation", effective_on).plain
        step = Step(effective_on, f"{text}（{article}）", is_result=True)
        return Deadline(effective_on, effective_on, moved=False, confirmed=True, steps=(step,), article=article)
    due = calendar.next_workday(due_date)
    article = statute_ref("period", due).plain
    confirmed = calendar.is_confirmed(due)
    steps = end_steps(due_date, due, calendar, article, confirmed, "文书写明的履行期末日")
    return Deadline(due_date, due, due != due_date, confirmed, tuple(steps), article)


@rule("deadlines.filing_review", "立案审查期限", "执行工作规定第十六条：七日")
def filing_review(*, received_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when an application must be filed or refused, counted from its receipt."""
    return by_period(period=periods["T_FILE"], start=received_on, calendar=calendar, start_text="收到申请执行书")


@rule("deadlines.reconciliation", "和解期限", "ours: 30 日；参照特邀调解规定第二十七条")
def reconciliation(*, taken_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when talks may last, counted from the day on which the mediator takes the case."""
    return by_period(period=periods["T_RECON"], start=taken_on, calendar=calendar, start_text="和解员接收")


@rule("deadlines.extended", "延长和解期限", "ours: 15 日，最多 30 日，一次；参照特邀调解规定第二十七条")
def extended(*, old_due: date, days: int, calendar: Calendar) -> Deadline:
    """The new end of talks: `days` after the old end as it stood after moving. ValueError outside 1 to 30."""
    if not 1 <= days <= MAX_EXTENSION:
        raise ValueError(f"extension must be 1 to {MAX_EXTENSION} days, not {days}")
    return count(
        start=old_due,
        amount=days,
        unit="day",
        calendar=calendar,
        start_text="原期限届满",
        span_text=f"延长 {days} 日",
    )


@rule("deadlines.suspension_review", "中止的最长日数", "ours: 30 日，期满由中心负责人复核")
def suspension_review(*, since: date, periods: Periods, calendar: Calendar) -> Deadline:
    """How long one suspension may be fixed for; one without a day of its end is looked at again on that day."""
    return by_period(period=periods["T_SUSPEND"], start=since, calendar=calendar, start_text="中止")


@rule("deadlines.urging_end", "督促履行期", "ours: 15 日，从送达起算")
def urging_end(*, served_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """End of the urging period, counted from service of the notice on the respondent."""
    return by_period(period=periods["T_URGE"], start=served_on, calendar=calendar, start_text="督促通知送达")


@rule("deadlines.grace_end", "宽限期", "协议约定；民事诉讼法第八十五条")
def grace_end(*, due_on: date, grace_days: int, calendar: Calendar) -> Deadline:
    """Last day on which an instalment may still be paid without default: due day plus the agreed days."""
    return count(
        start=due_on,
        amount=grace_days,
        unit="day",
        calendar=calendar,
        start_text="应付日",
        span_text=f"宽限 {grace_days} 日",
    )


def grace_last_day(*, due_on: date, grace_days: int, calendar: Calendar) -> date:
    """`grace_end` without its steps, for lists of many instalments."""
    return calendar.next_workday(due_on + timedelta(days=grace_days))


@rule("deadlines.handover_due", "移送立案期限", "ours: 3 个工作日")
def handover_due(*, closed_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when a failed case must be handed over for filing."""
    return by_period(period=periods["T_HAND"], start=closed_on, calendar=calendar, start_text="和解终止")


@rule("deadlines.assignment_due", "指派和解员期限", "ours: 1 个工作日")
def assignment_due(*, accepted_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when a mediator must be assigned."""
    return by_period(period=periods["T_ASSIGN"], start=accepted_on, calendar=calendar, start_text="受理登记")


@rule("deadlines.taking_due", "和解员接收期限", "在线调解规则第十条、第十二条：3 个工作日")
def taking_due(*, assigned_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when the assigned mediator must take or refuse the case."""
    return by_period(period=periods["T_TAKE"], start=assigned_on, calendar=calendar, start_text="指派")


@rule("deadlines.contact_due", "首次联系期限", "ours: 3 个工作日")
def contact_due(*, taken_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when the respondent must have been contacted for the first time."""
    return by_period(period=periods["T_CONTACT"], start=taken_on, calendar=calendar, start_text="和解员接收")


@rule("deadlines.declaration_due", "财产申报期", "ours: 与督促履行期相同")
def declaration_due(*, served_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when the voluntary property declaration is asked for."""
    return by_period(period=periods["T_DECL"], start=served_on, calendar=calendar, start_text="申报表送达")


@rule("deadlines.escalation_due", "届满未定去向，报执行局长", "ours: 3 日")
def escalation_due(*, ended_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """From when the director is told that talks whose time is over still have not been decided on."""
    return by_period(period=periods["T_ESCALATE"], start=ended_on, calendar=calendar, start_text="和解期限届满")


@rule("deadlines.closing_due", "结案审批期限", "ours: 3 个工作日")
def closing_due(*, ready_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when a case that can be closed must be approved."""
    return by_period(period=periods["T_CLOSE"], start=ready_on, calendar=calendar, start_text="符合结案条件")


@rule("deadlines.certificate_due", "出具履行证明期限", "ours: 3 个工作日")
def certificate_due(*, asked_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when the certificate of performance must be issued."""
    return by_period(period=periods["T_CERT"], start=asked_on, calendar=calendar, start_text="确认全部履行")


@rule("deadlines.payout_due", "案款发放期限", "ours: 5 日")
def payout_due(*, arrived_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when money in the court's account must be paid out."""
    return by_period(period=periods["T_PAYOUT"], start=arrived_on, calendar=calendar, start_text="案款到账")


@rule("deadlines.request_due", "答复当事人诉求期限", "ours: 3 个工作日")
def request_due(*, asked_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Until when a party's request must be answered."""
    return by_period(period=periods["T_REQ"], start=asked_on, calendar=calendar, start_text="提出诉求")


@rule("deadlines.enforcement_notice_due", "发出执行通知期限", "民事诉讼法解释第四百八十条：十日")
def enforcement_notice_due(*, received_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Model B: until when the enforcement notice must be sent, from receipt of the application."""
    return by_period(period=periods["T_NOTICE10"], start=received_on, calendar=calendar, start_text="收到申请执行书")


@rule("deadlines.enforcement_end", "执行期限", "执行工作规定第六十三条：六个月")
def enforcement_end(*, filed_on: date, periods: Periods, calendar: Calendar) -> Deadline:
    """Model B: end of the six months for enforcement, without the suspensions, which the caller adds."""
    return by_period(period=periods["T_EXEC"], start=filed_on, calendar=calendar, start_text="立案执行")


def days_left_text(*, due: date, today: date, calendar: Calendar) -> str:
    """ "还有 3 工作日", "今天到期", "逾期 6 天"; today is still in time."""
    if today > due:
        return f"逾期 {(today - due).days} 天"
    if today == due:
        return "今天到期"
    return f"还有 {calendar.workdays_between(today, due)} 工作日"


def day_text(day: date) -> str:
    """ "2023-10-07 周六"."""
    return f"{day} {weekday(day)}"
