"""Suspension (中止) of the reconciliation period: its days do not count, and the end moves out by as many."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from cases.rules.deadlines import count, end_steps, extended, reconciliation, start_step
from cases.rules.law import statute_ref
from cases.rules.periods import Periods
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import ONE_DAY, Calendar, Deadline, Step

GROUND = "本院自定，没有直接规定，参照审限规定第九条"


@dataclass(frozen=True)
class Stretch:
    """Days that do not count, `since` and `until` among them. `until` None: nobody has said when it ends.

    ValueError when it ends before it begins.
    """

    since: date
    until: date | None
    reason: str

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"suspended since {self.since} cannot end on {self.until}")


@dataclass(frozen=True)
class Held:
    """A period without an end, for it is suspended since a day and nobody has said until when.

    `left`: days of it that are still to run, from the day after the suspension ends.
    """

    since: date
    left: int
    reason: str
    steps: tuple[Step, ...]
    article: str = GROUND


@rule(
    "suspension.suspended",
    "和解期限的中止",
    "ours: 中止的日子不计入，恢复的次日接着算；没有直接规定，参照审限规定第九条",
)
def reconciliation_end(
    *, taken_on: date, extension_days: int | None, stretches: Sequence[Stretch], periods: Periods, calendar: Calendar
) -> Deadline | Held:
    """Until when talks may last, with the extension and without the suspended days; `Held` while it has no end.

    The end is reckoned from the days that count, then moved off rest days and suspended days. The extension runs from
    the end so reckoned, and its own suspended days do not count either. ValueError for an extension outside 1 to 30.
    """
    end: Deadline | Held = reconciliation(taken_on=taken_on, periods=periods, calendar=calendar)
    article = statute_ref("period", taken_on).plain
    if stretches:
        days = periods["T_RECON"].amount
        end = count_on(
            start=taken_on, days=days, stretches=stretches, calendar=calendar, start_text="和解员接收", article=article
        )
    if not extension_days:
        return end
    if isinstance(end, Held):
        return _with_extension(end, extension_days)
    longer: Deadline | Held = extended(old_due=end.due, days=extension_days, calendar=calendar)
    if stretches:
        longer = count_on(
            start=end.due,
            days=extension_days,
            stretches=stretches,
            calendar=calendar,
            start_text="原期限届满",
            span_text=f"延长 {extension_days} 日",
        )
    return replace(longer, steps=end.steps + longer.steps)


def _with_extension(held: Held, days: int) -> Held:
    longer = Step(None, f"原期限届满以后，另有延长 {days} 日", is_result=True)
    return replace(held, left=held.left + days, steps=(*held.steps, longer))


def count_on(
    *,
    start: date,
    days: int,
    stretches: Sequence[Stretch],
    calendar: Calendar,
    start_text: str,
    span_text: str = "",
    article: str = "",
) -> Deadline | Held:
    """The last of `days` after `start` that are not suspended, moved on while it is a rest day or suspended.

    `stretches` do not overlap; what lies before `start` is left aside. Without any that touch the period this is
    `deadlines.count`. `Held` where the period runs into one without an end.
    """
    walk = _walk(start, days, stretches, calendar)
    begins = Step(start, start_step(start_text))
    if walk.stop is not None:
        return _held(walk, walk.stop, begins)
    if not walk.met:
        return count(
            start=start,
            amount=days,
            unit="day",
            calendar=calendar,
            start_text=start_text,
            span_text=span_text,
            article=article,
        )
    article = article or statute_ref("period", walk.due).plain
    confirmed = calendar.is_confirmed(walk.due)
    span = span_text or f"满 {days} 日"
    words = f"{span}，中止的 {walk.lost} 日不计入" if walk.lost else span
    last = end_steps(walk.raw, walk.due, calendar, article, confirmed, words)
    steps = sorted([begins, *_told(walk.met), *last], key=lambda step: step.day or date.max)
    return Deadline(walk.raw, walk.due, walk.due != walk.raw, confirmed, tuple(steps), article)


@dataclass
class _Walk:
    """The way through a period: the stretches met, the days lost to them, and the one that stops it, if any."""

    raw: date
    due: date
    met: list[Stretch] = field(default_factory=list)
    lost: int = 0
    stop: Stretch | None = None

    @property
    def left(self) -> int:
        """Days still to run when it was stopped."""
        return max(0, (self.raw - self.stop.since).days + 1) if self.stop else 0


def _walk(start: date, days: int, stretches: Sequence[Stretch], calendar: Calendar) -> _Walk:
    raw = start + timedelta(days=days)
    walk = _Walk(raw, calendar.next_workday(raw))
    for each in _after(start, stretches):
        if each.since > walk.due:
            break
        if each.until is None:
            walk.stop = each
            break
        if each.since <= walk.raw:
            walk.raw += timedelta(days=_length(each))
            walk.lost += _length(each)
            walk.due = walk.raw
        elif each.until < walk.due:
            continue
        walk.met.append(each)
        walk.due = calendar.next_workday(max(walk.due, each.until + ONE_DAY))
    return walk


def put_off(*, due: date, start: date, stretches: Sequence[Stretch], calendar: Calendar) -> date:
    """A day for something to be done that was reckoned from `start`, later by the days that were suspended since."""
    end = count_on(start=start, days=(due - start).days, stretches=stretches, calendar=calendar, start_text="")
    return due if isinstance(end, Held) else end.due


def _after(start: date, stretches: Sequence[Stretch]) -> list[Stretch]:
    """What of the stretches lies after `start`, the earliest first."""
    later = (each for each in stretches if each.until is None or each.until > start)
    found = [replace(each, since=max(each.since, start + ONE_DAY)) for each in later]
    return sorted(found, key=lambda each: each.since)


def _length(stretch: Stretch) -> int:
    return 0 if stretch.until is None else (stretch.until - stretch.since).days + 1


def _told(stretches: Sequence[Stretch]) -> list[Step]:
    told = []
    for each in stretches:
        told.append(_begins(each))
        told.append(Step(each.until, f"恢复，共中止 {_length(each)} 日，次日接着算"))
    return told


def _begins(stretch: Stretch) -> Step:
    return Step(stretch.since, f"中止：{stretch.reason}，当日起不计入（{GROUND}）")


def _held(walk: _Walk, stop: Stretch, begins: Step) -> Held:
    rest = f"恢复的次日接着算，还有 {walk.left} 日" if walk.left else "恢复以后的第一个工作日届满"
    held = Step(None, f"中止中，没有届满日；{rest}", is_result=True)
    return Held(stop.since, walk.left, stop.reason, (begins, *_told(walk.met), _begins(stop), held))
