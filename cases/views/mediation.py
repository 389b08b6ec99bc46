"""执前和解 as pages: extend, suspend, resume, fail, settle in full."""

from typing import Any

from cases.actions import mediation, suspension
from cases.actions.acting import Actor
from cases.facts import balance_on, end_if_resumed, suspension_on
from cases.forms.mediation import (
    ExtendForm,
    FailForm,
    ResumeForm,
    SettleForm,
    SuspendForm,
)
from cases.queries.casefile import CaseFile
from cases.rules import deadlines
from cases.rules.fees import execution_fee
from cases.states import ResultCode
from cases.verbs import Verb
from jianli_mediation.core import clock
from jianli_mediation.kernel.money import show

from .acting import act_page


def _extend_brings(file: CaseFile) -> list[str]:
    attempt = file.case.attempt
    days = file.day.periods["T_EXT"].amount
    if attempt is None or attempt.deadline is None or attempt.extended_on:
        return []
    end = deadlines.extended(old_due=attempt.deadline, days=days, calendar=file.calendar)
    return [
        f"现在到 {attempt.deadline:%Y-%m-%d}；延长 {days} 日，到 {end.due:%Y-%m-%d}（{file.calendar.describe(end.due)}）。"
    ]


@act_page(Verb.EXTEND, ExtendForm, back="先不延长", brings=_extend_brings)
def extend(by: Actor, case_id: int, form: ExtendForm) -> str:
    typed = form.cleaned_data
    case = mediation.extend(
        by=by,
        now=clock.now(),
        case_id=case_id,
        days=typed["days"],
        applicant_agrees=typed["applicant_agrees"],
        respondent_agrees=typed["respondent_agrees"],
        reason=typed["reason"],
        at=form.acted_on,
    )
    attempt = case.attempt
    return f"和解期限已延长到 {attempt.deadline:%Y-%m-%d}。" if attempt and attempt.deadline else "和解期限已延长。"


def _suspend_brings(file: CaseFile) -> list[str]:
    attempt = file.case.attempt
    if attempt is None or attempt.deadline is None:
        return []
    longest = file.day.periods["T_SUSPEND"].text
    return [
        f"现在到 {attempt.deadline:%Y-%m-%d}；中止几日，往后移几日，再遇休息日顺延。",
        "不填恢复日的，没有届满日，恢复以后重新计算；不会标逾期。",
        f"中止满 {longest}还没有恢复的，到中心负责人那里复核。",
        "督促履行期、保全到期、申请执行时效不因此停下。",
    ]


@act_page(Verb.SUSPEND, SuspendForm, back="先不中止", brings=_suspend_brings)
def suspend(by: Actor, case_id: int, form: SuspendForm) -> str:
    typed = form.cleaned_data
    case = suspension.suspend(
        by=by,
        now=clock.now(),
        case_id=case_id,
        from_on=typed["from_on"],
        to_on=typed["to_on"],
        reason=typed["reason"],
        at=form.acted_on,
    )
    attempt = case.attempt
    if attempt and attempt.deadline:
        return f"已中止到 {typed['to_on']:%Y-%m-%d}，和解期限到 {attempt.deadline:%Y-%m-%d}。"
    return "和解期限已中止，恢复以后重新计算。"


def _resume_brings(file: CaseFile) -> list[str]:
    attempt = file.case.attempt
    row = suspension_on(attempt, file.today)
    end = end_if_resumed(attempt, file.today, file.reference) if attempt is not None else None
    if row is None or end is None:
        return []
    days = (file.today - row.from_on).days + 1
    return [
        f"{row.from_on:%Y-%m-%d} 起中止：{row.reason}。",
        f"今天恢复，中止 {days} 日不计入，和解期限到 {end.due:%Y-%m-%d}（{file.calendar.describe(end.due)}）。",
    ]


@act_page(Verb.RESUME, ResumeForm, back="先不恢复", brings=_resume_brings)
def resume(by: Actor, case_id: int, form: ResumeForm) -> str:
    typed = form.cleaned_data
    case = suspension.resume(
        by=by, now=clock.now(), case_id=case_id, resumed_on=typed["resumed_on"], note=typed["note"], at=form.acted_on
    )
    attempt = case.attempt
    return f"已恢复计算，和解期限到 {attempt.deadline:%Y-%m-%d}。" if attempt and attempt.deadline else "已恢复计算。"


@act_page(
    Verb.FAIL,
    FailForm,
    back="先不终止",
    brings=lambda file: [
        "3 个工作日内移送立案庭；有转移财产等紧急情况的当天移送。",
        f"申请执行日仍是收件日 {file.received_on:%Y-%m-%d}。",
    ],
)
def fail(by: Actor, case_id: int, form: FailForm) -> str:
    typed = form.cleaned_data
    mediation.fail(by=by, now=clock.now(), case_id=case_id, code=typed["code"], note=typed["note"], at=form.acted_on)
    return f"和解已终止：{ResultCode(typed['code']).label}。下一步移送立案。"


def _owed_after_last(file: CaseFile, form: Any) -> dict[str, Any]:
    """What was left on the day of the last payment, and how it was reckoned."""
    until = max((row.paid_on for row in file.payments), default=file.today)
    return {"balance": balance_on(file.case, until)}


@act_page(
    Verb.SETTLE_IN_FULL,
    SettleForm,
    template="cases/mediation/settle.html",
    context=_owed_after_last,
    back="先不核定",
    brings=lambda file: ["案件结案，履行完毕日是最后一笔到账的日子。", "3 个工作日内出具自动履行证明书。"],
)
def settle_in_full(by: Actor, case_id: int, form: SettleForm) -> str:
    typed = form.cleaned_data
    case = mediation.settle_in_full(
        by=by,
        now=clock.now(),
        case_id=case_id,
        code=typed["code"],
        creditor_satisfied=typed["creditor_satisfied"],
        at=form.acted_on,
    )
    saved = execution_fee(case.amount_applied).fee
    return f"已核定付清，{case.performed_on:%Y-%m-%d} 履行完毕。没有进入执行，省下申请执行费 {show(saved)} 元。"
