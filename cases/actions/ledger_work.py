"""What the worker does with a ledger, turn by turn: rows are tried out, or filed.

Tried out means filed and taken back: the same form reads the row, the same act files it, and a savepoint is rolled
back, so that no number, no to-do and no trace stays. What a turn has done is kept when it ends; a worker that dies in
it has done nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.db import DataError, IntegrityError, transaction
from django.db.models import QuerySet

from cases.models import Case, LedgerImport, LedgerRow
from cases.models.ledger_import import ImportStage
from cases.papers.ledger_columns import BASIS_NO
from cases.queries.filing_warnings import filing_warnings
from cases.queries.ledgers import progress_of, sound_rows
from jianli_mediation.core import clock
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.outbox import enqueue
from jianli_mediation.kernel.refusal import Refused

from .acting import Actor, Forbidden, InvalidInput
from .inputs import Filing
from .intake import file_case
from .ledgers import FILED, TOPIC, trace

# Rows in one turn of the worker. While a filing turn lasts, the window waits for its number of the year.
TRIED_AT_ONCE, FILED_AT_ONCE = 20, 10
# A refusal that one cell can mend is told at that cell.
COLUMN_OF = {"received_in_future": "收件日期", "not_effective": "生效日期", "duplicate_open_case": BASIS_NO}


class Problem(TypedDict):
    """What is wrong, and where: the line of the file and the heading of the column, empty where it is the whole row."""

    line: int
    column: str
    message: str


@dataclass(frozen=True)
class Reading:
    """A row read through the form: its filing, or all its problems."""

    filing: Filing | None
    problems: list[Problem]


Reader = Callable[[list[dict[str, Any]], datetime], Reading]


def work_on(ledger_id: int, read: Reader) -> None:
    """One turn: try some rows out, or file some. Queues the next turn until there is nothing left to do."""
    ledger = LedgerImport.objects.select_for_update(of=("self",)).select_related("made_by").filter(pk=ledger_id).first()
    turns = {ImportStage.CHECKING: _try_some, ImportStage.FILING: _file_some}
    turn = turns.get(ImportStage(ledger.stage)) if ledger else None
    if ledger is not None and turn is not None and turn(ledger, read):
        enqueue(TOPIC, {"ledger": ledger.pk})


def _try_some(ledger: LedgerImport, read: Reader) -> bool:
    rows = list(ledger.rows.filter(checked=False)[:TRIED_AT_ONCE])
    for row in rows:
        row.problems, row.warnings = _tried(ledger, row, read)
        row.checked = True
    LedgerRow.objects.bulk_update(rows, ["problems", "warnings", "checked"])
    if len(rows) == TRIED_AT_ONCE:
        return True
    ledger.stage = ImportStage.CHECKED
    ledger.save()
    return False


class _TakeBack(Exception):
    """Ends the trial of a row: everything it wrote is rolled back."""


def _tried(ledger: LedgerImport, row: LedgerRow, read: Reader) -> tuple[list[Problem], list[str]]:
    problems: list[Problem] = []
    warnings: list[str] = []
    try:
        with transaction.atomic():
            case, problems = _filed(ledger, row, read)
            if case is not None:
                today = local_date(clock.now())
                warnings = [each.message for each in filing_warnings(case, ledger.made_by, today, load_calendar())]
            raise _TakeBack
    except _TakeBack:
        return problems, warnings


def _filed(ledger: LedgerImport, row: LedgerRow, read: Reader) -> tuple[Case | None, list[Problem]]:
    """File one row, in a savepoint of its own: the case, or every reason why not."""
    now = clock.now()
    found = read(row.lines, now)
    if found.filing is None:
        return None, found.problems
    reason = f"批量导入第 {ledger.pk} 号，第 {row.line} 行"
    try:
        with transaction.atomic():
            return file_case(by=Actor(ledger.made_by, ledger.client, reason), now=now, filing=found.filing), []
    except Refused as refusal:
        messages = [(COLUMN_OF.get(each.code, ""), each.message) for each in refusal.blockers]
    except InvalidInput as wrong:
        messages = [("", text) for texts in wrong.errors.values() for text in texts]
    except Forbidden as barred:
        messages = [("", barred.message)]
    except (IntegrityError, DataError):
        messages = [("", "登记的时候与别的案件冲突，请核对执行依据和被申请人")]
    return None, [{"line": row.line, "column": column, "message": f"{text}。"} for column, text in messages]


def _file_some(ledger: LedgerImport, read: Reader) -> bool:
    if ledger.whole:
        return _file_as_one(ledger, read)
    rows = list(_to_file(ledger)[:FILED_AT_ONCE])
    for row in rows:
        row.case, row.problems = _filed(ledger, row, read)
        row.chosen = row.case is not None
        row.save()
    if len(rows) == FILED_AT_ONCE:
        return True
    left = sound_rows(ledger).exists()
    _end(ledger, ImportStage.CHECKED if left else ImportStage.DONE)
    return False


def _file_as_one(ledger: LedgerImport, read: Reader) -> bool:
    """All rows in one transaction. Every row is tried, so that all that has become wrong is told at once."""
    rows, wrong = list(_to_file(ledger)), []
    try:
        with transaction.atomic():
            for row in rows:
                row.case, row.problems = _filed(ledger, row, read)
                if row.case is None:
                    wrong.append(row)
                elif not wrong:
                    row.save()
            if wrong:
                raise _TakeBack
    except _TakeBack:
        LedgerRow.objects.bulk_update(wrong, ["problems"])
    _end(ledger, ImportStage.FAILED if wrong else ImportStage.DONE)
    return False


def _to_file(ledger: LedgerImport) -> QuerySet[LedgerRow]:
    return ledger.rows.filter(chosen=True, case=None).order_by("line")


def _end(ledger: LedgerImport, stage: ImportStage) -> None:
    now = clock.now()
    ledger.stage = stage
    ledger.finished_at = None if stage == ImportStage.CHECKED else now
    ledger.save()
    told = progress_of(ledger)
    facts = {"stage": stage, "filed": told.filed, "bad": told.bad, "left": told.sound}
    trace(ledger, FILED, Actor(ledger.made_by, ledger.client), now, facts)
