"""D03, D08 and D11 of made-up cases."""

from datetime import date, datetime, time
from decimal import Decimal

from documents.contexts.mediation import (
    Attendee,
    OfferLine,
    ReconciliationNotice,
    SessionRecord,
    Statement,
    UrgingNotice,
)
from documents.contexts.parts import AmountLine, Signatory
from documents.samples.people import (
    ACCOUNT,
    BORROWER,
    CITE_INTEREST,
    CITE_SANCTIONS,
    CONTACT,
    HEAD,
    LENDER,
    LOAN_BASIS,
    LOAN_CASE,
    SALE_BASIS,
    SALE_CASE,
)
from jianli_mediation.core.clock import COURT_TIME


def notice(variant: str) -> ReconciliationNotice:
    ours, theirs = (LENDER, BORROWER) if variant == "applicant" else (BORROWER, LENDER)
    return ReconciliationNotice(
        head=HEAD,
        case_no=LOAN_CASE,
        issued_on=date(2023, 5, 8),
        variant=variant,
        edition=1,
        addressee=ours,
        opposite=theirs.name,
        basis=LOAN_BASIS,
        received_at=datetime(2023, 5, 8, 9, 12, tzinfo=COURT_TIME),
        period_days=30,
        extension_days=15,
        deadline=None if variant == "applicant" else date(2023, 6, 8),
        mediator="" if variant == "applicant" else "李和解",
        contact=CONTACT,
        execution_fee=Decimal("1212.22"),
        cite_limitation="《中华人民共和国民事诉讼法》第二百四十六条",
        cite_interest=CITE_INTEREST,
        cite_agents="《中华人民共和国民事诉讼法》第六十二条",
        cite_sanctions=CITE_SANCTIONS,
        page_url="https://court.example.cn/party/",
        page_code="1234-K7Q2-9FXW",
    )


URGING = UrgingNotice(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 10),
    debtor=BORROWER,
    creditors=("陈某",),
    basis=LOAN_BASIS,
    quoted=LOAN_BASIS.duties,
    performance_end=date(2023, 4, 23),
    applied_on=date(2023, 5, 8),
    urging_days=15,
    amounts=(
        AmountLine(label="借款本金", amount=Decimal("86500.00")),
        AmountLine(label="案件受理费", amount=Decimal("981.25"), note="判决由被申请人负担"),
        AmountLine(label="加倍部分债务利息", amount=Decimal("257.34"), note="暂计17日，放弃的除外"),
    ),
    total=Decimal("87738.59"),
    reckoned_to=date(2023, 5, 10),
    daily_interest=Decimal("15.14"),
    account=ACCOUNT,
    contact=CONTACT,
    execution_fee=Decimal("1212.22"),
    cite_interest=CITE_INTEREST,
    cite_sanctions=CITE_SANCTIONS,
)

SESSION = SessionRecord(
    head=HEAD,
    case_no=SALE_CASE,
    issued_on=date(2023, 9, 12),
    seq=1,
    cause="买卖合同纠纷",
    held_on=date(2023, 9, 12),
    starts=time(9, 30),
    ends=time(10, 50),
    place="监利市人民法院执前和解中心203室",
    mode="现场会商",
    mediator="李和解",
    clerk="张书记",
    attendees=(
        Attendee(role="申请人法定代表人", name="王某", identity="居民身份证，人证相符"),
        Attendee(role="被申请人代理人", name="秦某", identity="律师执业证", authority="特别授权"),
        Attendee(role="被申请人法定代表人", name="周某", absence="在外地，已委托秦某"),
    ),
    basis=SALE_BASIS,
    recusal=(
        Statement(speaker="王某", text="听清楚了，不申请回避。"),
        Statement(speaker="秦某", text="听清楚了，不申请回避。"),
    ),
    statements=(
        Statement(speaker="王某", text="货款已经拖了一个多月，我公司也要付收购款，希望一次付清。"),
        Statement(
            speaker="秦某", text="公司销售款要到年底才能收齐，愿意分三期付清，请免除迟延履行期间的加倍部分利息。"
        ),
        Statement(speaker="王某", text="可以分三期，每期都要按时。按时付清的，加倍部分利息可以不要。"),
    ),
    offers=(
        OfferLine(by="王某", total=Decimal("484250.00"), count=1, last_on=date(2023, 9, 30)),
        OfferLine(
            by="秦某",
            total=Decimal("484250.00"),
            down=Decimal("160000.00"),
            count=3,
            last_on=date(2023, 12, 11),
            note="免除加倍部分利息",
        ),
    ),
    agreed=("被申请人分三期支付484,250.00元，2023年10月10日、11月10日、12月11日各一期。",),
    result="基本一致，下次会商签订协议。",
    next_on=date(2023, 9, 26),
    signatories=(
        Signatory(role="申请人", name="王某", capacity="法定代表人"),
        Signatory(role="被申请人", name="秦某", capacity="委托代理人"),
    ),
    cite_compromise="《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第一百零七条",
)
