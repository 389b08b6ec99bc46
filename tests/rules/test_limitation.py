from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.limitation import KINDS, LimitationEvent, limitation
from cases.rules.periods import Periods
from tests.rules.calendars import COURT, WEEKS

PERFORMANCE_END = date(2023, 1, 9)
AGREEMENT = LimitationEvent("agreement", date(2023, 5, 18), "签协议")
PAYMENT = LimitationEvent("payment", date(2023, 7, 5), "何某付 20,000.00 元")


def reckon(*events, **kwargs):
    return limitation(performance_end=PERFORMANCE_END, events=events, calendar=COURT, **kwargs)


def test_two_readings_and_the_earlier_is_safe():
    found = reckon(PAYMENT, AGREEMENT, agreed_last_day=date(2023, 9, 28), today=date(2023, 7, 6))
    assert (found.safe_until, found.latest) == (date(2025, 7, 7), date(2025, 9, 28))
    assert (found.days_left, found.level, found.lapsed, found.confirmed) == (732, "ok", False, True)
    assert [(step.day, step.text) for step in found.steps] == [
        (date(2023, 1, 9), "履行期末日，时效从这天起算"),
        (date(2023, 5, 18), "签协议，时效中断，重新起算"),
        (date(2023, 7, 5), "何某付 20,000.00 元，再次中断"),
        (date(2025, 7, 5), "满 2 年，星期六"),
        (date(2025, 7, 7), "顺延到星期一"),
        (date(2025, 9, 28), "另一种算法：从协议末期起 2 年，星期日，国庆调休上班，不顺延"),
        (None, "两个日期取早的：2025-07-07（民事诉讼法第二百四十六条；提示，不是认定）"),
    ]
    assert found.nature == "提示，不是认定"
    assert found.steps[-1].is_result


def test_without_events_two_years_from_the_last_day_of_performance():
    found = reckon()
    assert (found.safe_until, found.latest) == (date(2025, 1, 9), date(2025, 1, 9))
    assert (found.level, found.days_left) == ("", None)
    assert [step.text for step in found.steps] == [
        "履行期末日，时效从这天起算",
        "满 2 年，星期四，工作日",
        "2025-01-09（民事诉讼法第二百四十六条；提示，不是认定）",
    ]


def test_an_agreed_day_that_ends_earlier_is_not_shown():
    found = reckon(PAYMENT, agreed_last_day=date(2023, 6, 1))
    assert found.latest == found.safe_until == date(2025, 7, 7)
    assert not any("另一种算法" in step.text for step in found.steps)


def test_an_agreed_day_may_move_too():
    found = reckon(agreed_last_day=date(2023, 10, 4))
    assert found.latest == date(2025, 10, 9)
    assert any(step.text.endswith("国庆假期，顺延到 2025-10-09") for step in found.steps)


def test_many_events_show_the_last_two_and_their_evidence():
    application = LimitationEvent("application", date(2023, 4, 25), evidence="收件回执")
    promise = LimitationEvent("promise", date(2023, 7, 6), evidence="通话记录")
    found = reckon(application, promise, PAYMENT, AGREEMENT)
    assert [step.text for step in found.steps][:3] == [
        "履行期末日，时效从这天起算；此后中断 4 次，列最近 2 次",
        "何某付 20,000.00 元，时效中断，重新起算",
        "被申请人同意履行（证据：通话记录），再次中断",
    ]
    assert found.safe_until == date(2025, 7, 7)


def test_events_before_the_period_began_play_no_part():
    assert reckon(LimitationEvent("demand", PERFORMANCE_END)).safe_until == date(2025, 1, 9)


def test_an_event_after_the_period_had_run_out_is_left_to_the_judge():
    late = LimitationEvent("payment", date(2025, 3, 3), "刘某付 100.00 元")
    found = reckon(late, today=date(2025, 3, 4))
    assert (found.safe_until, found.latest, found.lapsed) == (date(2025, 1, 9), date(2027, 3, 3), True)
    assert found.level == "red"
    assert any("在 2025-01-09 之后，能否再算由法官判断" in step.text for step in found.steps)


@pytest.mark.parametrize(
    ("today", "level"),
    [
        (date(2024, 10, 10), "ok"),
        (date(2024, 10, 11), "amber"),
        (date(2024, 12, 9), "amber"),
        (date(2024, 12, 10), "red"),
        (date(2025, 1, 10), "red"),
    ],
)
def test_amber_at_ninety_days_and_red_at_thirty(today, level):
    assert reckon(today=today).level == level


def test_beyond_the_notice_the_date_is_provisional():
    found = limitation(performance_end=date(2025, 5, 1), events=[], calendar=COURT)
    assert not found.confirmed
    assert any("放假安排未公布，暂估" in step.text for step in found.steps)
    other = limitation(performance_end=date(2024, 5, 6), events=[], calendar=COURT, agreed_last_day=date(2025, 5, 6))
    assert not other.confirmed
    assert not limitation(performance_end=PERFORMANCE_END, events=[], calendar=WEEKS).confirmed


def test_the_period_and_the_kinds_are_data():
    assert reckon(periods=Periods({"T_LIM": 3})).safe_until == date(2026, 1, 9)
    with pytest.raises(ValueError, match="unknown kind"):
        reckon(LimitationEvent("sneeze", date(2023, 5, 18)))


events = st.builds(
    LimitationEvent, kind=st.sampled_from(sorted(KINDS)), on=st.dates(date(2022, 1, 1), date(2026, 12, 31))
)


@given(chain=st.lists(events, max_size=8), order=st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(chain, order):
    shuffled = list(chain)
    order.shuffle(shuffled)
    first, second = reckon(*chain), reckon(*shuffled)
    assert (first.safe_until, first.latest, first.lapsed) == (second.safe_until, second.latest, second.lapsed)


@given(chain=st.lists(events, max_size=8), agreed=st.none() | st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_the_safe_date_is_never_the_later_one_and_a_workday(chain, agreed):
    found = reckon(*chain, agreed_last_day=agreed)
    assert found.safe_until <= found.latest
    assert COURT.is_workday(found.safe_until)
