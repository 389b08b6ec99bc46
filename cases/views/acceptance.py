"""收案审查 as pages: accept, decline, withdraw."""

from typing import Any

from cases.actions import intake
from cases.actions.acting import Actor
from cases.facts import eligibility_facts
from cases.forms.acceptance import AcceptForm, DeclineForm, WithdrawForm
from cases.queries.casefile import CaseFile
from cases.rules import eligibility
from cases.states import ResultCode
from cases.verbs import Verb
from jianli_mediation.core import clock

from .acting import act_page


def _screening(file: CaseFile, form: Any) -> dict[str, Any]:
    """Which criteria of the court's list apply, for the clerk to weigh."""
    return {"hits": eligibility.screen(eligibility_facts(file.case, file.calendar))}


def _accept_brings(file: CaseFile) -> list[str]:
    return [
        "案件进入和解中，登记日就是受理的日子。",
        "中心负责人 1 个工作日内指派和解员。",
        "申请人随时可以撤回同意，收件日不变。",
    ]


@act_page(
    Verb.ACCEPT,
    AcceptForm,
    template="cases/mediation/accept.html",
    context=_screening,
    brings=_accept_brings,
    back="先不受理",
)
def accept(by: Actor, case_id: int, form: AcceptForm) -> str:
    actor = Actor(by.user, reason=form.cleaned_data["reason"], version=by.version)
    case = intake.accept(by=actor, now=clock.now(), case_id=case_id, consent=form.consent(), at=form.acted_on)
    return f"已受理。登记日 {case.registered_on:%Y-%m-%d}，下一步指派和解员。"


@act_page(
    Verb.DECLINE,
    DeclineForm,
    back="先不转",
    brings=lambda file: [
        "案件转为待移送，3 个工作日内移送立案庭。",
        f"申请执行日仍是收件日 {file.received_on:%Y-%m-%d}。",
    ],
)
def decline(by: Actor, case_id: int, form: DeclineForm) -> str:
    typed = form.cleaned_data
    intake.decline(by=by, now=clock.now(), case_id=case_id, code=typed["code"], note=typed["note"], at=form.acted_on)
    return f"已决定不适用和解：{ResultCode(typed['code']).label}。下一步移送立案。"


@act_page(
    Verb.WITHDRAW,
    WithdrawForm,
    back="先不撤回",
    brings=lambda file: ["案件终结，不移送执行。", "以后再申请执行的，时效重新计算，另行登记。"],
)
def withdraw(by: Actor, case_id: int, form: WithdrawForm) -> str:
    typed = form.cleaned_data
    intake.withdraw(by=by, now=clock.now(), case_id=case_id, code=typed["code"], note=typed["note"], at=form.acted_on)
    return f"案件已终结：{ResultCode(typed['code']).label}。"
