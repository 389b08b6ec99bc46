from datetime import date
from decimal import Decimal

import pytest

from cases.rules.rates import Rate, doubts, rate_on

SERIES = (
    Rate(date(2023, 8, 21), Decimal("0.0345"), checked=True),
    Rate(date(2019, 8, 20), Decimal("0.0425")),
    Rate(date(2023, 6, 20), Decimal("0.0355"), checked=True),
)


@pytest.mark.parametrize(
    ("day", "percent"),
    [("2019-08-20", "0.0425"), ("2023-06-19", "0.0425"), ("2023-06-20", "0.0355"), ("2024-01-01", "0.0345")],
)
def test_the_rate_of_a_day_is_the_last_one_published(day, percent):
    assert rate_on(series=SERIES, on=date.fromisoformat(day)).rate == Decimal(percent)


def test_before_the_series_nothing_is_guessed():
    with pytest.raises(LookupError, match="2019-08-19"):
        rate_on(series=SERIES, on=date(2019, 8, 19))


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2023-06-20", "2023-08-01", ()),
        ("2023-06-19", "2023-08-01", ("LPR 有 1 个数没有核对过，请对照公布文本核对。",)),
        ("2018-01-01", "2023-08-01", ("LPR 有 1 个数没有核对过，请对照公布文本核对。",)),
        ("2023-06-20", "2023-10-22", ()),
        ("2023-06-20", "2023-10-23", ("LPR 最近一次变动录到 2023-08-21，此后有没有新公布，请核对。",)),
        ("2018-01-01", "2018-02-01", ()),
        ("2019-08-20", "2019-08-20", ("LPR 有 1 个数没有核对过，请对照公布文本核对。",)),
    ],
)
def test_what_a_sheet_must_say_about_its_figures(first, last, found):
    assert doubts(series=SERIES, first=date.fromisoformat(first), last=date.fromisoformat(last)) == found
