from datetime import date

import pytest

from cases.rules.preservation import five_day_due, longest_until, renewal_due
from tests.rules.calendars import COURT


def test_five_days_end_after_the_autumn_break():
    end = five_day_due(performance_end=date(2024, 9, 12), calendar=COURT)
    assert (end.raw, end.due) == (date(2024, 9, 17), date(2024, 9, 18))
    assert end.article == "民事诉讼法解释第一百六十三条、民事诉讼法第八十五条"
    assert end.steps[0].text == "履行期末日，当日不计入"


def test_a_freeze_is_not_moved_by_a_holiday():
    renewal = renewal_due(until=date(2025, 9, 5))
    assert (renewal.due, renewal.moved, renewal.confirmed) == (date(2025, 8, 29), False, True)
    assert [step.text for step in renewal.steps] == [
        "保全届满日，遇休息日也不顺延",
        "届满前 7 日（财产保全规定第十八条）",
    ]
    assert renewal_due(until=date(2024, 10, 10)).due == date(2024, 10, 3)


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("deposit", date(2025, 2, 28)),
        ("movable", date(2026, 2, 28)),
        ("real_estate", date(2027, 2, 28)),
        ("other_right", date(2027, 2, 28)),
    ],
)
def test_ceilings(kind, until):
    assert longest_until(object_kind=kind, since=date(2024, 2, 29)) == until
    with pytest.raises(KeyError):
        longest_until(object_kind="moon", since=date(2024, 2, 29))
