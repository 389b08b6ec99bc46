from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.limits import Limits
from cases.rules.reminders import ladder

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_seven_days_three_days_the_day_and_the_end_of_grace() -> None:
    steps = ladder(due_on=date(2023, 10, 3), grace_until=date(2023, 10, 7), limits=Limits())
    assert [(step.code, step.on, step.until) for step in steps] == [
        ("due_first", date(2023, 9, 26), date(2023, 9, 29)),
        ("due_second", date(2023, 9, 30), date(2023, 10, 2)),
        ("due_day", date(2023, 10, 3), date(2023, 10, 6)),
        ("grace_end", date(2023, 10, 7), date(2023, 10, 7)),
    ]
    assert steps[0].moment.isoformat() == "2023-09-26T09:00:00+08:00"


def test_without_grace_the_due_day_is_the_last_step() -> None:
    day = date(2023, 6, 30)
    steps = ladder(due_on=day, grace_until=day, limits=Limits())
    assert [(step.code, step.until) for step in steps][-1] == ("due_day", day)
    assert len(steps) == 3


def test_the_court_sets_its_own_days_and_two_on_one_day_are_one() -> None:
    limits = Limits({"L_REMIND_FIRST": 3})
    steps = ladder(due_on=date(2023, 6, 30), grace_until=date(2023, 6, 30), limits=limits)
    assert [(step.code, step.on) for step in steps] == [
        ("due_second", date(2023, 6, 27)),
        ("due_day", date(2023, 6, 30)),
    ]


@given(DAYS, st.integers(0, 90), st.integers(1, 30), st.integers(1, 30))
def test_on_no_day_do_two_reminders_hold(due_on: date, grace: int, first: int, second: int) -> None:
    limits = Limits({"L_REMIND_FIRST": first, "L_REMIND_SECOND": second})
    steps = ladder(due_on=due_on, grace_until=due_on + timedelta(days=grace), limits=limits)
    assert all(step.on <= step.until for step in steps)
    assert all(before.until < after.on for before, after in pairwise(steps))
    assert steps[-1].until == due_on + timedelta(days=grace)
