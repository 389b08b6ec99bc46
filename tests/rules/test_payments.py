from datetime import date
from decimal import Decimal

import pytest

from cases.rules.payments import DayPaid, Paid, by_day

MAY, JULY = date(2023, 5, 31), date(2023, 7, 5)


def test_payments_are_netted_by_day_in_order_of_days():
    entries = [
        Paid(JULY, Decimal(500)),
        Paid(JULY, Decimal(20_000), pending=True),
        Paid(MAY, Decimal(50_000)),
        Paid(JULY, Decimal(-500)),
    ]
    assert by_day(entries, JULY) == (
        DayPaid(MAY, Decimal(50_000), Decimal(0)),
        DayPaid(JULY, Decimal(20_000), Decimal(20_000)),
    )


def test_later_payments_and_days_netted_to_zero_fall_out():
    entries = [Paid(MAY, Decimal(500)), Paid(MAY, Decimal(-500)), Paid(JULY, Decimal(1))]
    assert by_day(entries, MAY) == ()


def test_a_reversed_pending_entry_is_no_longer_waited_for():
    entries = [Paid(MAY, Decimal(500), pending=True), Paid(MAY, Decimal(-400))]
    assert by_day(entries, MAY) == (DayPaid(MAY, Decimal(100), Decimal(100)),)
    entries = [Paid(MAY, Decimal(500)), Paid(MAY, Decimal(-400), pending=True)]
    assert by_day(entries, MAY) == (DayPaid(MAY, Decimal(100), Decimal(0)),)


def test_a_reversal_needs_its_original_on_its_day():
    with pytest.raises(ValueError, match=r"2023-07-05: reversals exceed payments by 500\.00"):
        by_day([Paid(MAY, Decimal(500)), Paid(JULY, Decimal(-500))], JULY)
