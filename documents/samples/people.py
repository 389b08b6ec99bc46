"""The fictitious court, people and judgments of the samples."""

from datetime import date

from documents.contexts.parts import Account, AgentBlock, Basis, Contact, CourtHead, PartyBlock

COURT = "监利市人民法院"
HEAD = CourtHead(
    court=COURT,
    address="监利市容城镇某路1号",
    room="执行事务中心3号窗口",
    phone="0716-3300001",
    complaint_phone="0716-3300009",
    demo=True,
)
CONTACT = Contact(name="李和解", phone="0716-3300018", room="执前和解中心203室")

LOAN_CASE = "（2023）鄂1023执前和1号"
SALE_CASE = "（2023）鄂1023执前和118号"
FARM_CASE = "（2023）鄂1023执前和36号"

LENDER = PartyBlock(
    role="申请人",
    name="陈某",
    sex="男",
    birth=date(1985, 3, 12),
    nation="汉族",
    address="湖北省监利市容城镇某村二组8号",
    id_number="429999198503120017",
)
BORROWER = PartyBlock(
    role="被申请人",
    name="刘某",
    sex="女",
    birth=date(1990, 11, 5),
    nation="汉族",
    address="湖北省监利市朱河镇某街15号",
    id_number="429999199011050029",
)
LOAN_BASIS = Basis(
    issuer=COURT,
    doc_no="（2023）鄂1023民初501号",
    kind="民事判决书",
    effective_on=date(2023, 4, 12),
    cause="民间借贷纠纷",
    duties=("刘某于本判决生效之日起十日内偿还陈某借款本金86,500.00元。", "案件受理费981.25元，由刘某负担。"),
)
GRAIN = PartyBlock(
    role="甲方（申请人）",
    name="监利某粮油公司",
    is_person=False,
    address="湖北省监利市容城镇某工业园2号",
    id_label="统一社会信用代码",
    id_number="91421023MA00000151",
    representative="王某",
    representative_post="总经理",
)
FOOD = PartyBlock(
    role="乙方（被申请人）",
    name="荆州某食品公司",
    is_person=False,
    address="湖北省荆州市沙市区某大道99号",
    id_label="统一社会信用代码",
    id_number="91421023MA0000023U",
    representative="周某",
    representative_post="执行董事",
    agents=(
        AgentBlock(
            name="秦某",
            relation="湖北某律师事务所律师",
            authority="特别授权",
            powers=("代为和解", "放弃变更权利", "签收文书"),
        ),
    ),
)
SALE_BASIS = Basis(
    issuer=COURT,
    doc_no="（2023）鄂1023民初1322号",
    kind="民事调解书",
    effective_on=date(2023, 7, 20),
    cause="买卖合同纠纷",
    duties=("荆州某食品公司于2023年8月21日以前支付监利某粮油公司货款480,000.00元。",),
)
ACCOUNT = Account(holder="陈某", bank="某银行监利城关支行", number="6222029999000010017")
CITE_INTEREST = "《中华人民共和国民事诉讼法》第二百六十条"
CITE_SANCTIONS = "《中华人民共和国民事诉讼法》第一百一十四条、第一百一十八条"
