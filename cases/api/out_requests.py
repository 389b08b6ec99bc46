"""诉求 as the API tells them."""

from datetime import date, datetime
from typing import Annotated, TypedDict

from cases.api.shapes import label
from cases.models import PartyRequest
from cases.models.choices_notices import RequestKind, RequestWay, Satisfaction


class PartyRequestOut(TypedDict):
    """What a party asked. ``answer`` and ``satisfaction`` are empty until there is one; ``due_on``: the last day for the answer."""

    id: int
    party: int
    kind: Annotated[str, RequestKind]
    kind_label: str
    way: Annotated[str, RequestWay]
    way_label: str
    content: str
    received_at: datetime
    due_on: date
    answer: str
    answered_at: datetime | None
    satisfaction: str
    satisfaction_label: str
    rated_on: date | None


class PartyRequestPageOut(TypedDict):
    next: str | None
    previous: str | None
    results: list[PartyRequestOut]


def party_request(row: PartyRequest) -> PartyRequestOut:
    return PartyRequestOut(
        id=row.pk,
        party=row.party_id,
        kind=row.kind,
        kind_label=label(RequestKind, row.kind),
        way=row.way,
        way_label=label(RequestWay, row.way),
        content=row.content,
        received_at=row.received_at,
        due_on=row.due_on,
        answer=row.answer,
        answered_at=row.answered_at,
        satisfaction=row.satisfaction,
        satisfaction_label=label(Satisfaction, row.satisfaction) if row.satisfaction else "",
        rated_on=row.rated_on,
    )
