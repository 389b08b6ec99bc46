"""D15, D16 and D24 of made-up cases."""

from datetime import date, datetime
from decimal import Decimal

from documents.contexts.parts import AmountLine, PartyBlock, PaymentLine
from documents.contexts.performance import ClosingNotice, PerformanceCertificate, Receipt
from documents.samples.people import BORROWER, HEAD, LENDER, LOAN_BASIS, LOAN_CASE, SALE_BASIS, SALE_CASE
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
