"""D20 of a made-up case: an instalment missed, seventy thousand paid."""

from datetime import date, datetime
from decimal import Decimal

from documents.contexts.handover import ClueLine, HandoverSheet, PaperLine, PreservationLine, ServiceLine, SessionLine
from documents.contexts.parts import AmountLine, Basis, PaymentLine
from documents.samples.people import BORROWER, COURT, FARM_CASE, HEAD, LENDER
from jianli_mediation.core.clock import COURT_TIME

HANDOVER = HandoverSheet(
    head=HEAD,
    case_no=FARM_CASE,
    issued_on=date(2023, 7, 20),
    creditors=(LENDER,),
    debtors=(BORROWER,),
    basis=Basis(
        issuer=COURT,
        doc_no="（2022）鄂1023民初3015号",
        kind="民事判决书",
        effective_on=date(2022, 12, 30),
        cause="民间借贷纠纷",
        duties=(
            "刘某于本判决生效之日起十日内偿还陈某借款本金200,000.00元，并自2022年6月1日起至实际清偿之日止按年利率3.65%支付利息。",
            "案件受理费2,150.00元，由刘某负担。",
        ),
    ),
    received_at=datetime(2023, 4, 25, 10, 5, tzinfo=COURT_TIME),
    registered_on=date(2023, 4, 25),
    performance_end=date(2023, 1, 9),
    creditor_consent=date(2023, 4, 25),
    debtor_came_on=date(2023, 5, 9),
    mediator="李和解",
    services=(
        ServiceLine(paper="执前和解告知书", recipient="陈某", way="当面送达", served_on=date(2023, 4, 25)),
        ServiceLine(paper="执前督促履行通知书", recipient="刘某", way="邮寄送达", served_on=date(2023, 4, 28)),
    ),
    sessions=(
        SessionLine(seq=1, held_on=date(2023, 5, 9), mode="现场会商", result="另行会商"),
        SessionLine(seq=2, held_on=date(2023, 5, 18), mode="现场会商", result="达成协议"),
    ),
    result_code="63",
    result_label="不履行和解协议",
    result_reason="第二期应付50,000.00元，宽限期满只付20,000.00元",
    ended_on=date(2023, 7, 20),
    agreement_on=date(2023, 5, 18),
    default_note="第2期（2023年6月30日）宽限至2023年7月3日，到期没有付清；2023年7月4日认定违约。",
    clues=(
        ClueLine(
            source="申请人",
            kind="车辆",
            description="小型货车一辆，鄂D·某某某某某",
            location="监利市朱河镇",
            value=Decimal("60000.00"),
            burden="不详",
        ),
        ClueLine(source="会商获知", kind="收入", description="在某镇经营建材门店", location="监利市朱河镇某街15号"),
    ),
    declaration="2023年5月9日申报：银行存款3,000.00元，门店库存约40,000.00元。",
    preservations=(
        PreservationLine(
            object="刘某名下某银行账户",
            amount=Decimal("50000.00"),
            ruling_no="（2023）鄂1023财保12号",
            court=COURT,
            until=date(2024, 3, 5),
            renew_by=date(2024, 2, 27),
        ),
    ),
    payments=(
        PaymentLine(paid_on=date(2023, 5, 31), amount=Decimal("50000.00"), way="银行转账", confirmed=True),
        PaymentLine(paid_on=date(2023, 7, 5), amount=Decimal("20000.00"), way="银行转账", confirmed=True),
    ),
    balance=(
        AmountLine(label="借款本金", amount=Decimal("139988.01")),
        AmountLine(label="一般债务利息", amount=Decimal("209.98"), note="7月5日至7月20日，15日"),
        AmountLine(label="加倍部分债务利息", amount=Decimal("6313.98"), note="142日、35日、15日分段计算"),
    ),
    balance_total=Decimal("146511.97"),
    reckoned_to=date(2023, 7, 20),
    order="法定抵充顺序",
    fee_base=Decimal("140197.99"),
    execution_fee=Decimal("2002.97"),
    limitation_hint=date(2025, 7, 7),
    urgent="车辆可能转让，请优先查控。",
    tags=("涉民生：否", "涉企：否"),
    papers=(
        PaperLine(title="申请执行书", pages=2),
        PaperLine(title="执行依据及生效证明", pages=6),
        PaperLine(title="身份材料、授权委托书", pages=4),
        PaperLine(title="送达地址确认书", copies=2, pages=2),
        PaperLine(title="和解笔录", copies=2, pages=5),
        PaperLine(title="执前和解协议书", pages=4),
        PaperLine(title="履行凭证、计算清单", pages=3),
    ),
    handed_by="张明",
    handover_due=date(2023, 7, 25),
)
