from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.instalments import Planned, as_paid
from cases.rules.interest import (
    PrincipalItem,
    doubled_interest,
    general_interest,
    segment_amount,
    waived_doubled,
)
from cases.rules.payments import Paid

FEN = Decimal("0.01")
LPR = (
    (date(2022, 8, 22), Decimal("0.0365")),
    (date(2022, 1, 20), Decimal("0.037")),
    (date(2023, 6, 20), Decimal("0.0355")),
)
principals = st.decimals(min_value=1, max_value=Decimal("9999999.99"), places=2)
spans = st.integers(0, 1500)
START = date(2022, 6, 1)


def fixed(amount=200_000, rate="0.0365", since=START, **kwargs):
    return PrincipalItem(Decimal(amount), "yearly", Decimal(rate), since, **kwargs)


def lines(interest):
    return [(segment.from_on, segment.days, str(segment.base), str(segment.amount)) for segment in interest.segments]


def test_one_payment_after_urging():
    result = doubled_interest(base=Decimal(86_500), performance_end=date(2023, 4, 23), until=date(2023, 5, 24))
    assert lines(result) == [(date(2023, 4, 23), 31, "86500.00", "469.26")]
    assert result.total == Decimal("469.26")


def test_the_first_day_counts_only_where_the_switch_says_so():
    one_more = doubled_interest(
        base=Decimal(86_500), performance_end=date(2023, 4, 23), until=date(2023, 5, 24), first_day_counts=True
    )
    assert one_more.total == Decimal("484.40")
    split = doubled_interest(
        base=Decimal(86_500),
        performance_end=date(2023, 4, 23),
        until=date(2023, 5, 24),
        payments=[Paid(date(2023, 4, 23), Decimal(500)), Paid(date(2023, 5, 1), Decimal(1000))],
        first_day_counts=True,
    )
    assert [segment.days for segment in split.segments] == [9, 23]
    assert split.segments[0].base == Decimal(86_000)


def test_payments_cut_the_doubled_part_into_segments():
    result = waived_doubled(
        principal=Decimal(480_000),
        performance_end=date(2023, 8, 21),
        payments=[
            Paid(date(2023, 12, 11), Decimal(164_250)),
            Paid(date(2023, 10, 10), Decimal(160_000)),
            Paid(date(2023, 11, 9), Decimal(160_000)),
        ],
    )
    assert lines(result) == [
        (date(2023, 8, 21), 50, "480000.00", "4200.00"),
        (date(2023, 10, 10), 30, "320000.00", "1680.00"),
        (date(2023, 11, 9), 32, "160000.00", "896.00"),
    ]
    assert result.total == Decimal("6776.00")


def test_a_waiver_can_be_reckoned_from_the_plan_or_from_nothing():
    plan = [Planned(date(2024, 10, 30), Decimal(330_000))]
    found = waived_doubled(principal=Decimal(342_500), performance_end=date(2024, 9, 12), payments=as_paid(plan))
    assert found.total == Decimal("2877.00")
    assert waived_doubled(principal=Decimal(1), performance_end=date(2024, 9, 12), payments=[]).segments == ()


def test_nothing_doubles_before_the_period_ends_or_without_debt():
    end = date(2023, 4, 23)
    assert doubled_interest(base=Decimal(86_500), performance_end=end, until=end).total == 0
    paid = [Paid(date(2023, 4, 20), Decimal(90_000))]
    assert doubled_interest(base=Decimal(86_500), performance_end=end, until=date(2024, 1, 1), payments=paid).total == 0


def test_general_interest_at_a_yearly_rate():
    paid = [Paid(date(2023, 5, 31), Decimal(50_000)), Paid(date(2023, 7, 5), Decimal(20_000))]
    result = general_interest(item=fixed(), until=date(2023, 7, 20), payments=paid)
    assert lines(result) == [
        (START, 364, "200000.00", "7280.00"),
        (date(2023, 5, 31), 35, "150000.00", "525.00"),
        (date(2023, 7, 5), 15, "130000.00", "195.00"),
    ]
    assert result.total == Decimal("8000.00")


def test_general_interest_at_a_daily_rate():
    item = PrincipalItem(Decimal(100_000), "daily", Decimal("0.0005"), START)
    result = general_interest(item=item, until=START + timedelta(days=10))
    assert result.total == Decimal("500.00")
    assert result.segments[0].daily


def test_general_interest_may_end_on_a_fixed_day():
    item = fixed(interest_until=date(2022, 7, 1))
    assert general_interest(item=item, until=date(2023, 1, 1)).segments[0].days == 30
    assert general_interest(item=item, until=date(2022, 6, 11)).segments[0].days == 10


def test_an_item_without_interest_bears_none():
    assert general_interest(item=PrincipalItem(Decimal(86_500)), until=date(2023, 1, 1)).segments == ()


def test_lpr_changes_inside_the_period():
    item = PrincipalItem(Decimal(100_000), "lpr", Decimal(4), START)
    result = general_interest(item=item, until=date(2023, 7, 20), lpr=LPR)
    assert [(s.from_on, s.to_on, s.days, str(s.rate)) for s in result.segments] == [
        (START, date(2022, 8, 22), 82, "0.148"),
        (date(2022, 8, 22), date(2023, 6, 20), 302, "0.1460"),
        (date(2023, 6, 20), date(2023, 7, 20), 30, "0.1420"),
    ]
    assert [str(s.amount) for s in result.segments] == ["3324.93", "12080.00", "1167.12"]


def test_a_period_inside_one_lpr_has_one_segment():
    item = PrincipalItem(Decimal(100_000), "lpr", Decimal(1), date(2022, 9, 1))
    assert len(general_interest(item=item, until=date(2022, 9, 30), lpr=LPR).segments) == 1


def test_a_series_may_begin_on_the_very_day():
    item = PrincipalItem(Decimal(100_000), "lpr", Decimal(1), date(2022, 8, 22))
    series = [(date(2022, 8, 22), Decimal("0.0365"))]
    (segment,) = general_interest(item=item, until=date(2022, 9, 1), lpr=series).segments
    assert (segment.item, segment.days, str(segment.amount)) == (1, 10, "100.00")
    assert PrincipalItem(Decimal(0)).amount == 0


@pytest.mark.parametrize("series", [(), LPR[:1]])
def test_an_unknown_lpr_is_not_guessed(series):
    item = PrincipalItem(Decimal(100_000), "lpr", Decimal(4), START)
    with pytest.raises(LookupError, match="no LPR known on 2022-06-01"):
        general_interest(item=item, until=date(2023, 7, 20), lpr=series)


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"amount": Decimal(-1)}, "negative"),
        ({"amount": Decimal(1), "rate_type": "weekly"}, "unknown rate type"),
        ({"amount": Decimal(1), "rate_type": "yearly", "interest_from": START}, "needs its figure"),
        ({"amount": Decimal(1), "rate_type": "daily", "rate": Decimal("0.0005")}, "needs its figure"),
        ({"amount": Decimal("0.001")}, "decimals"),
    ],
)
def test_impossible_items_are_refused(kwargs, words):
    with pytest.raises(ValueError, match=words):
        PrincipalItem(**kwargs)


@given(base=principals, days=spans, cut=spans)
def test_interest_is_additive_over_split_periods_up_to_rounding(base, days, cut):
    cut = min(cut, days)
    middle, end = START + timedelta(days=cut), START + timedelta(days=days)
    whole = doubled_interest(base=base, performance_end=START, until=end).total
    parts = doubled_interest(base=base, performance_end=START, until=middle).total
    parts += doubled_interest(base=base, performance_end=middle, until=end).total
    assert abs(whole - parts) <= FEN
    item, later = fixed(base), fixed(base, since=middle)
    both = general_interest(item=item, until=middle).total + general_interest(item=later, until=end).total
    assert abs(general_interest(item=item, until=end).total - both) <= FEN


@given(base=principals, more=principals, days=spans, longer=spans)
def test_interest_grows_with_the_debt_and_the_days(base, more, days, longer):
    until = START + timedelta(days=days)
    here = doubled_interest(base=base, performance_end=START, until=until).total
    assert here <= doubled_interest(base=base + more, performance_end=START, until=until).total
    assert here <= doubled_interest(base=base, performance_end=START, until=until + timedelta(days=longer)).total


@given(base=principals, days=spans)
def test_each_line_is_rounded_half_up_from_the_exact_product(base, days):
    exact = base * Decimal("0.000175") * days
    amount = segment_amount(base=base, rate=Decimal("0.000175"), days=days, daily=True)
    assert -Decimal("0.005") <= exact - amount < Decimal("0.005")
    assert amount == amount.quantize(FEN)
