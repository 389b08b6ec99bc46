import pytest

from cases.rules.switches import SWITCHES, Switches, switches_in_force


def test_everything_is_off_until_the_court_decides():
    assert switches_in_force(overrides={}) == Switches(
        fee_in_base=False, delay_interest_in_fee_base=False, first_day_counts=False
    )


@pytest.mark.parametrize("code", SWITCHES)
def test_each_switch_turns_its_own_point(code):
    on = switches_in_force(overrides={code: True})
    assert [each for each in SWITCHES if getattr(on, each)] == [code]
    assert SWITCHES[code].text(on=True) != SWITCHES[code].text(on=False)


def test_an_unknown_switch_is_refused():
    with pytest.raises(ValueError, match="unknown switch rounding"):
        switches_in_force(overrides={"rounding": True})
