"""延误: how long the cases of a period stood at each step, which left it after its term, and which still stand there.

All of it is this court's own reading. Days are natural days; a term is the one in force when the step began.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.facts.reference import load_reference
from cases.models import Assignment, Case, Session
from cases.models.choices import SessionOutcome
from cases.rules.deadlines import assignment_due, filing_review, taking_due
from cases.rules.periods import Periods
from cases.states import State
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.workdays import Calendar

from .asked import Asked, last_attempt
from .closing import CLOSED, closed
from .indicator import Figure, Indicator, ratio
from .intake import open_at_end
from .moments import between
from .period import Period
from .tally import Tally, chosen

# As the work list has it: the first session ten days after taking, moved off rest days. 本院自定.
FIRST_SESSION_WITHIN = timedelta(days=10)
# What was decided since is looked for among what came in so long before.
LOOK_BACK = timedelta(days=92)
COLUMNS = ("pk", "received_at", "registered_on", "assigned", "taken", "met", "stage_closed_on", "term")


@dataclass(frozen=True)
class Path:
    """The days on which one case came to each step; None: not yet. ``term``: the end of its talks, None while suspended."""

    case: int
    received: date
    registered: date | None
    assigned: date | None
    taken: date | None
    met: date | None
    closed: date | None
    term: date | None


@dataclass(frozen=True)
class Stay:
    """One case at one step. ``ended`` None: it is still there. ``due``: the last day in time; None while there is none."""

    begun: date
    ended: date | None
    due: date | None

    @property
    def days(self) -> int:
        """Natural days; of days entered the wrong way round 0."""
        return max(0, (self.ended - self.begun).days) if self.ended else 0

    @property
    def late(self) -> bool:
        """Whether it went on after its term."""
        return self.ended is not None and self.due is not None and self.ended > self.due


class Terms:
    """The periods in force on any day, and the calendar; one query for as many cases as there are."""

    def __init__(self) -> None:
        reference = load_reference()
        self.periods: Callable[[date], Periods] = reference.periods_at
        self.calendar: Calendar = reference.calendar

    def accepting(self, path: Path) -> Stay | None:
        """收件到登记: within T_FILE."""
        due = filing_review(received_on=path.received, periods=self.periods(path.received), calendar=self.calendar)
        return Stay(path.received, path.registered or path.closed, due.due)

    def assigning(self, path: Path) -> Stay | None:
        """登记到指派: the first assignment within T_ASSIGN."""
        if path.registered is None:
            return None
        begun = path.registered
        due = assignment_due(accepted_on=begun, periods=self.periods(begun), calendar=self.calendar)
        return Stay(begun, path.assigned, due.due)

    def taking(self, path: Path) -> Stay | None:
        """指派到接收: the first to take it, within T_TAKE of the first assignment, whoever refused between."""
        if path.assigned is None:
            return None
        begun = path.assigned
        due = taking_due(assigned_on=begun, periods=self.periods(begun), calendar=self.calendar)
        return Stay(begun, path.taken, due.due)

    def meeting(self, path: Path) -> Stay | None:
        """接收到首次会商; no term while the talks are suspended."""
        if path.taken is None:
            return None
        open_and_held = path.closed is None and path.term is None
        due = None if open_and_held else self.calendar.next_workday(path.taken + FIRST_SESSION_WITHIN)
        return Stay(path.taken, path.met, due)

    def closing(self, path: Path) -> Stay | None:
        """会商到结案: from the last step that was reached; the term is that of the talks, from their beginning."""
        begun = path.met or path.taken or path.assigned or path.registered
        return None if begun is None else Stay(begun, path.closed, path.term)


@dataclass(frozen=True)
class Step:
    """One step of the way: its words, its term in words, and how a case's stay at it is found."""

    code: str
    label: str
    term: str
    stay: Callable[[Terms, Path], Stay | None]


STEPS: tuple[Step, ...] = (
    Step("step.accept", "收件到登记", "立案审查期限", Terms.accepting),
    Step("step.assign", "登记到指派", "指派期限", Terms.assigning),
    Step("step.take", "指派到接收", "接收期限", Terms.taking),
    Step("step.meet", "接收到首次会商", "接收后 10 日", Terms.meeting),
    Step("step.close", "会商到结案", "和解期限", Terms.closing),
)


def _first(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.order_by(column).values(column)[:1])


def _paths(cases: QuerySet[Case]) -> list[Path]:
    """The ways of these cases, in one query."""
    offers = Assignment.objects.filter(attempt__case=OuterRef("pk"))
    sessions = Session.objects.filter(attempt__case=OuterRef("pk")).exclude(outcome=SessionOutcome.NO_SHOW)
    rows = cases.order_by().annotate(
        assigned=_first(offers, "assigned_at"),
        taken=_first(offers.filter(taken_on__isnull=False), "taken_on"),
        met=_first(sessions, "held_on"),
        term=last_attempt("deadline"),
    )
    return [
        Path(pk, local_date(received), registered, local_date(assigned) if assigned else None, taken, met, ended, term)
        for pk, received, registered, assigned, taken, met, ended, term in rows.values_list(*COLUMNS)
    ]


def _walked(step: Step, paths: list[Path], terms: Terms) -> dict[int, Stay]:
    """The cases that have left the step."""
    stays = {path.case: step.stay(terms, path) for path in paths}
    return {case: stay for case, stay in stays.items() if stay is not None and stay.ended is not None}


def _still(step: Step, paths: list[Path], terms: Terms, last: date, due_until: date) -> dict[int, Stay]:
    """The cases that stood at the step at the end of ``last`` although its term had passed."""
    found = {}
    for path in paths:
        stay = step.stay(terms, path)
        if stay is None or stay.begun > last or stay.due is None or stay.due > due_until:
            continue
        if stay.ended is None or stay.ended > last:
            found[path.case] = stay
    return found


def _undecided(asked: Asked) -> QuerySet[Case]:
    """What was received by the end of the period and was neither registered nor declined by then."""
    last = _last_day(asked)
    since, until = between(Period(last - LOOK_BACK, last))
    later = (Q(registered_on__isnull=True) | Q(registered_on__gt=last)) & (
        Q(stage_closed_on__isnull=True) | Q(stage_closed_on__gt=last)
    )
    recent = Case.objects.filter(later, received_at__range=(since, until))
    waiting = Case.objects.filter(state=State.INTAKE, received_at__lte=until)
    return asked.filed().filter(pk__in=recent.order_by().values("pk").union(waiting.order_by().values("pk")))


def _last_day(asked: Asked) -> date:
    return min(asked.period.last, asked.as_of)


def _standing(step: Step, asked: Asked) -> QuerySet[Case]:
    return _undecided(asked) if step is STEPS[0] else open_at_end(asked).cases


def _on(stays: Mapping[int, Stay]) -> dict[int, date]:
    return {case: stay.ended or stay.begun for case, stay in stays.items()}


def _cases_of(asked: Asked, stays: Mapping[int, Stay]) -> Tally:
    return Tally(asked.filed().filter(pk__in=list(stays)), on=_on(stays))


def _indicators(step: Step) -> tuple[Indicator, Indicator, Indicator]:
    """The mean days, those that were late, and those that still stand there beyond the term."""

    def days(asked: Asked) -> Tally:
        stays = _walked(step, _paths(closed(asked).cases), Terms())
        return chosen(asked.filed(), {case: stay.days for case, stay in stays.items()}, _on(stays))

    def walked(asked: Asked) -> Tally:
        return _cases_of(asked, _walked(step, _paths(closed(asked).cases), Terms()))

    def late(asked: Asked) -> Tally:
        stays = _walked(step, _paths(closed(asked).cases), Terms())
        return _cases_of(asked, {case: stay for case, stay in stays.items() if stay.late})

    def still(asked: Asked) -> Tally:
        paths = _paths(_standing(step, asked))
        return _cases_of(asked, _still(step, paths, Terms(), _last_day(asked), asked.due_until))

    told = f"结案日在本期的案件，{step.label}"
    return (
        Indicator(step.code, step.label, f"{told}的自然日之和，除以件数。本院口径。", "天", CLOSED, days, walked),
        Indicator(f"{step.code}.late", f"{step.label}超时", f"{told}超过{step.term}的。", "件", CLOSED, late),
        Indicator(
            f"{step.code}.still",
            f"停在{step.label}、已超时",
            f"到期末还没有走完{step.label}、已过{step.term}的案件；中止期间不算。",
            "件",
            "这一步起算日",
            still,
        ),
    )


OF_STEPS = {step.code: _indicators(step) for step in STEPS}
LISTED: Mapping[str, Indicator] = {each.code: each for entries in OF_STEPS.values() for each in entries}


@dataclass(frozen=True)
class Delay:
    """One row: the step, its mean days, how many went on late, how many still stand there beyond the term."""

    step: Step
    mean: Figure
    late: Figure
    still: Figure

    @property
    def days(self) -> Decimal:
        """The mean, for the length of a bar; 0 where nothing went that way."""
        return self.mean.value or Decimal(0)


def delays(asked: Asked) -> list[Delay]:
    """Every step of the way in its order. Three reads of cases, however many steps."""
    terms, ended = Terms(), _paths(closed(asked).cases)
    standing = {False: _paths(open_at_end(asked).cases), True: _paths(_undecided(asked))}
    found = []
    for step in STEPS:
        mean, late, still = OF_STEPS[step.code]
        stays = _walked(step, ended, terms)
        days, over = sum(stay.days for stay in stays.values()), sum(stay.late for stay in stays.values())
        waiting = _still(step, standing[step is STEPS[0]], terms, _last_day(asked), asked.due_until)
        answer = Figure(mean, ratio(days, len(stays), "天"), days, len(stays))
        found.append(Delay(step, answer, _count(late, over), _count(still, len(waiting))))
    return found


def _count(entry: Indicator, number: int) -> Figure:
    return Figure(entry, Decimal(number), number, None)
