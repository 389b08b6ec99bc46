"""Ledgers by many at once: the same file twice, two decisions, two workers, a worker killed over the filing."""

import time
from typing import Any

from cases.actions import ledgers
from cases.actions.acting import Actor
from cases.forms.ledger_file import read
from cases.models import Case, LedgerImport
from cases.models.ledger_import import ImportStage
from jianli_mediation.core import audit, clock
from tests.cases.ledger_files import drained, row, xlsx
from tests.cast import Cast
from tests.pg.test_paper_races import PATIENCE, drain, worker
from tests.pg.test_races import at_once


def handed(rows: int) -> ledgers.Handed:
    content = xlsx(*(row(500 + number) for number in range(rows)))
    return ledgers.Handed("台账.xlsx", content, [[line.as_given() for line in lines] for lines in read(content)])


def once_each(ledger: LedgerImport, rows: int) -> None:
    ledger.refresh_from_db()
    assert ledger.stage == ImportStage.DONE
    assert list(Case.objects.order_by("number_seq").values_list("number_seq", flat=True)) == list(range(1, rows + 1))
    assert not ledger.rows.filter(case=None).exists()
    assert list(audit.verify()) == []


def test_the_same_file_two_decisions_and_two_workers(race_cast: Cast) -> None:
    given: dict[str, Any] = {"by": Actor(race_cast.wang), "now": clock.now()}
    came = handed(45)

    def hand_in() -> None:
        ledgers.hand_in(**given, handed=came)

    assert at_once(hand_in, hand_in) == ["done", "ledger_twice"]
    ledger = LedgerImport.objects.get()
    drained()
    lines = list(ledger.rows.values_list("line", flat=True))

    def decide() -> None:
        ledgers.decide(**given, ledger_id=ledger.pk, rows=lines)

    assert at_once(decide, decide) == ["done", "ledger_not_ready"]
    assert at_once(drain, drain) == ["done", "done"]
    once_each(ledger, 45)


def test_a_worker_killed_over_a_ledger_files_nothing_twice(race_cast: Cast) -> None:
    given: dict[str, Any] = {"by": Actor(race_cast.wang), "now": clock.now()}
    ledger = ledgers.hand_in(**given, handed=handed(60))
    drained()
    ledgers.decide(**given, ledger_id=ledger.pk, rows=list(ledger.rows.values_list("line", flat=True)))
    killed = worker()
    try:
        until = time.monotonic() + PATIENCE
        while not Case.objects.exists():
            assert killed.poll() is None, killed.communicate()[1]
            assert time.monotonic() < until
            time.sleep(0.01)
    finally:
        killed.kill()
        killed.communicate()
    assert Case.objects.count() < 60, "it was killed in the middle"
    drain()
    once_each(ledger, 60)
