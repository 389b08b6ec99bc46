from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianli_mediation.kernel.workdays import Calendar, add_months, add_years
from tests.rules.calendars import COURT, WEEKS, days

anyday = st.dates(date(2019, 1, 1), date(2026, 12, 31))

# 国务院办公厅 notices: (year, rest days, make-up workdays)
NOTICES = [
    (2023,
     days(2023, "01-01/01-02", "01-21/01-27", "04-05", "04-29/05-03", "06-22/06-24", "09-29/10-06"),
     days(2023, "01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08")),
    (2024,
     days(2024, "01-01", "02-10/02-17", "04-04/04-06", "05-01/05-05", "06-10", "09-15/09-17", "10-01/10-07"),
     days(2024, "02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12")),
    (2025,
     days(2025, "01-01", "01-28/02-04", "04-04/04-06", "05-01/05-05", "05-31/06-02", "10-01/10-08"),
     days(2025, "01-26", "02-08", "04-27", "09-28", "10-11")),
    (2026,
     days(2026, "01-01/01-03", "02-15/02-23", "04-04/04-06", "05-01/05-05", "06-19/06-21", "09-25/09-27",
          "10-01/10-07"),
     days(2026, "01-04", "02-14", "02-28", "05-09", "09-20", "10-10")),
]  # fmt: skip


@pytest.mark.parametrize(("year", "rest", "makeup"), NOTICES, ids=[str(row[0]) for row in NOTICES])
def test_each_day_of_a_year_follows_the_notice(year, rest, makeup):
    # 2023-12-30/31 belong to the break of 2024's new year, as weekend days they rest anyway.
    for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
        day = date(year, 1, 1) + timedelta(days=number)
        expected = day in makeup or (day not in rest and day.weekday() < 5)
        assert COURT.is_workday(day) is expected, day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2023, 4, 23), True),  # Sunday, made up for 1 May
        (date(2023, 10, 7), True),  # Saturday after the National Day break
        (date(2023, 10, 6), False),
        (date(2024, 2, 9), True),  # 除夕 was a workday in 2024
        (date(2025, 1, 28), False),  # and a statutory holiday from 2025
        (date(2020, 1, 31), False),  # the break of 2020 was extended
        (date(2024, 2, 29), True),
    ],
)
def test_days_that_people_get_wrong(day, works):
    assert COURT.is_workday(day) is works


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 4, 23), "星期日，五一调休上班"),
        (date(2023, 10, 3), "星期二，国庆假期"),
        (date(2023, 5, 24), "星期三，工作日"),
        (date(2023, 4, 22), "星期六"),
    ],
)
def test_days_are_described(day, words):
    assert COURT.describe(day) == words


def test_days_without_a_name_are_described_too():
    plain = Calendar(holidays=frozenset({date(2023, 10, 3)}), workdays=frozenset({date(2023, 10, 7)}))
    assert plain.describe(date(2023, 10, 3)) == "星期二，放假"
    assert plain.describe(date(2023, 10, 7)) == "星期六，调休上班"


def test_confirmed_ends_with_the_notice():
    assert COURT.is_confirmed(date(2026, 12, 31))
    assert not COURT.is_confirmed(date(2027, 1, 1))
    assert not WEEKS.is_confirmed(date(2023, 1, 1))


def test_next_workday_and_counting():
    assert COURT.next_workday(date(2023, 10, 1)) == date(2023, 10, 7)
    assert COURT.next_workday(date(2023, 10, 7)) == date(2023, 10, 7)
    assert COURT.add_workdays(date(2023, 9, 28), 3) == date(2023, 10, 9)
    assert COURT.add_workdays(date(2023, 10, 9), -3) == date(2023, 9, 28)
    assert COURT.add_workdays(date(2023, 10, 1), 0) == date(2023, 10, 1)
    assert COURT.workdays_between(date(2023, 9, 28), date(2023, 10, 9)) == 3
    assert COURT.workdays_between(date(2023, 10, 9), date(2023, 9, 28)) == -3
    assert COURT.workdays_between(date(2023, 10, 9), date(2023, 10, 9)) == 0


@given(day=anyday, count=st.integers(0, 60))
def test_counting_forward_and_measuring_agree(day, count):
    assert COURT.workdays_between(day, COURT.add_workdays(day, count)) == count


@given(day=anyday)
def test_the_next_workday_is_the_first_one(day):
    after = COURT.next_workday(day)
    assert after >= day
    assert COURT.is_workday(after)
    assert COURT.workdays_between(day, after) == (after != day)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2023, 3, 31), -1, date(2023, 2, 28)),
        (date(2023, 5, 18), 24, date(2025, 5, 18)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(day, months, end):
    assert add_months(day, months) == end


def test_a_leap_day_ends_on_the_28th():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_calendars_are_values():
    assert Calendar(names={date(2023, 1, 1): "元旦"}) == Calendar()
    assert hash(Calendar()) == hash(WEEKS)
