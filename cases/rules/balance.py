"""What is left to enforce on a day, line by line, and where each fen of each payment went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules.allocation import KINDS, ORDERS, Account, Allocation, Claim, Order, sequence
from cases.rules.fees import execution_fee
from cases.rules.interest import PrincipalItem, Segment
from cases.rules.law import cite
from cases.rules.payments import Paid, by_day
from cases.rules.rates import Rate, doubts
from cases.rules.switches import SWITCHES
from cases.rules.waivers import Waiver, forgiven
from jianli_mediation.kernel.money import ZERO, show
from jianli_mediation.kernel.rulebook import rule

__all__ = ["KINDS", "ORDERS", "Allocation", "Balance", "Claim", "Line", "Order", "Paid", "PrincipalItem", "balance"]


@dataclass(frozen=True)
class Line:
    code: str
    label: str
    amount: Decimal


@dataclass(frozen=True)
class Balance:
    """All amounts in yuan as of `until`. `notes` are the sentences that every sheet prints.

    `waived` is what the agreement forgives on that day; the fee is reckoned as if nothing were forgiven.
    """

    principal: Decimal
    general_interest: Decimal
    doubled_interest: Decimal
    costs: Decimal
    segments_general: tuple[Segment, ...]
    segments_doubled: tuple[Segment, ...]
    allocations: tuple[Allocation, ...]
    fee_base: Decimal
    execution_fee: Decimal
    order: str
    order_text: str
    until: date
    notes: tuple[str, ...]
    waived: Decimal = ZERO

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines whose sum is `total`: four, and what is forgiven where anything is."""
        forgiven_line = (Line("waived", "协议减免", -self.waived),) if self.waived else ()
        return (
            Line("principal", "本金", self.principal),
            Line("general_interest", "一般债务利息", self.general_interest),
            Line("doubled_interest", "加倍部分债务利息", self.doubled_interest),
            Line("costs", "费用", self.costs),
            *forgiven_line,
        )

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def paid(self) -> Decimal:
        """What was paid up to `until`, unconfirmed payments included."""
        return sum((allocation.amount for allocation in self.allocations), ZERO)

    @property
    def pending(self) -> Decimal:
        """The unconfirmed part of `paid`."""
        return sum((allocation.pending for allocation in self.allocations), ZERO)

    @property
    def surplus(self) -> Decimal:
        """What was paid beyond the whole debt."""
        return sum((allocation.surplus for allocation in self.allocations), ZERO)


@rule(
    "balance.balance",
    "到某日还欠多少",
    "民法典第五百六十一条；迟延履行利息解释第四条；执行和解规定第十七条；先本后息按约定",
)
def balance(
    *,
    claim: Claim,
    payments: Sequence[Paid],
    until: date,
    order: str = "statutory",
    custom_order: Sequence[str] | None = None,
    fee_in_base: bool = False,
    delay_interest_in_fee_base: bool = False,
    first_day_counts: bool = False,
    lpr: Sequence[Rate] = (),
    waivers: Sequence[Waiver] = (),
) -> Balance:
    """The debt on `until` after the payments up to that day, in the order of `allocation.sequence`.

    Several principal items are met in the order of the instrument (ours). Payments are netted by day, so
    their order of entry plays no part. Three unsettled switches are off by default (ours): court fee in
    the base of the doubled part, delay interest in the base of the execution fee, first day counted.
    `waivers` come off the whole at the end and revive with a declared default.
    ValueError for an impossible order or reversals that exceed their day; LookupError where LPR is unknown.
    """
    kinds = sequence(order, custom_order)
    series = [(rate.since, rate.rate) for rate in lpr]
    account = Account(claim, lpr=series, fee_in_base=fee_in_base, first_day_counts=first_day_counts)
    allocations = account.run(by_day(payments, until), until, kinds)
    debt = account.debt
    fee_base = sum((debt[kind] for kind in KINDS if kind != "doubled" or delay_interest_in_fee_base), ZERO)
    off = forgiven(waivers=waivers, until=until, debt=sum(debt.values(), ZERO))
    switches = _switch_notes(fee_in_base, first_day_counts, delay_interest_in_fee_base)
    facts = _fact_notes(claim, payments, allocations, until)
    return Balance(
        principal=debt["principal"],
        general_interest=debt["interest"],
        doubled_interest=debt["doubled"],
        costs=debt["costs"],
        segments_general=tuple(account.general),
        segments_doubled=tuple(account.doubled),
        allocations=allocations,
        fee_base=fee_base,
        execution_fee=execution_fee(fee_base).fee if fee_base else ZERO,
        order=order,
        order_text="、".join(KINDS[kind] for kind in kinds),
        until=until,
        notes=(_order_note(order, kinds), *switches, *_rate_notes(claim, lpr, until), *off.notes, *facts),
        waived=off.amount,
    )


def _order_note(order: str, kinds: Order) -> str:
    text = "、".join(KINDS[kind] for kind in kinds)
    if order != "statutory":
        return f"抵充顺序按协议约定：{text}。"
    basis = f"{cite('civil_code', 561).plain}、{cite('delay_interest', 4).plain}"
    return f"抵充顺序按法定：{text}（{basis}）；协议没有另行约定。"


def _switch_notes(fee_in_base: bool, first_day_counts: bool, in_fee_base: bool) -> tuple[str, str, str]:
    return (
        f"加倍部分每日万分之一点七五，基数不含一般利息，{SWITCHES['fee_in_base'].text(on=fee_in_base)}。",
        f"加倍部分{SWITCHES['first_day_counts'].text(on=first_day_counts)}，付款当日计入。",
        f"执行费基数{SWITCHES['delay_interest_in_fee_base'].text(on=in_fee_base)}。",
    )


def _rate_notes(claim: Claim, lpr: Sequence[Rate], until: date) -> tuple[str, ...]:
    starts = [item.interest_from for item in claim.principal if item.rate_type == "lpr" and item.interest_from]
    if not starts:
        return ()
    return ("LPR 倍数按一年期 LPR 逐段计算，公布之日起适用。", *doubts(series=lpr, first=min(starts), last=until))


def _fact_notes(claim: Claim, payments: Sequence[Paid], allocations: Sequence[Allocation], until: date) -> list[str]:
    notes = []
    if len(claim.principal) > 1:
        notes.append(f"本金有 {len(claim.principal)} 项，收款按判项先后抵充。")
    paid = sum((allocation.amount for allocation in allocations), ZERO)
    pending = sum((allocation.pending for allocation in allocations), ZERO)
    if paid:
        waiting = f"，其中 {show(pending)} 元待确认" if pending else ""
        notes.append(f"已扣 {show(paid)} 元{waiting}。")
    later = sum((payment.amount for payment in payments if payment.on > until), ZERO)
    if later:
        notes.append(f"算到 {until}，此后收到的 {show(later)} 元没有计入。")
    surplus = sum((allocation.surplus for allocation in allocations), ZERO)
    if surplus:
        notes.append(f"多付 {show(surplus)} 元，应当退还或另行约定。")
    return notes
