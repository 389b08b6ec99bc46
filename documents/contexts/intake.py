"""Papers of the intake: D01 application, D02 receipt, D06 registration sheet, D29 green channel sheet."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Fill, Must
from documents.contexts.parts import Account, AmountLine, Basis, CasePaper, PartyBlock, PaymentLine, Tick

MANY = 3
_SEPARATORS = re.compile(r"[，,]")


@dataclass(frozen=True, kw_only=True)
class Application(CasePaper):
    """D01 申请执行书（兼执前和解申请）, for the creditor to sign: the statutory core of 执行工作规定 art. 18.

    Yuan as of ``reckoned_to``, the day of receipt; ``paid`` is what came in up to that day. ``clues`` counts the
    property clues handed in beside it, which are not for everybody who may read this paper. ``oral``: the applicant
    could not write, and the court's staff took it down. ``registers_first``: the case is registered before the talks.
    """

    creditors: Annotated[tuple[PartyBlock, ...], Must("申请人", at="party")]
    debtors: Annotated[tuple[PartyBlock, ...], Must("被申请人", at="party")]
    guardians: tuple[str, ...] = ()
    debtor_contact: Annotated[
        str, Fill("所知道的对方联系方式", lines=2, limit=200, help="由申请人提供；空着就印横线，由申请人手写。")
    ] = ""
    basis: Basis
    performance_end: Annotated[date | None, Must("履行期限届满日", at="basis")]
    amount_applied: Annotated[Decimal | None, Must("申请标的额", at="basis")]
    amounts: tuple[AmountLine, ...] = ()
    total: Decimal | None = None
    reckoned_to: Annotated[date | None, Must("收件日期")]
    more_requests: Annotated[tuple[str, ...], Fill("其他请求事项", lines=3, help="一行一项。")] = ()
    paid: tuple[PaymentLine, ...] = ()
    performed_note: Annotated[str, Fill("其他履行情况", lines=2, help="金钱以外的义务履行了哪些。")] = ""
    reasons: Annotated[tuple[str, ...], Fill("其他事实与理由", lines=4, limit=1000, help="一行一段。")] = ()
    property_known: Annotated[
        tuple[str, ...],
        Fill("所了解的财产状况", lines=4, limit=1000, help="一行一条。详细的财产线索另纸提交，不写在这里。"),
    ] = ()
    clues: int = 0
    registers_first: bool = False
    account: Account | None = None
    wish: Annotated[
        str,
        Fill(
            "和解意愿",
            choices=(("agree", "同意先行和解"), ("refuse", "不同意和解")),
            help="空着就印两个空框，由申请人当场勾选。",
        ),
    ] = ""
    enclosures: Annotated[tuple[str, ...], Fill("随附材料", lines=5, limit=1000, help="一行一种。")] = ()
    oral: Annotated[bool, Fill("口头申请，由本院记录")] = False
    recorder: Annotated[str, Fill("记录人", limit=40)] = ""
    cite_interest: Annotated[str, Must("迟延履行利息的法律依据")]
    cite_application: Annotated[str, Must("申请执行书内容的依据")]

    @property
    def creditors_named(self) -> tuple[str, ...]:
        """The creditors as the text goes on to call them: by name, or together where they are many."""
        return _named(self.creditors, f"上列各{self.creditor_word}")

    @property
    def debtors_named(self) -> tuple[str, ...]:
        return _named(self.debtors, f"上列各{self.debtor_word}")

    @property
    def paid_total(self) -> Decimal:
        return sum((line.amount for line in self.paid), Decimal("0.00"))


def _named(parties: tuple[PartyBlock, ...], together: str) -> tuple[str, ...]:
    return tuple(party.name for party in parties) if len(parties) <= MANY else (together,)


@dataclass(frozen=True, kw_only=True)
class Material:
    """One kind of paper handed in: original or copy, how many, how many pages; what is not known is written by hand."""

    name: str
    copy: str = ""
    pieces: str = ""
    pages: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptSlip(CasePaper):
    """D02 收件回执, in two parts. ``received_at`` is to the minute: it is the moment of the application."""

    received_at: Annotated[datetime | None, Must("收件时间")]
    source: str = ""
    creditors: Annotated[tuple[str, ...], Must("申请人", at="party")]
    debtors: Annotated[tuple[str, ...], Must("被申请人", at="party")]
    basis: Basis
    amount_applied: Decimal | None = None
    handed_in_by: Annotated[str, Must("提交人"), Fill("提交人", limit=60)]
    materials: Annotated[
        tuple[str, ...],
        Must("收到的材料"),
        Fill(
            "收到的材料",
            lines=8,
            limit=2000,
            help="一行一种：名称，原件或者复印件，几份，几页。后三项可以空着，由收件人手写。",
        ),
    ]
    missing_items: Annotated[
        tuple[str, ...], Fill("还缺的材料", lines=3, limit=1000, help="一行一种；不缺就空着。")
    ] = ()
    supplement_by: Annotated[date | None, Fill("补交期限")] = None
    receiver: Annotated[str, Must("收件人"), Fill("收件人", limit=40)]
    phone: str = ""

    @property
    def rows(self) -> tuple[Material, ...]:
        """The list by columns; a line that is not of four pieces stands whole in the first column."""
        return tuple(_material(line) for line in self.materials if line.strip())


def _material(line: str) -> Material:
    name, *rest = (piece.strip() for piece in _SEPARATORS.split(line.strip()))
    if len(rest) > 3:
        return Material(name=line.strip())
    copy, pieces, pages = (*rest, "", "", "")[:3]
    return Material(name=name, copy=copy, pieces=pieces, pages=pages)


@dataclass(frozen=True, kw_only=True)
class RegistrationSheet(CasePaper):
    """D06 执前和解登记审批表, one page. ``applied`` in yuan.

    Of the five conditions of 执行工作规定 art. 16 the register knows two (``effective``, ``overdue``); the others are
    ticked by whoever examined them. ``exclusions`` has a box for each case of the court's list, ticked where the
    screening found it; ``findings`` are its remarks in full.
    """

    received_at: Annotated[datetime | None, Must("收件时间")]
    source: str = ""
    creditors: Annotated[tuple[PartyBlock, ...], Must("申请人", at="party")]
    debtors: Annotated[tuple[PartyBlock, ...], Must("被申请人", at="party")]
    basis: Basis
    performance_end: Annotated[date | None, Must("履行期限届满日", at="basis")]
    subject_kind: str = ""
    amount_applied: Annotated[Decimal | None, Must("申请标的额", at="basis")]
    model: Annotated[str, Must("办理方式")]
    model_reasons: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    review_due: Annotated[date | None, Must("立案审查期限")]
    review_estimated: bool = False
    effective: bool = False
    overdue: bool = False
    right_holder: Annotated[bool, Fill("申请人是生效法律文书确定的权利人或者承受人")] = False
    definite: Annotated[bool, Fill("有给付内容，标的和义务人明确")] = False
    jurisdiction: Annotated[bool, Fill("属于本院管辖")] = False
    exclusions: Annotated[tuple[Tick, ...], Must("排除情形")]
    findings: tuple[str, ...] = ()
    consent_on: date | None = None
    consent_how: str = ""
    consent_refused: bool = False
    proposed_mediator: Annotated[str, Fill("拟指派的和解员", limit=60)] = ""
    window_opinion: Annotated[str, Fill("窗口意见", lines=2, limit=150)] = ""
    filing_opinion: Annotated[str, Fill("立案审查意见", lines=2, limit=150, help="空着就留出手写的地方。")] = ""
    head_opinion: Annotated[str, Fill("中心负责人意见", lines=2, limit=150, help="空着就留出手写的地方。")] = ""
    registrar: Annotated[str, Must("登记人")]
    cite_conditions: Annotated[str, Must("执行立案条件的依据")]


@dataclass(frozen=True, kw_only=True)
class Enterprise:
    """An enterprise in the case."""

    role: str
    name: Annotated[str, Must("企业名称", at="party")]
    number: str = ""
    representative: str = ""


@dataclass(frozen=True, kw_only=True)
class GreenLaneSheet(CasePaper):
    """D29 涉企案件绿色通道标注单: which enterprises, what the case means for them, what is to go faster."""

    received_at: Annotated[datetime | None, Must("收件时间")]
    related: Annotated[str, Must("涉企情形")]
    enterprises: Annotated[tuple[Enterprise, ...], Must("涉案企业", at="party")]
    opposite: tuple[str, ...] = ()
    basis: Basis
    amount_applied: Annotated[Decimal | None, Must("申请标的额", at="basis")]
    tags: tuple[str, ...] = ()
    on_lane: bool = False
    size: Annotated[
        str,
        Fill("企业规模", choices=(("大型", "大型"), ("中型", "中型"), ("小型", "小型"), ("微型", "微型"))),
    ] = ""
    staff: Annotated[int | None, Fill("职工人数")] = None
    operating: Annotated[
        str, Fill("生产经营", choices=(("正常", "正常"), ("困难", "困难"), ("停产停业", "停产停业")))
    ] = ""
    score: Annotated[int | None, Fill("影响评估分", help="0 到 100，按本院评估表打分。")] = None
    impact: Annotated[tuple[str, ...], Fill("对生产经营的影响", lines=4, limit=400)] = ()
    limits: Annotated[tuple[str, ...], Must("绿色通道时限"), Fill("绿色通道时限", lines=5, limit=600)]
    advice: Annotated[tuple[str, ...], Fill("办理建议", lines=3, limit=400)] = ()
    office_opinion: Annotated[str, Fill("营商办意见", lines=2, limit=200, help="空着就留出手写的地方。")] = ""
    registrar: Annotated[str, Must("标注人")]
