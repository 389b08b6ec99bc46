import pytest

from cases.rules.limits import LIMITS, Limits, in_force


def test_the_defaults():
    assert {code: limit.text for code, limit in LIMITS.items()} == {
        "L_CAPACITY": "20 件",
        "L_SESSIONS": "3 次",
        "L_OFFER_DAYS": "20 日",
        "L_NO_SHOWS": "2 次",
        "L_PROMISES": "2 次",
        "L_TIME_USED": "80%",
        "L_REMIND_FIRST": "7 日",
        "L_REMIND_SECOND": "3 日",
    }


def test_the_court_sets_its_own_amounts():
    ours = in_force(overrides={"L_CAPACITY": 30})
    assert (ours["L_CAPACITY"].amount, ours["L_CAPACITY"].title) == (30, LIMITS["L_CAPACITY"].title)
    assert ours["L_SESSIONS"] == LIMITS["L_SESSIONS"]
    assert Limits()["L_CAPACITY"].amount == 20


@pytest.mark.parametrize(("overrides", "words"), [({"L_MOON": 3}, "unknown limit"), ({"L_CAPACITY": 0}, "at least 1")])
def test_impossible_settings_are_refused(overrides, words):
    with pytest.raises(ValueError, match=words):
        Limits(overrides)
