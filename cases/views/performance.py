"""履行 as pages: the ledger to the fen; record, confirm and reverse payments; declare default, reinstate, fulfil."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.actions import performance
from cases.actions.acting import Actor
from cases.facts import breach_of, paid_total
from cases.forms.performance import (
    ConfirmForm,
    DefaultForm,
    FulfilForm,
    PaymentForm,
    ReinstateForm,
    ReverseForm,
    UntilForm,
)
from cases.queries.casefile import CaseFile
from cases.queries.ledger import ledger_of
from cases.rules.fees import execution_fee
from cases.verbs import Verb
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.kernel.money import ZERO, show

from .acting import act_page, file_or_404
from .casehead import head_of
from .casesteps import open_act
from .moneyrows import instalment_rows


@staff()
@require_GET
def ledger(request: StaffRequest, pk: int) -> HttpResponse:
    """What is due, paid and left on a chosen day, and where each fen went."""
    file = file_or_404(request, pk)
    form = UntilForm(request.GET if "until" in request.GET else None, initial={"until": file.today})
    valid = form.is_valid()
    until = form.cleaned_data["until"] if valid else file.today
    found = ledger_of(file, until)
    context = {
        **head_of(file, "ledger"),
        "form": form,
        "ledger": found,
        "rows": instalment_rows(found.instalments, until),
        "notes": [note for note in found.balance.notes if not note.startswith("已扣")],
        "doubled_total": sum((part.amount for part in found.balance.segments_doubled), ZERO),
        "case_url": reverse("cases:case", args=[pk]),
        "pay_url": open_act(file, Verb.RECORD_PAYMENT),
        "confirm_url": open_act(file, Verb.CONFIRM_PAYMENT),
        "reverse_url": open_act(file, Verb.REVERSE_PAYMENT),
    }
    return render(request, "cases/performance/ledger.html", context, status=400 if form.is_bound and not valid else 200)


def _money(file: CaseFile, form: Any) -> dict[str, Any]:
    """The instalments and what stands in the ledger, beside the form."""
    return {"instalments": file.instalments, "payments": file.payments, "balance": file.balance}


@act_page(
    Verb.RECORD_PAYMENT,
    PaymentForm,
    template="cases/performance/payment.html",
    context=_money,
    back="先不登记",
    brings=lambda file: ["记入最早没有付清的一期。", "等申请人确认；没有确认的，不能核定履行完毕。"],
)
def record_payment(by: Actor, case_id: int, form: PaymentForm) -> str:
    row = performance.record_payment(by=by, now=clock.now(), case_id=case_id, payment=form.payment())
    return f"已记收款 {show(row.amount)} 元（{row.paid_on:%Y-%m-%d}），待申请人确认。"


@act_page(
    Verb.CONFIRM_PAYMENT,
    ConfirmForm,
    template="cases/performance/payment.html",
    context=_money,
    button="登记确认",
    back="先不登记",
    brings=lambda file: ["这一笔算作申请人认可收到，可以出履行确认书。"],
)
def confirm_payment(by: Actor, case_id: int, form: ConfirmForm) -> str:
    typed = form.cleaned_data
    row = performance.confirm_payment(
        by=by,
        now=clock.now(),
        case_id=case_id,
        payment_id=int(typed["payment"]),
        channel=typed["channel"],
        confirmed_on=typed["confirmed_on"],
    )
    return f"申请人确认收到 {show(row.amount)} 元，{row.get_confirmation_display()}。"


@act_page(
    Verb.REVERSE_PAYMENT,
    ReverseForm,
    template="cases/performance/payment.html",
    context=_money,
    button="红冲这一笔",
    back="先不红冲",
    brings=lambda file: ["记一笔同日的负数，原来的一笔留着，两笔都看得见。", "各期和欠款按冲回以后重新算。"],
)
def reverse_payment(by: Actor, case_id: int, form: ReverseForm) -> str:
    typed = form.cleaned_data
    row = performance.reverse_payment(
        by=by, now=clock.now(), case_id=case_id, payment_id=int(typed["payment"]), reason=typed["reason"]
    )
    return f"已红冲 {row.paid_on:%Y-%m-%d} 的 {show(-row.amount)} 元。"


def _breach(file: CaseFile, form: Any) -> dict[str, Any]:
    return {**_money(file, form), "breach": breach_of(file.case, file.today, file.calendar)}


def _default_brings(file: CaseFile) -> list[str]:
    applies = "申请恢复执行" if file.case.exec_case_no else "申请执行原生效法律文书"
    return [
        f"申请人可以{applies}，已付 {show(paid_total(file.case))} 元扣除。",
        "认定以后再付的照样入账，但不当然恢复协议；申请人接受的，再办恢复履行。",
        "通知双方当事人。",
    ]


@act_page(
    Verb.DECLARE_DEFAULT,
    DefaultForm,
    template="cases/performance/default.html",
    context=_breach,
    back="先不认定",
    brings=_default_brings,
)
def declare_default(by: Actor, case_id: int, form: DefaultForm) -> str:
    performance.declare_default(
        by=by, now=clock.now(), case_id=case_id, reason=form.cleaned_data["reason"], at=form.acted_on
    )
    return "已认定违约。下一步请申请人申请执行，移送立案。"


@act_page(
    Verb.REINSTATE,
    ReinstateForm,
    template="cases/performance/payment.html",
    context=_money,
    back="先不恢复",
    brings=lambda file: ["案件回到履行中，各期照协议往下走。", "违约的认定留在案卷里，写明哪天恢复。"],
)
def reinstate(by: Actor, case_id: int, form: ReinstateForm) -> str:
    typed = form.cleaned_data
    performance.reinstate(
        by=by,
        now=clock.now(),
        case_id=case_id,
        reason=typed["reason"],
        creditor_accepts=typed["creditor_accepts"],
        at=form.acted_on,
    )
    return "已恢复履行。"


@act_page(
    Verb.FULFIL,
    FulfilForm,
    template="cases/performance/payment.html",
    context=_money,
    back="先不核定",
    brings=lambda file: ["案件履行完毕，履行完毕日是最后一笔到账的日子。", "3 个工作日内出具自动履行证明书。"],
)
def fulfil(by: Actor, case_id: int, form: FulfilForm) -> str:
    case = performance.fulfil(
        by=by,
        now=clock.now(),
        case_id=case_id,
        creditor_satisfied=form.cleaned_data["creditor_satisfied"],
        at=form.acted_on,
    )
    saved = execution_fee(case.amount_applied).fee
    return f"已核定履行完毕（{case.performed_on:%Y-%m-%d}）。没有进入执行，省下申请执行费 {show(saved)} 元。"
