"""Forms of 转入执行, and of what presupposes an enforcement case."""

from documents.contexts.handover import HandoverSheet
from documents.registry.form import AFTER_FILING, DEFAULTED, ENFORCEMENT, FAILED, FULFILLED, NO_NUMBER, PERFORMING, Form

FORMS = (
    Form("D17", "执行裁定书", "院印", "各方当事人", (PERFORMING,), models=(AFTER_FILING,), needs_exec_no=True),
    Form("D18", "执行结案通知书", "院印", "各方当事人", (FULFILLED,), models=(AFTER_FILING,), needs_exec_no=True),
    Form(
        "D20",
        "移送执行立案函",
        "中心",
        "立案庭",
        (FAILED, DEFAULTED, ENFORCEMENT),
        context=HandoverSheet,
        template="documents/paper/d20.html",
        copies=2,
        filed_title="终止和解转执行移送函",
    ),
    Form("D22", "申请执行书", "申请人", "本院", (DEFAULTED,), number_series=NO_NUMBER, filed_title="恢复执行申请书"),
    Form("D23", "恢复执行通知书", "院印", "各方当事人", (ENFORCEMENT,), models=(AFTER_FILING,), needs_exec_no=True),
)
