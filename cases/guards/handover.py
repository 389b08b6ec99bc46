"""Why handing over, acknowledging, returning or reopening is refused now."""

from datetime import date

from cases.models import Case, Handover
from cases.rules.casenumber import parse_case_no
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import Blocker

from .standing import Day, in_state, not_after, not_before


def to_hand_over(case: Case, day: Day, *, applied_on: date | None = None) -> list[Blocker]:
    """After a failure at once; after a default when the creditor has applied."""
    found = in_state(case, Verb.HAND_OVER)
    if case.state == State.PERFORMING:
        found.append(Blocker("default_not_declared", "还没有认定违约"))
    if applied_on is not None:
        found += not_before(applied_on, local_date(case.received_at), "applied_before_receipt", "申请执行日")
        found += not_after(applied_on, day.today, "applied_in_future", "申请执行日")
    return found


def to_acknowledge(
    case: Case, day: Day, *, exec_case_no: str | None = None, acknowledged_on: date | None = None
) -> list[Blocker]:
    """The filing division answers a package once, with a number that reads as one."""
    found = in_state(case, Verb.ACKNOWLEDGE) + _unanswered(case)
    if exec_case_no is not None:
        found += bad_exec_number(exec_case_no)
    package = open_package(case)
    if acknowledged_on is not None and package is not None:
        found += not_before(acknowledged_on, package.handed_on, "acknowledged_before_handover", "立案日")
        found += not_after(acknowledged_on, day.today, "acknowledged_in_future", "立案日")
    return found


def to_return(case: Case, day: Day, *, reason: str = "-", returned_on: date | None = None) -> list[Blocker]:
    """A package comes back with a reason, unless it was already acknowledged; not before it was sent."""
    found = in_state(case, Verb.RETURN) + _unanswered(case)
    package = open_package(case)
    if returned_on is not None and package is not None:
        found += not_before(returned_on, package.handed_on, "returned_before_handover", "退回日")
        found += not_after(returned_on, day.today, "returned_in_future", "退回日")
    if not reason:
        found.append(Blocker("reason_required", "退回移送须写明理由"))
    return found


def to_reopen(case: Case, day: Day, *, reason: str = "-") -> list[Blocker]:
    """Only with a reason, and never once an enforcement case exists."""
    found = in_state(case, Verb.REOPEN)
    if not reason:
        found.append(Blocker("reason_required", "重新打开须写明理由"))
    if case.state == State.ENFORCEMENT and open_package(case) is None:
        found.append(Blocker("already_enforced", f"立案庭已立执行案件{case.exec_case_no}，不能重新打开"))
    return found


def to_register_execution(
    case: Case, day: Day, *, exec_case_no: str | None = None, registered_on: date | None = None
) -> list[Blocker]:
    """Model B: an enforcement case was registered while the talks go on."""
    found = in_state(case, Verb.REGISTER_EXECUTION)
    if case.exec_case_no:
        found.append(Blocker("already_registered", f"已登记执行案号{case.exec_case_no}"))
    if exec_case_no:
        found += bad_exec_number(exec_case_no)
    if registered_on is not None:
        found += not_before(registered_on, local_date(case.received_at), "registered_before_receipt", "执行立案日")
        found += not_after(registered_on, day.today, "registered_in_future", "执行立案日")
    return found


def bad_exec_number(text: str) -> list[Blocker]:
    """An enforcement number is a court's number of type 执, 执恢 or 恢执."""
    number = parse_case_no(text)
    if number is None or number.kind not in ("执", "执恢", "恢执"):
        return [Blocker("bad_exec_number", "执行案号应如（2023）鄂1023执1号")]
    return []


def open_package(case: Case) -> Handover | None:
    """The package that the filing division has not answered."""
    waiting = [sent for sent in case.handovers.all() if not sent.acknowledged_on and not sent.returned_on]
    return waiting[-1] if waiting else None


def _unanswered(case: Case) -> list[Blocker]:
    if open_package(case) is None:
        return [Blocker("no_open_package", "没有等待立案庭答复的移送")]
    return []
