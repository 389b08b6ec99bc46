"""Papers of the mediation chapter: D03 notice of reconciliation, D08 urging notice, D11 record of a session."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Must
from documents.contexts.parts import Account, AmountLine, Basis, CasePaper, Contact, PartyBlock, Signatory


@dataclass(frozen=True, kw_only=True)
class ReconciliationNotice(CasePaper):
    """D03 执前和解告知书. ``variant``: ``applicant`` or ``respondent``; the two differ in the parts on rights, duties
    and effects. ``deadline`` is known once the mediator has taken the case. Fees in yuan. ``page_url``, ``page_code``: where
    the addressee sees how far the matter is, and by which code.
    """

    variant: Annotated[str, Must("告知书版本")]
    edition: int
    addressee: PartyBlock
    opposite: Annotated[str, Must("对方当事人")]
    basis: Basis
    received_at: Annotated[datetime | None, Must("收到申请的时间")]
    period_days: Annotated[int, Must("和解期限")]
    extension_days: Annotated[int, Must("延长期限")]
    handover_workdays: int = 3
    deadline: date | None = None
    deadline_estimated: bool = False
    mediator: str = ""
    contact: Contact
    execution_fee: Decimal | None = None
    cite_limitation: Annotated[str, Must("申请执行时效的法律依据")]
    cite_interest: Annotated[str, Must("迟延履行利息的法律依据")]
    cite_agents: Annotated[str, Must("特别授权的法律依据")]
    cite_sanctions: str = ""
    page_url: str = ""
    page_code: str = ""

    @property
    def for_applicant(self) -> bool:
        return self.variant == "applicant"


@dataclass(frozen=True, kw_only=True)
class UrgingNotice(CasePaper):
    """D08 执前督促履行通知书. Yuan as of ``reckoned_to``; ``daily_interest`` is what each further day adds."""

    debtor: PartyBlock
    creditors: Annotated[tuple[str, ...], Must("申请人")]
    basis: Basis
    quoted: Annotated[tuple[str, ...], Must("生效法律文书确定的义务")]
    performance_end: Annotated[date | None, Must("履行期限届满日")]
    applied_on: Annotated[date | None, Must("申请日期")]
    urging_days: Annotated[int, Must("督促履行期")]
    amounts: Annotated[tuple[AmountLine, ...], Must("应付款项")]
    total: Annotated[Decimal | None, Must("应付款合计")]
    reckoned_to: Annotated[date | None, Must("款项计算截止日")]
    daily_interest: Decimal | None = None
    account: Annotated[Account | None, Must("收款账户", at="account")]
    contact: Contact
    execution_fee: Decimal | None = None
    cite_interest: Annotated[str, Must("迟延履行利息的法律依据")]
    cite_sanctions: Annotated[str, Must("妨害执行责任的法律依据")]


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody present or expected. ``identity`` says how it was checked; ``absence`` is empty for who came."""

    role: Annotated[str, Must("到场人员身份", at="session")]
    name: Annotated[str, Must("到场人员姓名", at="session")]
    identity: str = ""
    authority: str = ""
    absence: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What one person said, as written down; without a speaker, what was said in sum."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferLine:
    """An offer as data: amounts in yuan."""

    by: str
    total: Decimal | None = None
    down: Decimal | None = None
    count: int | None = None
    last_on: date | None = None
    security: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionRecord(CasePaper):
    """D11 和解笔录 of one session. Confidential notes have no field here, and so cannot get onto it."""

    seq: int
    cause: Annotated[str, Must("案由")]
    held_on: Annotated[date | None, Must("会商日期", at="session")]
    starts: time | None = None
    ends: time | None = None
    place: Annotated[str, Must("地点", at="session")]
    mode: Annotated[str, Must("会商方式", at="session")]
    mediator: Annotated[str, Must("和解员", at="mediator")]
    clerk: str = ""
    attendees: Annotated[tuple[Attendee, ...], Must("到场人员", at="session")]
    basis: Basis
    rights_read: bool = True
    recusal: tuple[Statement, ...] = ()
    statements: tuple[Statement, ...] = ()
    offers: tuple[OfferLine, ...] = ()
    agreed: tuple[str, ...] = ()
    result: Annotated[str, Must("会商结果", at="session")]
    next_on: date | None = None
    signatories: Annotated[tuple[Signatory, ...], Must("签名人", at="session")]
    cite_compromise: Annotated[str, Must("和解中让步不作为不利证据的依据")]

    @property
    def present(self) -> tuple[Attendee, ...]:
        return tuple(person for person in self.attendees if not person.absence)
