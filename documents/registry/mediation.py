"""Forms of 执前和解: from the notice to the record of the talks and their end."""

from documents.contexts.mediation import ReconciliationNotice, SessionRecord, UrgingNotice
from documents.registry.form import (
    ANY,
    BEFORE_FILING,
    ENFORCEMENT,
    FAILED,
    FULFILLED,
    INTAKE,
    MEDIATION,
    PERFORMING,
    Form,
)

NOTICE_VARIANTS = (("applicant", "申请人版"), ("respondent", "被申请人版"))

FORMS = (
    Form(
        "D03",
        "执前和解告知书",
        "院印",
        "各方当事人",
        (INTAKE, MEDIATION),
        context=ReconciliationNotice,
        template="documents/paper/d03.html",
        copies=2,
        variants=NOTICE_VARIANTS,
        many=True,
        filed_title="执行和解告知书",
    ),
    Form("D04", "同意执前和解确认书", "当事人", "本院", (INTAKE, MEDIATION), many=True),
    Form("D07", "委派和解函", "院印", "特邀组织", (MEDIATION,), copies=2, many=True),
    Form(
        "D08",
        "执前督促履行通知书",
        "院印",
        "被申请人",
        (MEDIATION,),
        context=UrgingNotice,
        template="documents/paper/d08.html",
        models=(BEFORE_FILING,),
        copies=2,
        many=True,
    ),
    Form("D09", "财产申报表", "被申请人", "本院", (MEDIATION, PERFORMING), many=True),
    Form("D10", "会商通知书", "书记员", "各方当事人", (MEDIATION,), many=True),
    Form(
        "D11",
        "和解笔录",
        "到场人员",
        "存卷",
        (MEDIATION, PERFORMING, FAILED, FULFILLED),
        context=SessionRecord,
        template="documents/paper/d11.html",
        many=True,
    ),
    Form("D12", "工作记录", "经办人", "存卷", ANY, many=True),
    Form("D13", "延长执前和解期限申请书", "双方当事人", "本院", (MEDIATION,)),
    Form("D19", "终止执前和解告知书", "和解员、中心负责人", "各方当事人", (FAILED, ENFORCEMENT)),
    Form("D31", "审批表", "中心负责人", "存卷", (MEDIATION, PERFORMING), many=True),
)
