"""Months and stretches of them."""

from datetime import date

import pytest

from cases.stats.asked import Asked
from cases.stats.period import Period

APRIL = Period.parse("2024-04")


def test_a_month_has_its_days() -> None:
    assert (APRIL.first, APRIL.last, APRIL.key, APRIL.is_month) == (
        date(2024, 4, 1),
        date(2024, 4, 30),
        "2024-04",
        True,
    )
    assert Period.parse("2024-02").last == date(2024, 2, 29)
    assert Period.parse("2023-12").last == date(2023, 12, 31)


@pytest.mark.parametrize("text", ["2024-4", "2024-13", "2024-00", "24-04", "2024-04-01", "", "1899-12", "２０２４-04x"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Period.parse(text)


def test_neighbours_and_stretches() -> None:
    january = Period.parse("2024-01")
    assert (january.before().key, Period.parse("2023-12").after().key) == ("2023-12", "2024-01")
    year = APRIL.back(13)
    assert (year.first, year.last) == (date(2023, 4, 1), APRIL.last)
    assert [month.key for month in year.months()][-2:] == ["2024-03", "2024-04"]
    assert len(list(year.months())) == 13
    with pytest.raises(ValueError, match="is after"):
        Period(APRIL.last, APRIL.first)


def test_labels() -> None:
    assert APRIL.label == "2024年4月"
    assert APRIL.back(4).label == "2024年1月至4月"
    assert APRIL.back(6).label == "2023年11月至2024年4月"
    assert Period(date(2024, 4, 2), date(2024, 4, 30)).label == "2024-04-02 至 2024-04-30"


def test_what_is_due_today_is_still_in_time() -> None:
    due = {day: Asked(APRIL, date(2024, 4, day)).due_until for day in (1, 15, 30)}
    assert due == {1: date(2024, 3, 31), 15: date(2024, 4, 14), 30: date(2024, 4, 29)}
    assert Asked(APRIL, date(2024, 5, 6)).due_until == date(2024, 4, 30)
