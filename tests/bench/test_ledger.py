"""A ledger of a million payments is balanced in time linear in its rows: four times the rows, about four times the time."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cases.rules.balance import Balance, Claim, Paid, PrincipalItem, balance

pytestmark = pytest.mark.bench

START = date(2000, 1, 1)
CLAIM = Claim(
    (PrincipalItem(Decimal(9_999_999_999), "yearly", Decimal("0.0365"), START),), Decimal(2150), date(2000, 2, 1)
)
FEN = Decimal("0.01")
#: Twice the ideal of 4: a quadratic ledger would need 16 times.
MOST = 8


def ledger(rows: int, days: int) -> list[Paid]:
    """``rows`` payments of a fen each, spread over ``days`` days, entered in no order of days."""
    return [Paid(START + timedelta(days=(number * 7919) % days), FEN) for number in range(rows)]


def seconds(work: Callable[[], Balance]) -> tuple[float, Balance]:
    before = time.process_time()
    result = work()
    return time.process_time() - before, result


@pytest.mark.parametrize(
    ("rows", "days"), [pytest.param(1_000_000, 3653, id="ten-years"), pytest.param(200_000, 200_000, id="a-day-each")]
)
def test_a_long_ledger_is_balanced_in_linear_time(rows: int, days: int) -> None:
    until = START + timedelta(days=days)
    spent = []
    for count in (rows // 4, rows):
        entries = ledger(count, days * count // rows)
        took, result = seconds(lambda entries=entries: balance(claim=CLAIM, payments=entries, until=until))
        assert result.paid == count * FEN
        spent.append(took)
    assert spent[1] < MOST * spent[0], f"{rows // 4} rows {spent[0]:.2f} s, {rows} rows {spent[1]:.2f} s"
