"""Papers along the course of the talks: D07, D10, D12, D13, D19 and D31."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Fill, Must
from documents.contexts.handover import SessionLine
from documents.contexts.parts import Basis, CasePaper, Contact, Signatory
from jianli_mediation.kernel.chinese import weekday

COMMISSION, INVITATION = "commission", "invitation"
CALL, NOTE = "call", "note"
TABLE, TO_CREDITOR, TO_DEBTOR = "table", "applicant", "respondent"
EXTENSION, REPLACEMENT, RECUSAL = "extension", "replacement", "recusal"

MODES = (("on_site", "现场"), ("video", "视频"), ("phone", "电话"), ("visit", "上门"), ("back_to_back", "分别面谈"))
WAYS = (
    ("phone_out", "去电"),
    ("phone_in", "来电"),
    ("visitor", "当事人来访"),
    ("visit", "上门走访"),
    ("online", "线上联系"),
    ("other", "其他"),
)
DECISIONS = (("granted", "同意"), ("refused", "不同意"))
DAYS = tuple((str(n), f"{n}日") for n in range(1, 31))


@dataclass(frozen=True, kw_only=True)
class CommissionLetter(CasePaper):
    """D07, ``variant`` commission (the body that sends the mediator) or invitation (somebody who is asked to help).

    No address, number or property of anybody. ``outstanding`` is in yuan as of ``reckoned_to``. The period of
    ``period_days`` runs from the receipt; ``deadline`` is known once the mediator has taken the case. ``tariff`` is
    what the body has published, where it charges.
    """

    variant: Annotated[str, Must("函的种类")]
    addressee: Annotated[
        str, Must("收函单位（个人）", at="mediator"), Fill("收函单位（个人）", limit=60, help="写全称。")
    ]
    to_person: bool = False
    mediator: str = ""
    creditors: Annotated[tuple[str, ...], Must("申请人")]
    debtors: Annotated[tuple[str, ...], Must("被申请人")]
    basis: Basis
    outstanding: Decimal | None = None
    reckoned_to: date | None = None
    matters: Annotated[
        tuple[str, ...],
        Must("商谈（协助）的事项"),
        Fill("商谈（协助）的事项", lines=4, limit=600, help="一行一项。不写当事人的住址、电话和财产。"),
    ]
    meeting: Annotated[str, Fill("会商的时间和地点", limit=100, help="只用于邀请协助，定了才写。")] = ""
    papers: Annotated[
        tuple[str, ...], Fill("随函移交的材料", lines=4, limit=400, help="一行一份，都是复印件；财产线索和申报不移交。")
    ] = ()
    reply_workdays: int = 3
    period_days: Annotated[int, Must("和解期限")]
    deadline: date | None = None
    deadline_estimated: bool = False
    tariff: str = ""
    contact: Contact
    cite_basis: Annotated[str, Must("委派（邀请）的依据")]
    cite_conduct: Annotated[str, Must("调解员行为规范的依据")]
    cite_sham: Annotated[str, Must("报告虚假和解的依据")]

    @property
    def invites(self) -> bool:
        return self.variant == INVITATION

    @property
    def you(self) -> str:
        """How the letter speaks to whom it goes: a mediator who belongs to no body is a person."""
        return "你" if self.to_person else "你单位（你）" if self.invites else "你单位"


@dataclass(frozen=True, kw_only=True)
class SessionNotice(CasePaper):
    """D10 会商通知书 for one party: the next session, ``seq`` in the order of the talks."""

    addressee: Annotated[str, Must("受通知人")]
    for_creditor: bool
    is_person: bool = True
    creditors: Annotated[tuple[str, ...], Must("申请人")]
    debtors: Annotated[tuple[str, ...], Must("被申请人")]
    basis: Basis
    seq: int
    held_on: Annotated[date | None, Must("会商日期"), Fill("会商日期", help="上次会商约定了的，已经带出。")] = None
    starts: Annotated[time | None, Must("会商时间"), Fill("几时几分")] = None
    mode: Annotated[str, Must("会商方式"), Fill("会商方式", choices=MODES)] = "on_site"
    place: Annotated[
        str, Must("会商地点"), Fill("地点（线上会商写网址或者会议号）", limit=120, help="写到楼号、房间。")
    ] = ""
    matters: Annotated[tuple[str, ...], Fill("商谈的事项", lines=3, limit=600, help="一行一项。")] = ()
    bring: Annotated[
        tuple[str, ...], Must("请携带的材料"), Fill("请携带的材料", lines=4, limit=600, help="一行一项。")
    ] = ()
    received_at: datetime | None = None
    handover_workdays: int = 3
    mediator: str = ""
    clerk: Annotated[str, Fill("书记员", limit=40)] = ""
    contact: Contact
    cite_agents: Annotated[str, Must("特别授权的法律依据")]

    @property
    def day_of_week(self) -> str:
        return weekday(self.held_on, long=True) if self.held_on else ""

    @property
    def mode_word(self) -> str:
        return dict(MODES).get(self.mode, "")


@dataclass(frozen=True, kw_only=True)
class WorkRecord(CasePaper):
    """D12 工作记录, ``seq`` within the case; by telephone it is a 电话联系记录. One record for each contact."""

    seq: int
    cause: Annotated[str, Must("案由")]
    creditors: Annotated[tuple[str, ...], Must("申请人")]
    debtors: Annotated[tuple[str, ...], Must("被申请人")]
    way: Annotated[str, Must("联系方式"), Fill("联系方式", choices=WAYS)] = "phone_out"
    started_at: Annotated[datetime | None, Must("联系时间"), Fill("开始时间", help="写成 2023-05-08 09:14 这样。")] = (
        None
    )
    ended: Annotated[time | None, Fill("结束时间")] = None
    staff: Annotated[str, Must("工作人员"), Fill("工作人员", limit=40)] = ""
    staff_no: Annotated[str, Fill("本院电话", limit=40)] = ""
    person: Annotated[
        str, Must("对方姓名和身份"), Fill("对方姓名和身份", limit=60, help="例如：刘某，被申请人本人。")
    ] = ""
    person_no: Annotated[str, Fill("对方电话", limit=40, help="电话联系的必须写。")] = ""
    identity: Annotated[
        str,
        Must("身份核对"),
        Fill("身份核对", lines=2, limit=200, help="怎样核对的：报出身份证号后四位、案号、家庭住址等。"),
    ] = ""
    content: Annotated[
        tuple[str, ...], Must("联系内容"), Fill("联系内容", lines=8, limit=4000, help="一问一答，一段一行。")
    ] = ()
    result: Annotated[str, Must("结果"), Fill("结果", lines=2, limit=500)] = ""
    recording: Annotated[str, Fill("录音录像文件", limit=100, help="文件名或者编号；没有的写“无”。")] = ""

    @property
    def variant(self) -> str:
        return CALL if self.way.startswith("phone") else NOTE

    @property
    def way_word(self) -> str:
        return dict(WAYS).get(self.way, "")


@dataclass(frozen=True, kw_only=True)
class PeriodEnd:
    """When the period ends if it is lengthened by ``days``; estimated where the holidays are not announced yet."""

    days: int
    due: date
    estimated: bool = False


@dataclass(frozen=True, kw_only=True)
class Lengthening(CasePaper):
    """What the papers on a longer period have in common: ``ends`` gives the new end for each number of days.

    Once the extension is entered, ``granted`` says by how many days and overrules what is chosen in the draft.
    """

    creditors: Annotated[tuple[str, ...], Must("申请人")]
    debtors: Annotated[tuple[str, ...], Must("被申请人")]
    basis: Basis
    mediator: str = ""
    taken_on: date | None = None
    old_deadline: date | None = None
    ends: tuple[PeriodEnd, ...] = ()
    granted: PeriodEnd | None = None
    days: Annotated[str, Fill("延长", choices=DAYS, help="只用于延长期限；已经登记延长的，以登记的为准。")] = ""

    @property
    def longer(self) -> PeriodEnd | None:
        """The extension that the paper is about."""
        return self.granted or next((each for each in self.ends if str(each.days) == self.days), None)


@dataclass(frozen=True, kw_only=True)
class ExtensionSheet(Lengthening):
    """D13 延长执前和解期限申请书: application, consent of both sides and approval on one sheet."""

    old_deadline: Annotated[date | None, Must("原和解期限")]
    reason: Annotated[
        str, Must("延长的理由"), Fill("延长的理由", lines=3, limit=300, help="商谈到哪一步，为什么还需要时间。")
    ] = ""
    opinion: Annotated[str, Fill("承办意见", lines=2, limit=200, help="不写的，印出空白由和解员手写。")] = ""
    signatories: Annotated[tuple[Signatory, ...], Must("签名人")]
    decided_on: date | None = None
    cite_extension: Annotated[str, Must("延长期限的依据")]


@dataclass(frozen=True, kw_only=True)
class Termination(CasePaper):
    """D19: ``table`` for the file, and a notice for one party (``applicant``, ``respondent``).

    ``grounds`` is what the parties are told; ``note``, what was entered when the talks were ended, stands on the table
    only. ``handed_on`` is blank until the file has gone to the filing office. ``paid`` in yuan.
    """

    variant: Annotated[str, Must("表或者告知书")]
    addressee: str = ""
    creditors: Annotated[tuple[str, ...], Must("申请人")]
    debtors: Annotated[tuple[str, ...], Must("被申请人")]
    basis: Basis
    received_at: Annotated[datetime | None, Must("收到申请的时间")]
    registered_on: date | None = None
    taken_on: date | None = None
    deadline: date | None = None
    extension_days: int | None = None
    urged_on: date | None = None
    mediator: str = ""
    clerk: str = ""
    sessions: tuple[SessionLine, ...] = ()
    paid: Decimal | None = None
    result_code: Annotated[str, Must("结案方式")]
    result_label: Annotated[str, Must("结案方式")]
    note: str = ""
    grounds: Annotated[
        str,
        Must("终止的事由"),
        Fill("终止的事由", lines=3, limit=300, help="双方都会看到：不写财产线索，不写会商中保密的话。"),
    ]
    opinion: Annotated[str, Fill("和解员意见", lines=2, limit=300, help="只印在决定表上。")] = ""
    ended_on: Annotated[date | None, Must("终止日期")]
    handover_due: date | None = None
    handover_estimated: bool = False
    handed_on: date | None = None
    contact: Contact
    cite_interest: Annotated[str, Must("迟延履行利息的法律依据")]
    cite_limitation: Annotated[str, Must("申请执行时效的法律依据")]

    @property
    def for_file(self) -> bool:
        return self.variant == TABLE

    @property
    def for_creditor(self) -> bool:
        return self.variant == TO_CREDITOR

    @property
    def begun(self) -> bool:
        """Whether a mediator had taken the case, so that there were talks that could end."""
        return self.taken_on is not None


@dataclass(frozen=True, kw_only=True)
class Approval(Lengthening):
    """D31: ``extension`` of the period, ``replacement`` of the mediator, ``recusal``. What is blank is written by hand."""

    variant: Annotated[str, Must("审批种类")]
    seq: int = 1
    proposed_by: Annotated[str, Fill("提出人", limit=60, help="申请人、被申请人、和解员本人，或者中心。")] = ""
    person: Annotated[str, Fill("被更换（要求回避）的人员", limit=40, help="用于更换和解员、回避。")] = ""
    successor: Annotated[str, Fill("接替的和解员", limit=40, help="用于更换和解员、准许回避。")] = ""
    reason: Annotated[str, Must("事实和理由"), Fill("事实和理由", lines=5, limit=800)] = ""
    opinion: Annotated[str, Fill("承办意见", lines=3, limit=400, help="不写的，印出空白由承办人手写。")] = ""
    decision: Annotated[str, Fill("审批结果", choices=DECISIONS, help="不选的，由审批人在纸上勾选。")] = ""
    effective_on: Annotated[date | None, Fill("生效日期", help="不填的，以审批人签署的日期为准。")] = None
    cite_ground: str = ""
    cite_review: str = ""

    @property
    def granted_tick(self) -> bool:
        return self.decision == "granted"

    @property
    def refused_tick(self) -> bool:
        return self.decision == "refused"
