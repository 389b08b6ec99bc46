"""批量导入: a ledger handed in, tried out row by row with the very act that files, then filed wholly or by chosen rows.

Tried out means filed and taken back: the same form reads the row, the same act files it, and a savepoint is rolled
back, so that no number, no to-do and no trace stays. The worker goes on in turns; what a turn has done is kept when it
ends, and one that dies has done nothing.
"""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from cases.models import LedgerImport, LedgerRow
from cases.models.ledger_import import ImportStage
from cases.papers.ledger_columns import BASIS_NO, RESPONDENT
from cases.queries.ledgers import ledgers_for, progress_of, sound_rows
from cases.rules.casenumber import normalise_case_no
from cases.verbs import Verb, role_may
from jianli_mediation.core import audit, clock
from jianli_mediation.core.models import User
from jianli_mediation.core.outbox import enqueue

from .acting import Actor, Forbidden, InvalidInput, NotVisible, refuse

TOPIC = "ledger"
HANDED_IN, DECIDED, DROPPED = "hand_in_ledger", "decide_ledger", "drop_ledger"
FILED, TAKEN = "ledger_done", "take_ledger"
EVERY_ROW = "all"
# 本院自定: how many rows may go into one transaction. It holds the numbers of its years until its end.
MOST_AS_ONE = 200


@dataclass(frozen=True)
class Handed:
    """A ledger as it came. ``cases``: the lines of each case, as ``LedgerRow.given`` keeps them."""

    name: str
    content: bytes
    cases: list[list[dict[str, Any]]]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def may_hand_in(user: User) -> None:
    """Raises Forbidden for whoever does not file cases."""
    if not role_may(user.role, Verb.FILE):
        raise Forbidden("role_forbidden", f"“批量导入”不由{user.get_role_display()}办理")


@transaction.atomic
def hand_in(*, by: Actor, now: datetime, handed: Handed, again: bool = False) -> LedgerImport:
    """Keep the rows and queue their trial. Refused when the same file was handed in before, unless ``again``."""
    may_hand_in(by.user)
    with connection.cursor() as cursor:  # the same file twice at once: one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(handed.sha256[:15], 16)])
    live = LedgerImport.objects.filter(sha256=handed.sha256).exclude(
        stage__in=[ImportStage.DROPPED, ImportStage.FAILED]
    )
    before = live.select_related("made_by").first()
    if before is not None and not again:
        when = f"{before.made_at.astimezone(clock.COURT_TIME):%Y-%m-%d %H:%M}"
        raise refuse("ledger_twice", f"同一个文件 {when} 已由{before.made_by.name}导入（第 {before.pk} 号）")
    ledger = LedgerImport.objects.create(
        file_name=handed.name, sha256=handed.sha256, made_by=by.user, made_at=now, client=by.client
    )
    _mark_repeated(handed.cases)
    LedgerRow.objects.bulk_create(
        (
            LedgerRow(ledger=ledger, line=lines[0]["line"], given=json.dumps({"lines": lines}, ensure_ascii=False))
            for lines in handed.cases
        ),
        batch_size=500,
    )
    trace(ledger, HANDED_IN, by, now, {"file": ledger.file_name, "sha256": ledger.sha256, "rows": len(handed.cases)})
    enqueue(TOPIC, {"ledger": ledger.pk})
    return ledger


def _mark_repeated(cases: Sequence[list[dict[str, Any]]]) -> None:
    """The same instrument against the same debtor twice in one file: the later row could never be filed (R14)."""
    seen: dict[tuple[str, str], int] = {}
    for lines in cases:
        first = lines[0]
        number = normalise_case_no(first["cells"].get(BASIS_NO, ""))
        people = {_plain(line["cells"].get(f"{RESPONDENT}证件号码", "")) for line in lines} - {""}
        keys = [(number, person) for person in sorted(people)] if number else []
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is not None:
            message = f"与第 {earlier} 行是同一执行依据、同一被申请人，一件只登记一次。"
            first["bad"].setdefault(BASIS_NO, message)
        for key in keys:
            seen.setdefault(key, first["line"])


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


@transaction.atomic
def decide(*, by: Actor, now: datetime, ledger_id: int, rows: str | Sequence[int]) -> LedgerImport:
    """File a checked ledger: ``EVERY_ROW`` all of it or nothing, else these lines, each an act of its own.

    Raises NotVisible for a ledger of somebody else, Refused while it is not to be decided, InvalidInput for lines that
    cannot be filed, each named.
    """
    ledger = _own(by, ledger_id)
    whole = rows == EVERY_ROW
    _ready(ledger, whole)
    sound = sound_rows(ledger)
    if not whole:
        wanted = [line for line in rows if isinstance(line, int)]
        lost = sorted(set(wanted) - set(sound.filter(line__in=wanted).values_list("line", flat=True)))
        if lost or not wanted:
            text = "、".join(str(line) for line in lost[:20])
            message = f"第 {text} 行不能登记：没有这一行、有问题，或者已经登记" if lost else "没有可以登记的行"
            raise InvalidInput({"rows": [message]})
        sound = sound.filter(line__in=wanted)
    count = sound.update(chosen=True)
    ledger.stage, ledger.whole, ledger.decided_at = ImportStage.FILING, whole, now
    ledger.save()
    trace(ledger, DECIDED, by, now, {"whole": whole, "rows": count})
    enqueue(TOPIC, {"ledger": ledger.pk})
    return ledger


def _ready(ledger: LedgerImport, whole: bool) -> None:
    if ledger.stage != ImportStage.CHECKED:
        raise refuse("ledger_not_ready", f"这份台账现在是“{ledger.get_stage_display()}”，不能登记")
    told = progress_of(ledger)
    if whole and told.bad:
        raise refuse("ledger_has_bad_rows", f"还有 {told.bad} 件有问题，不能整份登记")
    if whole and told.filed:
        raise refuse("ledger_partly_filed", f"已经登记了 {told.filed} 件，不能再整份登记")
    if whole and told.sound > MOST_AS_ONE:
        words = f"整份一起登记至多 {MOST_AS_ONE} 件，这份有 {told.sound} 件；请按件登记，或者分成几份"
        raise refuse("ledger_too_long", words)


@transaction.atomic
def drop(*, by: Actor, now: datetime, ledger_id: int) -> LedgerImport:
    """File no more of it. What was not filed is forgotten, personal data and all; what was filed stays."""
    ledger = _own(by, ledger_id)
    if ledger.stage not in (ImportStage.CHECKING, ImportStage.CHECKED):
        raise refuse("ledger_not_ready", f"这份台账现在是“{ledger.get_stage_display()}”，不能放弃")
    filed = ledger.rows.exclude(case=None).exists()
    count, _ = ledger.rows.filter(case=None).delete()
    ledger.stage, ledger.finished_at = (ImportStage.DONE if filed else ImportStage.DROPPED), now
    ledger.save()
    trace(ledger, DROPPED, by, now, {"rows": count})
    return ledger


@transaction.atomic
def take_workbook(*, by: Actor, now: datetime, ledger_id: int) -> tuple[LedgerImport, list[LedgerRow]]:
    """The rows that are not filed, to be mended and handed in again. Numbers go out in full: the trail says so."""
    ledger = ledgers_for(by.user).filter(pk=ledger_id).first()
    if ledger is None:
        raise NotVisible(ledger_id)
    rows = list(ledger.rows.filter(case=None).order_by("line"))
    trace(ledger, TAKEN, by, now, {"rows": len(rows)})
    return ledger, rows


def _own(by: Actor, ledger_id: int) -> LedgerImport:
    """The person's own ledger, locked: whoever handed it in answers for what is filed from it."""
    may_hand_in(by.user)
    found = LedgerImport.objects.select_for_update(of=("self",)).select_related("made_by")
    ledger = found.filter(pk=ledger_id, made_by=by.user).first()
    if ledger is None:
        raise NotVisible(ledger_id)
    return ledger


def trace(ledger: LedgerImport, verb: str, by: Actor, now: datetime, facts: dict[str, Any]) -> None:
    """Leave in the person's own trail what was done with a ledger: it belongs to no case yet."""
    audit.record(
        chain=f"user:{by.user.pk}",
        verb=verb,
        by=by.user,
        at=now,
        client=by.client,
        reason=by.reason,
        facts={"ledger": ledger.pk, **facts},
    )
