"""Forms of 收案登记: what the window takes in and gives out."""

from documents.registry.form import ANY, INTAKE, MEDIATION, NO_NUMBER, RECEIPT_SLIP, Form

FORMS = (
    Form("D01", "申请执行书（兼执前和解申请）", "申请人", "本院", (INTAKE,), number_series=NO_NUMBER),
    Form("D02", "收件回执", "窗口", "申请人", (INTAKE,), number_series=RECEIPT_SLIP, copies=2),
    Form("D05", "送达地址确认书", "当事人", "本院", (INTAKE, MEDIATION), number_series=NO_NUMBER, many=True),
    Form("D06", "执前和解登记审批表", "窗口、中心负责人", "存卷", (INTAKE, MEDIATION)),
    Form("D29", "涉企案件绿色通道标注单", "窗口、营商办", "存卷", (INTAKE, MEDIATION), number_series=NO_NUMBER),
    Form("D32", "授权委托书", "当事人", "本院", ANY, number_series=NO_NUMBER, many=True),
)
