import pytest

from cases.rules.limits import LIMITS
from cases.rules.parameters import OURS, PARAMETERS, STATUTORY, value_of
from cases.rules.periods import PERIODS
from cases.rules.switches import SWITCHES


def test_every_period_and_every_switch_is_a_parameter():
    assert set(PERIODS) | set(SWITCHES) | set(LIMITS) < set(PARAMETERS)
    for code, limit in LIMITS.items():
        assert PARAMETERS[code].nature == OURS
        assert PARAMETERS[code].words(PARAMETERS[code].default) == limit.text
    for code, period in PERIODS.items():
        assert PARAMETERS[code].nature == (OURS if period.ours else STATUTORY)
        assert PARAMETERS[code].words(PARAMETERS[code].default) == period.text
    for code, switch in SWITCHES.items():
        assert PARAMETERS[code].words("否") == switch.off
        assert PARAMETERS[code].words("是") == switch.on
    assert PARAMETERS["court_phone"].words("0716") == "0716"


@pytest.mark.parametrize(
    ("code", "text", "kept"),
    [
        ("T_URGE", " 20 ", "20"),
        ("T_RECON", "400", "400"),
        ("L_TIME_USED", "100", "100"),
        ("fee_in_base", "是", "是"),
        ("court_phone", " 0716 ", "0716"),
    ],
)
def test_what_may_be_decided(code, text, kept):
    assert value_of(code=code, text=text) == kept


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("T_LIM", "3", "法定"),
        ("T_URGE", "0", "整数"),
        ("T_URGE", "401", "整数"),
        ("T_URGE", "二十", "整数"),
        ("L_TIME_USED", "101", "1 到 100"),
        ("L_CAPACITY", "401", "1 到 400"),
        ("T_URGE", "²", "整数"),
        ("first_day_counts", "也许", "请选"),
        ("court_phone", " ", "请填写"),
        ("court_phone", "0" * 101, "最多 100 字"),
        ("rounding", "1", "没有这一项"),
    ],
)
def test_what_may_not(code, text, words):
    with pytest.raises(ValueError, match=words):
        value_of(code=code, text=text)
