from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.waivers import Waiver, forgiven

SIGNED, DECLARED, CURED = date(2023, 5, 18), date(2023, 7, 4), date(2023, 7, 10)
DEBT = Decimal("10000.00")


def test_a_conditional_waiver_says_its_condition():
    found = forgiven(waivers=[Waiver(Decimal(600), SIGNED)], until=SIGNED, debt=DEBT)
    assert found.amount == Decimal(600)
    assert found.notes == ("已扣除协议减免的 600.00 元，以按约履行为条件，认定违约的当日起恢复。",)


def test_it_revives_on_the_day_of_the_declaration_until_the_cure():
    waiver = Waiver(Decimal(600), SIGNED, broken=((DECLARED, CURED),))
    days = [date(2023, 7, 3), DECLARED, date(2023, 7, 9), CURED]
    assert [waiver.revived(day) for day in days] == [False, True, True, False]
    found = forgiven(waivers=[waiver], until=DECLARED, debt=DEBT)
    assert found.amount == 0
    assert found.notes == ("协议附条件减免的 600.00 元已因违约恢复，没有扣除。",)


def test_an_unconditional_waiver_stays_whatever_happens():
    waiver = Waiver(Decimal(600), SIGNED, conditional=False, broken=((DECLARED, None),))
    found = forgiven(waivers=[waiver], until=CURED, debt=DEBT)
    assert (found.amount, found.notes) == (Decimal(600), ("已扣除协议减免的 600.00 元。",))


def test_waivers_of_the_future_and_of_nothing_are_silent():
    waivers = [Waiver(Decimal(600), CURED), Waiver(Decimal(0), SIGNED)]
    assert forgiven(waivers=waivers, until=DECLARED, debt=DEBT) == forgiven(waivers=[], until=DECLARED, debt=DEBT)


def test_a_negative_waiver_is_refused():
    with pytest.raises(ValueError, match="negative"):
        Waiver(Decimal(-1), SIGNED)


amounts = st.decimals(min_value=0, max_value=20_000, places=2)


@given(parts=st.lists(amounts, max_size=4), debt=amounts)
def test_no_more_is_forgiven_than_is_owed(parts, debt):
    found = forgiven(waivers=[Waiver(part, SIGNED) for part in parts], until=SIGNED, debt=debt)
    assert found.amount == min(sum(parts), debt)


def test_a_revived_waiver_does_not_hide_the_next_one():
    waivers = [Waiver(Decimal(600), CURED), Waiver(Decimal(500), SIGNED, broken=((DECLARED, None),))]
    waivers.append(Waiver(Decimal(40), SIGNED, conditional=False))
    found = forgiven(waivers=waivers, until=DECLARED, debt=DEBT)
    assert (found.amount, len(found.notes)) == (Decimal(40), 2)
