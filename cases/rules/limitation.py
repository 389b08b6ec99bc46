"""申请执行时效: a reminder with its reasons, never a finding of law. It warns and blocks nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cases.rules.deadlines import UNCONFIRMED, count
from cases.rules.law import statute_ref
from cases.rules.periods import Periods
from jianli_mediation.kernel.chinese import weekday
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import Calendar, Deadline, Step

# Interruptions of article 20 of the interpretation on enforcement procedure; payment is consent in deed.
KINDS: dict[str, str] = {
    "application": "申请执行",
    "agreement": "签协议",
    "demand": "申请人要求履行",
    "promise": "被申请人同意履行",
    "payment": "被申请人付款",
}
RED_DAYS, AMBER_DAYS = 30, 90
NATURE = "提示，不是认定"
_EVENTS_SHOWN = 2


@dataclass(frozen=True)
class LimitationEvent:
    """An interruption. `text` says it in words ("何某付 20,000.00 元"), `evidence` names the file."""

    kind: str
    on: date
    text: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class LimitationResult:
    """`safe_until` is the conservative date, `latest` the last one any reading gives.

    `level` is "" without `today`, else "ok", "amber" (90 days or less), "red" (30 or less, or past).
    `lapsed`: an interruption came only after the period had run out; whether it still helps, a judge decides.
    """

    safe_until: date
    latest: date
    steps: tuple[Step, ...]
    level: str
    days_left: int | None
    confirmed: bool
    lapsed: bool
    article: str
    nature: str = NATURE


@rule(
    "limitation.limitation",
    "申请执行时效提示",
    "民事诉讼法（申请执行时效一条，条号随日期）；执行程序解释第二十条；执行和解规定第十条",
)
def limitation(
    *,
    performance_end: date,
    events: Iterable[LimitationEvent],
    calendar: Calendar,
    agreed_last_day: date | None = None,
    today: date | None = None,
    periods: Periods | None = None,
) -> LimitationResult:
    """Two years from the last day of performance, anew from each interruption, moved off rest days.

    Conservative: only interruptions that came in time, the last of them. The other reading counts from the
    agreed last day, as for a settlement within enforcement; it is shown when it ends later. ValueError for
    an unknown kind of event.
    """
    period = (periods or Periods())["T_LIM"]

    def end_after(start: date) -> Deadline:
        return count(start=start, amount=period.amount, unit=period.unit, calendar=calendar)

    in_time, late = _chain(performance_end, events, end_after)
    start = in_time[-1].on if in_time else performance_end
    safe = end_after(start)
    agreed = end_after(agreed_last_day) if agreed_last_day else None
    other = agreed if agreed and agreed.due > safe.due else None
    latest = max(deadline.due for deadline in (safe, other, *(end_after(event.on) for event in late)) if deadline)
    article = statute_ref("limitation", today or start).plain
    steps = [
        *_start_steps(performance_end, in_time),
        *_end_steps(safe, f"满 {period.text}", calendar),
        *_other_steps(other, f"{period.text}", calendar),
        *(Step(event.on, f"{_words(event)}，在 {safe.due} 之后，能否再算由法官判断") for event in late),
        _result_step(safe, other, article),
    ]
    days_left = (safe.due - today).days if today else None
    confirmed = safe.confirmed and (other is None or other.confirmed)
    return LimitationResult(
        safe.due, latest, tuple(steps), _level(days_left), days_left, confirmed, bool(late), article
    )


def _chain(
    performance_end: date, events: Iterable[LimitationEvent], end_after: Callable[[date], Deadline]
) -> tuple[list[LimitationEvent], list[LimitationEvent]]:
    """Interruptions in order of days: those within the running period, and those after it had run out."""
    in_time: list[LimitationEvent] = []
    late: list[LimitationEvent] = []
    runs_until = end_after(performance_end).due
    for event in sorted(events, key=lambda each: each.on):
        if event.kind not in KINDS:
            raise ValueError(f"unknown kind of event {event.kind}")
        if event.on <= performance_end:
            continue
        if event.on > runs_until:
            late.append(event)
        else:
            in_time.append(event)
            runs_until = end_after(event.on).due
    return in_time, late


def _words(event: LimitationEvent) -> str:
    proof = f"（证据：{event.evidence}）" if event.evidence else ""
    return f"{event.text or KINDS[event.kind]}{proof}"


def _start_steps(performance_end: date, events: Sequence[LimitationEvent]) -> list[Step]:
    shown = events[-_EVENTS_SHOWN:]
    hidden = len(events) - len(shown)
    more = f"；此后中断 {len(events)} 次，列最近 {len(shown)} 次" if hidden else ""
    steps = [Step(performance_end, f"履行期末日，时效从这天起算{more}")]
    for index, event in enumerate(shown):
        effect = "再次中断" if index else "时效中断，重新起算"
        steps.append(Step(event.on, f"{_words(event)}，{effect}"))
    return steps


def _end_steps(safe: Deadline, span: str, calendar: Calendar) -> list[Step]:
    steps = [Step(safe.raw, f"{span}，{calendar.describe(safe.raw)}")]
    if safe.moved:
        steps.append(Step(safe.due, f"顺延到{weekday(safe.due, long=True)}"))
    if not safe.confirmed:
        steps.append(Step(safe.due, UNCONFIRMED))
    return steps


def _other_steps(other: Deadline | None, span: str, calendar: Calendar) -> list[Step]:
    if other is None:
        return []
    moved = f"，顺延到 {other.due}" if other.moved else "，不顺延"
    return [Step(other.raw, f"另一种算法：从协议末期起 {span}，{calendar.describe(other.raw)}{moved}")]


def _result_step(safe: Deadline, other: Deadline | None, article: str) -> Step:
    choice = "两个日期取早的：" if other else ""
    return Step(None, f"{choice}{safe.due}（{article}；{NATURE}）", is_result=True)


def _level(days_left: int | None) -> str:
    if days_left is None:
        return ""
    if days_left <= RED_DAYS:
        return "red"
    return "amber" if days_left <= AMBER_DAYS else "ok"
