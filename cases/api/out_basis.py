"""The instrument to be enforced."""

from datetime import date
from decimal import Decimal
from typing import Annotated, TypedDict

from cases.api.shapes import label
from cases.models import BasisDocument, BasisItem
from cases.models.choices import BasisKind, DebtorShare, RateType, SubjectType


class ItemOut(TypedDict):
    """One thing the instrument orders. ``rate`` is a fraction: 0.0365 is 3.65 % a year."""

    seq: int
    text: str
    kind: Annotated[str, SubjectType]
    kind_label: str
    amount: Decimal | None
    is_interest: bool
    rate_type: Annotated[str, RateType]
    rate_type_label: str
    rate: str | None
    rate_from: date | None
    share: Annotated[str, DebtorShare]
    share_label: str


class BasisOut(TypedDict):
    """The instrument, and the last day of its performance period."""

    kind: Annotated[str, BasisKind]
    kind_label: str
    doc_no: str
    issuer: str
    made_on: date | None
    effective_on: date
    effectiveness_proof: str
    served_by_notice: bool
    performance_days: int | None
    performance_due: date | None
    performance_end: date
    costs_on_debtor: Decimal
    preservation_fee: Decimal
    interest_clause: bool
    items: list[ItemOut]


def _item(row: BasisItem) -> ItemOut:
    return ItemOut(
        seq=row.seq,
        text=row.text,
        kind=row.kind,
        kind_label=label(SubjectType, row.kind),
        amount=row.amount,
        is_interest=row.is_interest,
        rate_type=row.rate_type,
        rate_type_label=label(RateType, row.rate_type),
        rate=None if row.rate is None else f"{row.rate.normalize():f}",
        rate_from=row.rate_from,
        share=row.share,
        share_label=label(DebtorShare, row.share),
    )


def basis(row: BasisDocument) -> BasisOut:
    return BasisOut(
        kind=row.kind,
        kind_label=label(BasisKind, row.kind),
        doc_no=row.doc_no,
        issuer=row.issuer,
        made_on=row.made_on,
        effective_on=row.effective_on,
        effectiveness_proof=row.effectiveness_proof,
        served_by_notice=row.served_by_notice,
        performance_days=row.performance_days,
        performance_due=row.performance_due,
        performance_end=row.performance_end,
        costs_on_debtor=row.costs_on_debtor,
        preservation_fee=row.preservation_fee,
        interest_clause=row.interest_clause,
        items=[_item(each) for each in row.items.all()],
    )
