from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.default import Breach, breach
from cases.rules.instalments import as_paid
from cases.rules.payments import Paid
from tests.rules.calendars import COURT
from tests.rules.test_instalments import PAID, PLAN


def on(today, payments=PAID, acceleration=True, grace_days=3):
    return breach(
        plan=PLAN,
        payments=payments,
        today=today,
        grace_days=grace_days,
        acceleration=acceleration,
        calendar=COURT,
    )


@pytest.mark.parametrize("today", [date(2023, 6, 30), date(2023, 7, 1), date(2023, 7, 3)])
def test_no_breach_while_the_grace_runs(today):
    assert on(today) is None


def test_from_the_day_after_the_grace_it_may_be_declared():
    assert on(date(2023, 7, 4)) == Breach(
        seq=2,
        due_on=date(2023, 6, 30),
        grace_until=date(2023, 7, 3),
        declarable_from=date(2023, 7, 4),
        missing=Decimal(50_000),
        left=Decimal(50_000),
        claimable=Decimal(159_170),
    )


def test_late_money_is_booked_and_does_not_cure():
    found = on(date(2023, 7, 6))
    assert found is not None
    assert (found.missing, found.left, found.claimable) == (Decimal(50_000), Decimal(30_000), Decimal(139_170))
    full = on(date(2023, 7, 11), [*PAID, Paid(date(2023, 7, 10), Decimal(30_000))])
    assert full is not None
    assert (full.seq, full.missing, full.left) == (2, Decimal(50_000), Decimal(0))


def test_without_acceleration_only_what_is_due_may_be_claimed():
    found = on(date(2023, 7, 6), acceleration=False)
    assert found is not None
    assert found.claimable == Decimal(30_000)


def test_a_plan_paid_late_but_whole_is_no_breach_any_more():
    assert on(date(2023, 12, 1), [*PAID, Paid(date(2023, 11, 1), Decimal(139_170))]) is None


def test_money_within_the_grace_cures():
    assert on(date(2023, 7, 10), [*PAID, Paid(date(2023, 7, 3), Decimal(50_000))]) is None


def test_a_reversal_brings_the_breach_back():
    paid = [*PAID, Paid(date(2023, 7, 3), Decimal(50_000))]
    found = on(date(2023, 7, 10), [*paid, Paid(date(2023, 7, 3), Decimal(-50_000))])
    assert found is not None


@given(today=st.dates(date(2023, 5, 1), date(2024, 5, 1)), grace_days=st.integers(0, 30))
def test_who_keeps_the_plan_never_breaches(today, grace_days):
    assert on(today, as_paid(PLAN), grace_days=grace_days) is None


def after_acceptance(payments):
    return breach(
        plan=PLAN,
        payments=payments,
        today=date(2023, 7, 12),
        grace_days=3,
        acceleration=True,
        calendar=COURT,
        accepted_on=date(2023, 7, 11),
    )


def test_a_cure_the_creditor_accepted_settles_what_was_late_and_is_paid():
    cured = [*PAID, Paid(date(2023, 7, 10), Decimal(30_000))]
    assert on(date(2023, 7, 12), cured).seq == 2
    assert after_acceptance(cured) is None


def test_a_cure_accepted_without_the_money_settles_nothing():
    assert after_acceptance(PAID).seq == 2
