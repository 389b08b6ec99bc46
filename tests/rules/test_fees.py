from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.fees import acceptance_fee, execution_fee, preservation_fee

amounts = st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2)


@pytest.mark.parametrize(
    ("amount", "fee"),
    [
        ("0", "50.00"), ("0.01", "50.00"), ("5000", "50.00"), ("10000", "50.00"), ("10000.01", "50.00"),
        ("12600", "89.00"), ("50000", "650.00"), ("100000", "1400.00"), ("300000", "4400.00"),
        ("500000", "7400.00"), ("1000000", "12400.00"), ("5000000", "52400.00"), ("6227600", "58538.00"),
        ("10000000", "77400.00"), ("20000000", "87400.00"),
        ("87481.25", "1212.22"), ("484250", "7163.75"), ("345718.75", "5085.78"), ("330000", "4850.00"),
        ("140197.99", "2002.97"), ("90000", "1250.00"), ("96000", "1340.00"),
    ],
)  # fmt: skip
def test_execution_fee(amount, fee):
    assert str(execution_fee(Decimal(amount)).fee) == fee


@pytest.mark.parametrize(
    ("amount", "fee"),
    [("500", "30.00"), ("1000", "30.00"), ("50000", "520.00"), ("100000", "1020.00"), ("350000", "2270.00"),
     ("896000", "5000.00"), ("1000000", "5000.00")],
)  # fmt: skip
def test_preservation_fee(amount, fee):
    assert str(preservation_fee(Decimal(amount)).fee) == fee


def test_the_cap_is_a_step_of_its_own():
    assert preservation_fee(Decimal(1_000_000)).steps[-2:] == ("合计 5,520.00 元", "最多交纳 5,000.00 元")
    assert "最多" not in "".join(preservation_fee(Decimal(896_000)).steps)


@pytest.mark.parametrize(
    ("amount", "fee"),
    [("10000", "50.00"), ("86500", "1962.50"), ("200000", "4300.00"), ("480000", "8500.00"), ("1000000", "13800.00"),
     ("2000000", "22800.00"), ("5000000", "46800.00"), ("10000000", "81800.00"), ("20000000", "141800.00"),
     ("30000000", "191800.00")],
)  # fmt: skip
def test_acceptance_fee(amount, fee):
    assert str(acceptance_fee(Decimal(amount)).fee) == fee


@pytest.mark.parametrize(
    ("amount", "fee"), [("86500", "981.25"), ("200000", "2150.00"), ("342500", "3218.75"), ("10000", "25.00")]
)
def test_halved_acceptance_fee(amount, fee):
    result = acceptance_fee(Decimal(amount), halved=True)
    assert str(result.fee) == fee
    assert result.steps[-1].startswith("减半交纳")


def test_the_working_can_be_followed_by_hand():
    result = execution_fee(Decimal("87481.25"))
    assert result.steps == (
        "不超过 10,000.00 元的部分：每件 50.00 元",
        "10,000.00 元至 500,000.00 元的部分：77,481.25 × 1.5% = 1,162.21875 元",
        "合计 1,212.22 元",
    )
    assert result.article == "诉讼费用交纳办法第十四条"
    assert execution_fee(Decimal(20_000_000)).steps[-2] == (
        "超过 10,000,000.00 元的部分：10,000,000.00 × 0.1% = 10,000.00 元"
    )
    assert acceptance_fee(Decimal(1)).article == "诉讼费用交纳办法第十三条"


@pytest.mark.parametrize("fee", [execution_fee, preservation_fee, acceptance_fee])
def test_negative_amounts_are_refused(fee):
    with pytest.raises(ValueError, match="negative"):
        fee(Decimal(-1))


@given(amount=amounts)
def test_the_closed_forms_of_the_reference_agree(amount):
    forms = ((10_000, "0", "50"), (500_000, "0.015", "-100"), (5_000_000, "0.01", "2400"),
             (10_000_000, "0.005", "27400"), (10**11, "0.001", "67400"))  # fmt: skip
    rate, constant = next((Decimal(r), Decimal(c)) for limit, r, c in forms if amount <= limit)
    exact = amount * rate + constant
    assert abs(execution_fee(amount).fee - exact) <= Decimal("0.005")


@given(amount=amounts, more=amounts)
def test_a_larger_amount_never_costs_less(amount, more):
    for fee in (execution_fee, preservation_fee, acceptance_fee):
        assert fee(amount + more).fee >= fee(amount).fee


def test_at_the_edge_of_a_bracket_the_next_one_is_not_opened():
    assert len(execution_fee(Decimal(10_000)).steps) == 2
    assert len(execution_fee(Decimal(500_000)).steps) == 3


def test_each_fee_names_its_article_also_when_capped_or_halved():
    assert preservation_fee(Decimal(100)).article == "诉讼费用交纳办法第十四条"
    assert preservation_fee(Decimal(9_000_000)).article == "诉讼费用交纳办法第十四条"
    assert acceptance_fee(Decimal(100), halved=True).article == "诉讼费用交纳办法第十三条"
