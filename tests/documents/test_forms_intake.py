"""The pages of D01, D02, D04, D05, D06, D09, D29 and D32: on how many sheets, which boxes, what a long case does."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from documents.contexts.parts import CasePaper
from documents.registry import FORMS
from documents.render import html_preview
from documents.samples import SAMPLES, declarations, intake
from documents.samples.people import BORROWER, FOOD
from tests.documents.test_render import HOSTILE, LONG, pages_of, places_of, text_of

LARGEST = Decimal("9999999999.99")
RARE = "㛃䶮𠮷·古丽"


def words(page: Any) -> str:
    return "".join(page.extract_text().split())


def boxes(code: str, context: CasePaper) -> tuple[int, int]:
    """How many boxes there are, and how many of them are ticked."""
    text = html_preview(FORMS[code], context)
    return len(re.findall("〔[√　]〕", text)), text.count("〔√〕")


@pytest.mark.parametrize("code", ["D02", "D06", "D29"])
def test_slips_and_sheets_stay_on_one_page(code: str) -> None:
    assert [len(pages_of(code, context)) for context in SAMPLES[code]] == [1, 1]


def test_the_law_of_service_stands_on_the_back() -> None:
    for context in SAMPLES["D05"]:
        front, back = map(words, pages_of("D05", context))
        assert "受送达人确认" in front
        assert "直接送达" not in front
        assert back.count("送达的法律规定") == 1
        assert "七、保密" in back


def test_the_instructions_for_the_property_sheet_begin_a_page() -> None:
    for context in SAMPLES["D09"]:
        *sheets, notes = map(words, pages_of("D09", context))
        assert "以上填写属实" in sheets[-1]
        assert "七、收支和其他债务" in sheets[-1], "a signature is not alone on its page"
        assert "填写须知" in notes
        assert "填写须知" not in "".join(sheets[1:])


def test_the_mark_of_the_green_channel_is_at_the_top_right() -> None:
    (page,) = pages_of("D29", intake.GREEN_LANE)
    lines: list[tuple[float, float]] = []

    def note(text: str, cm: list[float], tm: list[float], _font: Any, _size: float) -> None:
        if "涉企案件绿色直通车" in text:
            lines.append((tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

    page.extract_text(visitor_text=note)
    ((x, y),) = lines
    assert x > 210 / 25.4 * 72 / 2
    assert y > (297 - 50) / 25.4 * 72


def test_a_receipt_in_two_parts_says_the_same_moment_twice() -> None:
    text = text_of("D02", intake.RECEIPT_SLIP)
    assert text.count("2023年5月8日9时12分") == 2
    assert text.count("王窗口") == 2
    assert text.index("收件回执存根") < text.index("本回执载明的收件时间为申请执行日")


def test_a_long_list_of_materials_keeps_each_part_of_the_receipt_whole() -> None:
    lines = tuple(f"材料{n}，复印件，1份，{n}页" for n in range(1, 31))
    pages = list(map(words, pages_of("D02", replace(intake.RECEIPT_SLIP, materials=lines))))
    assert "收到材料30种" in pages[0]
    assert "材料30" in "".join(pages)
    assert "本回执载明的收件时间为申请执行日" in pages[-1]


def test_nothing_is_ticked_for_a_party_who_has_said_nothing() -> None:
    open_form = replace(declarations.CONSENT, answer="", channel="")
    assert boxes("D04", open_form) == (15, 0)
    assert boxes("D04", declarations.CONSENT_FILED) == (15, 5)
    assert boxes("D05", replace(declarations.ADDRESS, confidential=False, e_service="")) == (3, 0)
    assert boxes("D05", replace(declarations.ADDRESS, e_service="no"))[1] == 2
    assert boxes("D32", declarations.BLANK_LETTER) == (6, 0)


@pytest.mark.parametrize(
    ("answer", "words"),
    [("agree", "〔√〕同意和解。"), ("within", "〔√〕同意和解，但要求"), ("refuse", "〔√〕不同意和解")],
)
def test_one_answer_ticks_one_box(answer: str, words: str) -> None:
    form = replace(declarations.CONSENT, answer=answer, channel="")
    assert boxes("D04", form)[1] == 1
    assert words in html_preview(FORMS["D04"], form)


@pytest.mark.parametrize(("wish", "ticked"), [("", 0), ("agree", 1), ("refuse", 1)])
def test_the_wish_of_the_application(wish: str, ticked: int) -> None:
    assert boxes("D01", replace(intake.APPLICATION, wish=wish)) == (2, ticked)


def test_a_letter_says_that_what_is_not_ticked_is_not_granted() -> None:
    text = text_of("D32", declarations.LETTER)
    assert "没有打勾的事项，受托人无权办理" in text
    assert "逐项签名" in text


def test_a_statement_of_representative_carries_no_powers() -> None:
    text = text_of("D32", declarations.STATEMENT)
    assert "授权" not in text
    assert "附法定代表人身份证件复印件一份" in text


def test_the_property_sheet_threatens_nobody_before_filing() -> None:
    text = text_of("D09", declarations.PROPERTY)
    assert "拘留" not in text
    assert "被执行人" not in text
    assert "不填写不产生法律责任" in text


def stretched(code: str) -> CasePaper:
    """The first sample with the longest names and amounts, and a character that only the rare font draws."""
    long = {"name": LONG, "address": f"湖北省监利市{LONG}宿舍{RARE}栋", "is_person": False, "representative": RARE}
    context: Any = SAMPLES[code][0]
    for name in ("party", "principal", "debtor"):
        if hasattr(context, name):
            context = replace(context, **{name: replace(getattr(context, name), **long)})
    if code in ("D01", "D06"):
        debtors = tuple(replace(FOOD, name=f"{LONG}{mark}", agents=()) for mark in "甲乙丙丁戊")
        context = replace(context, debtors=(*debtors, replace(BORROWER, name=RARE)), amount_applied=LARGEST)
    if code == "D02":
        context = replace(context, debtors=tuple(f"{LONG}{mark}" for mark in "甲乙丙丁戊"), amount_applied=LARGEST)
    if code == "D29":
        firms = tuple(replace(context.enterprises[0], name=f"{LONG}{mark}") for mark in "甲乙丙丁戊")
        context = replace(context, enterprises=firms, amount_applied=LARGEST)
    if hasattr(context, "opposite"):
        context = replace(context, opposite=(LONG, RARE))
    return context


@pytest.mark.parametrize("code", ["D01", "D02", "D04", "D05", "D06", "D09", "D29", "D32"])
def test_long_names_many_parties_and_the_largest_amount_stay_within_the_page(code: str) -> None:
    context = stretched(code)
    pages = pages_of(code, context)
    for page in pages:
        places = places_of(page)
        assert min(x for x, _ in places) >= 27.9
        assert max(x for x, _ in places) <= 210 - 26
        assert len(words(page)) > 80
    text = "".join(map(words, pages))
    assert LONG in text
    if code in ("D01", "D02", "D06", "D29"):
        assert "9,999,999,999.99元" in text


def test_many_are_named_once_and_then_called_together() -> None:
    text = text_of("D01", stretched("D01"))
    assert text.count(f"{LONG}丁") == 1
    assert "由上列各被申请人履行" in text
    six = tuple(f"某公司{n}" for n in range(6))
    assert "某公司0、某公司1、某公司2等六人" in text_of("D32", replace(declarations.LETTER, opposite=six))
    assert "某公司2等" not in text_of("D32", replace(declarations.LETTER, opposite=six[:3]))


@pytest.mark.parametrize(
    ("code", "field"),
    [("D01", "reasons"), ("D02", "materials"), ("D29", "impact"), ("D32", "matters")],
)
def test_what_people_type_stays_text(code: str, field: str) -> None:
    context = replace(SAMPLES[code][0], **{field: (HOSTILE,)})
    assert "".join(HOSTILE.split()).rstrip(";") in text_of(code, context)
    assert "<script" not in html_preview(FORMS[code], context)
