"""转入执行 as pages: what goes along and what stays behind; acknowledge, return, reopen."""

from typing import Any

from cases.actions import handover
from cases.actions.acting import Actor
from cases.facts import LEFT_BEHIND, balance_on, handover_contents
from cases.forms.handover import AcknowledgeForm, HandOverForm, ReopenForm, ReturnForm
from cases.guards.handover import open_package
from cases.queries.casefile import CaseFile
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core import clock
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.money import show

from .acting import act_page


def _package(file: CaseFile, form: Any) -> dict[str, Any]:
    """The contents, what stays behind, and the balance on the day typed (else today)."""
    return {
        "contents": handover_contents(file.case),
        "left_behind": LEFT_BEHIND,
        "balance": balance_on(file.case, form.reckoned_on),
    }


@act_page(
    Verb.HAND_OVER,
    HandOverForm,
    template="cases/handover/hand_over.html",
    context=_package,
    button="移送立案庭",
    back="先不移送",
    brings=lambda file: [
        "当天的欠款逐项定下来，案情、文书、线索封成移送包。",
        "立案庭 7 日内立案或退回。",
        "保密记录留在本中心。",
    ],
)
def hand_over(by: Actor, case_id: int, form: HandOverForm) -> str:
    typed = form.cleaned_data
    row = handover.hand_over(
        by=by,
        now=clock.now(),
        case_id=case_id,
        applied_on=typed["applied_on"],
        urgent=typed["urgent"],
        reason=typed["reason"],
        at=form.acted_on,
    )
    return f"已移送立案庭，{row.handed_on:%Y-%m-%d} 还欠 {show(row.outstanding)} 元，申请执行日 {row.applied_on:%Y-%m-%d}。"


def _waiting(file: CaseFile, form: Any) -> dict[str, Any]:
    return {"package": open_package(file.case)}


@act_page(
    Verb.ACKNOWLEDGE,
    AcknowledgeForm,
    template="cases/handover/answer.html",
    context=_waiting,
    back="先不登记",
    brings=lambda file: ["执行案号记入本案，移送办结。"],
)
def acknowledge(by: Actor, case_id: int, form: AcknowledgeForm) -> str:
    typed = form.cleaned_data
    case = handover.acknowledge(
        by=by,
        now=clock.now(),
        case_id=case_id,
        exec_case_no=typed["exec_case_no"],
        acknowledged_on=typed["acknowledged_on"],
        at=form.acted_on,
    )
    return f"已登记执行案号{case.exec_case_no}。"


def _return_brings(file: CaseFile) -> list[str]:
    before = State(file.case.state_before).label if file.case.state_before else "移送以前"
    return [f"案件回到“{before}”，补正以后可以再移送。", "申请执行日不变。"]


@act_page(
    Verb.RETURN,
    ReturnForm,
    template="cases/handover/answer.html",
    context=_waiting,
    button="退回这次移送",
    back="先不退回",
    brings=_return_brings,
)
def return_package(by: Actor, case_id: int, form: ReturnForm) -> str:
    case = handover.return_package(
        by=by, now=clock.now(), case_id=case_id, reason=form.cleaned_data["reason"], at=form.acted_on
    )
    return f"已退回，案件回到“{State(case.state).label}”。"


def _reopen_brings(file: CaseFile) -> list[str]:
    ended = file.case.record_closed_on or local_date(file.case.last_act_at)
    before = State(file.case.state_before).label if file.case.state_before else "结束以前"
    return [f"案件回到“{before}”。", f"{ended:%Y-%m-%d} 的办结作废，理由和经办人留痕。"]


@act_page(Verb.REOPEN, ReopenForm, back="先不打开", brings=_reopen_brings)
def reopen(by: Actor, case_id: int, form: ReopenForm) -> str:
    case = handover.reopen(
        by=by, now=clock.now(), case_id=case_id, reason=form.cleaned_data["reason"], at=form.acted_on
    )
    return f"已重新打开，案件回到“{State(case.state).label}”。"
