"""Papers in the archive."""

from datetime import datetime
from typing import Annotated, TypedDict

from cases.api.shapes import PersonOut, label, person
from documents.models import Paper, Status


class PaperOut(TypedDict):
    """One issued paper. ``sha256`` is the digest of its PDF, null until it has been printed."""

    id: int
    case: int
    form: str
    title: str
    variant: str
    subject: str
    version: int
    case_no: str
    number: str
    status: Annotated[str, Status]
    status_label: str
    issued_by: PersonOut | None
    issued_at: datetime
    verify_code: str
    void_reason: str
    replaces: int | None
    sha256: str | None
    size: int
    pages: int
    facts_sha256: str
    content: str


class PaperPageOut(TypedDict):
    """One page of a case's papers."""

    next: str | None
    previous: str | None
    results: list[PaperOut]


def paper(row: Paper, case_id: int, content: str) -> PaperOut:
    """``content``: where the PDF is."""
    return PaperOut(
        id=row.pk,
        case=case_id,
        form=row.form,
        title=row.title,
        variant=row.variant,
        subject=row.subject,
        version=row.version,
        case_no=row.case_no,
        number=row.number,
        status=row.status,
        status_label=label(Status, row.status),
        issued_by=person(row.issued_by),
        issued_at=row.issued_at,
        verify_code=row.verify_code,
        void_reason=row.void_reason,
        replaces=row.supersedes_id,
        sha256=row.pdf_sha256 or None,
        size=row.pdf_size,
        pages=row.page_count,
        facts_sha256=row.context_sha256,
        content=content,
    )
