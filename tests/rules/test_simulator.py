from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.simulator import BANDS, MOST_INSTALMENTS, Offer, simulate
from tests.rules.calendars import COURT

FIRST = date(2023, 8, 31)
OFFER = Offer(Decimal(100_000), FIRST, count=6, down_payment=Decimal(10_000), income=Decimal(60_000))


def codes(found):
    return [each.code for each in found]


def test_an_offer_by_count():
    found = simulate(offer=OFFER, calendar=COURT)
    assert found.feasible
    assert [str(row.due_on) for row in found.plan] == [
        "2023-08-31", "2023-09-30", "2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29",
    ]  # fmt: skip
    assert found.ends_on == date(2024, 2, 29)
    assert [str(row.amount) for row in found.plan] == ["10000.00", *["15000.00"] * 6]
    assert (found.total, found.monthly, found.share) == (Decimal(100_000), Decimal(15_000), Decimal("0.25"))
    assert (found.doubled, found.total_with_delay) == (None, None)
    assert [(row.seq, row.words, str(row.until)) for row in found.rest_days] == [
        (2, "星期六，国庆假期", "2023-10-07"),
        (5, "星期日，元旦假期", "2024-01-02"),
    ]
    assert (found.band, found.risks) == ("low", ())


def test_an_offer_by_monthly_amount_ends_with_what_is_left():
    found = simulate(offer=replace(OFFER, count=None, monthly=Decimal(40_000)), calendar=COURT)
    assert [str(row.amount) for row in found.plan] == ["10000.00", "40000.00", "40000.00", "10000.00"]
    whole = simulate(offer=replace(OFFER, count=None, monthly=Decimal(50_000), down_payment=Decimal(0)), calendar=COURT)
    assert [(str(row.due_on), str(row.amount)) for row in whole.plan] == [
        ("2023-08-31", "50000.00"),
        ("2023-09-30", "50000.00"),
    ]


def test_count_and_monthly_amount_together_must_reach_the_total():
    enough = simulate(offer=replace(OFFER, monthly=Decimal(15_000)), calendar=COURT)
    assert enough.feasible
    short = simulate(offer=replace(OFFER, monthly=Decimal(14_000)), calendar=COURT)
    assert [each.text for each in short.obstacles] == ["每月 14,000.00 元付 6 期，还差 6,000.00 元"]
    assert simulate(offer=replace(OFFER, monthly=Decimal(1), income=None), calendar=COURT).risks == ()
    assert (short.plan, short.ends_on, short.total, short.risks) == ((), None, 0, ())


def test_delay_interest_runs_until_the_last_instalment():
    """S2: 480,000 in three, waived if punctual: 6,776.00."""
    offer = Offer(
        Decimal(484_250),
        date(2023, 10, 10),
        monthly=Decimal(160_000),
        count=4,
        principal=Decimal(480_000),
        performance_end=date(2023, 8, 21),
    )
    found = simulate(offer=offer, calendar=COURT)
    assert str(found.doubled.total) == "6776.00"
    assert found.total_with_delay == Decimal("491026.00")
    first_day = simulate(offer=offer, calendar=COURT, first_day_counts=True)
    assert str(first_day.doubled.total) == "6860.00"
    without = simulate(offer=replace(offer, principal=None), calendar=COURT)
    assert without.doubled.segments[0].base == Decimal(484_250)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"down_payment": Decimal(100_000)}, ["nothing_left"]),
        ({"count": MOST_INSTALMENTS + 1}, ["too_many"]),
        ({"count": None, "monthly": Decimal("0.01")}, ["too_many"]),
        ({"total": Decimal("0.05"), "down_payment": Decimal(0)}, ["below_a_fen"]),
        ({"burden": Decimal(60_000)}, ["no_spare_income"]),
        ({"burden": Decimal("45000.01")}, ["beyond_income"]),
        ({"burden": Decimal(45_000)}, []),
        ({"income": Decimal(0)}, ["no_spare_income"]),
    ],
)
def test_not_feasible_is_an_answer_with_reasons(changes, expected):
    found = simulate(offer=replace(OFFER, **changes), calendar=COURT)
    assert codes(found.obstacles) == expected
    assert found.feasible == (not expected)


@pytest.mark.parametrize(
    ("changes", "fired", "band"),
    [
        ({}, [], "low"),
        ({"income": None}, ["income_unknown"], "middle"),
        ({"income": Decimal(50_000)}, [], "low"),
        ({"income": Decimal("49999.99")}, ["heavy"], "middle"),
        ({"income": Decimal(30_000)}, ["heavy"], "middle"),
        ({"income": Decimal("29999.99")}, ["very_heavy"], "high"),
        ({"down_payment": Decimal("9999.99")}, ["small_down_payment"], "middle"),
        ({"count": 12}, [], "low"),
        ({"count": 13}, ["long"], "middle"),
        ({"count": 24}, ["long"], "middle"),
        ({"count": 25}, ["very_long"], "middle"),
        ({"count": 25, "down_payment": Decimal(0)}, ["small_down_payment", "very_long"], "high"),
    ],
)
def test_the_risk_band_names_the_rules_that_fired(changes, fired, band):
    found = simulate(offer=replace(OFFER, **changes), calendar=COURT)
    assert codes(found.risks) == fired
    assert found.band == band
    assert BANDS[found.band]


@pytest.mark.parametrize(
    "changes",
    [
        {"count": None},
        {"count": 0},
        {"total": Decimal(0)},
        {"monthly": Decimal(0)},
        {"principal": Decimal(0)},
        {"down_payment": Decimal(-1)},
        {"income": Decimal(-1)},
        {"burden": Decimal(-1)},
    ],
)
def test_impossible_offers_are_refused(changes):
    with pytest.raises(ValueError, match=r"needs a count|must"):
        simulate(offer=replace(OFFER, **changes), calendar=COURT)


amounts = st.decimals(min_value="0.01", max_value=9_999_999, places=2)


@given(
    total=amounts,
    down=st.decimals(min_value=0, max_value=9_999_999, places=2),
    monthly=st.none() | amounts,
    count=st.none() | st.integers(1, 80),
    first=st.dates(date(2022, 1, 1), date(2026, 12, 31)),
)
def test_a_feasible_plan_sums_to_the_total(total, down, monthly, count, first):
    if monthly is None and count is None:
        count = 1
    offer = Offer(total, first, count=count, monthly=monthly, down_payment=down, performance_end=first)
    found = simulate(offer=offer, calendar=COURT)
    if found.feasible:
        assert found.total == total
        assert all(row.amount > 0 for row in found.plan)
        assert found.total_with_delay >= total
        assert [row.due_on for row in found.plan] == sorted(row.due_on for row in found.plan)
    else:
        assert found.obstacles
    for row in found.rest_days:
        assert COURT.is_workday(row.until)


def test_the_edges_of_what_can_be_planned():
    assert simulate(offer=replace(OFFER, count=MOST_INSTALMENTS), calendar=COURT).feasible
    fen_each = replace(OFFER, total=Decimal("0.06"), down_payment=Decimal(0))
    assert [str(row.amount) for row in simulate(offer=fen_each, calendar=COURT).plan] == ["0.01"] * 6
    assert simulate(offer=replace(fen_each, total=Decimal(100)), calendar=COURT).feasible
    assert [row.due_on for row in simulate(offer=OFFER, calendar=COURT).rest_days] == [
        date(2023, 9, 30),
        date(2023, 12, 31),
    ]


@pytest.mark.parametrize(
    ("changes", "text", "weight"),
    [
        ({"down_payment": Decimal(100_000)}, "首付 100,000.00 元已经够付清，不必分期", 0),
        ({"count": 61}, "要付 61 期，超过 60 期，期限太长", 0),
        ({"total": Decimal("0.05"), "down_payment": Decimal(0)}, "0.05 元分不成 6 期", 0),
        ({"burden": Decimal(60_000)}, "月收入 60,000.00 元，负担 60,000.00 元，没有余钱可付", 0),
        ({"burden": Decimal(50_000)}, "每月要付 15,000.00 元，余钱只有 10,000.00 元，还差 5,000.00 元", 0),
        ({"income": None}, "没有说明收入，付不付得起看不出来", 1),
        ({"income": Decimal(45_000)}, "每月要付的占收入 33.33%，超过三成", 1),
        ({"income": Decimal(20_000)}, "每月要付的占收入 75.00%，超过一半", 3),
        ({"down_payment": Decimal(500)}, "首付 500.00 元，不到总额一成", 1),
        ({"count": 13}, "分 13 期，超过一年", 1),
        ({"count": 25}, "分 25 期，超过两年", 2),
    ],
)
def test_each_rule_says_its_figures_and_weighs_as_agreed(changes, text, weight):
    found = simulate(offer=replace(OFFER, **changes), calendar=COURT)
    assert [(each.text, each.weight) for each in (*found.obstacles, *found.risks)][:1] == [(text, weight)]


def test_the_burden_of_a_month_leaves_out_the_down_payment_alone():
    large = simulate(offer=replace(OFFER, down_payment=Decimal(70_000)), calendar=COURT)
    assert large.monthly == Decimal(5000)
    one = simulate(offer=replace(OFFER, count=1), calendar=COURT)
    assert one.monthly == Decimal(90_000)
    whole = simulate(offer=replace(OFFER, count=1, down_payment=Decimal(0)), calendar=COURT)
    assert whole.monthly == Decimal(100_000)
