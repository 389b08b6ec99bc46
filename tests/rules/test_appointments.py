from datetime import date, time

import pytest

from cases.rules.appointments import hints
from jianli_mediation.kernel.workdays import Calendar

CALENDAR = Calendar(holidays=frozenset({date(2023, 6, 22)}), workdays=frozenset({date(2023, 6, 25)}))
WEDNESDAY = date(2023, 6, 21)


@pytest.mark.parametrize(
    ("starts", "ends"), [(time(8, 30), time(12)), (time(14), time(17, 30)), (time(9, 30), time(10, 30))]
)
def test_in_the_hours_of_a_working_day_there_is_nothing_to_say(starts, ends):
    assert hints(day=WEDNESDAY, starts=starts, ends=ends, calendar=CALENDAR) == ()


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(time(8, 29), time(9)), (time(11, 30), time(12, 1)), (time(12), time(14)), (time(17), time(18))],
)
def test_an_hour_outside_is_told(starts, ends):
    (said,) = hints(day=WEDNESDAY, starts=starts, ends=ends, calendar=CALENDAR)
    assert said == f"{starts:%H:%M}–{ends:%H:%M} 不全在上班时间（8:30–12:00、14:00–17:30）"


@pytest.mark.parametrize(
    ("day", "said"), [(date(2023, 6, 22), True), (date(2023, 6, 24), True), (date(2023, 6, 25), False)]
)
def test_rest_days_and_made_up_ones(day, said):
    found = hints(day=day, starts=time(9), ends=time(10), calendar=CALENDAR)
    assert bool(found) is said
    assert all("是休息日" in each for each in found)


def test_a_day_after_the_period():
    last = hints(day=WEDNESDAY, starts=time(9), ends=time(10), calendar=CALENDAR, deadline=WEDNESDAY)
    after = hints(day=WEDNESDAY, starts=time(9), ends=time(10), calendar=CALENDAR, deadline=date(2023, 6, 20))
    assert (last, after) == ((), ("约在和解期限（2023-06-20）以后",))
