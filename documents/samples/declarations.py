"""D04, D05, D09 and D32 of made-up cases."""

from dataclasses import replace
from datetime import date

from documents.contexts.declarations import (
    ConsentForm,
    Mandate,
    PropertyDeclaration,
    ServiceAddress,
    ServiceCites,
)
from documents.contexts.parts import PartyBlock, Tick
from documents.samples.people import (
    BORROWER,
    CITE_SANCTIONS,
    CONTACT,
    FOOD,
    GRAIN,
    HEAD,
    LENDER,
    LOAN_CASE,
    SALE_CASE,
)
from documents.samples.people import LOAN_BASIS as QUOTED_LOAN
from documents.samples.people import SALE_BASIS as QUOTED_SALE

LOAN_BASIS, SALE_BASIS = replace(QUOTED_LOAN, duties=()), replace(QUOTED_SALE, duties=())
CPL = "《中华人民共和国民事诉讼法》"
INTERPRETATION = "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》"
POST = "《最高人民法院关于以法院专递方式邮寄送达民事诉讼文书的若干规定》"
CITE_AGENTS = f"{CPL}第六十二条"
EXEC_NO = "（2023）鄂1023执1187号"

CONSENT = ConsentForm(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 8),
    party=LENDER,
    of_creditor=True,
    opposite=("刘某",),
    basis=LOAN_BASIS,
    notice="执前和解告知书",
    read="1",
    period_days=30,
    answer="agree",
    channel="现场",
    identity="居民身份证，人证相符",
    explained_by="王窗口",
    cite_agents=CITE_AGENTS,
)
CONSENT_FILED = replace(
    CONSENT,
    case_no=SALE_CASE,
    exec_no=EXEC_NO,
    party=replace(FOOD, role="被执行人"),
    of_creditor=False,
    opposite=("监利某粮油公司",),
    basis=SALE_BASIS,
    notice="执行和解告知书",
    answer="within",
    within_days=20,
    reason="年底前可以分三期付清",
    preferred_time="每周二、周四上午",
    preferred_way="video",
    mediator="李和解",
    mediator_wish="accept",
    e_service="yes",
    e_address="zhou@example.cn",
    channel="电话",
    recording="20230908-003",
)
SERVICE_CITES = ServiceCites(
    receipt=f"{CPL}第八十七条",
    direct=f"{CPL}第八十八条",
    organisation=f"{INTERPRETATION}第一百三十条",
    left=f"{CPL}第八十九条",
    electronic=f"{CPL}第九十条",
    consent=f"{INTERPRETATION}第一百三十六条",
    arrival=f"{INTERPRETATION}第一百三十五条",
    post=f"{CPL}第九十一条",
    returned=f"{POST}第十一条",
    refused=f"{POST}第五条",
    stages=f"{INTERPRETATION}第一百三十七条",
    online="《人民法院在线诉讼规则》第二十九条",
)
ADDRESS = ServiceAddress(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 8),
    party=replace(BORROWER, phone="13900000000"),
    basis=LOAN_BASIS,
    confidential=True,
    e_service="yes",
    explained_by="王窗口",
    cites=SERVICE_CITES,
)
ADDRESS_FILED = replace(
    ADDRESS,
    case_no=SALE_CASE,
    exec_no=EXEC_NO,
    party=replace(GRAIN, role="申请执行人"),
    basis=SALE_BASIS,
    confidential=False,
    receiver="秦某",
    receiver_relation="委托代理人",
    e_service="",
    email="",
)
PROPERTY = PropertyDeclaration(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 10),
    debtor=BORROWER,
    creditors=("陈某",),
    basis=LOAN_BASIS,
    days=15,
    due=date(2023, 5, 25),
    contact=CONTACT,
    cite_list="《最高人民法院关于民事执行中财产调查若干问题的规定》第五条、第六条",
    cite_report=f"{CPL}第二百四十八条",
    cite_sanctions=CITE_SANCTIONS,
)
PROPERTY_FILED = replace(
    PROPERTY,
    case_no=SALE_CASE,
    exec_no=EXEC_NO,
    debtor=replace(FOOD, role="被执行人", agents=()),
    creditors=("监利某粮油公司",),
    basis=SALE_BASIS,
    due=None,
)
LETTER = Mandate(
    head=HEAD,
    case_no=SALE_CASE,
    issued_on=date(2023, 9, 1),
    variant="authority",
    principal=replace(FOOD, role="被申请人", agents=()),
    opposite=("监利某粮油公司",),
    basis=SALE_BASIS,
    agent=PartyBlock(role="受托人", name="秦某", id_label="证件号码", id_number="429999197812310047"),
    agent_relation="湖北某律师事务所律师",
    licence_no="14210202310000001",
    authority="特别授权",
    matters=("代为应对执行申请，提交和签收材料，参加会商，陈述意见，办理与本案有关的手续。",),
    powers=(
        Tick(text="代为和解", ticked=True),
        Tick(text="放弃、变更权利", ticked=True),
        Tick(text="代收执行款"),
        Tick(text="签收文书", ticked=True),
    ),
    valid_from=date(2023, 9, 1),
    cite_powers="《最高人民法院关于人民法院执行工作若干问题的规定（试行）》第二十条",
    cite_agents=CITE_AGENTS,
)
BLANK_LETTER = replace(
    LETTER,
    case_no=LOAN_CASE,
    principal=LENDER,
    opposite=("刘某",),
    basis=LOAN_BASIS,
    agent=None,
    agent_relation="",
    licence_no="",
    authority="",
    matters=("代为申请执行，提交和签收材料，参加会商，陈述意见，办理与本案有关的手续。",),
    powers=tuple(replace(power, ticked=False) for power in LETTER.powers),
    valid_from=None,
)
STATEMENT = replace(
    BLANK_LETTER,
    case_no=SALE_CASE,
    variant="representative",
    matters=(),
    powers=(),
    cite_powers="",
    cite_agents="",
    principal=replace(GRAIN, role="申请人"),
    opposite=("荆州某食品公司",),
    basis=SALE_BASIS,
)
MANAGER = replace(
    STATEMENT,
    variant="manager",
    principal=replace(
        GRAIN, role="申请人", name="监利某合伙企业", representative_label="负责人", representative_post=""
    ),
)
