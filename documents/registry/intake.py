"""Forms of 收案登记: what the window takes in and gives out."""

from documents.contexts.declarations import Mandate, ServiceAddress
from documents.contexts.intake import Application, GreenLaneSheet, ReceiptSlip, RegistrationSheet
from documents.registry.form import (
    ANY,
    DEFAULTED,
    FAILED,
    INTAKE,
    MEDIATION,
    NO_NUMBER,
    PERFORMING,
    RECEIPT_SLIP,
    Form,
)

MANDATE_VARIANTS = (
    ("authority", "授权委托书"),
    ("representative", "法定代表人身份证明"),
    ("manager", "主要负责人身份证明"),
)

FORMS = (
    # Whoever joins the talks later applies too: a further creditor or a successor signs a new version.
    Form(
        "D01",
        "申请执行书（兼执前和解申请）",
        "申请人",
        "本院",
        (INTAKE, MEDIATION),
        context=Application,
        template="documents/paper/d01.html",
        number_series=NO_NUMBER,
        filed_title="申请执行书（兼执行和解申请）",
    ),
    # Often the case is accepted or declined before the applicant leaves the counter; he gets his receipt all the same.
    Form(
        "D02",
        "收件回执",
        "窗口",
        "申请人",
        (INTAKE, MEDIATION, FAILED),
        context=ReceiptSlip,
        template="documents/paper/d02.html",
        number_series=RECEIPT_SLIP,
        copies=2,
        one_page=True,
    ),
    # An address can change, and a party join, as long as the case is open.
    Form(
        "D05",
        "送达地址确认书",
        "当事人",
        "本院",
        (INTAKE, MEDIATION, PERFORMING, FAILED, DEFAULTED),
        context=ServiceAddress,
        template="documents/paper/d05.html",
        number_series=NO_NUMBER,
        many=True,
    ),
    # It also records that a case was not taken into reconciliation.
    Form(
        "D06",
        "执前和解登记审批表",
        "窗口、中心负责人",
        "存卷",
        (INTAKE, MEDIATION, FAILED),
        context=RegistrationSheet,
        template="documents/paper/d06.html",
        one_page=True,
        filed_title="执行和解登记审批表",
    ),
    Form(
        "D29",
        "涉企案件绿色通道标注单",
        "窗口、营商办",
        "存卷",
        (INTAKE, MEDIATION),
        context=GreenLaneSheet,
        template="documents/paper/d29.html",
        number_series=NO_NUMBER,
        one_page=True,
    ),
    Form(
        "D32",
        "授权委托书",
        "当事人",
        "本院",
        ANY,
        context=Mandate,
        template="documents/paper/d32.html",
        number_series=NO_NUMBER,
        variants=MANDATE_VARIANTS,
        named_variants=True,
        many=True,
    ),
)
