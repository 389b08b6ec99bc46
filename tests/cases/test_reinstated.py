"""A broken agreement that the creditor takes up again: the old breach is settled, a new one is a new one."""

import pytest

from cases.actions import performance
from cases.facts import breach_of
from cases.states import State
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day
from tests.cast import Cast


@pytest.fixture
def reinstated(cast: Cast) -> Walk:
    """The first instalment of 20 June came on 28 June, after the grace; the creditor accepted it on the 30th."""
    walk = Walk(cast).to(State.DEFAULTED)
    walk.confirm(walk.pay("40000.00", "2023-06-28"), "2023-06-29")
    walk.do(performance.reinstate, "qian", "2023-06-30", reason="申请人书面同意继续履行")
    return walk


def test_the_settled_breach_cannot_be_declared_again(reinstated: Walk) -> None:
    assert reinstated.case.state == State.PERFORMING
    assert breach_of(reinstated.case, day("2023-07-10"), load_calendar()) is None
    with pytest.raises(Refused) as refused:
        reinstated.do(performance.declare_default, "qian", "2023-07-10")
    assert [blocker.code for blocker in refused.value.blockers] == ["nothing_overdue"]


def test_the_next_missed_instalment_is_a_breach_of_its_own(reinstated: Walk) -> None:
    reinstated.do(performance.declare_default, "qian", "2023-07-25")
    declared = reinstated.case.agreement.defaults.order_by("-pk").first()
    assert (declared.instalment_seq, reinstated.case.state) == (2, State.DEFAULTED)
