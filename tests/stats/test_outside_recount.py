"""Indicators 23 to 25 against a recount by plain loops over random readings of other systems, some of them missing."""

import random
from datetime import date

import pytest

from cases.models import OutsideFigure, OutsideKind
from cases.stats.asked import Asked
from cases.stats.indicators import BY_CODE
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from tests.build import moment
from tests.cast import Cast
from tests.stats.naive import Row
from tests.stats.naive_steps import from_outside, percent

MONTHS = [date(year, month, 1) for year in (2022, 2023, 2024) for month in range(1, 7)]
ASKED_ON = date(2024, 8, 1)


def readings(cast: Cast, seed: int) -> list[Row]:
    """Two readings of every number on average, in no order; of some months none. Zero is a number."""
    pick = random.Random(seed)
    drawn = [
        (month, kind, pick.choice([0, pick.randrange(1, 500)]))
        for month in MONTHS
        for kind in OutsideKind.values
        for _ in range(pick.choice([0, 1, 2, 3, 3]))
    ]
    pick.shuffle(drawn)
    OutsideFigure.objects.bulk_create(
        OutsideFigure(
            month=month,
            kind=kind,
            number=number,
            source="执行办案系统",
            read_on=date(2024, 7, 1),
            entered_at=moment("2024-07-01 09:00"),
            entered_by=cast.people["chen"],
        )
        for month, kind, number in drawn
    )
    return [dict(row) for row in OutsideFigure.objects.values("id", "month", "kind", "number")]


@pytest.mark.parametrize("seed", range(6))
def test_the_recount_agrees(db: None, cast: Cast, seed: int) -> None:
    rows = readings(cast, seed)
    known = 0
    for first in range(6, len(MONTHS)):
        months = [month for month in MONTHS[first : first + 2] if month.year == MONTHS[first].year]
        reckoning = Reckoning(Asked(Period.between(Period.of(months[0]), Period.of(months[-1])), ASKED_ON))
        for code in ("m23", "m24", "m25"):
            found, wanted = reckoning.figure(BY_CODE[code]), from_outside(rows, code, months, registered=0)
            if wanted is None:
                assert (found.value, bool(found.missing)) == (None, True), (code, months)
                continue
            known += 1
            assert (found.numerator, found.denominator, found.missing) == (*wanted, ""), (code, months)
            assert found.value == percent(*wanted), (code, months)
    assert known > 5
