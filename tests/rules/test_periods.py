import pytest

from cases.rules.periods import PERIODS, UNITS, Periods, in_force


def test_the_defaults_of_the_reference():
    assert {code: period.text for code, period in PERIODS.items()} == {
        "T_FILE": "7 日",
        "T_ASSIGN": "1 个工作日",
        "T_TAKE": "3 个工作日",
        "T_CONTACT": "3 个工作日",
        "T_URGE": "15 日",
        "T_DECL": "15 日",
        "T_RECON": "30 日",
        "T_ESCALATE": "3 日",
        "T_EXT": "15 日",
        "T_SUSPEND": "30 日",
        "T_HAND": "3 个工作日",
        "T_CLOSE": "3 个工作日",
        "T_CERT": "3 个工作日",
        "T_PAYOUT": "5 日",
        "T_REQ": "3 个工作日",
        "T_LIM": "2 年",
        "T_EXEC": "6 个月",
        "T_PRESERVE5": "5 日",
        "T_RENEW7": "7 日",
        "T_NOTICE10": "10 日",
    }


@pytest.mark.parametrize("code", PERIODS)
def test_every_period_is_complete(code):
    period = PERIODS[code]
    assert period.code == code
    assert period.title
    assert period.source
    assert period.unit in UNITS
    assert not (period.unit == "workday" and period.shift)


def test_only_statutory_periods_cite_as_binding():
    assert {code for code, period in PERIODS.items() if not period.ours} == {
        "T_FILE", "T_TAKE", "T_LIM", "T_EXEC", "T_PRESERVE5", "T_RENEW7", "T_NOTICE10",
    }  # fmt: skip


def test_the_court_sets_its_own_amounts():
    ours = in_force(overrides={"T_URGE": 20})
    assert ours["T_URGE"].amount == 20
    assert ours["T_URGE"].title == "督促履行期"
    assert ours["T_RECON"] == PERIODS["T_RECON"]
    assert list(ours) == list(PERIODS)
    assert len(ours) == len(PERIODS)
    assert dict(Periods()) == PERIODS


def test_impossible_settings_are_refused():
    with pytest.raises(ValueError, match="unknown period"):
        Periods({"T_MOON": 3})
    with pytest.raises(ValueError, match="at least 1"):
        Periods({"T_URGE": 0})
