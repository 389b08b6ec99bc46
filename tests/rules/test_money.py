from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianli_mediation.kernel.money import round_fen, show, split_evenly, yuan

amounts = st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("86500", "86500.00"),
        ("86,500.00", "86500.00"),
        ("1,234,567.8", "1234567.80"),
        ("８６，５００．００", "86500.00"),
        (" 981.25 ", "981.25"),
        ("-500.00", "-500.00"),
        ("0", "0.00"),
        ("100.000", "100.00"),
    ],
)
def test_text_becomes_yuan(text, amount):
    assert str(yuan(text)) == amount


def test_numbers_become_yuan_with_two_decimals():
    assert str(yuan(50)) == "50.00"
    assert str(yuan(Decimal("-0.00"))) == "0.00"
    assert str(yuan(Decimal("1E+3"))) == "1000.00"


@pytest.mark.parametrize(
    "bad",
    ["0.105", "86.5.0", "8,65,00", "1,0000", "八万", "", "1e5", "--5", "NaN", 0.1, True, None,
     Decimal("NaN"), Decimal("Infinity"), Decimal("0.001"), Decimal("1e20")],
)  # fmt: skip
def test_what_is_no_amount_is_refused(bad):
    with pytest.raises(ValueError, match=r"amount|decimals"):
        yuan(bad)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("469.2625", "469.26"), ("5085.78125", "5085.78"), ("0.005", "0.01"), ("0.0049", "0.00"), ("-0.005", "-0.01"),
     ("-0.004", "0.00")],
)  # fmt: skip
def test_half_a_fen_goes_up(exact, rounded):
    assert str(round_fen(Decimal(exact))) == rounded


def test_the_last_part_takes_the_remainder():
    assert split_evenly(yuan(100_000), 6) == [Decimal("16666.66")] * 5 + [Decimal("16666.70")]
    assert split_evenly(yuan("0.02"), 3) == [Decimal("0.00"), Decimal("0.00"), Decimal("0.02")]


def test_impossible_splits_are_refused():
    with pytest.raises(ValueError, match="count"):
        split_evenly(yuan(1), 0)
    with pytest.raises(ValueError, match="negative"):
        split_evenly(yuan(-1), 2)


@given(total=amounts, count=st.integers(1, 400))
def test_no_fen_is_lost_in_splitting(total, count):
    parts = split_evenly(total, count)
    assert len(parts) == count
    assert sum(parts) == total
    assert all(part == parts[0] for part in parts[:-1])
    assert parts[0] <= parts[-1] < parts[0] + count * Decimal("0.01")


@given(amount=amounts)
def test_what_is_shown_reads_back(amount):
    assert yuan(show(amount)) == amount


def test_amounts_are_shown_with_separators():
    assert show(Decimal("9999999999.99")) == "9,999,999,999.99"
    assert show(Decimal(-500)) == "-500.00"
