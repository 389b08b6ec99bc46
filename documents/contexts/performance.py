"""Papers of the performance chapter: D15 receipt, D16 closing notice, D24 certificate of voluntary performance."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Must
from documents.contexts.parts import AmountLine, Basis, CasePaper, PartyBlock, PaymentLine


@dataclass(frozen=True, kw_only=True)
class Receipt(CasePaper):
    """D15 履行确认书（收条） for one payment. ``left`` (yuan) is what is still owed afterwards; nought closes the debt.

    ``collected_by`` names an agent with the power to collect; ``confirmed_how`` says how the creditor confirmed.
    """

    creditor: PartyBlock
    debtor: PartyBlock
    basis: Basis
    agreement_on: date | None = None
    instalment: int | None = None
    paid_on: Annotated[date | None, Must("付款日期")]
    amount: Annotated[Decimal | None, Must("收款金额")]
    way: Annotated[str, Must("付款方式")]
    voucher: str = ""
    payer: str = ""
    set_off: tuple[AmountLine, ...] = ()
    left: Annotated[Decimal | None, Must("尚欠余额")]
    collected_by: str = ""
    confirmed_how: str = ""
    copies: int = 3

    @property
    def settled(self) -> bool:
        return self.left is not None and self.left == 0


@dataclass(frozen=True, kw_only=True)
class ClosingNotice(CasePaper):
    """D16 执前和解结案通知书. Either everything is paid (``performed_on``) or an agreement runs (``agreement_on``)."""

    creditors: Annotated[tuple[PartyBlock, ...], Must("申请人")]
    debtors: Annotated[tuple[PartyBlock, ...], Must("被申请人")]
    basis: Basis
    received_at: Annotated[datetime | None, Must("收到申请的时间")]
    mediator: Annotated[str, Must("和解员")]
    clerk: str = ""
    sessions: int = 0
    urged_on: date | None = None
    agreement_on: date | None = None
    agreement_total: Decimal | None = None
    instalments: int = 0
    last_due: date | None = None
    performed_on: date | None = None
    confirmed_on: date | None = None
    paid_total: Decimal | None = None
    closed_on: Annotated[date | None, Must("结案日期")]

    @property
    def paid(self) -> bool:
        return self.performed_on is not None


@dataclass(frozen=True, kw_only=True)
class PerformanceCertificate(CasePaper):
    """D24 自动履行证明书. The debtor's ID number is printed as given (whole or masked). Amounts in yuan."""

    debtor: PartyBlock
    creditors: Annotated[tuple[str, ...], Must("申请人")]
    basis: Basis
    duty: Annotated[tuple[str, ...], Must("应履行的义务")]
    agreement_on: date | None = None
    payments: tuple[PaymentLine, ...] = ()
    total: Decimal | None = None
    other_performance: str = ""
    performed_on: Annotated[date | None, Must("履行完毕日期")]
    confirmed_on: Annotated[date | None, Must("申请人确认日期")]
    contact_phone: str = ""
