"""The calculation sheet D30: every base, rate, day and fen of what is still owed, as reckoned on one day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Must
from documents.contexts.parts import AmountLine, Basis, CasePaper


@dataclass(frozen=True, kw_only=True)
class InterestLine:
    """Interest of one kind on one base over days: base × rate × days, in yuan. ``rate`` as printed: 3.65%每年."""

    item: str
    base: Decimal
    rate: str
    from_on: date
    to_on: date
    days: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class AllocationLine:
    """Where the money of one day went, in yuan; ``pending`` is what the creditor has not confirmed of it."""

    paid_on: date
    amount: Decimal
    pending: Decimal
    costs: Decimal
    interest: Decimal
    principal: Decimal
    doubled: Decimal
    principal_left: Decimal


@dataclass(frozen=True, kw_only=True)
class CalculationSheet(CasePaper):
    """D30 计算清单. ``rules`` and ``calendar`` name the versions it was reckoned with; amounts in yuan."""

    creditors: Annotated[tuple[str, ...], Must("申请人")]
    debtors: Annotated[tuple[str, ...], Must("被申请人")]
    basis: Basis
    performance_end: Annotated[date | None, Must("履行期末日")]
    reckoned_to: Annotated[date | None, Must("计算截止日")]
    order: Annotated[str, Must("抵充顺序")]
    awarded: Annotated[tuple[AmountLine, ...], Must("文书确定的款项")]
    interest: tuple[InterestLine, ...] = ()
    payments: tuple[AllocationLine, ...] = ()
    balance: Annotated[tuple[AmountLine, ...], Must("余额计算")]
    balance_total: Annotated[Decimal | None, Must("余额合计")]
    fee_base: Decimal
    execution_fee: Decimal
    notes: tuple[str, ...] = ()
    calendar: str = ""
    rules: str = ""
    made_by: str = ""
