"""D14 of a made-up case: three instalments between two enterprises."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from documents.contexts.agreement import AgreementPaper, OwnArticle
from documents.contexts.parts import Account, AmountLine, InstalmentLine, Signatory
from documents.samples.people import FOOD, GRAIN, HEAD, SALE_BASIS, SALE_CASE

AGREEMENT = AgreementPaper(
    head=HEAD,
    case_no=SALE_CASE,
    issued_on=date(2023, 9, 26),
    creditors=(GRAIN,),
    debtors=(FOOD,),
    basis=SALE_BASIS,
    confirmed_on=date(2023, 9, 26),
    confirmed=(
        AmountLine(label="货款本金", amount=Decimal("480000.00")),
        AmountLine(label="案件受理费", amount=Decimal("4250.00"), note="原文书由乙方负担"),
    ),
    confirmed_total=Decimal("484250.00"),
    waived=("甲方免除乙方2023年8月21日以后迟延履行期间的加倍部分债务利息",),
    waiver_condition="乙方按期足额履行本协议",
    total=Decimal("484250.00"),
    composition=(
        AmountLine(label="货款本金", amount=Decimal("480000.00")),
        AmountLine(label="案件受理费", amount=Decimal("4250.00")),
    ),
    instalments=(
        InstalmentLine(seq=1, due_on=date(2023, 10, 10), amount=Decimal("160000.00"), way="银行转账", note="本金"),
        InstalmentLine(seq=2, due_on=date(2023, 11, 10), amount=Decimal("160000.00"), way="银行转账", note="本金"),
        InstalmentLine(
            seq=3, due_on=date(2023, 12, 11), amount=Decimal("164250.00"), way="银行转账", note="本金、受理费"
        ),
    ),
    pay_way="乙方向甲方直接支付",
    account=Account(holder="监利某粮油公司", bank="某银行监利城关支行", number="1799999900000000151"),
    imputation=("货款本金", "一般债务利息", "案件受理费", "加倍部分债务利息"),
    preservation="本协议签订时没有财产保全措施，甲方保留依法申请的权利。",
    grace_days=3,
    acceleration=True,
    copies=3,
    mediator="李和解",
    signatories=(
        Signatory(role="甲方", name="监利某粮油公司", capacity="法定代表人王某"),
        Signatory(role="乙方", name="荆州某食品公司", capacity="委托代理人秦某"),
    ),
    cite_reconciliation="《中华人民共和国民事诉讼法》第二百三十七条",
)

WITH_CLAUSES = replace(
    AGREEMENT,
    own_articles=(
        OwnArticle(
            title="第三人代为支付",
            text="第三人王喆自愿代乙方支付60,000.00元，于2023年10月10日以前付至本协议约定的账户。\n"
            "第三人没有支付或者没有足额支付的，乙方的义务不因此免除，甲方仍可以要求乙方履行。",
        ),
        OwnArticle(title="收据和发票", text="甲方收到每期款项后三日内向乙方出具增值税普通发票。"),
    ),
    extra_clauses=("乙方的仓库钥匙由甲方代为保管，付清后当日交还。",),
)
