"""执前和解: the period suspended and resumed. What was suspended stays in rows; the end of the talks follows from them."""

from datetime import date, datetime

from cases import guards
from cases.facts import suspension_on, talks_end
from cases.models import Attempt, Case, Suspension
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import refuse_if
from jianli_mediation.kernel.workdays import Deadline

from .acting import Act, Actor, InvalidInput, When, acting, attempt_of
from .appointments import cancel_while_suspended

TALKS_ENDED = "和解程序结束"


def suspend(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    reason: str,
    from_on: date | None = None,
    to_on: date | None = None,
    at: When = None,
) -> Case:
    """Stop the period from ``from_on`` (default: the day of the act), which is the first day that does not count.

    ``to_on``: the last one, where it is known; without it the period has no end until it is resumed.
    """
    with acting(Verb.SUSPEND, by=by, now=now, case_id=case_id, at=at or from_on) as act:
        since = from_on or act.day.today
        refuse_if(guards.to_suspend(act.case, act.day, from_on=since, to_on=to_on, reason=reason))
        attempt = attempt_of(act)
        before = attempt.deadline
        attempt.suspensions.create(from_on=since, to_on=to_on, reason=reason.strip(), entered_by=act.by, entered_at=now)
        _reckon(attempt, act)
        act.reason = act.reason or reason
        cancelled = cancel_while_suspended(attempt, since, to_on)
        act.facts = {"from": since, "until": to_on, "before": before, "deadline": attempt.deadline}
        if cancelled:
            act.facts["appointments_cancelled"] = cancelled
    return act.case


def resume(
    *, by: Actor, now: datetime, case_id: int, resumed_on: date | None = None, note: str = "", at: When = None
) -> Case:
    """End the suspension. ``resumed_on`` (default: the day of the act) is its last day; the next one counts again."""
    with acting(Verb.RESUME, by=by, now=now, case_id=case_id, at=at or resumed_on) as act:
        until = resumed_on or act.day.today
        refuse_if(guards.to_resume(act.case, act.day, resumed_on=until))
        attempt = attempt_of(act)
        row = suspension_on(attempt, act.day.today)
        if row is None:
            raise InvalidInput({"resumed_on": ["和解期限没有中止"]})
        planned = row.to_on
        _end(row, act, until, note)
        _reckon(attempt, act)
        act.reason = act.reason or note
        act.facts = {"from": row.from_on, "until": until, "planned": planned, "deadline": attempt.deadline}
    return act.case


def end_with_talks(attempt: Attempt, act: Act) -> None:
    """The talks end: a suspension that still runs ends with them, on the same day. The caller saves the attempt."""
    row = suspension_on(attempt, act.day.today)
    if row is not None and row.ended_at is None:
        _end(row, act, act.day.today, TALKS_ENDED)
        _reckon(attempt, act)


def _end(row: Suspension, act: Act, until: date, note: str) -> None:
    row.to_on, row.ended_by, row.ended_at, row.end_note = until, act.by, act.now, note
    row.save(update_fields=["to_on", "ended_by", "ended_at", "end_note"])


def _reckon(attempt: Attempt, act: Act) -> None:
    """Store the end of the talks as it now follows from extension and suspensions; null where it has none."""
    end = talks_end(attempt, act.day.reference)
    attempt.deadline = end.due if isinstance(end, Deadline) else None
    attempt.save(update_fields=["deadline"])
