"""Forms of 转入执行, and of what presupposes an enforcement case.

A settlement in an enforcement case stays or ends it while it is performed (D17), and so does the creditor's withdrawal.
The creditor may ask to go on when it is broken, or at any time when it is void (D22). The court grants that after a
default only; it may refuse as long as there is a settlement, and above all when that has been performed (D23, 执行和解规定
第十一条). D18 is not needed where both sides confirm the performance in writing or on record.
"""

from documents.contexts.enforcement import EnforcementApplication, EnforcementClosing, EnforcementRuling, Resumption
from documents.contexts.handover import HandoverSheet
from documents.registry.form import (
    AFTER_FILING,
    DEFAULTED,
    ENFORCEMENT,
    FAILED,
    FULFILLED,
    NO_NUMBER,
    PERFORMING,
    WITHDRAWN,
    Form,
)

FORMS = (
    Form(
        "D17",
        "执行裁定书",
        "院印",
        "各方当事人",
        (PERFORMING, WITHDRAWN),
        context=EnforcementRuling,
        template="documents/paper/d17.html",
        models=(AFTER_FILING,),
        needs_exec_no=True,
        copies=3,
        variants=(("suspend", "中止执行"), ("terminate", "终结执行")),
        many=True,
    ),
    Form(
        "D18",
        "执行结案通知书",
        "院印",
        "各方当事人",
        (FULFILLED,),
        context=EnforcementClosing,
        template="documents/paper/d18.html",
        models=(AFTER_FILING,),
        needs_exec_no=True,
        copies=3,
    ),
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
    Form(
        "D22",
        "申请执行书",
        "申请人",
        "本院",
        (PERFORMING, DEFAULTED),
        context=EnforcementApplication,
        template="documents/paper/d22.html",
        number_series=NO_NUMBER,
        filed_title="恢复执行申请书",
    ),
    Form(
        "D23",
        "恢复执行通知书",
        "院印",
        "各方当事人",
        (PERFORMING, DEFAULTED, FULFILLED, ENFORCEMENT),
        context=Resumption,
        template="documents/paper/d23.html",
        models=(AFTER_FILING,),
        needs_exec_no=True,
        copies=3,
        variants=(("notice", "恢复执行通知书"), ("resume", "执行裁定书"), ("refuse", "执行裁定书")),
        named_variants=True,
        many=True,
    ),
)
