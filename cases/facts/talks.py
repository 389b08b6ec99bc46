"""The period of the talks as the rules take it: what was extended, what is suspended, and until when it lasts."""

from dataclasses import replace
from datetime import date

from cases.facts.reference import Reference
from cases.models import Attempt, Suspension
from cases.rules.suspension import Held, Stretch, reconciliation_end
from jianli_mediation.kernel.workdays import Deadline


def stretches_of(attempt: Attempt) -> tuple[Stretch, ...]:
    """The suspended days of one try at reconciliation, the earliest first."""
    return tuple(Stretch(row.from_on, row.to_on, row.reason) for row in attempt.suspensions.all())


def suspension_on(attempt: Attempt | None, day: date) -> Suspension | None:
    """The suspension by which ``day`` does not count, if there is one."""
    rows = attempt.suspensions.all() if attempt is not None else ()
    return next((row for row in rows if row.covers(day)), None)


def talks_end(attempt: Attempt, reference: Reference) -> Deadline | Held | None:
    """Until when the talks may last, by the periods in force when they began; None before the case is taken."""
    return _end(attempt, stretches_of(attempt), reference)


def end_if_resumed(attempt: Attempt, on: date, reference: Reference) -> Deadline | None:
    """Until when the talks would last if the suspension in force on ``on`` ended that day; None without one that is still to be ended."""
    row = suspension_on(attempt, on)
    if row is None or row.ended_at is not None:
        return None
    stretches = (replace(each, until=on) if each.since == row.from_on else each for each in stretches_of(attempt))
    end = _end(attempt, tuple(stretches), reference)
    return end if isinstance(end, Deadline) else None


def _end(attempt: Attempt, stretches: tuple[Stretch, ...], reference: Reference) -> Deadline | Held | None:
    if attempt.taken_on is None:
        return None
    return reconciliation_end(
        taken_on=attempt.taken_on,
        extension_days=attempt.extension_days,
        stretches=stretches,
        periods=reference.periods_at(attempt.taken_on),
        calendar=reference.calendar,
    )
