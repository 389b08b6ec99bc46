"""D17, D18, D22 and D23 of made-up cases: each variant, and D22 before and after filing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from documents.contexts.enforcement import (
    EnforcementApplication,
    EnforcementClosing,
    EnforcementRuling,
    InstalmentState,
    Resumption,
    Settlement,
)
from documents.contexts.parts import AmountLine, PartyBlock, PaymentLine
from documents.samples.people import ACCOUNT, BORROWER, FOOD, GRAIN, HEAD, LENDER, LOAN_BASIS, SALE_BASIS, SALE_CASE

EXEC_NO = "（2023）鄂1023执688号"
RESUMED_NO = "（2023）鄂1023执恢41号"
CREDITOR = replace(GRAIN, role="申请执行人")
DEBTOR = replace(FOOD, role="被执行人")
RULING_HEAD = replace(HEAD, court="湖北省监利市人民法院")
CPL = "《中华人民共和国民事诉讼法》"
INTERPRETATION = "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》"
SETTLEMENT_RULES = "《最高人民法院关于执行和解若干问题的规定》"
SETTLEMENT = Settlement(
    signed_on=date(2023, 9, 26),
    total=Decimal("484250.00"),
    instalments=3,
    last_due=date(2023, 12, 11),
    duties=("荆州某食品公司在付清以前不处分三号生产线的设备",),
)
INSTALMENTS = (
    InstalmentState(
        seq=1, due_on=date(2023, 10, 10), amount=Decimal("160000.00"), paid=Decimal("160000.00"), left=Decimal("0.00")
    ),
    InstalmentState(
        seq=2,
        due_on=date(2023, 11, 10),
        amount=Decimal("160000.00"),
        paid=Decimal("50000.00"),
        left=Decimal("110000.00"),
    ),
    InstalmentState(
        seq=3, due_on=date(2023, 12, 11), amount=Decimal("164250.00"), paid=Decimal("0.00"), left=Decimal("164250.00")
    ),
)
PAYMENTS = (
    PaymentLine(paid_on=date(2023, 10, 10), amount=Decimal("160000.00"), way="银行转账", confirmed=True),
    PaymentLine(paid_on=date(2023, 11, 14), amount=Decimal("50000.00"), way="微信、支付宝"),
)
LEFT = (
    AmountLine(label="本金", amount=Decimal("274250.00")),
    AmountLine(label="加倍部分债务利息", amount=Decimal("5812.80")),
)
LEFT_TOTAL = Decimal("280062.80")

SUSPENSION = EnforcementRuling(
    head=RULING_HEAD,
    case_no=SALE_CASE,
    exec_no=EXEC_NO,
    issued_on=date(2023, 9, 28),
    variant="suspend",
    creditors=(CREDITOR,),
    debtors=(DEBTOR,),
    basis=SALE_BASIS,
    registered_on=date(2023, 8, 30),
    settlement=SETTLEMENT,
    formation="joint",
    ground="agreed",
    submitted_on=date(2023, 9, 26),
    requested_on=date(2023, 9, 26),
    measures=("已经采取的查封、扣押、冻结措施不因本裁定解除，申请执行人书面申请解除的，另行办理。",),
    cite_agreed=f"{CPL}第二百三十七条、第二百六十三条第一项、第二百六十五条，{INTERPRETATION}第四百六十四条，{SETTLEMENT_RULES}第二条",
    cite_long_term=f"{CPL}第二百三十七条、第二百六十四条第六项、第二百六十五条，{INTERPRETATION}第四百六十四条",
    cite_withdrawn=f"{CPL}第二百六十四条第一项、第二百六十五条",
    cite_default=f"{SETTLEMENT_RULES}第九条",
    cite_period="第十条",
    cite_again=f"{INTERPRETATION}第五百一十八条",
    cite_limitation=f"{CPL}第二百四十六条",
    bench="panel",
    judges=("周指导", "吴某", "欧阳某某"),
    clerk="张明",
)
LONG_TERM = replace(
    SUSPENSION,
    variant="terminate",
    ground="long_term",
    formation="recorded",
    after=1,
    basis=replace(SALE_BASIS, duties=(*SALE_BASIS.duties, "案件受理费4,250.00元，由荆州某食品公司负担。")),
    scope="第一项、第二项",
    bench="judge",
    judges=("周指导",),
)
WITHDRAWAL = replace(
    SUSPENSION,
    variant="terminate",
    ground="withdrawn",
    settlement=None,
    formation="none",
    submitted_on=None,
    measures=("已经采取的查封、扣押、冻结措施予以解除。",),
    bench="officer",
    judges=("吴某",),
)

PERFORMED = EnforcementClosing(
    head=HEAD,
    case_no=SALE_CASE,
    exec_no=EXEC_NO,
    issued_on=date(2023, 12, 13),
    creditors=(CREDITOR,),
    debtors=(DEBTOR,),
    basis=SALE_BASIS,
    registered_on=date(2023, 8, 30),
    settlement_on=date(2023, 9, 26),
    payments=tuple(
        PaymentLine(paid_on=day, amount=Decimal(amount), way="银行转账", confirmed=True)
        for day, amount in (
            (date(2023, 10, 10), "160000.00"),
            (date(2023, 11, 10), "160000.00"),
            (date(2023, 12, 11), "164250.00"),
        )
    ),
    paid_total=Decimal("484250.00"),
    performed_on=date(2023, 12, 11),
    confirmed_on=date(2023, 12, 12),
    fee=Decimal("7163.75"),
    fee_state="due",
    fee_bearer="由被执行人负担",
    measures=("已经采取的查封、扣押、冻结措施予以解除。",),
    closed_on=date(2023, 12, 12),
    cite_closing=f"{SETTLEMENT_RULES}第八条",
    cite_fee="《诉讼费用交纳办法》第三十八条",
    officer="吴某",
    clerk="张明",
)

APPLICATION = EnforcementApplication(
    head=HEAD,
    case_no=SALE_CASE,
    exec_no=EXEC_NO,
    issued_on=date(2023, 11, 20),
    creditors=(CREDITOR,),
    debtors=(DEBTOR,),
    basis=SALE_BASIS,
    performance_end=date(2023, 8, 21),
    registered_on=date(2023, 8, 30),
    settlement=SETTLEMENT,
    ground="default",
    instalments=INSTALMENTS,
    payments=PAYMENTS,
    paid_total=Decimal("210000.00"),
    reckoned_to=date(2023, 11, 20),
    balance=LEFT,
    balance_total=LEFT_TOTAL,
    facts=("经催告，荆州某食品公司仍然没有付款，并且把三号生产线的部分设备运出厂区。",),
    clues=("荆州某食品公司在某银行沙市支行开有基本账户", "三号生产线的设备现存放在某仓储公司二号库"),
    attached=("生效法律文书", "执行和解协议书", "申请人身份证明", "已经收到款项的凭证", "计算清单"),
    cite_ground=f"{CPL}第二百三十七条",
    cite_interest=f"{CPL}第二百六十条",
)
FIRST_APPLICATION = replace(
    APPLICATION,
    exec_no="",
    registered_on=None,
    case_no="（2023）鄂1023执前和1号",
    creditors=(LENDER,),
    debtors=(BORROWER,),
    basis=LOAN_BASIS,
    performance_end=date(2023, 4, 23),
    settlement=Settlement(
        signed_on=date(2023, 5, 20), total=Decimal("87481.25"), instalments=2, last_due=date(2023, 7, 20)
    ),
    instalments=(
        InstalmentState(
            seq=1, due_on=date(2023, 6, 20), amount=Decimal("40000.00"), paid=Decimal("0.00"), left=Decimal("40000.00")
        ),
        InstalmentState(
            seq=2, due_on=date(2023, 7, 20), amount=Decimal("47481.25"), paid=Decimal("0.00"), left=Decimal("47481.25")
        ),
    ),
    payments=(),
    paid_total=Decimal("0.00"),
    reckoned_to=date(2023, 6, 27),
    issued_on=date(2023, 6, 27),
    balance=(
        AmountLine(label="本金", amount=Decimal("86500.00")),
        AmountLine(label="加倍部分债务利息", amount=Decimal("983.94")),
        AmountLine(label="费用", amount=Decimal("981.25")),
    ),
    balance_total=Decimal("88465.19"),
    facts=(),
    clues=(),
    account=ACCOUNT,
    attached=("生效法律文书", "执前和解协议书", "申请人身份证明", "计算清单"),
    cite_ground=f"{CPL}第二百四十三条",
)

RESUMED = Resumption(
    head=HEAD,
    case_no=SALE_CASE,
    exec_no=RESUMED_NO,
    issued_on=date(2023, 11, 24),
    variant="notice",
    creditors=(PartyBlock(role="申请执行人", name="监利某粮油公司", is_person=False),),
    debtors=(PartyBlock(role="被执行人", name="荆州某食品公司", is_person=False),),
    basis=replace(SALE_BASIS, duties=()),
    first_no=EXEC_NO,
    first_on=date(2023, 8, 30),
    earlier="以（2023）鄂1023执688号执行裁定书裁定终结执行",
    settlement=SETTLEMENT,
    applied_on=date(2023, 11, 20),
    ground="default",
    facts=("第二期160,000.00元应于2023年11月10日以前付清，尚欠110,000.00元没有支付。",),
    deducted=Decimal("210000.00"),
    reckoned_to=date(2023, 11, 20),
    balance=LEFT,
    balance_total=LEFT_TOTAL,
    cite_decision=f"{CPL}第二百三十七条，{INTERPRETATION}第四百六十五条，{SETTLEMENT_RULES}第九条、第十七条",
    cite_grounds=f"{SETTLEMENT_RULES}第十一条",
    cite_deduction=f"{SETTLEMENT_RULES}第十七条",
    cite_default=f"{SETTLEMENT_RULES}第九条",
    cite_objection=f"{SETTLEMENT_RULES}第十二条、{CPL}第二百三十二条",
    cite_interest=f"{CPL}第二百六十条",
    contact_phone="0716-3300001",
    bench="officer",
    judges=("吴某",),
    clerk="张明",
)
RESUMPTION = replace(
    RESUMED,
    variant="resume",
    creditors=(CREDITOR,),
    debtors=(DEBTOR,),
    contact_phone="",
    head=RULING_HEAD,
    bench="panel",
    judges=("周指导", "吴某", "欧阳某某"),
)
REFUSAL = replace(
    RESUMPTION,
    variant="refuse",
    exec_no=EXEC_NO,
    after=1,
    ground="performing",
    deducted=None,
    reckoned_to=None,
    balance=(),
    balance_total=None,
    applied_on=date(2023, 10, 20),
    issued_on=date(2023, 10, 27),
    earlier="以（2023）鄂1023执688号执行裁定书裁定中止执行",
    cite_decision=f"{CPL}第二百三十七条，{INTERPRETATION}第四百六十五条，{SETTLEMENT_RULES}第十一条",
    facts=("到2023年10月27日，已经到期的各期款项均已付清，尚未到期的款项为324,250.00元。",),
)
