"""Money: the ledger, what is left line by line, where each payment went, fees."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, TypedDict

from cases.api.shapes import label
from cases.models import Payment
from cases.models.choices import Confirmation, Imputation, PaymentWay
from cases.rules.allocation import Allocation
from cases.rules.balance import Balance
from cases.rules.fees import FeeResult
from cases.rules.interest import Segment


class FeeOut(TypedDict):
    """A fee with the working of each bracket."""

    fee: Decimal
    steps: list[str]
    article: str


class PaymentOut(TypedDict):
    """One line of the ledger. A wrong line is struck by a negative one that names it in ``reverses``."""

    id: int
    paid_on: date
    amount: Decimal
    way: Annotated[str, PaymentWay]
    way_label: str
    payer: str
    voucher: str
    reverses: int | None
    reason: str
    confirmation: Annotated[str, Confirmation]
    confirmation_label: str
    confirmed_on: date | None
    entered_at: datetime


class LineOut(TypedDict):
    """One line of the balance."""

    code: str
    label: str
    amount: Decimal


class SegmentOut(TypedDict):
    """Interest of one kind over days with one base: base × rate × days. ``rate`` is a fraction a year or a day."""

    item: int
    from_on: date
    to_on: date
    days: int
    base: Decimal
    rate: str
    daily: bool
    amount: Decimal


class AllocationOut(TypedDict):
    """Where the money of one day went."""

    on: date
    amount: Decimal
    pending: Decimal
    costs: Decimal
    interest: Decimal
    principal: Decimal
    doubled: Decimal
    surplus: Decimal
    principal_left: Decimal


class BalanceOut(TypedDict):
    """What is left to enforce on ``until``. ``paid`` counts what the creditor has not confirmed yet, ``pending``."""

    lines: list[LineOut]
    total: Decimal
    paid: Decimal
    pending: Decimal
    surplus: Decimal
    order: Annotated[str, Imputation]
    order_label: str
    until: date
    fee_base: Decimal
    execution_fee: Decimal
    segments_general: list[SegmentOut]
    segments_doubled: list[SegmentOut]
    allocations: list[AllocationOut]
    notes: list[str]


class InterestOut(TypedDict):
    """Interest with its working."""

    total: Decimal
    segments: list[SegmentOut]
    order: Annotated[str, Imputation]
    order_label: str
    until: date


def fee(result: FeeResult) -> FeeOut:
    return FeeOut(fee=result.fee, steps=list(result.steps), article=result.article)


def payment(row: Payment) -> PaymentOut:
    return PaymentOut(
        id=row.pk,
        paid_on=row.paid_on,
        amount=row.amount,
        way=row.way,
        way_label=label(PaymentWay, row.way),
        payer=row.payer,
        voucher=row.voucher,
        reverses=row.reverses_id,
        reason=row.reason,
        confirmation=row.confirmation,
        confirmation_label=label(Confirmation, row.confirmation),
        confirmed_on=row.confirmed_on,
        entered_at=row.entered_at,
    )


def segments(rows: Sequence[Segment]) -> list[SegmentOut]:
    return [
        SegmentOut(
            item=row.item,
            from_on=row.from_on,
            to_on=row.to_on,
            days=row.days,
            base=row.base,
            rate=f"{row.rate.normalize():f}",
            daily=row.daily,
            amount=row.amount,
        )
        for row in rows
    ]


def _allocation(row: Allocation) -> AllocationOut:
    return AllocationOut(
        on=row.on,
        amount=row.amount,
        pending=row.pending,
        costs=row.costs,
        interest=row.interest,
        principal=row.principal,
        doubled=row.doubled,
        surplus=row.surplus,
        principal_left=row.principal_left,
    )


def balance(left: Balance) -> BalanceOut:
    return BalanceOut(
        lines=[LineOut(code=line.code, label=line.label, amount=line.amount) for line in left.lines],
        total=left.total,
        paid=left.paid,
        pending=left.pending,
        surplus=left.surplus,
        order=left.order,
        order_label=left.order_text,
        until=left.until,
        fee_base=left.fee_base,
        execution_fee=left.execution_fee,
        segments_general=segments(left.segments_general),
        segments_doubled=segments(left.segments_doubled),
        allocations=[_allocation(row) for row in left.allocations],
        notes=list(left.notes),
    )


def doubled_interest(left: Balance) -> InterestOut:
    """The doubled part alone, as it accrued, whatever was paid on it."""
    return InterestOut(
        total=sum((segment.amount for segment in left.segments_doubled), Decimal(0)),
        segments=segments(left.segments_doubled),
        order=left.order,
        order_label=left.order_text,
        until=left.until,
    )
