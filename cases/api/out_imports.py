"""What is told of a ledger that was handed in."""

from datetime import datetime
from typing import Annotated, TypedDict

from cases.models import LedgerImport, LedgerRow
from cases.models.ledger_import import ImportStage
from cases.papers.ledger_columns import BASIS_NO
from cases.queries.ledgers import Progress


class ImportOut(TypedDict):
    """A ledger: how far it has come, in rows."""

    id: int
    file_name: str
    sha256: str
    stage: Annotated[str, ImportStage]
    stage_label: str
    whole: Annotated[bool | None, "整份一起登记；还没有决定时为空"]
    made_by: str
    made_at: datetime
    decided_at: datetime | None
    finished_at: datetime | None
    total: int
    checked: int
    bad: int
    warned: int
    sound: int
    filed: int


class ImportPageOut(TypedDict):
    """A page of ledgers."""

    next: str | None
    previous: str | None
    results: list[ImportOut]


class RowProblemOut(TypedDict):
    """What is wrong, and where; ``column`` is empty where it is the whole row."""

    line: int
    column: str
    message: str


class ImportRowOut(TypedDict):
    """A row: the line of the file at which its case begins. Numbers of persons are not among it."""

    line: int
    basis_no: str
    checked: bool
    problems: list[RowProblemOut]
    warnings: list[str]
    chosen: bool
    case: int | None
    case_no: str | None


class ImportRowPageOut(TypedDict):
    """A page of rows."""

    next: str | None
    previous: str | None
    results: list[ImportRowOut]


def ledger(row: LedgerImport, told: Progress) -> ImportOut:
    return ImportOut(
        id=row.pk,
        file_name=row.file_name,
        sha256=row.sha256,
        stage=row.stage,
        stage_label=row.get_stage_display(),
        whole=row.whole,
        made_by=row.made_by.username,
        made_at=row.made_at,
        decided_at=row.decided_at,
        finished_at=row.finished_at,
        total=told.total,
        checked=told.checked,
        bad=told.bad,
        warned=told.warned,
        sound=told.sound,
        filed=told.filed,
    )


def ledger_row(row: LedgerRow) -> ImportRowOut:
    return ImportRowOut(
        line=row.line,
        basis_no=row.lines[0]["cells"].get(BASIS_NO, ""),
        checked=row.checked,
        problems=row.problems,
        warnings=row.warnings,
        chosen=row.chosen,
        case=row.case_id,
        case_no=row.case.case_no if row.case else None,
    )
