"""D07, D10, D12, D13, D19 and D31 of made-up cases, before filing and after it."""

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from documents.contexts.course import (
    Approval,
    CommissionLetter,
    ExtensionSheet,
    PeriodEnd,
    SessionNotice,
    Termination,
    WorkRecord,
)
from documents.contexts.handover import SessionLine
from documents.contexts.parts import Contact, Signatory
from documents.samples.people import CITE_INTEREST, CONTACT, HEAD, LOAN_BASIS, LOAN_CASE, SALE_BASIS, SALE_CASE
from jianli_mediation.core.clock import COURT_TIME

EXEC_NO = "（2023）鄂1023执1207号"
INVITED = "《最高人民法院关于人民法院特邀调解的规定》第{}条"
SALE: dict[str, Any] = {
    "head": HEAD,
    "case_no": SALE_CASE,
    "creditors": ("监利某粮油公司",),
    "debtors": ("荆州某食品公司",),
    "basis": SALE_BASIS,
}
LOAN: dict[str, Any] = {
    "head": HEAD,
    "case_no": LOAN_CASE,
    "creditors": ("陈某",),
    "debtors": ("刘某",),
    "basis": LOAN_BASIS,
}

COMMISSION = CommissionLetter(
    **SALE,
    issued_on=date(2023, 9, 1),
    variant="commission",
    addressee="监利市某商会调解委员会",
    mediator="何调解",
    outstanding=Decimal("480924.00"),
    reckoned_to=date(2023, 9, 1),
    matters=("核对尚未履行的数额", "履行的期限、分期和方式", "减免、担保等条件"),
    papers=("生效法律文书（复印件）", "执前和解告知书（文本）"),
    period_days=30,
    contact=Contact(name="周某", phone="0716-3300020", post="指导法官"),
    cite_basis=INVITED.format("一"),
    cite_conduct=INVITED.format("二十八"),
    cite_sham=INVITED.format("十八"),
)
INVITED_HELP = replace(
    COMMISSION,
    **LOAN,
    issued_on=date(2023, 5, 12),
    variant="invitation",
    addressee="监利市朱河镇某村民委员会",
    mediator="李和解",
    outstanding=Decimal("87768.87"),
    reckoned_to=date(2023, 5, 12),
    matters=("向当事人说明主动履行的好处和不履行的后果", "协助双方就履行的期限和方式协商一致"),
    meeting="2023年5月16日9时30分，朱河镇某村村民委员会会议室",
    papers=(),
    cite_basis="《中华人民共和国民事诉讼法》第九十八条",
)
ENTRUSTED = replace(COMMISSION, exec_no=EXEC_NO, tariff="每件500元", deadline=date(2023, 10, 9))

SUMMONED = SessionNotice(
    **SALE,
    issued_on=date(2023, 9, 13),
    addressee="荆州某食品公司",
    for_creditor=False,
    is_person=False,
    seq=2,
    held_on=date(2023, 9, 26),
    starts=time(9, 30),
    place="监利市人民法院执前和解中心203室",
    matters=("核对尚未履行的数额", "履行的期限、分期和方式", "减免、担保等条件"),
    bring=(
        "本人身份证件；单位参加的，带营业执照副本和法定代表人（负责人）身份证明",
        "委托代理人的，带授权委托书；代为和解的，须有特别授权",
        "已经履行的凭证",
        "分期、延期或者提供担保的方案，以及支持该方案的材料（自愿提供）",
    ),
    received_at=datetime(2023, 8, 30, 15, 20, tzinfo=COURT_TIME),
    mediator="李和解",
    clerk="张书记",
    contact=CONTACT,
    cite_agents="《中华人民共和国民事诉讼法》第六十二条",
)
SUMMONED_CREDITOR = replace(
    SUMMONED, **LOAN, addressee="陈某", for_creditor=True, is_person=True, mode="video", place="会议号 880 123 456"
)

CALLED = WorkRecord(
    head=HEAD,
    case_no=LOAN_CASE,
    creditors=("陈某",),
    debtors=("刘某",),
    cause="民间借贷纠纷",
    issued_on=date(2023, 5, 11),
    seq=3,
    started_at=datetime(2023, 5, 11, 10, 5, tzinfo=COURT_TIME),
    ended=time(10, 17),
    staff="张明",
    staff_no="0716-3300018",
    person="刘某，被申请人本人",
    person_no="139****0000",
    identity="报出身份证号后四位和案号，与登记相符",
    content=(
        "张明：你好，这里是监利市人民法院执前和解中心。你与陈某的案件，督促履行通知书收到了吗？",
        "刘某：收到了，是昨天收到的。",
        "张明：判决要你偿还本金86500元。和解是自愿的，你愿不愿意与陈某协商怎样还？",
        "刘某：愿意。我一次拿不出来，想先还一半，其余年底以前还清。",
    ),
    result="刘某同意参加会商，时间定在2023年5月16日9时30分。",
    recording="20230511-1005-0716.wav",
)
VISITED = replace(
    CALLED, exec_no=EXEC_NO, way="visitor", seq=4, person="陈某，申请执行人本人", person_no="", recording="无"
)

ENDS = tuple(PeriodEnd(days=days, due=date(2023, 10, 9 + days)) for days in range(1, 16))
EXTENSION = ExtensionSheet(
    **SALE,
    issued_on=date(2023, 9, 28),
    mediator="李和解",
    taken_on=date(2023, 9, 1),
    old_deadline=date(2023, 10, 9),
    ends=ENDS,
    days="15",
    reason="双方对分期的数额已经一致，担保人在外地，十月中旬才能到场签字",
    signatories=(
        Signatory(role="申请人", name="监利某粮油公司"),
        Signatory(role="被申请人", name="荆州某食品公司"),
    ),
    cite_extension=INVITED.format("二十七"),
)
EXTENDED = replace(
    EXTENSION,
    exec_no=EXEC_NO,
    granted=PeriodEnd(days=10, due=date(2023, 10, 19)),
    opinion="双方有诚意，建议延长。",
    decided_on=date(2023, 9, 28),
)

ENDED = Termination(
    **LOAN,
    issued_on=date(2023, 5, 30),
    variant="table",
    received_at=datetime(2023, 5, 8, 9, 12, tzinfo=COURT_TIME),
    registered_on=date(2023, 5, 8),
    taken_on=date(2023, 5, 9),
    deadline=date(2023, 6, 8),
    urged_on=date(2023, 5, 10),
    mediator="李和解",
    clerk="张明",
    sessions=(
        SessionLine(seq=1, held_on=date(2023, 5, 16), mode="现场", result="另行会商"),
        SessionLine(seq=2, held_on=date(2023, 5, 26), mode="视频", result="终止"),
    ),
    paid=Decimal("5000.00"),
    result_code="22",
    result_label="分歧较大",
    note="申请人坚持一次付清，被申请人只能分十二期",
    grounds="双方对履行的数额、期限或者方式分歧较大，没有达成协议",
    ended_on=date(2023, 5, 30),
    handover_due=date(2023, 6, 2),
    contact=CONTACT,
    cite_interest=CITE_INTEREST,
    cite_limitation="《中华人民共和国民事诉讼法》第二百四十六条",
)
TOLD_CREDITOR = replace(ENDED, variant="applicant", addressee="陈某", note="")
TOLD_DEBTOR = replace(TOLD_CREDITOR, variant="respondent", addressee="刘某")
TOLD_FILED = replace(TOLD_DEBTOR, exec_no=EXEC_NO)

LONGER = Approval(
    **SALE,
    issued_on=date(2023, 9, 28),
    variant="extension",
    mediator="李和解",
    taken_on=date(2023, 9, 1),
    old_deadline=date(2023, 10, 9),
    ends=ENDS,
    days="15",
    proposed_by="双方当事人",
    reason="双方对分期的数额已经一致，担保人在外地，十月中旬才能到场签字。",
    cite_ground=INVITED.format("二十七"),
)
REPLACED = replace(
    LONGER,
    variant="replacement",
    exec_no=EXEC_NO,
    old_deadline=None,
    ends=(),
    days="",
    proposed_by="执前和解中心",
    person="李和解",
    successor="赵和解",
    reason="李和解自2023年9月20日起休病假。",
    opinion="建议由赵和解接替。",
    decision="granted",
    effective_on=date(2023, 9, 20),
    cite_ground="",
)
RECUSED = replace(
    REPLACED,
    exec_no="",
    variant="recusal",
    seq=2,
    proposed_by="被申请人荆州某食品公司",
    reason="被申请人提出：李和解与申请人的法定代表人王某是表兄弟。\n经核实，李和解承认上述关系。",
    cite_ground="《中华人民共和国民事诉讼法》第四十七条",
    cite_review="《中华人民共和国民事诉讼法》第五十条",
)
