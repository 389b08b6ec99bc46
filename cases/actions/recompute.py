"""Open deadlines reckoned anew after the calendar changed: each case in its own right, with its line in the trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cases.facts import Reference, reconciliation_deadline
from cases.guards import Day
from cases.models import Attempt, Case, Todo, whole_file
from cases.rules import deadlines
from cases.states import OPEN_STATES
from jianli_mediation.core import audit
from jianli_mediation.core.clock import local_date

from .acting import Actor
from .telling import write_messages
from .todo import rewrite_todos, todos_of

RECOMPUTED = "recompute_deadlines"


@dataclass(frozen=True)
class Moved:
    """One deadline that moved with the calendar."""

    case_id: int
    case_no: str
    what: str
    before: date
    after: date

    @property
    def facts(self) -> dict[str, Any]:
        """As the audit entry keeps it."""
        return {
            "case": self.case_id,
            "case_no": self.case_no,
            "what": self.what,
            "from": self.before,
            "to": self.after,
        }


def recompute(*, by: Actor, now: datetime, year: int, before: Reference, after: Reference) -> Iterator[Moved]:
    """Reckon every open case with a day in ``year`` by both; store and yield what differs.

    Runs in the transaction of the import. Only what the calendar itself moves is touched.
    """
    for case_id in _touched(year):
        locked = Case.objects.select_for_update(of=("self",))
        case = whole_file(locked).get(pk=case_id)
        moved = list(_move(case, local_date(now), now, before, after))
        if moved:
            _record(case, by, now, year, moved)
        yield from moved


def _touched(year: int) -> list[int]:
    """Open cases with a stored day in the year, or so near to it that its notice may reach it."""
    window = (date(year - 1, 12, 20), date(year + 1, 1, 31))
    attempts = Attempt.objects.filter(case=OuterRef("pk"), closed_on__isnull=True)
    near = (
        Q(Exists(Todo.objects.filter(case=OuterRef("pk"), due_on__range=window)))
        | Q(Exists(attempts.filter(Q(deadline__range=window) | Q(urge_end__range=window))))
        | Q(basis__performance_end__range=window)
    )
    return list(Case.objects.filter(near, state__in=OPEN_STATES).order_by("pk").values_list("pk", flat=True))


def _move(case: Case, today: date, now: datetime, before: Reference, after: Reference) -> Iterator[Moved]:
    old_todos = _todo_days(case, Day(today, before))
    yield from _stored(case, before, after)
    new_day = Day(today, after)
    told = {code: (text, due) for code, text, due in _todo_days(case, new_day)}
    for code, text, due in old_todos:
        if code in told and told[code][1] != due and code not in _STORED_TODOS:
            yield Moved(case.pk, case.case_no, text, due, told[code][1])
    rewrite_todos(case, new_day, now)
    write_messages(case, new_day, now)


# What is due on a stored day is told once, as that day.
_STORED_TODOS = ("decide",)


def _todo_days(case: Case, day: Day) -> list[tuple[str, str, date]]:
    return [(each.code, each.text, each.due_on) for each in todos_of(case, day)]


def _stored(case: Case, before: Reference, after: Reference) -> Iterator[Moved]:
    basis, attempt = case.basis, case.attempt
    ends = [
        deadlines.performance_end(
            effective_on=basis.effective_on,
            days=basis.performance_days,
            due_date=basis.performance_due,
            calendar=each.calendar,
        ).due
        for each in (before, after)
    ]
    if ends[0] != ends[1]:
        basis.performance_end = ends[1]
        basis.save(update_fields=["performance_end"])
        yield Moved(case.pk, case.case_no, "履行期末日", *ends)
    if attempt is not None and attempt.closed_on is None:
        yield from _talks(case, attempt, before, after)


def _talks(case: Case, attempt: Attempt, before: Reference, after: Reference) -> Iterator[Moved]:
    talks = [reconciliation_deadline(case, each) for each in (before, after)]
    if talks[0] and talks[1] and talks[0].due != talks[1].due:
        attempt.deadline = talks[1].due
        attempt.save(update_fields=["deadline"])
        yield Moved(case.pk, case.case_no, "和解期限", talks[0].due, talks[1].due)
    if attempt.urged_on:
        ends = [
            deadlines.urging_end(
                served_on=attempt.urged_on, periods=each.periods_at(attempt.urged_on), calendar=each.calendar
            ).due
            for each in (before, after)
        ]
        if ends[0] != ends[1]:
            attempt.urge_end = ends[1]
            attempt.save(update_fields=["urge_end"])
            yield Moved(case.pk, case.case_no, "督促履行期", *ends)


def _record(case: Case, by: Actor, now: datetime, year: int, moved: list[Moved]) -> None:
    case.version += 1
    case.save(update_fields=["version"])
    audit.record(
        chain=audit.case_chain(case.pk),
        verb=RECOMPUTED,
        by=by.user,
        at=now,
        case_id=case.pk,
        client=by.client,
        from_state=case.state,
        to_state=case.state,
        facts={"year": year, "moved": [each.facts for each in moved]},
        announced=True,
    )
