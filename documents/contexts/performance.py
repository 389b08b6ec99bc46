"""Papers of the performance chapter: D15 receipt, D16 closing notice, D21 reminder, D24 certificate, D25 credit letter."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Fill, Must
from documents.contexts.parts import Account, AmountLine, Basis, CasePaper, Contact, PartyBlock, PaymentLine


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
    paid_on: Annotated[date | None, Must("付款日期", at="payment")]
    amount: Annotated[Decimal | None, Must("收款金额", at="payment")]
    way: Annotated[str, Must("付款方式", at="payment")]
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
    mediator: Annotated[str, Must("和解员", at="mediator")]
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
    confirmed_on: Annotated[date | None, Must("申请人确认日期", at="payment")]
    contact_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class OverdueLine:
    """An instalment that was not paid in time: ``left`` (yuan) is unpaid, ``days`` is how long since the due day."""

    seq: int
    due_on: date
    amount: Decimal
    left: Decimal
    days: int


@dataclass(frozen=True, kw_only=True)
class Reminder(CasePaper):
    """D21 催告履行通知书 to one debtor. ``later`` (yuan) has fallen due before its day by the agreement's own terms.

    ``last_day`` is when the money is to be there at the latest; ``pay_way`` is the agreement's, for want of an account.
    """

    debtor: PartyBlock
    debtors: Annotated[tuple[str, ...], Must("被申请人")]
    creditors: Annotated[tuple[str, ...], Must("申请人")]
    basis: Basis
    agreement_on: Annotated[date | None, Must("和解协议的签订日期", at="agreement")]
    agreement_total: Decimal
    overdue: Annotated[tuple[OverdueLine, ...], Must("逾期的分期")]
    overdue_total: Annotated[Decimal | None, Must("逾期金额合计")]
    later: Decimal | None = None
    last_day: Annotated[
        date | None,
        Must("最后付款日期"),
        Fill("最后付款日期", help="自通知之日起三至五日，本院默认五日，遇休息日顺延"),
    ]
    account: Account | None = None
    pay_way: str = ""
    contact: Contact
    more: Annotated[tuple[str, ...], Fill("其他需要告知的事项", lines=3, limit=1000)] = ()
    cite_default: Annotated[str, Must("不履行后果的法律依据")]
    cite_interest: Annotated[str, Must("迟延履行利息的法律依据")]


@dataclass(frozen=True, kw_only=True)
class CreditLetter(CasePaper):
    """D25. ``variant``: ``credit`` (告知函 to the credit centre) or ``bank`` (推荐函 to a bank). Amounts in yuan.

    ``certificate_no`` is the number of the certificate of performance that stands: neither void nor replaced.
    """

    variant: Annotated[str, Must("函的种类")]
    addressee: Annotated[
        str, Must("收函单位"), Fill("收函单位", limit=60, help="写单位全称，如某市公共信用信息中心、某银行某支行")
    ] = ""
    debtor: PartyBlock
    creditors: Annotated[tuple[str, ...], Must("申请人")]
    basis: Basis
    certificate_no: Annotated[str, Must("自动履行证明书的编号（证明书还没有签发，或者已经作废）")]
    requested_on: Annotated[date | None, Fill("被申请人申请出函的日期")] = None
    agreement_on: date | None = None
    total: Decimal | None = None
    performed_on: Annotated[date | None, Must("履行完毕日期")]
    suggestions: Annotated[tuple[str, ...], Must("建议的内容"), Fill("建议的内容", lines=4, limit=1000)]
    contact: Contact

    @property
    def to_bank(self) -> bool:
        return self.variant == "bank"
