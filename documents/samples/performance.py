"""D15, D16, D21, D24 and D25 of made-up cases."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from documents.contexts.parts import AmountLine, PartyBlock, PaymentLine
from documents.contexts.performance import (
    ClosingNotice,
    CreditLetter,
    OverdueLine,
    PerformanceCertificate,
    Receipt,
    Reminder,
)
from documents.samples.people import (
    ACCOUNT,
    BORROWER,
    CITE_INTEREST,
    CONTACT,
    FOOD,
    HEAD,
    LENDER,
    LOAN_BASIS,
    LOAN_CASE,
    SALE_BASIS,
    SALE_CASE,
)
from jianli_mediation.core.clock import COURT_TIME

RECEIPT = Receipt(
    head=HEAD,
    case_no=SALE_CASE,
    issued_on=date(2023, 10, 11),
    creditor=PartyBlock(
        role="申请人",
        name="监利某粮油公司",
        is_person=False,
        id_label="统一社会信用代码",
        id_number="91421023MA00000151",
    ),
    debtor=PartyBlock(role="被申请人", name="荆州某食品公司", is_person=False),
    basis=SALE_BASIS,
    agreement_on=date(2023, 9, 26),
    instalment=1,
    paid_on=date(2023, 10, 10),
    amount=Decimal("160000.00"),
    way="银行转账",
    voucher="20231010000371",
    set_off=(AmountLine(label="货款本金", amount=Decimal("160000.00")),),
    left=Decimal("324250.00"),
    confirmed_how="当场书面确认",
)

CLOSING = ClosingNotice(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 25),
    creditors=(LENDER,),
    debtors=(BORROWER,),
    basis=LOAN_BASIS,
    received_at=datetime(2023, 5, 8, 9, 12, tzinfo=COURT_TIME),
    mediator="李和解",
    clerk="张明",
    urged_on=date(2023, 5, 10),
    performed_on=date(2023, 5, 24),
    confirmed_on=date(2023, 5, 25),
    paid_total=Decimal("87950.51"),
    closed_on=date(2023, 5, 25),
)

CERTIFICATE = PerformanceCertificate(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 26),
    debtor=BORROWER,
    creditors=("陈某",),
    basis=LOAN_BASIS,
    duty=LOAN_BASIS.duties,
    payments=(PaymentLine(paid_on=date(2023, 5, 24), amount=Decimal("87950.51"), way="银行转账", confirmed=True),),
    total=Decimal("87950.51"),
    performed_on=date(2023, 5, 24),
    confirmed_on=date(2023, 5, 25),
    contact_phone="0716-3300018",
)

REMINDER = Reminder(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 6, 27),
    debtor=BORROWER,
    debtors=("刘某",),
    creditors=("陈某",),
    basis=replace(LOAN_BASIS, duties=()),
    agreement_on=date(2023, 5, 20),
    agreement_total=Decimal("87481.25"),
    overdue=(
        OverdueLine(seq=1, due_on=date(2023, 6, 20), amount=Decimal("40000.00"), left=Decimal("30000.00"), days=7),
    ),
    overdue_total=Decimal("30000.00"),
    later=Decimal("47481.25"),
    last_day=date(2023, 7, 3),
    account=ACCOUNT,
    contact=CONTACT,
    cite_default="《中华人民共和国民事诉讼法》第二百四十三条",
    cite_interest=CITE_INTEREST,
)
REMINDER_AFTER_FILING = replace(
    REMINDER,
    case_no=SALE_CASE,
    exec_no="（2023）鄂1023执688号",
    issued_on=date(2023, 11, 17),
    debtor=replace(FOOD, role="被执行人", agents=()),
    debtors=("荆州某食品公司",),
    creditors=("监利某粮油公司",),
    basis=replace(SALE_BASIS, duties=()),
    agreement_on=date(2023, 9, 26),
    agreement_total=Decimal("484250.00"),
    overdue=(
        OverdueLine(seq=2, due_on=date(2023, 11, 10), amount=Decimal("160000.00"), left=Decimal("110000.00"), days=7),
    ),
    overdue_total=Decimal("110000.00"),
    later=None,
    last_day=date(2023, 11, 22),
    account=None,
    pay_way="乙方付至人民法院案款账户，由人民法院发放给甲方",
    cite_default="《最高人民法院关于执行和解若干问题的规定》第九条",
)

CREDIT_LETTER = CreditLetter(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 6, 1),
    variant="credit",
    addressee="监利市公共信用信息中心",
    debtor=PartyBlock(role="被申请人", name="刘某", id_number=BORROWER.id_number),
    creditors=("陈某",),
    basis=replace(LOAN_BASIS, duties=()),
    certificate_no="监法自履证〔2023〕1号",
    requested_on=date(2023, 5, 30),
    total=Decimal("87950.51"),
    performed_on=date(2023, 5, 24),
    suggestions=(
        "在职权范围内，依照信用修复的有关规定记录上述自动履行的情况。",
        "因本案形成的不良信用信息，依规更正或者停止公示。",
    ),
    contact=replace(CONTACT, room=""),
)
BANK_LETTER = replace(
    CREDIT_LETTER,
    variant="bank",
    addressee="某农村商业银行股份有限公司监利支行",
    case_no=SALE_CASE,
    exec_no="（2023）鄂1023执688号",
    debtor=PartyBlock(
        role="被执行人", name=FOOD.name, is_person=False, id_label=FOOD.id_label, id_number=FOOD.id_number
    ),
    creditors=("监利某粮油公司",),
    basis=replace(SALE_BASIS, duties=()),
    certificate_no="监法自履证〔2023〕12号",
    requested_on=None,
    agreement_on=date(2023, 9, 26),
    total=Decimal("484250.00"),
    performed_on=date(2023, 12, 11),
    issued_on=date(2023, 12, 20),
    suggestions=("办理授信、贷款等业务时，在规章制度允许的范围内，把上述自动履行的情况作为评价信用的参考。",),
)
