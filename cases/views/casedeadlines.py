"""The deadlines of a case as its page shows them: those that run or stand still first, each with its lamp and why."""

from dataclasses import dataclass
from datetime import date

from cases.facts import CaseDeadline
from cases.queries.casefile import CaseFile
from cases.queries.worklist import Urgency, urgency
from cases.rules.suspension import Held
from cases.states import State
from jianli_mediation.kernel.workdays import Step

from .casehead import OTHERS_PERIODS


@dataclass(frozen=True)
class DeadlineRow:
    """A deadline as the page shows it: when, how near, and why. ``due`` None: it has no end while it is suspended."""

    label: str
    note: str
    due: date | None
    lamp: Urgency
    steps: tuple[Step, ...]
    article: str
    confirmed: bool


def deadline_rows(file: CaseFile) -> list[DeadlineRow]:
    """The case's deadlines, those that run first, and the limitation hint after them while anything is owed."""
    running = [_deadline_row(each, file) for each in file.deadlines if each.running]
    settled = [_deadline_row(each, file) for each in file.deadlines if not each.running]
    hint = [] if file.case.state == State.FULFILLED else [_limitation_row(file)]
    held = [_held_row(file.hold)] if file.hold else []
    return [*held, *running, *hint, *settled]


def _held_row(hold: Held) -> DeadlineRow:
    note = f"{hold.since:%Y-%m-%d} 起中止：{hold.reason}"
    rest = f"恢复后还有 {hold.left} 日" if hold.left else "恢复后即届满"
    return DeadlineRow("和解期限", note, None, Urgency("hold", f"中止中，{rest}"), hold.steps, "", confirmed=True)


def _deadline_row(each: CaseDeadline, file: CaseFile) -> DeadlineRow:
    over = each.code in OTHERS_PERIODS and each.due < file.today
    near = urgency(each.due, file.today, file.calendar) if each.running and not over else _settled(each, file.today)
    return DeadlineRow(each.label, each.note, each.due, near, each.deadline.steps, "", each.deadline.confirmed)


def _settled(each: CaseDeadline, today: date) -> Urgency:
    if each.code in OTHERS_PERIODS:
        return Urgency("none", "已届满" if each.due < today else "还没有届满")
    return Urgency("none", "已了结")


def _limitation_row(file: CaseFile) -> DeadlineRow:
    hint = file.limitation
    state = {"red": "late", "amber": "soon"}.get(hint.level, "ok")
    left = hint.days_left if hint.days_left is not None else 0
    near = Urgency(state, "提示日已过" if left < 0 else f"还有 {left} 天")
    return DeadlineRow("申请执行时效", hint.nature, hint.safe_until, near, hint.steps, hint.article, hint.confirmed)
