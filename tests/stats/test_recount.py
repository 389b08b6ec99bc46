"""The indicators against a recount by plain loops, on courts of random lives, for several months, lanes and mediators."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from cases.models import Case
from cases.states import ResultCode, State
from cases.stats.asked import Asked
from cases.stats.indicator import Indicator
from cases.stats.indicators import BY_CODE, check_stock
from cases.stats.overview import LISTED as OF_OVERVIEW
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from tests.cast import Cast, make_cast
from tests.laid import laid_once
from tests.stats.naive import WANTED, Court, Row
from tests.stats.naive_steps import MORE
from tests.stats.random_court import open_court

CASES, RICH = 25, 80
MONTHS = [Period.month(2024, month) for month in (3, 4, 6)]
RANGE = Period(date(2024, 2, 10), date(2024, 5, 20))
ASKED_ON = date(2024, 8, 1)
MID_APRIL = date(2024, 4, 17)
# These lives are never late at the window nor with a mediator; test_delays tells of those that are.
NEVER = {f"step.{step}" for step in ("meet.late", "take.late", "take", "accept.late", "take.still", "assign.still")} | {
    "clue.frozen"
}


def counted(asked: Asked, entry: Indicator) -> tuple[Any, Any, Any]:
    reckoning = Reckoning(asked)
    numerator, denominator = entry.numerator, entry.denominator
    assert numerator is not None
    cases = {pk for (pk,) in reckoning.tally(numerator).cases.values_list("pk")}
    return reckoning.total(numerator), reckoning.total(denominator) if denominator else None, cases


def differences(asked: Asked, court: Court, wanted_of: Mapping[str, Any] = WANTED) -> dict[str, Any]:
    """Codes whose numbers, or the cases behind them, are not those of the recount."""
    found = {}
    for code, recount in wanted_of.items():
        above, below, behind = counted(asked, BY_CODE.get(code) or OF_OVERVIEW[code])
        wanted = recount(court)
        cases = None if wanted[2] is None else behind
        if (Decimal(above), below, cases) != (Decimal(wanted[0]), wanted[1], wanted[2]):
            found[code] = ((above, below, cases), wanted)
    return found


@pytest.fixture(scope="module", params=[(1, RICH), (2, CASES)], ids=["rich", "small"])
def laid_court(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Cast]:
    with laid_once(django_db_blocker):
        with django_db_blocker.unblock():
            cast = make_cast()
            open_court(cast, *request.param)
        yield cast


@pytest.fixture
def court(laid_court: Cast, db: None) -> Cast:
    return laid_court


@pytest.mark.usefixtures("court")
@pytest.mark.parametrize("as_of", [ASKED_ON, MID_APRIL])
def test_the_recount_agrees(as_of: date) -> None:
    for period in (*MONTHS, RANGE):
        asked = Asked(period, as_of)
        assert differences(asked, Court(period.first, period.last, as_of), WANTED | MORE) == {}, period
        check_stock(Reckoning(asked))


@pytest.mark.usefixtures("court")
@pytest.mark.parametrize("laid_court", [(1, RICH)], indirect=True, ids=["rich"])
def test_the_rich_court_is_rich() -> None:
    """So that the agreement means something: every state, most endings, no indicator that is always nought."""
    assert set(Case.objects.values_list("state", flat=True)) == set(State)
    ended = set(Case.objects.exclude(result_code="").values_list("result_code", flat=True))
    assert len(ended) >= len(ResultCode) - 4
    asked = Asked(Period(date(2024, 3, 1), date(2024, 7, 31)), ASKED_ON)
    assert {code for code in WANTED if not counted(asked, BY_CODE[code])[0]} <= {"m20.b"}
    assert {code for code in MORE if not counted(asked, OF_OVERVIEW[code])[0]} <= NEVER


def enterprise(court: Court, case: Row) -> bool:
    return case["enterprise_related"] != "none"


@pytest.mark.usefixtures("court")
@pytest.mark.parametrize("laid_court", [(2, CASES)], indirect=True, ids=["small"])
@pytest.mark.parametrize("lane", [True, False])
def test_one_lane(lane: bool) -> None:
    for period in MONTHS:
        court = Court(period.first, period.last, ASKED_ON, lambda c, case: enterprise(c, case) is lane)
        assert differences(Asked(period, ASKED_ON, enterprise=lane), court) == {}
        everything = Court(period.first, period.last, ASKED_ON, enterprise)
        for part, code in (("m22", "m01"), ("m22.closed", "m03"), ("m22.rate", "m07"), ("m22.received", "m11")):
            assert counted(Asked(period, ASKED_ON), BY_CODE[part])[:2] == WANTED[code](everything)[:2]


@pytest.mark.parametrize("laid_court", [(2, CASES)], indirect=True, ids=["small"])
def test_one_mediator(court: Cast) -> None:
    """Whose the last talks were. What she took is told by the assignments, and compared in the work load's own tests."""
    mine = court.mediator("li").pk
    for period in MONTHS:
        wanted = Court(period.first, period.last, ASKED_ON, lambda c, case: c.mediator(case) == mine)
        found = differences(Asked(period, ASKED_ON, mediator=mine), wanted)
        assert found == {}
