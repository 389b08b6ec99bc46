from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules import deadlines
from cases.rules.periods import UNITS, Periods
from tests.rules.calendars import COURT, WEEKS

PERIODS = Periods()
anyday = st.dates(date(2019, 1, 1), date(2026, 6, 30))


def texts(deadline):
    return [(step.day, step.text) for step in deadline.steps]


def test_a_make_up_sunday_keeps_the_deadline():
    end = deadlines.performance_end(effective_on=date(2023, 4, 12), days=10, calendar=COURT)
    assert (end.raw, end.due, end.moved, end.confirmed) == (date(2023, 4, 22), date(2023, 4, 23), True, True)
    assert texts(end) == [
        (date(2023, 4, 12), "生效当日不计入"),
        (date(2023, 4, 22), "满 10 日，星期六"),
        (date(2023, 4, 23), "星期日，五一调休上班，是工作日"),
        (None, "顺延到 2023-04-23（民事诉讼法第八十五条）"),
    ]
    assert [step.is_result for step in end.steps] == [False, False, False, True]


def test_the_autumn_break_moves_to_the_make_up_saturday():
    end = deadlines.reconciliation(taken_on=date(2023, 9, 1), periods=PERIODS, calendar=COURT)
    assert end.due == date(2023, 10, 7)
    assert texts(end) == [
        (date(2023, 9, 1), "和解员接收，当日不计入"),
        (date(2023, 10, 1), "满 30 日，星期日，国庆假期"),
        (date(2023, 10, 7), "星期六，国庆调休上班，是工作日"),
        (None, "顺延到 2023-10-07（民事诉讼法第八十五条）"),
    ]


def test_a_deadline_on_a_workday_is_its_own_result():
    end = deadlines.reconciliation(taken_on=date(2023, 4, 26), periods=PERIODS, calendar=COURT)
    assert (end.due, end.moved) == (date(2023, 5, 26), False)
    assert texts(end)[1] == (date(2023, 5, 26), "满 30 日，星期五，工作日（民事诉讼法第八十五条）")
    assert end.steps[1].is_result


def test_grace_is_told_as_grace():
    end = deadlines.grace_end(due_on=date(2023, 6, 30), grace_days=3, calendar=COURT)
    assert texts(end) == [
        (date(2023, 6, 30), "应付日，当日不计入"),
        (date(2023, 7, 3), "宽限 3 日，星期一，工作日（民事诉讼法第八十五条）"),
    ]


@pytest.mark.parametrize("mode", [COURT, WEEKS])
def test_beyond_the_notice_a_deadline_is_provisional(mode):
    end = deadlines.count(start=date(2026, 12, 20), amount=30, unit="day", calendar=mode)
    assert not end.confirmed
    assert (end.due, deadlines.UNCONFIRMED) in texts(end)
    moved = deadlines.count(start=date(2027, 1, 1), amount=1, unit="day", calendar=mode)
    assert (moved.due, moved.confirmed) == (date(2027, 1, 4), False)
    assert [step.text for step in moved.steps][-2:] == [
        deadlines.UNCONFIRMED,
        "顺延到 2027-01-04（民事诉讼法第八十五条）",
    ]


def test_a_deadline_that_never_moves_needs_no_notice():
    fixed = deadlines.count(start=date(2027, 1, 1), amount=1, unit="day", shift=False, calendar=WEEKS)
    assert (fixed.due, fixed.moved, fixed.confirmed) == (date(2027, 1, 2), False, True)
    assert fixed.steps[-1].text == "满 1 日，星期六，不顺延（民事诉讼法第八十五条）"
    assert not deadlines.count(start=date(2027, 1, 1), amount=1, unit="workday", shift=False, calendar=WEEKS).confirmed


@pytest.mark.parametrize(
    ("start", "amount", "unit", "raw"),
    [
        (date(2023, 1, 31), 1, "month", date(2023, 2, 28)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2023, 2, 28), 1, "day", date(2023, 3, 1)),
        (date(2024, 2, 28), 1, "day", date(2024, 2, 29)),
        (date(2023, 12, 31), 1, "month", date(2024, 1, 31)),
        (date(2023, 9, 28), 1, "workday", date(2023, 10, 7)),
        (date(2024, 2, 8), 1, "workday", date(2024, 2, 9)),
        (date(2024, 2, 9), 1, "workday", date(2024, 2, 18)),
    ],
)
def test_units_at_the_edges(start, amount, unit, raw):
    assert deadlines.count(start=start, amount=amount, unit=unit, calendar=COURT).raw == raw


def test_an_article_of_2017_for_an_act_of_2021():
    end = deadlines.count(start=date(2021, 5, 10), amount=1, unit="day", calendar=COURT)
    assert end.article == "民事诉讼法第八十二条"
    agreed = deadlines.count(start=date(2021, 5, 10), amount=1, unit="day", calendar=COURT, article="约定")
    assert agreed.article == "约定"


@pytest.mark.parametrize(("amount", "unit"), [(1, "hour"), (-1, "day")])
def test_what_cannot_be_counted_is_refused(amount, unit):
    with pytest.raises(ValueError, match="cannot count"):
        deadlines.count(start=date(2023, 1, 1), amount=amount, unit=unit, calendar=COURT)


def test_without_words_the_first_step_is_bare():
    end = deadlines.count(start=date(2023, 5, 8), amount=1, unit="day", calendar=COURT)
    assert end.steps[0].text == "当日不计入"


def test_an_instrument_may_name_a_day_or_none():
    named = deadlines.performance_end(effective_on=date(2023, 7, 1), due_date=date(2023, 8, 20), calendar=COURT)
    assert (named.raw, named.due) == (date(2023, 8, 20), date(2023, 8, 21))
    assert named.steps[0].text == "文书写明的履行期末日，星期日"
    on_workday = deadlines.performance_end(effective_on=date(2023, 7, 1), due_date=date(2023, 8, 21), calendar=COURT)
    assert not on_workday.moved
    none = deadlines.performance_end(effective_on=date(2023, 7, 1), calendar=COURT)
    assert (none.due, none.confirmed) == (date(2023, 7, 1), True)
    assert none.article == "民事诉讼法第二百四十六条"
    with pytest.raises(ValueError, match="not both"):
        deadlines.performance_end(effective_on=date(2023, 7, 1), days=1, due_date=date(2023, 8, 1), calendar=COURT)


@pytest.mark.parametrize(
    ("find", "start", "due"),
    [
        ("filing_review/received_on", date(2023, 5, 8), date(2023, 5, 15)),
        ("urging_end/served_on", date(2023, 5, 10), date(2023, 5, 25)),
        ("declaration_due/served_on", date(2023, 5, 10), date(2023, 5, 25)),
        ("handover_due/closed_on", date(2023, 9, 28), date(2023, 10, 9)),
        ("assignment_due/accepted_on", date(2023, 4, 28), date(2023, 5, 4)),
        ("taking_due/assigned_on", date(2023, 5, 8), date(2023, 5, 11)),
        ("contact_due/taken_on", date(2023, 5, 8), date(2023, 5, 11)),
        ("escalation_due/ended_on", date(2023, 9, 26), date(2023, 9, 29)),
        ("closing_due/ready_on", date(2023, 5, 8), date(2023, 5, 11)),
        ("certificate_due/asked_on", date(2023, 5, 25), date(2023, 5, 30)),
        ("payout_due/arrived_on", date(2023, 4, 26), date(2023, 5, 4)),
        ("request_due/asked_on", date(2023, 5, 5), date(2023, 5, 9)),
        ("enforcement_notice_due/received_on", date(2024, 9, 18), date(2024, 9, 29)),
        ("enforcement_end/filed_on", date(2023, 8, 31), date(2024, 2, 29)),
    ],
)
def test_the_periods_of_the_procedure(find, start, due):
    name, _, argument = find.partition("/")
    end = getattr(deadlines, name)(**{argument: start}, periods=PERIODS, calendar=COURT)
    assert end.due == due
    assert end.article in end.steps[-1].text


def test_statutory_periods_name_their_own_article():
    end = deadlines.filing_review(received_on=date(2023, 5, 8), periods=PERIODS, calendar=COURT)
    assert end.article == "执行工作规定第十六条、民事诉讼法第八十五条"
    ours = deadlines.handover_due(closed_on=date(2023, 5, 8), periods=PERIODS, calendar=COURT)
    assert ours.article == "本院自定"


@pytest.mark.parametrize(
    ("registered", "due"),
    [
        (date(2024, 4, 1), date(2024, 5, 6)),
        (date(2024, 4, 2), date(2024, 5, 6)),
        (date(2024, 4, 3), date(2024, 5, 6)),
        (date(2024, 4, 8), date(2024, 5, 8)),
        (date(2024, 2, 5), date(2024, 3, 6)),
        (date(2024, 1, 10), date(2024, 2, 9)),
    ],
)
def test_the_deadlines_of_the_april_report(registered, due):
    assert deadlines.reconciliation(taken_on=registered, periods=PERIODS, calendar=COURT).due == due


def test_an_extension_counts_from_the_moved_day():
    end = deadlines.extended(old_due=date(2023, 10, 7), days=15, calendar=COURT)
    assert end.due == date(2023, 10, 23)
    assert texts(end)[0] == (date(2023, 10, 7), "原期限届满，当日不计入")
    assert texts(end)[1] == (date(2023, 10, 22), "延长 15 日，星期日")
    for days in (0, 31):
        with pytest.raises(ValueError, match="1 to 30"):
            deadlines.extended(old_due=date(2023, 10, 7), days=days, calendar=COURT)
    assert deadlines.extended(old_due=date(2023, 10, 9), days=30, calendar=COURT).raw == date(2023, 11, 8)


def test_days_left_in_words():
    due = date(2023, 10, 7)
    assert deadlines.days_left_text(due=due, today=date(2023, 9, 27), calendar=COURT) == "还有 2 工作日"
    assert deadlines.days_left_text(due=due, today=due, calendar=COURT) == "今天到期"
    assert deadlines.days_left_text(due=due, today=date(2023, 10, 13), calendar=COURT) == "逾期 6 天"
    assert deadlines.day_text(due) == "2023-10-07 周六"


@given(start=anyday, amount=st.integers(0, 120), unit=st.sampled_from(sorted(UNITS)))
def test_a_deadline_that_moves_never_falls_on_a_rest_day(start, amount, unit):
    amount = amount if unit in ("day", "workday") else amount % 3
    end = deadlines.count(start=start, amount=amount, unit=unit, calendar=COURT)
    assert COURT.is_workday(end.due)
    assert end.raw <= end.due
    assert end.moved == (end.raw != end.due)
    assert not any(COURT.is_workday(end.raw + timedelta(days=n)) for n in range((end.due - end.raw).days))
    assert end.steps[0].day == start
    assert [step.is_result for step in end.steps].count(True) == 1
    assert end.steps[-1].is_result


@given(start=anyday, amount=st.integers(0, 60), more=st.integers(0, 30))
def test_a_longer_period_never_ends_earlier(start, amount, more):
    short = deadlines.count(start=start, amount=amount, unit="day", calendar=COURT)
    long = deadlines.count(start=start, amount=amount + more, unit="day", calendar=COURT)
    assert short.due <= long.due


@given(due_on=anyday, grace_days=st.integers(0, 30))
def test_grace_in_lists_is_grace_with_steps(due_on, grace_days):
    told = deadlines.grace_end(due_on=due_on, grace_days=grace_days, calendar=COURT)
    assert deadlines.grace_last_day(due_on=due_on, grace_days=grace_days, calendar=COURT) == told.due
