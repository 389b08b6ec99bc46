"""The chain: whatever is changed, removed, swapped or cut off is found, and named."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cases.actions import handover
from cases.states import State
from jianli_mediation.core import audit
from jianli_mediation.core.clock import now
from jianli_mediation.core.models import AuditEntry, AuditHead
from tests.build import Walk
from tests.cast import make_cast


@pytest.fixture
def walk(db: None) -> Walk:
    return Walk(make_cast()).to(State.FAILED)


def behind_the_trigger(sql: str, params: list[object]) -> None:
    """What an administrator with full rights could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DELETE FROM core_eventposition")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        cursor.execute(sql, params)
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")


def faults() -> list[tuple[str, int]]:
    return [(fault.chain, fault.seq) for fault in audit.verify()]


def test_a_whole_trail_has_no_fault(walk: Walk) -> None:
    assert faults() == []
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "留痕完好" in out.getvalue()


@pytest.mark.parametrize("sql", ["UPDATE core_auditentry SET reason = 'x'", "DELETE FROM core_auditentry"])
def test_the_database_refuses_to_change_it(walk: Walk, sql: str) -> None:
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


TAMPERED: dict[str, tuple[str, Callable[[str], list[tuple[str, int]]]]] = {
    "an edited column": (
        "UPDATE core_auditentry SET reason = '改过' WHERE chain = %s AND seq = 2",
        lambda chain: [(chain, 2)],
    ),
    "an edited payload": (
        "UPDATE core_auditentry SET payload = replace(payload, 'accept', 'decline') WHERE chain = %s AND seq = 2",
        lambda chain: [(chain, 2)],
    ),
    "a deleted row": (
        "DELETE FROM core_auditentry WHERE chain = %s AND seq = 2",
        lambda chain: [(chain, 2)],
    ),
    "a cut-off end": (
        "DELETE FROM core_auditentry WHERE chain = %s AND seq = 4",
        lambda chain: [(chain, 3)],
    ),
}


@pytest.mark.parametrize("what", list(TAMPERED))
def test_tampering_is_found_where_it_is(walk: Walk, what: str) -> None:
    sql, expected = TAMPERED[what]
    chain = audit.case_chain(walk.case_id)
    behind_the_trigger(sql, [chain])
    assert faults() == expected(chain)
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=StringIO())


def test_swapped_rows_are_found(walk: Walk) -> None:
    chain = audit.case_chain(walk.case_id)
    for old, new in ((2, 99), (3, 2), (99, 3)):
        behind_the_trigger("UPDATE core_auditentry SET seq = %s WHERE chain = %s AND seq = %s", [new, chain, old])
    assert (chain, 2) in faults()


def test_a_whole_chain_that_vanished_is_found(walk: Walk) -> None:
    chain = audit.case_chain(walk.case_id)
    behind_the_trigger("DELETE FROM core_auditentry WHERE chain = %s", [chain])
    assert faults() == [(chain, 4)]


def test_a_rewritten_chain_is_found_by_the_daily_seal(walk: Walk) -> None:
    """An administrator who rewrites rows, hashes and head alike is betrayed by the digest printed that evening."""
    audit.seal(now())
    chain = audit.case_chain(walk.case_id)
    last = AuditEntry.objects.get(chain=chain, seq=4)
    last.reason = "改过"
    last.payload = audit.canonical(audit._fields(last))
    last.hash = audit._hash(last.prev_hash, last.payload)
    behind_the_trigger(
        "UPDATE core_auditentry SET reason = %s, payload = %s, hash = %s WHERE id = %s",
        [last.reason, last.payload, last.hash, last.pk],
    )
    AuditHead.objects.filter(chain=chain).update(hash=last.hash)
    assert [fault.chain for fault in audit.verify()] == ["seal"]


def test_later_entries_do_not_break_an_earlier_seal(walk: Walk) -> None:
    audit.seal(now())
    walk.do(handover.hand_over, "qian", "2023-06-01")
    assert faults() == []


def test_facts_are_plain_and_the_moment_of_entry_is_kept(walk: Walk) -> None:
    entry = AuditEntry.objects.get(verb="assign")
    assert entry.facts["deadline"] == "2023-06-08"
    assert entry.at <= entry.entered_at
    assert (entry.from_state, entry.to_state) == ("mediation", "mediation")


def test_cast_is_known_by_id_only(walk: Walk) -> None:
    """No personal number ever enters the trail."""
    texts = "".join(AuditEntry.objects.values_list("payload", flat=True))
    assert "4299991985" not in texts
    assert "13800000000" not in texts
