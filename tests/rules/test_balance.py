from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.allocation import KINDS, ORDERS
from cases.rules.balance import Claim, Paid, PrincipalItem, balance
from cases.rules.rates import Rate
from cases.rules.waivers import Waiver

START = date(2022, 6, 1)
#: S4: 200,000 at 3.65 % from 2022-06-01, costs 2,150, performance ends 2023-01-09.
LOAN = Claim((PrincipalItem(Decimal(200_000), "yearly", Decimal("0.0365"), START),), Decimal(2150), date(2023, 1, 9))
PAID = (Paid(date(2023, 5, 31), Decimal(50_000)), Paid(date(2023, 7, 5), Decimal(20_000), pending=True))
UNTIL = date(2023, 7, 20)


def money(*amounts):
    return tuple(Decimal(amount) for amount in amounts)


def amounts(result):
    return tuple(line.amount for line in result.lines)


def test_statutory_order():
    result = balance(claim=LOAN, payments=PAID, until=UNTIL)
    assert amounts(result) == money("139988.01", "209.98", "6313.98", "0.00")
    assert result.total == Decimal("146511.97")
    assert [(s.days, str(s.base), str(s.amount)) for s in result.segments_general] == [
        (364, "200000.00", "7280.00"), (35, "159430.00", "558.01"), (15, "139988.01", "209.98"),
    ]  # fmt: skip
    assert [(s.days, str(s.base), str(s.amount)) for s in result.segments_doubled] == [
        (142, "200000.00", "4970.00"), (35, "159430.00", "976.51"), (15, "139988.01", "367.47"),
    ]  # fmt: skip
    first, second = result.allocations
    assert (first.costs, first.interest, first.principal, first.principal_left) == money(
        "2150", "7280", "40570", "159430"
    )
    assert (second.costs, second.interest, second.principal, second.principal_left) == money(
        "0", "558.01", "19441.99", "139988.01"
    )
    assert (result.paid, result.pending, result.surplus) == money("70000", "20000", "0")
    assert (result.fee_base, result.execution_fee) == money("140197.99", "2002.97")


def test_principal_first():
    result = balance(claim=LOAN, payments=PAID, until=UNTIL, order="principal_first")
    assert amounts(result) == money("130000", "8000", "6230", "2150")
    assert result.total == Decimal("146380.00")
    assert [str(s.amount) for s in result.segments_doubled] == ["4970.00", "918.75", "341.25"]
    assert result.order_text == "本金、利息、费用、加倍部分利息"
    assert result.notes[0] == "抵充顺序按协议约定：本金、利息、费用、加倍部分利息。"


def test_an_order_of_the_parties_own():
    doubled_first = balance(
        claim=LOAN,
        payments=PAID,
        until=UNTIL,
        order="custom",
        custom_order=("doubled", "costs", "interest", "principal"),
    )
    assert doubled_first.allocations[0].doubled == Decimal("4970.00")
    same = balance(claim=LOAN, payments=PAID, until=UNTIL, order="custom", custom_order=ORDERS["statutory"])
    assert same.total == Decimal("146511.97")


@pytest.mark.parametrize(
    ("order", "custom"),
    [("custom", None), ("custom", ("costs",)), ("custom", ("costs",) * 4), ("newest_first", None)],
)
def test_an_impossible_order_is_refused(order, custom):
    with pytest.raises(ValueError, match="order"):
        balance(claim=LOAN, payments=(), until=UNTIL, order=order, custom_order=custom)


SALE = Claim((PrincipalItem(Decimal(86_500)),), Decimal("981.25"), date(2023, 4, 23))


@pytest.mark.parametrize(
    ("switches", "doubled", "fee"),
    [
        ({}, "469.26", "1212.22"),
        ({"fee_in_base": True}, "474.59", "1212.22"),
        ({"first_day_counts": True}, "484.40", "1212.22"),
        ({"delay_interest_in_fee_base": True}, "469.26", "1219.26"),
    ],
)
def test_the_three_switches(switches, doubled, fee):
    result = balance(claim=SALE, payments=(), until=date(2023, 5, 24), **switches)
    assert result.doubled_interest == Decimal(doubled)
    assert result.execution_fee == Decimal(fee)
    assert result.total == Decimal("87481.25") + Decimal(doubled)


def test_every_sheet_prints_order_and_switches():
    off = balance(claim=LOAN, payments=PAID, until=UNTIL)
    assert off.notes == (
        "抵充顺序按法定：费用、利息、本金、加倍部分利息（民法典第五百六十一条、迟延履行利息解释第四条）；协议没有另行约定。",
        "加倍部分每日万分之一点七五，基数不含一般利息，不含受理费。",
        "加倍部分从履行期末日次日起算，付款当日计入。",
        "执行费基数不含加倍部分利息。",
        "已扣 70,000.00 元，其中 20,000.00 元待确认。",
    )
    on = balance(
        claim=LOAN,
        payments=(),
        until=UNTIL,
        fee_in_base=True,
        first_day_counts=True,
        delay_interest_in_fee_base=True,
    )
    assert on.notes[1:] == (
        "加倍部分每日万分之一点七五，基数不含一般利息，含受理费。",
        "加倍部分从履行期末日当日起算，付款当日计入。",
        "执行费基数含加倍部分利息。",
    )


def test_the_fee_leaves_the_base_once_it_is_paid():
    paid = [Paid(date(2023, 4, 28), Decimal("981.25"))]
    result = balance(claim=SALE, payments=paid, until=date(2023, 5, 24), fee_in_base=True)
    assert [str(segment.base) for segment in result.segments_doubled] == ["87481.25", "86500.00"]


def test_what_exceeds_the_debt_is_surplus():
    paid = [Paid(date(2023, 4, 20), Decimal(87_481)), Paid(date(2023, 4, 21), Decimal(100))]
    result = balance(claim=SALE, payments=paid, until=date(2023, 5, 24))
    assert result.total == 0
    assert result.surplus == Decimal("99.75")
    assert result.execution_fee == 0
    assert result.notes[-1] == "多付 99.75 元，应当退还或另行约定。"


def test_later_payments_are_named_and_not_counted():
    result = balance(claim=LOAN, payments=PAID, until=date(2023, 6, 1))
    assert result.paid == Decimal(50_000)
    assert "已扣 50,000.00 元。" in result.notes
    assert "算到 2023-06-01，此后收到的 20,000.00 元没有计入。" in result.notes


def test_reversals_take_back_the_whole_effect():
    wrong = [Paid(date(2023, 6, 10), Decimal(500)), Paid(date(2023, 6, 10), Decimal(-500))]
    assert balance(claim=LOAN, payments=[*PAID, *wrong], until=UNTIL) == balance(claim=LOAN, payments=PAID, until=UNTIL)


def test_interest_awarded_as_a_sum_bears_nothing_further():
    claim = replace(SALE, fixed_interest=Decimal(1000))
    result = balance(claim=claim, payments=(), until=date(2023, 5, 24))
    assert (result.general_interest, result.doubled_interest) == money("1000", "469.26")


def test_several_items_each_at_its_rate_in_the_order_of_the_instrument():
    claim = Claim(
        principal=(
            PrincipalItem(Decimal(100_000), "yearly", Decimal("0.0365"), date(2023, 1, 1)),
            PrincipalItem(Decimal(50_000), "daily", Decimal("0.0002"), date(2023, 1, 11)),
            PrincipalItem(Decimal(30_000), "lpr", Decimal(2), date(2023, 1, 1)),
        ),
        costs=Decimal(0),
        performance_end=date(2023, 1, 31),
    )
    paid = [Paid(date(2023, 1, 31), Decimal(110_000))]
    lpr = [Rate(date(2022, 8, 22), Decimal("0.0365"), checked=True)]
    result = balance(claim=claim, payments=paid, until=date(2023, 2, 10), order="principal_first", lpr=lpr)
    assert [(s.item, s.days, str(s.amount)) for s in result.segments_general] == [
        (1, 30, "300.00"), (2, 20, "200.00"), (3, 30, "180.00"),
        (2, 10, "80.00"), (3, 10, "60.00"),
    ]  # fmt: skip
    assert [(s.item, str(s.base), str(s.amount)) for s in result.segments_doubled] == [(0, "70000.00", "122.50")]
    assert "本金有 3 项，收款按判项先后抵充。" in result.notes
    assert "LPR 倍数按一年期 LPR 逐段计算，公布之日起适用。" in result.notes
    assert "LPR 最近一次变动录到 2022-08-22，此后有没有新公布，请核对。" in result.notes


def test_instalments_of_the_instrument_double_each_from_its_own_end():
    claim = Claim(
        principal=(
            PrincipalItem(Decimal(10_000)),
            PrincipalItem(Decimal(20_000), performance_end=date(2023, 3, 31)),
        ),
        costs=Decimal(1000),
        performance_end=date(2023, 1, 31),
    )
    result = balance(claim=claim, payments=(), until=date(2023, 4, 10), fee_in_base=True)
    assert [(s.from_on, s.days, str(s.base)) for s in result.segments_doubled] == [
        (date(2023, 1, 31), 69, "11000.00"),
        (date(2023, 3, 31), 10, "20000.00"),
    ]


SIGNED, DECLARED, CURED = date(2023, 5, 18), date(2023, 7, 4), date(2023, 7, 10)


@pytest.mark.parametrize(
    ("broken", "until", "waived"),
    [
        ((), UNTIL, "5000"),
        ((), date(2023, 5, 17), "0"),
        (((DECLARED, None),), date(2023, 7, 3), "5000"),
        (((DECLARED, None),), DECLARED, "0"),
        (((DECLARED, CURED),), date(2023, 7, 9), "0"),
        (((DECLARED, CURED),), CURED, "5000"),
    ],
)
def test_a_conditional_waiver_revives_with_the_default(broken, until, waived):
    waiver = Waiver(Decimal(5000), SIGNED, conditional=True, broken=broken)
    whole = balance(claim=LOAN, payments=PAID, until=until)
    left = balance(claim=LOAN, payments=PAID, until=until, waivers=[waiver])
    assert left.waived == Decimal(waived)
    assert left.total == whole.total - Decimal(waived)
    assert (left.lines[-1].code == "waived") == bool(left.waived)
    assert (left.fee_base, left.execution_fee) == (whole.fee_base, whole.execution_fee)


payments = st.lists(
    st.builds(
        Paid,
        on=st.dates(date(2022, 5, 1), date(2024, 6, 30)),
        amount=st.decimals(min_value="0.01", max_value=90_000, places=2),
        pending=st.booleans(),
    ),
    max_size=8,
)
orders = st.sampled_from(sorted(ORDERS))
untils = st.dates(date(2022, 5, 1), date(2024, 12, 31))


@given(entries=payments, order=orders, until=untils, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(entries, order, until, shuffle):
    shuffled = list(entries)
    shuffle.shuffle(shuffled)
    assert balance(claim=LOAN, payments=entries, until=until, order=order) == balance(
        claim=LOAN, payments=shuffled, until=until, order=order
    )


@given(entries=payments, order=orders, until=untils)
def test_every_fen_is_accounted_for(entries, order, until):
    result = balance(claim=LOAN, payments=entries, until=until, order=order)
    for part in result.allocations:
        assert part.amount == part.costs + part.interest + part.principal + part.doubled + part.surplus
    assert result.paid == sum((p.amount for p in entries if p.on <= until), Decimal(0))
    accrued = sum((s.amount for s in (*result.segments_general, *result.segments_doubled)), Decimal(0))
    owed = Decimal(200_000) + Decimal(2150) + accrued
    assert result.total == owed - (result.paid - result.surplus)
    assert result.total == sum(amounts(result))
    assert all(line.amount >= 0 for line in result.lines)


@given(entries=payments.filter(bool), order=orders, until=untils, more=st.integers(1, 5_000_000), data=st.data())
def test_paying_more_never_leaves_more(entries, order, until, more, data):
    index = data.draw(st.integers(0, len(entries) - 1))
    richer = list(entries)
    richer[index] = replace(richer[index], amount=richer[index].amount + Decimal(more) / 100)
    before = balance(claim=LOAN, payments=entries, until=until, order=order)
    after = balance(claim=LOAN, payments=richer, until=until, order=order)
    assert after.total <= before.total
    assert after.surplus >= before.surplus


@given(entries=payments, order=orders, until=untils, later=st.integers(0, 400))
def test_waiting_never_makes_the_debt_smaller(entries, order, until, later):
    so_far = [payment for payment in entries if payment.on <= until]
    before = balance(claim=LOAN, payments=so_far, until=until, order=order)
    after = balance(claim=LOAN, payments=so_far, until=until + timedelta(days=later), order=order)
    assert after.total >= before.total


@given(entries=payments, until=untils, custom=st.permutations(sorted(KINDS)))
def test_any_agreed_order_keeps_every_fen(entries, until, custom):
    result = balance(claim=LOAN, payments=entries, until=until, order="custom", custom_order=tuple(custom))
    assert result.order_text == "、".join(KINDS[kind] for kind in custom)
    assert result.total >= 0


def test_each_line_of_the_sheet_is_whole():
    result = balance(claim=LOAN, payments=PAID, until=UNTIL)
    assert [(s.from_on, s.to_on, s.rate, s.daily) for s in result.segments_doubled] == [
        (date(2023, 1, 9), date(2023, 5, 31), Decimal("0.000175"), True),
        (date(2023, 5, 31), date(2023, 7, 5), Decimal("0.000175"), True),
        (date(2023, 7, 5), UNTIL, Decimal("0.000175"), True),
    ]
    assert [part.on for part in result.allocations] == [date(2023, 5, 31), date(2023, 7, 5)]
    assert (result.order, result.until) == ("statutory", UNTIL)


def test_money_of_the_day_itself_is_counted_and_two_items_are_named():
    claim = replace(SALE, principal=(PrincipalItem(Decimal(50_000)), PrincipalItem(Decimal(36_500))))
    day = date(2023, 5, 24)
    result = balance(claim=claim, payments=[Paid(day, Decimal(100))], until=day)
    assert "本金有 2 项，收款按判项先后抵充。" in result.notes
    assert not any("没有计入" in note for note in result.notes)
