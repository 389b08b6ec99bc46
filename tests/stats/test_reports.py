"""Frozen months: who freezes them and when, what is kept, what later facts do to them."""

import pytest
from django.core.management import call_command

from cases.stats.period import Period
from cases.stats.snapshot import Snapshot
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.stats.april import April
from tests.stats.freezing import freeze
from tests.stats.test_april import BEHIND, EXPECTED, number

APRIL, MAY = Period.parse("2024-04"), Period.parse("2024-05")


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.blockers[0].code


def test_what_is_kept(april: April) -> None:
    row = freeze(april.cast)
    kept = Snapshot.parse(row.content)
    wanted = {code: tuple(number(each) for each in figure) for code, figure in EXPECTED.items()}
    found = {code: kept.figure(code) for code in EXPECTED}
    assert {code: (each.value, each.numerator, each.denominator) for code, each in found.items()} == wanted
    numbers = {code: {kept.case_no(each[0]) for each in kept.rows(code) or []} for code in BEHIND}
    assert numbers == {code: april.numbers(*cases) for code, cases in BEHIND.items()}
    assert (row.version, row.frozen_by, row.paper.number) == (1, april.cast.qian, "监法执前和解简报〔2024〕1期")
    entry = AuditEntry.objects.get(chain="month:2024-04")
    assert (entry.verb, entry.facts["digest"], entry.facts["D28"]["paper"]) == ("close_month", row.digest, row.paper_id)
    call_command("verify_months")
