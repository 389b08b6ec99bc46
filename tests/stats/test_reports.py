"""Frozen months: who freezes them and when, what is kept, what later facts do to them."""

import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from openpyxl import load_workbook
from pypdf import PdfReader

from cases.actions import reporting as acts
from cases.actions import mediation
from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.models import Case, MonthReport
from cases.stats.frozen import corrections_before, corrections_of, told_of, version_of
from cases.stats.period import Period
from cases.stats.snapshot import Snapshot
from documents import archive
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import day, moment
from tests.cast import Cast
from tests.stats.april import April
from tests.stats.freezing import MAY_6, TEXTS, freeze
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
