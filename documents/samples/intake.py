"""D01, D02, D06 and D29 of made-up cases."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from documents.contexts.intake import Application, Enterprise, GreenLaneSheet, ReceiptSlip, RegistrationSheet
from documents.contexts.parts import AmountLine, PartyBlock, PaymentLine, Tick
from documents.samples.people import (
    ACCOUNT,
    BORROWER,
    CITE_INTEREST,
    FOOD,
    GRAIN,
    HEAD,
    LENDER,
    LOAN_BASIS,
    LOAN_CASE,
    SALE_BASIS,
    SALE_CASE,
)
from jianli_mediation.core.clock import COURT_TIME

CITE_16 = "执行工作规定第十六条"
CITE_18 = "《最高人民法院关于人民法院执行工作若干问题的规定（试行）》第十八条"
RECEIVED = datetime(2023, 5, 8, 9, 12, tzinfo=COURT_TIME)
SALE_RECEIVED = datetime(2023, 8, 30, 15, 40, tzinfo=COURT_TIME)
EXCLUSIONS = (
    "公告送达",
    "转移财产、逃避执行",
    "进入破产程序",
    "死亡或者终止",
    "追缴、罚金、行政非诉",
    "虚假诉讼嫌疑",
    "承认外国裁判",
    "下落不明",
    "在押无代理人",
    "失信或者终本",
    "须参与分配",
    "时效临近",
)

LOAN, SALE = replace(LOAN_BASIS, duties=()), replace(SALE_BASIS, duties=())


def known(party: PartyBlock) -> PartyBlock:
    """Name and number only."""
    return PartyBlock(
        role=party.role, name=party.name, is_person=party.is_person, id_label=party.id_label, id_number=party.id_number
    )


APPLICATION = Application(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 8),
    creditors=(replace(LENDER, phone="13800000000"),),
    debtors=(BORROWER,),
    basis=LOAN_BASIS,
    performance_end=date(2023, 4, 23),
    amount_applied=Decimal("87481.25"),
    amounts=(
        AmountLine(label="本金", amount=Decimal("86500.00")),
        AmountLine(label="加倍部分债务利息", amount=Decimal("227.06"), note="暂计到2023年5月8日"),
        AmountLine(label="费用", amount=Decimal("981.25"), note="受理费、保全费"),
    ),
    total=Decimal("87708.31"),
    reckoned_to=date(2023, 5, 8),
    account=ACCOUNT,
    enclosures=("民事判决书（2023）鄂1023民初501号", "陈某的身份证件", "送达地址确认书"),
    cite_interest=CITE_INTEREST,
    cite_application=CITE_18,
)
SALE_APPLICATION = replace(
    APPLICATION,
    case_no=SALE_CASE,
    exec_no="（2023）鄂1023执1187号",
    issued_on=date(2023, 8, 30),
    creditors=(replace(GRAIN, role="申请执行人", phone="0716-3300777"),),
    debtors=(replace(FOOD, role="被执行人", agents=()),),
    debtor_contact="周某，手机13900000000，厂区门卫电话0716-8100001",
    basis=SALE_BASIS,
    performance_end=date(2023, 8, 21),
    amount_applied=Decimal("480000.00"),
    amounts=(AmountLine(label="本金", amount=Decimal("460000.00")),),
    total=Decimal("460000.00"),
    reckoned_to=date(2023, 8, 30),
    paid=(PaymentLine(paid_on=date(2023, 8, 25), amount=Decimal("20000.00"), way="银行转账"),),
    more_requests=("由被执行人负担申请执行费",),
    reasons=("申请执行人多次催要，被执行人以货款没有收齐为由拖延",),
    property_known=("荆州某食品公司的厂房和生产线在沙市区某大道99号",),
    clues=2,
    account=None,
    wish="agree",
    oral=True,
    recorder="王窗口",
)
RECEIPT_SLIP = ReceiptSlip(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 8),
    received_at=RECEIVED,
    source="窗口",
    creditors=("陈某",),
    debtors=("刘某",),
    basis=LOAN,
    amount_applied=Decimal("87481.25"),
    handed_in_by="陈某",
    materials=(
        "申请执行书，原件，1份，2页",
        "民事判决书（2023）鄂1023民初501号，复印件，1份，6页",
        "陈某的身份证件，复印件，1份",
        "送达地址确认书，原件，1份，2页",
    ),
    receiver="王窗口",
    phone="0716-3300001",
)
RECEIPT_SLIP_SHORT = replace(
    RECEIPT_SLIP,
    case_no=SALE_CASE,
    received_at=SALE_RECEIVED,
    creditors=("监利某粮油公司",),
    debtors=("荆州某食品公司",),
    basis=replace(SALE, issuer="荆州仲裁委员会", kind="仲裁裁决书", doc_no="荆仲裁字〔2023〕第31号"),
    handed_in_by="秦某",
    missing_items=("生效法律文书的生效证明", "法定代表人身份证明"),
    supplement_by=date(2023, 9, 6),
)
REGISTRATION = RegistrationSheet(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 8),
    received_at=RECEIVED,
    source="窗口",
    creditors=(replace(known(LENDER), phone="13800000000"),),
    debtors=(known(BORROWER),),
    basis=LOAN,
    performance_end=date(2023, 4, 23),
    subject_kind="金钱给付",
    amount_applied=Decimal("87481.25"),
    model="立案前和解",
    review_due=date(2023, 5, 15),
    effective=True,
    overdue=True,
    right_holder=True,
    definite=True,
    jurisdiction=True,
    exclusions=tuple(Tick(text=text) for text in EXCLUSIONS),
    findings=("标的100万元以下，宜先和解",),
    consent_on=date(2023, 5, 8),
    consent_how="现场",
    proposed_mediator="李和解",
    window_opinion="申请人同意和解，没有排除情形，建议登记并指派和解员。",
    registrar="王窗口",
    cite_conditions=CITE_16,
)
REGISTRATION_FILED = replace(
    REGISTRATION,
    case_no=SALE_CASE,
    exec_no="（2023）鄂1023执1187号",
    received_at=SALE_RECEIVED,
    creditors=(replace(known(GRAIN), role="申请执行人"),),
    debtors=(replace(known(FOOD), role="被执行人"), replace(known(BORROWER), role="被执行人")),
    basis=SALE,
    performance_end=date(2023, 8, 21),
    amount_applied=Decimal("480000.00"),
    model="先立案后和解",
    model_reasons=("有执前保全：履行期届满后5日内不申请执行的，保全要解除", "申请人要求立执行案号"),
    tags=("涉企（双方）", "中小微", "绿色通道"),
    review_due=date(2023, 9, 6),
    right_holder=False,
    exclusions=tuple(Tick(text=text, ticked=text == "下落不明") for text in EXCLUSIONS),
    findings=(
        "原案调解结案，宜先督促",
        "双方都是企业，宜先和解",
        "被申请人下落不明或联系不上，写明理由再受理",
        "涉企案件，走绿色通道",
    ),
    consent_on=None,
    consent_how="",
    proposed_mediator="",
    window_opinion="",
)
GREEN_LANE = GreenLaneSheet(
    head=HEAD,
    case_no=SALE_CASE,
    issued_on=date(2023, 8, 30),
    received_at=SALE_RECEIVED,
    related="双方",
    enterprises=(
        Enterprise(role="申请人", name="监利某粮油公司", number="91421023MA00000151", representative="王某"),
        Enterprise(role="被申请人", name="荆州某食品公司", number="91421023MA0000023U", representative="周某"),
    ),
    basis=SALE,
    amount_applied=Decimal("480000.00"),
    tags=("中小微",),
    on_lane=True,
    size="小型",
    staff=46,
    operating="困难",
    score=72,
    impact=("货款占流动资金约三成，影响当季收购", "拖欠职工工资一个月"),
    limits=(
        "登记后半个工作日内指派和解员（一般案件一个工作日）。",
        "接收后三个工作日内首次联系，排在一般案件之前。",
        "终止后三个工作日内移送立案，与立案庭当面交接。",
        "核定后三个工作日内出具履行证明，主动通知领取。",
    ),
    advice=("和解中优先考虑分期，不影响正常收购",),
    registrar="王窗口",
)
GREEN_LANE_BLANK = replace(
    GREEN_LANE, size="", staff=None, operating="", score=None, impact=(), advice=(), on_lane=False, opposite=("刘某",),
    enterprises=GREEN_LANE.enterprises[:1], related="申请方",
)  # fmt: skip
