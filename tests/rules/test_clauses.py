from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.clauses import BLANK, CLAUSES, SAMPLE, Article, articles_of, has, offered, with_clause
from cases.rules.terms import lint
from tests.rules.calendars import COURT
from tests.rules.test_terms import CLEAN

ON = date(2023, 9, 26)
ALL = list(CLAUSES)


def codes(text, **changes):
    return {found.code: found for found in lint(terms=replace(CLEAN, clauses=text, **changes), calendar=COURT)}


def complete(code):
    """The clause with every line filled in."""
    return with_clause(text="", code=code).replace(BLANK, "某")


def test_the_library_holds_what_the_domain_asks_for():
    assert {"in_kind", "third_party", "deposit", "staged_waiver", "penalty", "staged_release"} <= set(ALL)
    assert {"electronic_service", "secrecy"} <= set(ALL)
    assert len({clause.title for clause in CLAUSES.values()}) == len(ALL)
    assert all(clause.text.endswith("。") for clause in CLAUSES.values())


def test_each_says_what_it_rests_on():
    found = {clause.code: clause.nature for clause in offered(legal_model="B", on=ON)}
    assert found["in_kind"] == f"{SAMPLE}，依据执行和解规定第六条"
    assert found["third_party"].endswith("民法典第五百二十三条")
    assert found["deposit"].endswith("民法典第五百七十条、执行和解规定第七条")
    assert found["staged_release"].endswith("执行和解规定第三条")
    assert found["electronic_service"].endswith("民事诉讼法第九十条")
    assert found["secrecy"] == SAMPLE
    before = {clause.code: clause.source for clause in offered(legal_model="B", on=date(2021, 12, 31))}
    assert before["electronic_service"] == "民事诉讼法第八十七条"


def test_what_presupposes_an_enforcement_case_is_offered_after_filing_only():
    before, after = ({clause.code for clause in offered(legal_model=model, on=ON)} for model in "AB")
    assert after - before == {"measures"}
    for clause in offered(legal_model="A", on=ON):
        assert not [word for word in ("被执行人", "申请执行人", "恢复执行") if word in clause.text]


@pytest.mark.parametrize("code", ALL)
def test_a_clause_is_added_once_under_its_own_heading(code):
    clause = CLAUSES[code]
    text = with_clause(text="双方另有约定。\n", code=code)
    assert text == f"双方另有约定。\n【{clause.title}】\n{clause.text}"
    assert articles_of(text=text) == (Article("", "双方另有约定。"), Article(clause.title, clause.text))
    assert with_clause(text=text, code=code) == text
    changed = text.replace(clause.text, "改写了。")
    assert has(text=changed, clause=clause)
    assert with_clause(text=changed, code=code) == changed


def test_clauses_stand_in_the_order_in_which_they_were_added():
    text = with_clause(text=with_clause(text="", code="voucher"), code="early")
    assert [article.title for article in articles_of(text=text)] == ["收据和发票", "提前履行"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("　\n ", []),
        ("只有一段。", [("", "只有一段。")]),
        ("  【 交车 】 \n八月以前交车。", [("交车", "八月以前交车。")]),
        ("甲【不是标题】乙", [("", "甲【不是标题】乙")]),
        ("【】\n没有标题", [("", "【】\n没有标题")]),
        (f"【{'长' * 31}】\n太长", [("", f"【{'长' * 31}】\n太长")]),
        ("【空】", [("空", "")]),
        ("【甲】\n一\n\n二\n【乙】\n三", [("甲", "一\n\n二"), ("乙", "三")]),
    ],
)
def test_a_heading_alone_on_its_line_begins_an_article(text, pieces):
    assert [(article.title, article.text) for article in articles_of(text=text)] == pieces


@given(st.text(alphabet="甲乙【】\n 。a", max_size=60))
def test_no_word_gets_lost(text):
    said = "".join(
        "".join((f"【{article.title}】" if article.title else "") + article.text) for article in articles_of(text=text)
    )
    assert sorted("".join(said.split())) == sorted("".join(text.split()))


@pytest.mark.parametrize("code", ALL)
def test_what_a_clause_warns_of_is_an_amber_finding(code):
    clause = CLAUSES[code]
    found = codes(complete(code), legal_model="B", default_clause="违约后申请恢复执行")
    assert {each.level for each in found.values()} <= {"amber"}
    if clause.warning:
        assert clause.finding in found
        assert clause.finding == clause.said_by or clause.warning in found[clause.finding].message
    else:
        assert found == {}


def test_a_warning_is_given_once():
    assert set(codes(complete("in_kind"))) == {"payment_in_kind"}
    assert set(codes(complete("penalty"))) == {"penalty_by_suit_only"}
    assert codes(complete("deposit"))["clause_deposit"].article == "民法典第五百七十条、执行和解规定第七条"


def test_a_line_left_blank_may_not_be_signed():
    found = codes(with_clause(text="", code="voucher"))
    assert (found["clause_blank"].level, found["clause_blank"].field) == ("red", "clauses")
    assert codes(complete("voucher")) == {}


def test_a_heading_without_words_may_not_be_signed():
    found = codes("【提前履行】\n\n【收据】\n三日内出具。")
    assert found["clause_empty"].message.startswith("“提前履行”只有标题")
    assert found["clause_empty"].level == "red"


def test_an_unknown_clause_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        with_clause(text="", code="moon")
