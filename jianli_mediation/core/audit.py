"""The audit trail: each entry is tied to the one before it in its chain by SHA-256.

A chain belongs to one case (``case:17``), one account (``user:3``) or the system. Writing locks the chain's head row,
so two acts on one case queue, and acts on different cases do not.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from . import metrics, rows
from .clock import COURT_TIME
from .models import AuditEntry, AuditHead, AuditSeal, User

GENESIS = "0" * 64


def case_chain(case_id: int) -> str:
    return f"case:{case_id}"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return value.astimezone(COURT_TIME).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def canonical(fields: dict[str, Any]) -> str:
    """One text for one content: sorted keys, no spaces, Chinese as it is."""
    return json.dumps(_plain(fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _fields(entry: AuditEntry) -> dict[str, Any]:
    return {
        "chain": entry.chain,
        "seq": entry.seq,
        "verb": entry.verb,
        "case": entry.case_id,
        "actor": entry.actor_id,
        "client": entry.client,
        "from": entry.from_state,
        "to": entry.to_state,
        "at": entry.at,
        "entered_at": entry.entered_at,
        "reason": entry.reason,
        "facts": entry.facts,
    }


def _hash(prev: str, payload: str) -> str:
    return hashlib.sha256(f"{prev}\n{payload}".encode()).hexdigest()


def record(
    *,
    chain: str,
    verb: str,
    by: User | None,
    at: datetime,
    entered_at: datetime | None = None,
    case_id: int | None = None,
    client: str = "",
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    facts: dict[str, Any] | None = None,
    announced: bool = False,
) -> AuditEntry:
    """Append one entry to ``chain`` in the current transaction. ``announced``: the feed of events tells of it."""
    with transaction.atomic(savepoint=False):
        seq, prev = _lock_head(chain)
        entry = AuditEntry(
            chain=chain,
            seq=seq,
            verb=verb,
            case_id=case_id,
            actor=by,
            client=client,
            from_state=from_state,
            to_state=to_state,
            at=at,
            entered_at=entered_at or at,
            reason=reason,
            facts=_plain(facts or {}),
            prev_hash=prev,
        )
        entry.payload = canonical(_fields(entry))
        entry.hash = _hash(prev, entry.payload)
        entry.pk = _append(entry, announced=announced)
        entry._state.adding, entry._state.db = False, connection.alias
    if announced:
        transaction.on_commit(lambda: metrics.act(verb))
    return entry


# Takes the next place in the chain and keeps the head locked; its hash is still that of the entry before.
_LOCK_HEAD = """
    INSERT INTO core_audithead AS head (chain, seq, hash) VALUES (%s, 1, %s)
    ON CONFLICT (chain) DO UPDATE SET seq = head.seq + 1 RETURNING seq, hash
"""


def _lock_head(chain: str) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_HEAD, [chain, GENESIS])
        seq, prev = cursor.fetchone()
    return seq, prev


# The entry, the chain's new head, and its word to the feed (``core/feed.py``), whole or not at all.
_APPEND = """
    WITH entry AS (
        INSERT INTO core_auditentry ({names}) VALUES ({places}) RETURNING id
    ), head AS (
        UPDATE core_audithead SET hash = %s WHERE chain = %s
    ), event AS (
        INSERT INTO core_eventposition (entry_id) SELECT id FROM entry WHERE %s
    )
    SELECT id FROM entry
"""


def _append(entry: AuditEntry, *, announced: bool) -> int:
    sql = _APPEND.format(names=rows.names(AuditEntry), places=rows.places(AuditEntry))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*rows.values(entry, new=True), entry.hash, entry.chain, announced])
        (pk,) = cursor.fetchone()
    return int(pk)


@dataclass(frozen=True)
class Fault:
    """What ``verify`` found, and where."""

    chain: str
    seq: int
    text: str


def verify() -> Iterator[Fault]:
    """Walk every chain and yield each place where it does not hold: changed, missing, swapped or cut off."""
    heads = {head.chain: head for head in AuditHead.objects.all()}
    chain, seq, prev = "", 0, GENESIS
    for entry in AuditEntry.objects.order_by("chain", "seq").iterator(chunk_size=2000):
        if entry.chain != chain:
            yield from _check_end(chain, seq, prev, heads)
            chain, seq, prev = entry.chain, 0, GENESIS
        seq += 1
        if entry.seq != seq:
            yield Fault(chain, seq, f"缺少第 {seq} 条（下一条是第 {entry.seq} 条）")
            seq = entry.seq
        elif entry.prev_hash != prev:
            yield Fault(chain, seq, "与上一条接不上")
        if entry.hash != _hash(entry.prev_hash, entry.payload):
            yield Fault(chain, seq, "内容与摘要不符")
        elif entry.payload != canonical(_fields(entry)):
            yield Fault(chain, seq, "检索列与留痕内容不符")
        prev = entry.hash
    yield from _check_end(chain, seq, prev, heads)
    for lost in heads.values():
        if lost.seq:
            yield Fault(lost.chain, lost.seq, "整条链的留痕都不见了")
    yield from _check_seals()


def _check_end(chain: str, seq: int, last: str, heads: dict[str, AuditHead]) -> Iterator[Fault]:
    if not chain:
        return
    head = heads.pop(chain, None)
    if head is None:
        yield Fault(chain, seq, "链头不见了")
    elif (head.seq, head.hash) != (seq, last):
        yield Fault(chain, seq, f"链尾被截断：链头在第 {head.seq} 条")


_HEADS_UP_TO = """
    SELECT DISTINCT ON (chain) chain, seq, hash FROM core_auditentry WHERE id <= %s ORDER BY chain, seq DESC
"""


def _digest_up_to(last_entry_id: int) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    with connection.cursor() as cursor:
        cursor.execute(_HEADS_UP_TO, [last_entry_id])
        for chain, seq, head in cursor.fetchall():
            digest.update(f"{chain} {seq} {head}\n".encode())
            count += 1
    return count, digest.hexdigest()


def seal(now: datetime) -> AuditSeal:
    """Hash the heads of all chains. Writers wait meanwhile, so that no entry slips in behind the sealed number."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE core_auditentry IN SHARE MODE")
        last = AuditEntry.objects.aggregate(last=Max("id"))["last"] or 0
        chains, digest = _digest_up_to(last)
        return AuditSeal.objects.create(sealed_at=now, last_entry_id=last, chains=chains, digest=digest)


def _check_seals() -> Iterator[Fault]:
    for sealed in AuditSeal.objects.order_by("id"):
        chains, digest = _digest_up_to(sealed.last_entry_id)
        if (chains, digest) != (sealed.chains, sealed.digest):
            day = sealed.sealed_at.astimezone(COURT_TIME)
            yield Fault("seal", sealed.pk, f"{day:%Y-%m-%d} 的日封印不符，当日以前的留痕被改过")
