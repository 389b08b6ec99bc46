from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.instalments import STATES, STEPS_IN_DAYS, STEPS_IN_MONTHS, Planned, as_paid, build, status
from cases.rules.payments import Paid
from tests.rules.calendars import COURT

#: S4: 50,000 on 05-31, 50,000 on 06-30, the rest on 09-28, grace three days.
PLAN = [
    Planned(date(2023, 5, 31), Decimal(50_000)),
    Planned(date(2023, 6, 30), Decimal(50_000)),
    Planned(date(2023, 9, 28), Decimal(109_170)),
]
PAID = [Paid(date(2023, 7, 5), Decimal(20_000), pending=True), Paid(date(2023, 5, 31), Decimal(50_000))]


def on(today, payments=PAID, grace_days=3):
    return status(plan=PLAN, payments=payments, today=today, grace_days=grace_days, calendar=COURT)


def test_six_months_to_the_fen_at_the_end_of_each():
    plan = build(total=Decimal(100_000), count=6, first_due=date(2024, 1, 31))
    assert [row.due_on for row in plan] == [
        date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31),
        date(2024, 6, 30),
    ]  # fmt: skip
    assert [str(row.amount) for row in plan] == ["16666.66"] * 5 + ["16666.70"]


@pytest.mark.parametrize(
    ("every", "third"),
    [
        ("week", date(2023, 1, 18)),
        ("fortnight", date(2023, 2, 1)),
        ("month", date(2023, 3, 4)),
        ("quarter", date(2023, 7, 4)),
        ("half_year", date(2024, 1, 4)),
        ("year", date(2025, 1, 4)),
    ],
)
def test_intervals(every, third):
    assert build(total=Decimal(300), count=3, first_due=date(2023, 1, 4), every=every)[2].due_on == third


def test_a_down_payment_comes_first():
    plan = build(total=Decimal(1000), count=3, first_due=date(2023, 1, 31), down_payment=Decimal(100))
    assert plan == [
        Planned(date(2023, 1, 31), Decimal("100.00")),
        Planned(date(2023, 2, 28), Decimal("300.00")),
        Planned(date(2023, 3, 31), Decimal("300.00")),
        Planned(date(2023, 4, 30), Decimal("300.00")),
    ]


@pytest.mark.parametrize(
    "kwargs",
    [
        {"total": Decimal("0.02"), "count": 3},
        {"total": Decimal(0), "count": 1},
        {"total": Decimal(100), "count": 1, "down_payment": Decimal(100)},
        {"total": Decimal(100), "count": 1, "down_payment": Decimal(200)},
        {"total": Decimal(100), "count": 1, "down_payment": Decimal(0)},
        {"total": Decimal(100), "count": 0},
        {"total": Decimal(100), "count": 2, "every": "moon"},
    ],
)
def test_impossible_plans_are_refused(kwargs):
    with pytest.raises(ValueError, match=r"positive|count|interval"):
        build(first_due=date(2023, 1, 31), **kwargs)


@pytest.mark.parametrize(
    ("today", "states", "late"),
    [
        (date(2023, 5, 20), ["not_due", "not_due", "not_due"], [0, 0, 0]),
        (date(2023, 5, 31), ["paid", "not_due", "not_due"], [0, 0, 0]),
        (date(2023, 6, 30), ["paid", "not_due", "not_due"], [0, 0, 0]),
        (date(2023, 7, 1), ["paid", "in_grace", "not_due"], [0, 1, 0]),
        (date(2023, 7, 3), ["paid", "in_grace", "not_due"], [0, 3, 0]),
        (date(2023, 7, 4), ["paid", "overdue", "not_due"], [0, 4, 0]),
        (date(2023, 7, 6), ["paid", "overdue", "not_due"], [0, 6, 0]),
        (date(2023, 7, 20), ["paid", "overdue", "not_due"], [0, 20, 0]),
        (date(2023, 10, 7), ["paid", "overdue", "in_grace"], [0, 99, 9]),
        (date(2023, 10, 8), ["paid", "overdue", "overdue"], [0, 100, 10]),
    ],
)
def test_the_states_as_the_days_pass(today, states, late):
    rows = on(today)
    assert [row.state for row in rows] == states
    assert [row.days_late for row in rows] == late
    assert set(states) <= set(STATES)


def test_the_second_instalment_half_paid_after_its_grace():
    first, second, third = on(date(2023, 7, 6))
    assert (first.paid, first.left, first.paid_on) == (Decimal(50_000), Decimal(0), date(2023, 5, 31))
    assert (second.seq, second.grace_until) == (2, date(2023, 7, 3))
    assert (second.paid, second.left, second.paid_on) == (Decimal(20_000), Decimal(30_000), None)
    assert (third.paid, third.left) == (Decimal(0), Decimal(109_170))


def test_paying_ahead_fills_the_next_instalment():
    rows = on(date(2023, 6, 1), [Paid(date(2023, 5, 30), Decimal(60_000))])
    assert [row.state for row in rows] == ["paid", "partial", "not_due"]
    assert rows[1].paid == Decimal(10_000)


def test_late_full_payment_keeps_its_days_late():
    rows = on(date(2023, 8, 1), [*PAID, Paid(date(2023, 7, 10), Decimal(30_000))])
    assert (rows[1].state, rows[1].days_late, rows[1].paid_on) == ("paid", 10, date(2023, 7, 10))


def test_a_reversal_puts_the_state_back():
    reversed_ = [*PAID, Paid(date(2023, 5, 31), Decimal(-50_000))]
    rows = on(date(2023, 7, 6), reversed_)
    assert rows[0].state == "overdue"
    assert rows[0].paid == Decimal(20_000)


def test_due_on_a_rest_day_without_grace_waits_for_the_workday():
    plan = [Planned(date(2023, 10, 1), Decimal(100))]
    rows = status(plan=plan, payments=[], today=date(2023, 10, 5), grace_days=0, calendar=COURT)
    assert (rows[0].state, rows[0].grace_until) == ("in_grace", date(2023, 10, 7))


def test_what_is_paid_beyond_the_plan_changes_nothing():
    rows = on(date(2023, 6, 1), [Paid(date(2023, 5, 30), Decimal(900_000))])
    assert {row.state for row in rows} == {"paid"}
    assert sum(row.paid for row in rows) == Decimal(209_170)


@given(
    total=st.decimals(min_value=100, max_value=Decimal("9999999999.99"), places=2),
    count=st.integers(1, 240),
    first=st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    every=st.sampled_from(sorted({**STEPS_IN_DAYS, **STEPS_IN_MONTHS})),
)
def test_the_schedule_sums_to_the_total_in_rising_order(total, count, first, every):
    plan = build(total=total, count=count, first_due=first, every=every)
    assert sum(row.amount for row in plan) == total
    assert all(earlier.due_on < later.due_on for earlier, later in pairwise(plan))
    assert plan[0].due_on == first


@given(
    entries=st.lists(
        st.builds(
            Paid,
            on=st.dates(date(2023, 5, 1), date(2023, 10, 31)),
            amount=st.decimals(min_value="0.01", max_value=120_000, places=2),
        ),
        max_size=6,
    ),
    today=st.dates(date(2023, 5, 1), date(2023, 11, 30)),
    shuffle=st.randoms(use_true_random=False),
)
def test_the_ledger_of_instalments_loses_nothing(entries, today, shuffle):
    shuffled = list(entries)
    shuffle.shuffle(shuffled)
    rows = on(today, entries)
    assert rows == on(today, shuffled)
    received = sum((payment.amount for payment in entries if payment.on <= today), Decimal(0))
    assert sum(row.paid for row in rows) == min(received, Decimal(209_170))
    assert all(row.paid + row.left == row.amount for row in rows)
    assert all((row.state == "paid") == (row.left == 0) == (row.paid_on is not None) for row in rows)


def test_a_plan_kept_to_the_day_is_paid():
    rows = on(date(2023, 12, 31), as_paid(PLAN))
    assert [(row.state, row.days_late) for row in rows] == [("paid", 0)] * 3
