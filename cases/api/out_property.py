"""What is known of a debtor's property (class C3), and what was handed over."""

from datetime import date
from decimal import Decimal
from typing import Annotated, TypedDict

from cases.api.shapes import label
from cases.models import Handover, Preservation, PropertyClue
from cases.models.choices import ClueKind, ClueSource, PreservationKind, PreservedObject
from cases.papers.package import package_id


class PreservationOut(TypedDict):
    """A freeze or seizure."""

    id: int
    kind: Annotated[str, PreservationKind]
    kind_label: str
    object_kind: Annotated[str, PreservedObject]
    object_kind_label: str
    ruling_no: str
    description: str
    amount: Decimal | None
    first_in_rank: bool
    since: date
    until: date
    lifted_on: date | None


class ClueOut(TypedDict):
    """Something learned of a debtor's property."""

    id: int
    source: Annotated[str, ClueSource]
    source_label: str
    kind: Annotated[str, ClueKind]
    kind_label: str
    description: str
    location: str
    value: Decimal | None
    burden: str
    reported_on: date


class CluePageOut(TypedDict):
    """One page of clues."""

    next: str | None
    previous: str | None
    results: list[ClueOut]


class HandoverOut(TypedDict):
    """A hand-over to the filing division, and its answer.

    ``package``: the name that both sides use for it. ``package_sha256`` is the digest of the zip, null until somebody
    has asked for it; ``answer_sha256`` that of the acknowledgement file, where there was one.
    """

    id: int
    seq: int
    handed_on: date
    applied_on: date
    reason: str
    urgent: bool
    paid_total: Decimal
    outstanding: Decimal
    contents: list[str]
    exec_case_no: str
    acknowledged_on: date | None
    returned_on: date | None
    return_reason: str
    package: str
    package_sha256: str | None
    package_size: int
    answer_sha256: str | None


def preservation(row: Preservation) -> PreservationOut:
    return PreservationOut(
        id=row.pk,
        kind=row.kind,
        kind_label=label(PreservationKind, row.kind),
        object_kind=row.object_kind,
        object_kind_label=label(PreservedObject, row.object_kind),
        ruling_no=row.ruling_no,
        description=row.description,
        amount=row.amount,
        first_in_rank=row.first_in_rank,
        since=row.since,
        until=row.until,
        lifted_on=row.lifted_on,
    )


def clue(row: PropertyClue) -> ClueOut:
    return ClueOut(
        id=row.pk,
        source=row.source,
        source_label=label(ClueSource, row.source),
        kind=row.kind,
        kind_label=label(ClueKind, row.kind),
        description=row.description,
        location=row.location,
        value=row.value,
        burden=row.burden,
        reported_on=row.reported_on,
    )


def handover(row: Handover) -> HandoverOut:
    return HandoverOut(
        id=row.pk,
        seq=row.seq,
        handed_on=row.handed_on,
        applied_on=row.applied_on,
        reason=row.reason,
        urgent=row.urgent,
        paid_total=row.paid_total,
        outstanding=row.outstanding,
        contents=list(row.contents),
        exec_case_no=row.exec_case_no,
        acknowledged_on=row.acknowledged_on,
        returned_on=row.returned_on,
        return_reason=row.return_reason,
        package=package_id(row.case, row),
        package_sha256=row.package_sha256 or None,
        package_size=row.package_size,
        answer_sha256=row.answer_sha256 or None,
    )
