"""How far a case has come: the stations passed, where it stands, and where it may go from here."""

from typing import Any

from cases.models import Case
from cases.queries.casefile import CaseFile
from cases.states import State
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.parts import TrackStep


def track(file: CaseFile) -> list[TrackStep]:
    """The stations the case has passed, where it stands, and where it may go from here."""
    case = file.case
    intake = TrackStep("收案审查", _intake_lines(case), "now" if case.state == State.INTAKE else "done")
    if case.registered_on is None and case.state != State.INTAKE:
        return [intake, TrackStep("撤回或其他终结", (case.get_result_code_display(),), "now")]
    talks = TrackStep("和解中", _talks_lines(file), _talks_kind(case))
    if case.state == State.WITHDRAWN:
        return [intake, talks, TrackStep("撤回或其他终结", (case.get_result_code_display(),), "now")]
    if case.stage_closed_on and not case.was_agreed:
        return [intake, *([talks] if case.attempt else []), *_without_agreement(case)]
    return [intake, talks, *_with_agreement(file)]


def _talks_kind(case: Case) -> Any:
    if case.state == State.INTAKE:
        return ""
    return "now" if case.state == State.MEDIATION else "done"


def _intake_lines(case: Case) -> list[str]:
    lines = [f"{local_date(case.received_at):%m-%d} 收件"]
    return [*lines, f"{case.registered_on:%m-%d} 受理"] if case.registered_on and case.attempt else lines


def _talks_lines(file: CaseFile) -> list[str]:
    attempt = file.case.attempt
    if attempt is None:
        return ["受理以后开始"]
    if attempt.taken_on is None:
        return ["等和解员接收" if attempt.mediator else "等指派和解员"]
    count = sum(session.corrects_id is None for session in attempt.sessions.all())
    if attempt.closed_on:
        days = (attempt.closed_on - attempt.taken_on).days
        return [f"{attempt.taken_on:%m-%d} 至 {attempt.closed_on:%m-%d}", f"{days} 天，会商 {count} 次"]
    if attempt.deadline is None:
        return [f"{attempt.taken_on:%m-%d} 起，中止中", f"会商 {count} 次"]
    return [f"{attempt.taken_on:%m-%d} 起，到 {attempt.deadline:%m-%d}", f"会商 {count} 次"]


def _with_agreement(file: CaseFile) -> list[TrackStep]:
    case, agreement = file.case, file.case.agreement
    unpaid = next((row for row in file.instalments if row.left), None)
    last = f"末期 {file.instalments[-1].due_on:%m-%d}" if file.instalments else "按协议付清"
    signed = [f"{agreement.signed_on:%m-%d} 起"] if agreement else ["达成协议以后"]
    if agreement and unpaid:
        signed.append(f"第 {unpaid.seq} 期未付清")
    performing = TrackStep("履行中", signed, _reached(case, State.PERFORMING, after=bool(agreement)))
    if case.state == State.FULFILLED and case.performed_on:
        return [performing, TrackStep("履行完毕", (f"{case.performed_on:%m-%d} 付清",), "now")]
    if case.state in (State.DEFAULTED, State.ENFORCEMENT):
        return [performing, *_defaulted(case)]
    other = "或：违约" if agreement else "或：和解未成"
    why = "待申请执行，须由人认定" if agreement else "随时可以移送"
    return [
        performing,
        TrackStep("履行完毕", (last,), "stop"),
        TrackStep(other, (why,), "or"),
        TrackStep("已转执行", ("移送立案庭",)),
    ]


def _reached(case: Case, state: State, *, after: bool) -> Any:
    if case.state == state:
        return "now"
    return "done" if after else ""


def _defaulted(case: Case) -> list[TrackStep]:
    sent = case.state == State.ENFORCEMENT
    return [TrackStep("违约", ("待申请执行",) if not sent else (), "done" if sent else "now"), _enforcement(case)]


def _without_agreement(case: Case) -> list[TrackStep]:
    if case.state == State.FULFILLED and case.performed_on:
        return [TrackStep("履行完毕", (f"{case.performed_on:%m-%d} 付清", case.get_result_code_display()), "now")]
    closed = f"{case.stage_closed_on:%m-%d}" if case.stage_closed_on else ""
    sent = case.state == State.ENFORCEMENT
    failed = TrackStep("和解未成", (closed, case.get_result_code_display()), "done" if sent else "now")
    return [failed, _enforcement(case)]


def _enforcement(case: Case) -> TrackStep:
    sent = case.state == State.ENFORCEMENT
    day = f"{case.record_closed_on:%m-%d} 移送" if sent and case.record_closed_on else "移送立案庭"
    return TrackStep("已转执行", (day, case.exec_case_no) if case.exec_case_no else (day,), "now" if sent else "")
