"""Scans in the archive."""

from datetime import datetime
from typing import Annotated, TypedDict

from cases.api.shapes import PersonOut, label, person
from documents.models import Attachment, AttachmentKind


class AttachmentOut(TypedDict):
    """One scan. ``paper``: the issued paper that it is the signed copy of; ``void_reason`` is empty while it holds."""

    id: int
    case: int
    paper: int | None
    kind: Annotated[str, AttachmentKind]
    kind_label: str
    title: str
    media_type: str
    sha256: str
    size: int
    pages: int
    uploaded_by: PersonOut | None
    uploaded_at: datetime
    void_reason: str
    content: str


class AttachmentPageOut(TypedDict):
    """One page of a case's scans."""

    next: str | None
    previous: str | None
    results: list[AttachmentOut]


def attachment(row: Attachment, case_id: int, content: str) -> AttachmentOut:
    """``content``: where the file is."""
    return AttachmentOut(
        id=row.pk,
        case=case_id,
        paper=row.paper_id,
        kind=row.kind,
        kind_label=label(AttachmentKind, row.kind),
        title=row.title,
        media_type=row.media_type,
        sha256=row.sha256,
        size=row.size,
        pages=row.pages,
        uploaded_by=person(row.uploaded_by),
        uploaded_at=row.uploaded_at,
        void_reason=row.void_reason,
        content=content,
    )
