import pytest

from jianli_mediation.kernel.refusal import Blocker, Refused, refuse_if

UNPAID = Blocker("unpaid", "第 2 期还差 30,000.00 元", "协议第四条")
UNCONFIRMED = Blocker("unconfirmed", "07-05 的 20,000.00 元未经确认")


def test_all_reasons_are_told_at_once():
    with pytest.raises(Refused) as refused:
        refuse_if(blocker for blocker in (UNPAID, UNCONFIRMED))
    assert refused.value.blockers == (UNPAID, UNCONFIRMED)
    assert str(refused.value) == "第 2 期还差 30,000.00 元；07-05 的 20,000.00 元未经确认"


def test_without_reasons_nothing_is_refused():
    refuse_if([])
