"""The paper of the hand-over chapter: D20, the sheet that goes to the filing office with the file."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Must
from documents.contexts.parts import AmountLine, Basis, CasePaper, PartyBlock, PaymentLine


@dataclass(frozen=True, kw_only=True)
class ServiceLine:
    """One service: which paper, to whom, how, when."""

    paper: str
    recipient: str
    way: str
    served_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SessionLine:
    """One session in a line: never what was said in confidence."""

    seq: int
    held_on: date
    mode: str
    result: str


@dataclass(frozen=True, kw_only=True)
class ClueLine:
    """A property clue. For the search office only; the value in yuan is the informant's estimate."""

    source: str
    kind: str
    description: str
    location: str = ""
    value: Decimal | None = None
    burden: str = ""


@dataclass(frozen=True, kw_only=True)
class PreservationLine:
    """A freeze and its end. ``renew_by`` is seven days before; ``apply_by`` the five-day limit, where it applies."""

    object: str
    amount: Decimal | None
    ruling_no: str
    court: str
    until: date | None
    renew_by: date | None = None
    apply_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One item of the list of papers handed over."""

    title: str
    copies: int = 1
    pages: int | None = None


@dataclass(frozen=True, kw_only=True)
class HandoverSheet(CasePaper):
    """D20 移送执行立案函 with its sheet. All amounts in yuan; the balance is reckoned to ``reckoned_to``."""

    creditors: Annotated[tuple[PartyBlock, ...], Must("申请人")]
    debtors: Annotated[tuple[PartyBlock, ...], Must("被申请人")]
    basis: Basis
    received_at: Annotated[datetime | None, Must("收到申请的时间")]
    registered_on: date | None = None
    performance_end: date | None = None
    creditor_consent: date | None = None
    debtor_came_on: date | None = None
    mediator: str = ""
    services: tuple[ServiceLine, ...] = ()
    sessions: tuple[SessionLine, ...] = ()
    result_code: Annotated[str, Must("终止原因")]
    result_label: Annotated[str, Must("终止原因")]
    result_reason: str = ""
    ended_on: Annotated[date | None, Must("终止日期")]
    agreement_on: date | None = None
    default_note: str = ""
    clues: tuple[ClueLine, ...] = ()
    declaration: str = ""
    preservations: tuple[PreservationLine, ...] = ()
    payments: tuple[PaymentLine, ...] = ()
    balance: Annotated[tuple[AmountLine, ...], Must("余额计算")]
    balance_total: Annotated[Decimal | None, Must("余额合计")]
    reckoned_to: Annotated[date | None, Must("余额计算截止日")]
    order: str = ""
    fee_base: Decimal | None = None
    execution_fee: Decimal | None = None
    limitation_hint: date | None = None
    limitation_estimated: bool = False
    urgent: str = ""
    tags: tuple[str, ...] = ()
    papers: Annotated[tuple[PaperLine, ...], Must("移送材料清单")]
    handed_by: Annotated[str, Must("移送人")]
    handover_due: date | None = None
    handover_estimated: bool = False

    @property
    def payments_total(self) -> Decimal:
        return sum((line.amount for line in self.payments), Decimal("0.00"))
