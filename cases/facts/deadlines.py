"""Every deadline of a case with its working, by the periods in force when it began to run."""

from dataclasses import dataclass, replace
from datetime import date

from cases.facts.ledger import statuses
from cases.facts.reference import Reference
from cases.facts.talks import stretches_of, suspension_on, talks_end
from cases.models import Case
from cases.models.choices import PreservationKind
from cases.rules import deadlines, preservation
from cases.rules.periods import Periods
from cases.rules.suspension import Held
from cases.states import State
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.workdays import Calendar, Deadline


@dataclass(frozen=True)
class CaseDeadline:
    """A deadline of the case: its working, and whether it still runs."""

    code: str
    label: str
    deadline: Deadline
    running: bool
    note: str = ""

    @property
    def due(self) -> date:
        return self.deadline.due


def reconciliation_deadline(case: Case, reference: Reference) -> CaseDeadline | None:
    """The end of the talks with its working, extension and suspensions in it; None while a suspension is open."""
    attempt = case.attempt
    end = talks_end(attempt, reference) if attempt is not None else None
    if attempt is None or not isinstance(end, Deadline):
        return None
    note = f"已于 {attempt.closed_on:%Y-%m-%d} 结束" if attempt.closed_on else ""
    return CaseDeadline("T_RECON", "和解期限", end, attempt.closed_on is None, note)


def reconciliation_hold(case: Case, reference: Reference) -> Held | None:
    """Why the talks have no end now: the open suspension with what is left of the period; None when they have one."""
    attempt = case.attempt
    if attempt is None or all(each.until for each in stretches_of(attempt)):
        return None
    end = talks_end(attempt, reference)
    return end if isinstance(end, Held) else None


def case_deadlines(case: Case, today: date, reference: Reference) -> list[CaseDeadline]:
    """Every deadline of the case with its steps, the running ones first, the earliest first."""
    received = local_date(case.received_at)
    calendar, periods_at = reference.calendar, reference.periods_at
    periods = periods_at(received)
    basis = case.basis
    found = [
        CaseDeadline(
            "PERFORMANCE_END",
            "履行期末日",
            deadlines.performance_end(
                effective_on=basis.effective_on,
                days=basis.performance_days,
                due_date=basis.performance_due,
                calendar=calendar,
            ),
            running=False,
        ),
        CaseDeadline(
            "T_FILE",
            "立案审查",
            deadlines.filing_review(received_on=received, periods=periods, calendar=calendar),
            case.state == State.INTAKE,
        ),
    ]
    talks = reconciliation_deadline(case, reference)
    attempt = case.attempt
    if talks is not None:
        suspended = suspension_on(attempt, today) if talks.running else None
        note = f"中止到 {suspended.to_on:%Y-%m-%d}，次日接着算" if suspended and suspended.to_on else talks.note
        found.append(replace(talks, note=note))
    if attempt is not None and attempt.urged_on:
        end = deadlines.urging_end(served_on=attempt.urged_on, periods=periods_at(attempt.urged_on), calendar=calendar)
        # When it is over nobody at the court is late: the debtor has let his chance pass.
        found.append(CaseDeadline("T_URGE", "督促履行期", end, attempt.closed_on is None and today <= end.due))
    if case.state == State.FAILED and case.stage_closed_on:
        end = deadlines.handover_due(
            closed_on=case.stage_closed_on, periods=periods_at(case.stage_closed_on), calendar=calendar
        )
        found.append(CaseDeadline("T_HAND", "移送立案", end, running=True))
    found += _instalment_deadlines(case, today, calendar) + _preservation_deadlines(case, periods, calendar)
    return sorted(found, key=lambda each: (not each.running, each.due))


def _instalment_deadlines(case: Case, today: date, calendar: Calendar) -> list[CaseDeadline]:
    agreement = case.agreement
    if agreement is None or case.state not in (State.PERFORMING, State.DEFAULTED):
        return []
    return [
        CaseDeadline(
            f"GRACE_{status.seq}",
            f"第 {status.seq} 期宽限期",
            deadlines.grace_end(due_on=status.due_on, grace_days=agreement.grace_days, calendar=calendar),
            case.state == State.PERFORMING,
            f"未付 {status.left:,.2f} 元",
        )
        for status in statuses(case, today, calendar)
        if status.left > 0
    ]


def _preservation_deadlines(case: Case, periods: Periods, calendar: Calendar) -> list[CaseDeadline]:
    found = []
    rows = list(case.preservations.all())
    for frozen in rows:
        if frozen.lifted_on:
            continue
        if frozen.kind == PreservationKind.PRE_EXECUTION:
            end = preservation.five_day_due(
                performance_end=case.basis.performance_end, periods=periods, calendar=calendar
            )
            found.append(CaseDeadline("T_PRESERVE5", "执前保全后申请执行", end, not case.exec_case_no and case.is_open))
        renewal = preservation.renewal_due(until=frozen.until, periods=periods)
        renewed = any(each.object_kind == frozen.object_kind and each.until > frozen.until for each in rows)
        found.append(CaseDeadline("T_RENEW7", "申请续行保全", renewal, case.is_open and not renewed))
    return found
