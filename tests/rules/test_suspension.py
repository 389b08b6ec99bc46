from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules import deadlines
from cases.rules.periods import Periods
from cases.rules.suspension import GROUND, Held, Stretch, count_on, put_off, reconciliation_end
from jianli_mediation.kernel.workdays import Deadline
from tests.rules.calendars import COURT

PERIODS = Periods()
TAKEN = date(2023, 5, 9)
DAY = timedelta(days=1)
anyday = st.dates(date(2019, 1, 1), date(2025, 12, 31))


def end_of(*stretches, taken_on=TAKEN, extension_days=None, periods=PERIODS):
    return reconciliation_end(
        taken_on=taken_on,
        extension_days=extension_days,
        stretches=stretches,
        periods=periods,
        calendar=COURT,
    )


def stretch(since, until, reason="等评估报告"):
    return Stretch(date.fromisoformat(since), date.fromisoformat(until) if until else None, reason)


def texts(steps):
    return [(str(step.day) if step.day else "", step.text) for step in steps]


def test_without_suspension_it_is_the_plain_period():
    assert end_of() == deadlines.reconciliation(taken_on=TAKEN, periods=PERIODS, calendar=COURT)
    longer = deadlines.extended(old_due=date(2023, 6, 8), days=15, calendar=COURT)
    extended = end_of(extension_days=15)
    assert (extended.raw, extended.due, extended.article) == (longer.raw, longer.due, longer.article)
    assert extended.steps == end_of().steps + longer.steps


def test_ten_days_suspended_are_ten_days_more_then_moved_off_the_weekend():
    end = end_of(stretch("2023-05-20", "2023-05-29"))
    assert (end.raw, end.due, end.moved, end.confirmed) == (date(2023, 6, 18), date(2023, 6, 19), True, True)
    assert texts(end.steps) == [
        ("2023-05-09", "和解员接收，当日不计入"),
        ("2023-05-20", f"中止：等评估报告，当日起不计入（{GROUND}）"),
        ("2023-05-29", "恢复，共中止 10 日，次日接着算"),
        ("2023-06-18", "满 30 日，中止的 10 日不计入，星期日"),
        ("2023-06-19", "星期一，工作日"),
        ("", "顺延到 2023-06-19（民事诉讼法第八十五条）"),
    ]


def test_the_period_may_be_another_one():
    end = end_of(stretch("2023-05-20", "2023-05-29"), periods=Periods({"T_RECON": 20}))
    assert end.raw == date(2023, 6, 8)


def test_one_day_suspended_and_resumed():
    assert end_of(stretch("2023-05-20", "2023-05-20")).raw == date(2023, 6, 9)


def test_the_day_of_taking_does_not_count_twice():
    """It is not counted anyway: only the days after it are lost."""
    assert end_of(stretch("2023-05-09", "2023-05-09")) == end_of()
    assert end_of(stretch("2023-05-09", "2023-05-10")).raw == date(2023, 6, 9)


def test_the_last_day_suspended_moves_the_end():
    assert end_of(stretch("2023-06-08", "2023-06-08")).due == date(2023, 6, 9)
    assert end_of(stretch("2023-06-09", "2023-06-12")) == end_of()


def test_a_suspension_in_the_extension_lengthens_the_extension_alone():
    end = end_of(stretch("2023-06-12", "2023-06-16"), extension_days=15)
    assert end.raw == date(2023, 6, 28)
    assert texts(end.steps)[1] == ("2023-06-08", "满 30 日，星期四，工作日（民事诉讼法第八十五条）")
    assert ("2023-06-28", "延长 15 日，中止的 5 日不计入，星期三，工作日（民事诉讼法第八十五条）") in texts(end.steps)


def test_before_and_in_the_extension_each_counts_once():
    end = end_of(stretch("2023-05-20", "2023-05-22"), stretch("2023-06-20", "2023-06-21"), extension_days=15)
    assert [str(step.day) for step in end.steps if "恢复" in step.text] == ["2023-05-22", "2023-06-21"]
    # 30 + 3 days to Sunday 11 June, moved to the 12th; 15 + 2 days from there.
    assert (end.raw, end.due) == (date(2023, 6, 29), date(2023, 6, 29))


def test_suspended_between_the_last_day_and_the_workday_it_moves_to():
    """Taken on 1 September the 30 days end on 1 October; the holidays move that to the make-up Saturday, the 7th."""
    on_the_workday = end_of(stretch("2023-10-07", "2023-10-09"), taken_on=date(2023, 9, 1))
    assert (on_the_workday.raw, on_the_workday.due) == (date(2023, 10, 1), date(2023, 10, 10))
    assert "满 30 日，星期日，国庆假期" in dict(texts(on_the_workday.steps))["2023-10-01"]
    in_the_holidays = end_of(stretch("2023-10-02", "2023-10-04"), taken_on=date(2023, 9, 1))
    assert in_the_holidays == end_of(taken_on=date(2023, 9, 1))
    open_there = end_of(stretch("2023-10-04", None), taken_on=date(2023, 9, 1))
    assert isinstance(open_there, Held)
    assert (open_there.left, open_there.steps[-1].text) == (0, "中止中，没有届满日；恢复以后的第一个工作日届满")


def test_while_it_is_open_there_is_no_end():
    held = end_of(stretch("2023-05-20", None, "被申请人住院"))
    assert isinstance(held, Held)
    assert (held.since, held.left, held.reason, held.article) == (date(2023, 5, 20), 20, "被申请人住院", GROUND)
    assert texts(held.steps) == [
        ("2023-05-09", "和解员接收，当日不计入"),
        ("2023-05-20", f"中止：被申请人住院，当日起不计入（{GROUND}）"),
        ("", "中止中，没有届满日；恢复的次日接着算，还有 20 日"),
    ]


def test_an_extension_waits_behind_an_open_suspension():
    held = end_of(stretch("2023-05-20", None), extension_days=15)
    assert isinstance(held, Held)
    assert (held.left, held.steps[-1].text) == (35, "原期限届满以后，另有延长 15 日")
    in_it = end_of(stretch("2023-06-12", None), extension_days=15)
    assert isinstance(in_it, Held)
    assert in_it.left == 12
    assert in_it.steps[1].text.startswith("满 30 日")


def test_beyond_the_notice_it_is_provisional():
    end = end_of(stretch("2026-12-20", "2026-12-22"), taken_on=date(2026, 12, 10))
    assert not end.confirmed
    assert "放假安排未公布，暂估" in [text for _, text in texts(end.steps)]


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="cannot end on"):
        stretch("2023-05-20", "2023-05-19")
    with pytest.raises(ValueError, match="extension must be"):
        end_of(extension_days=31)


def test_the_longest_suspension():
    end = deadlines.suspension_review(since=date(2023, 5, 20), periods=PERIODS, calendar=COURT)
    assert (end.raw, end.due) == (date(2023, 6, 19), date(2023, 6, 19))
    shorter = deadlines.suspension_review(since=date(2023, 5, 20), periods=Periods({"T_SUSPEND": 14}), calendar=COURT)
    assert (shorter.raw, shorter.due) == (date(2023, 6, 3), date(2023, 6, 5))


def test_what_was_to_be_done_is_put_off_by_the_days_suspended():
    due = date(2023, 5, 12)
    assert put_off(due=due, start=TAKEN, stretches=(), calendar=COURT) == due
    later = (stretch("2023-05-11", "2023-05-15"),)
    assert put_off(due=due, start=TAKEN, stretches=later, calendar=COURT) == date(2023, 5, 17)
    assert put_off(due=due, start=TAKEN, stretches=(stretch("2023-05-15", "2023-05-16"),), calendar=COURT) == due
    assert put_off(due=due, start=TAKEN, stretches=(stretch("2023-05-11", None),), calendar=COURT) == due


# ── Properties ──

STARTS_AND_LENGTHS = st.lists(st.tuples(st.integers(0, 25), st.integers(1, 20)), max_size=4)


def laid_out(start, pairs):
    """Stretches one after another: each begins so many days after the one before it."""
    found, day = [], start
    for gap, length in pairs:
        since = day + DAY * (gap + 1)
        found.append(Stretch(since, since + DAY * (length - 1), "等评估报告"))
        day = found[-1].until
    return tuple(found)


def counted_by_hand(start, days, stretches, calendar):
    """Day after day, as one would on paper."""
    suspended = {each.since + DAY * n for each in stretches for n in range((each.until - each.since).days + 1)}
    day = start
    while days:
        day += DAY
        days -= day not in suspended
    raw = day
    while day in suspended or not calendar.is_workday(day):
        day += DAY
    return raw, day


@given(start=anyday, days=st.integers(1, 60), pairs=STARTS_AND_LENGTHS)
def test_it_is_what_one_counts_by_hand(start, days, pairs):
    stretches = laid_out(start, pairs)
    end = count_on(start=start, days=days, stretches=stretches, calendar=COURT, start_text="")
    assert isinstance(end, Deadline)
    assert (end.raw, end.due) == counted_by_hand(start, days, stretches, COURT)
    assert [step.is_result for step in end.steps].count(True) == 1
    assert end.steps[-1].is_result
    days_told = [step.day for step in end.steps if step.day]
    assert days_told == sorted(days_told)


@given(taken_on=anyday, pairs=STARTS_AND_LENGTHS, extension=st.none() | st.integers(1, 30))
def test_never_on_a_rest_day_never_on_a_suspended_day_never_earlier(taken_on, pairs, extension):
    stretches = laid_out(taken_on, pairs)
    end = end_of(*stretches, taken_on=taken_on, extension_days=extension)
    assert COURT.is_workday(end.due)
    assert not any(each.since <= end.due <= each.until for each in stretches)
    assert end.due >= end_of(taken_on=taken_on, extension_days=extension).due
    for place in range(len(stretches)):
        without = stretches[:place] + stretches[place + 1 :]
        assert end.due >= end_of(*without, taken_on=taken_on, extension_days=extension).due


@given(taken_on=anyday, first=st.integers(1, 20), one=st.integers(1, 20), gap=st.integers(1, 8), two=st.integers(1, 20))
def test_two_suspensions_are_their_sum(taken_on, first, one, gap, two):
    """Both inside the thirty days: the end, before it moves off rest days, is later by both together."""
    since = taken_on + DAY * first
    earlier = Stretch(since, since + DAY * (one - 1), "甲")
    again = earlier.until + DAY * (gap + 1)
    later = Stretch(again, again + DAY * (two - 1), "乙")
    end = end_of(earlier, later, taken_on=taken_on)
    assert end.raw == taken_on + DAY * (30 + one + two)
    assert end == end_of(later, earlier, taken_on=taken_on)
    in_one = Stretch(since, since + DAY * (one + two - 1), "丙")
    assert end.raw == end_of(in_one, taken_on=taken_on).raw


@given(taken_on=anyday, gap=st.integers(0, 29), length=st.integers(1, 90))
def test_what_was_left_is_what_runs_after_it(taken_on, gap, length):
    since = taken_on + DAY * (gap + 1)
    held = end_of(Stretch(since, None, "住院"), taken_on=taken_on)
    until = since + DAY * (length - 1)
    end = end_of(Stretch(since, until, "住院"), taken_on=taken_on)
    assert isinstance(held, Held)
    assert end.raw == until + DAY * held.left
