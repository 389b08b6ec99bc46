import pytest

from cases.rules.recusal import AgencyFact, Herself, Somebody, TieFact, grounds, same
from mediators.kinds import TieKind

LIU = Somebody("被申请人", "刘某", "刘某", "hash-liu")
FIRM = Somebody("申请人", "监利某公司", "监利某公司", "hash-firm", is_body=True)
LAWYER = Somebody("申请人的代理人", "秦某", "秦某", "hash-qin", firm="某律师事务所", firm_key="某律师事务所")


def told(mediator, *people):
    return [(ground.bars, ground.text) for ground in grounds(mediator=mediator, people=people)]


@pytest.mark.parametrize(
    ("key", "number", "other_key", "other_number", "is_body", "expected"),
    [
        ("刘某", "a", "刘某", "a", False, True),
        ("旧名", "a", "刘某", "a", False, True),
        ("刘某", "a", "刘某", "b", False, False),
        ("刘某", "", "刘某", "b", False, None),
        ("刘某", "a", "刘某", "", False, None),
        ("李某", "", "刘某", "b", False, False),
        ("某公司", "", "某公司", "b", True, True),
        ("", "", "", "", True, False),
    ],
)
def test_two_are_the_same_by_number_and_a_body_by_its_name(key, number, other_key, other_number, is_body, expected):
    got = same(key=key, id_hash=number, other_key=other_key, other_hash=other_number, is_body=is_body)
    assert got is expected


def test_who_is_a_party_or_an_agent_herself():
    assert told(Herself("改过名", "hash-liu"), LIU) == [(True, "就是本案被申请人刘某")]
    assert told(Herself("秦某", "hash-qin"), LAWYER) == [(True, "就是本案申请人的代理人秦某")]


def test_a_common_name_alone_is_to_be_looked_into_and_another_number_clears_it():
    assert told(Herself("刘某"), LIU) == [(False, "与本案被申请人刘某同名，请核对是不是同一人")]
    assert told(Herself("刘某", "hash-another"), LIU) == []


@pytest.mark.parametrize("kind", TieKind.values)
def test_every_declared_tie_bars_by_number(kind):
    found = grounds(mediator=Herself("李某", ties=(TieFact(kind, "刘某某", "hash-liu"),)), people=[LIU])
    assert [ground.bars for ground in found] == [True]
    assert found[0].text.startswith("声明与本案被申请人刘某")
    assert found[0].article in ("民事诉讼法第47条", "在线调解规则第13条")


def test_a_tie_by_name_bars_for_a_body_and_is_looked_into_for_a_person():
    of_body = Herself("李某", ties=(TieFact("former_employer", "监利某公司"),))
    assert told(of_body, FIRM) == [(True, "声明与本案申请人监利某公司：曾在那里任职")]
    of_person = Herself("李某", ties=(TieFact("relative", "刘某"),))
    assert told(of_person, LIU) == [(False, "声明与本案被申请人刘某是近亲属，只有姓名相同，请核对")]
    assert told(Herself("李某", ties=(TieFact("relative", "刘某", "hash-another"),)), LIU) == []


def test_the_unit_of_an_agent():
    unit = Herself("李某", unit="某律师事务所", unit_key="某律师事务所")
    assert told(unit, LAWYER) == [(True, "与申请人的代理人秦某同属某律师事务所")]
    once = Herself("李某", ties=(TieFact("former_employer", "某律师事务所"),))
    assert told(once, LAWYER) == [(True, "声明与申请人的代理人秦某的单位某律师事务所：曾在那里任职")]
    itself = Herself("李某", unit="监利某公司", unit_key="监利某公司")
    assert told(itself, FIRM) == [(True, "所在组织监利某公司就是本案申请人")]
    assert told(unit, LIU, FIRM) == []


def test_a_former_agency_bars_when_proved_and_those_that_bar_come_first():
    mediator = Herself("刘某", agencies=(AgencyFact("陈某", "（2023）1号", proved=True),))
    assert told(mediator, LIU) == [
        (True, "曾是陈某（（2023）1号）的代理人"),
        (False, "与本案被申请人刘某同名，请核对是不是同一人"),
    ]
    named = Herself("李某", agencies=(AgencyFact("陈某", "（2023）1号", proved=False),))
    assert told(named) == [(False, "与曾任陈某（（2023）1号）代理人的人同名，请核对")]


def test_a_stranger_has_no_ground():
    assert told(Herself("李某", "hash-li", ties=(TieFact("close", "王某"),)), LIU, FIRM, LAWYER) == []
