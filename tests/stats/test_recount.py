"""The indicators against a recount by plain loops, on courts of random lives, for several months, lanes and mediators."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.models import Case
from cases.states import ResultCode, State
from cases.stats.asked import Asked
from cases.stats.indicator import Indicator
from cases.stats.indicators import BY_CODE, check_stock
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from tests.cast import Cast
from tests.stats.naive import WANTED, Court, Row
from tests.stats.random_court import open_court

CASES, RICH = 25, 80
MONTHS = [Period.month(2024, month) for month in (3, 4, 6)]
RANGE = Period(date(2024, 2, 10), date(2024, 5, 20))
ASKED_ON = date(2024, 8, 1)
MID_APRIL = date(2024, 4, 17)


def counted(asked: Asked, entry: Indicator) -> tuple[Any, Any, Any]:
    reckoning = Reckoning(asked)
    numerator, denominator = entry.numerator, entry.denominator
    assert numerator is not None
    cases = {pk for (pk,) in reckoning.tally(numerator).cases.values_list("pk")}
    return reckoning.total(numerator), reckoning.total(denominator) if denominator else None, cases


def differences(asked: Asked, court: Court) -> dict[str, Any]:
    """Codes whose numbers, or the cases behind them, are not those of the recount."""
    found = {}
    for code, recount in WANTED.items():
        above, below, behind = counted(asked, BY_CODE[code])
        wanted = recount(court)
        cases = None if wanted[2] is None else behind
        if (Decimal(above), below, cases) != (Decimal(wanted[0]), wanted[1], wanted[2]):
            found[code] = ((above, below, cases), wanted)
    return found


@pytest.mark.parametrize(("seed", "cases"), [(1, RICH), (2, CASES)])
def test_the_recount_agrees(cast: Cast, seed: int, cases: int) -> None:
    open_court(cast, seed, cases)
    for period in (*MONTHS, RANGE):
        for as_of in (ASKED_ON, MID_APRIL):
            asked = Asked(period, as_of)
            court = Court(period.first, period.last, as_of)
            assert differences(asked, court) == {}, period
            check_stock(Reckoning(asked))
    if cases == RICH:
        is_rich()


def is_rich() -> None:
    """So that the agreement means something: every state, most endings, no indicator that is always nought."""
    assert set(Case.objects.values_list("state", flat=True)) == set(State)
    ended = set(Case.objects.exclude(result_code="").values_list("result_code", flat=True))
    assert len(ended) >= len(ResultCode) - 4
    asked = Asked(Period(date(2024, 3, 1), date(2024, 7, 31)), ASKED_ON)
    assert {code for code in WANTED if not counted(asked, BY_CODE[code])[0]} <= {"m20.b"}


def enterprise(court: Court, case: Row) -> bool:
    return case["enterprise_related"] != "none"


@pytest.mark.parametrize("lane", [True, False])
def test_one_lane(cast: Cast, lane: bool) -> None:
    open_court(cast, 4, CASES)
    for period in MONTHS:
        court = Court(period.first, period.last, ASKED_ON, lambda c, case: enterprise(c, case) is lane)
        assert differences(Asked(period, ASKED_ON, enterprise=lane), court) == {}
        everything = Court(period.first, period.last, ASKED_ON, enterprise)
        for part, code in (("m22", "m01"), ("m22.closed", "m03"), ("m22.rate", "m07"), ("m22.received", "m11")):
            assert counted(Asked(period, ASKED_ON), BY_CODE[part])[:2] == WANTED[code](everything)[:2]


def test_one_mediator(cast: Cast) -> None:
    """Whose the last talks were. What she took is told by the assignments, and compared in the work load's own tests."""
    open_court(cast, 5, CASES)
    mine = cast.mediator("li").pk
    for period in MONTHS:
        court = Court(period.first, period.last, ASKED_ON, lambda c, case: c.mediator(case) == mine)
        found = differences(Asked(period, ASKED_ON, mediator=mine), court)
        assert found == {}
