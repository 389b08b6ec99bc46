"""The papers of enforcement and the circular: what each variant says, what may not be combined, geometry of family G."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents.contexts import facts
from documents.contexts.facts import UnfitFillsError
from documents.contexts.reporting import Figure, MonthlyReport
from documents.registry import FORMS, refusal
from documents.registry.form import number_text
from documents.render import html_preview
from documents.samples.enforcement import (
    APPLICATION,
    EXEC_NO,
    FIRST_APPLICATION,
    LONG_TERM,
    PERFORMED,
    REFUSAL,
    RESUMED,
    RESUMPTION,
    SUSPENSION,
    WITHDRAWAL,
)
from documents.samples.performance import BANK_LETTER, CREDIT_LETTER, REMINDER, REMINDER_AFTER_FILING
from documents.samples.reporting import REPORT
from tests.documents.test_render import LONG, MM, pages_of, places_of, text_of

RULINGS = (SUSPENSION, LONG_TERM, WITHDRAWAL)


@pytest.mark.parametrize("ruling", RULINGS)
def test_a_ruling_is_one_of_enforcement_and_tells_nothing_of_an_appeal(ruling: Any) -> None:
    text = text_of("D17", ruling)
    assert text.startswith("湖北省监利市人民法院执行裁定书")
    assert "民事裁定书" not in text
    assert "上诉" not in text
    assert "本裁定送达后立即生效" in text
    assert text.index("二〇二三年九月二十八日") < text.index("书记员") < text.index("本件与原本核对无异")


def test_stay_and_end_say_what_they_do_and_not_the_other() -> None:
    assert "终结" not in text_of("D17", SUSPENSION)
    assert "中止" not in text_of("D17", LONG_TERM)
    assert "和解协议" not in text_of("D17", WITHDRAWAL)


def test_the_item_is_named_where_there_are_several() -> None:
    assert "第一项、第二项的执行" in text_of("D17", LONG_TERM)
    assert "民事调解书的执行" in text_of("D17", SUSPENSION)
    assert "＿＿＿＿</span>的执行" in html_preview(FORMS["D17"], replace(LONG_TERM, scope=""))


@pytest.mark.parametrize(
    ("bench", "judges", "signed"),
    [
        ("panel", ("周指导", "吴某"), [("审　判　长", "周指导"), ("审　判　员", "吴某")]),
        ("judge", ("周指导",), [("审　判　员", "周指导")]),
        ("officer", ("吴某",), [("执　行　员", "吴某")]),
        ("judge", (), [("审　判　员", "")]),
    ],
)
def test_who_signs_a_ruling(bench: str, judges: tuple[str, ...], signed: list[tuple[str, str]]) -> None:
    ruling = replace(SUSPENSION, bench=bench, judges=judges)
    assert [(each.role, each.name) for each in ruling.signers] == signed
    assert ("judges" in [gap.field for gap in facts.missing(ruling)]) == (not judges)


@pytest.mark.parametrize(
    ("paper", "ground"),
    [(SUSPENSION, "withdrawn"), (LONG_TERM, "agreed"), (RESUMED, "performed"), (REFUSAL, "default")],
)
def test_a_ground_that_does_not_bear_the_result_is_refused(paper: Any, ground: str) -> None:
    with pytest.raises(UnfitFillsError) as unfit:
        facts.filled(paper, {"ground": ground})
    assert set(unfit.value.problems) == {"ground"}


def test_later_rulings_of_a_case_are_numbered_after_the_first() -> None:
    numbers = [replace(SUSPENSION, after=n).paper_no for n in range(3)]
    assert numbers == [EXEC_NO, f"{EXEC_NO}之一", f"{EXEC_NO}之二"]
    assert replace(RESUMED, after=2).paper_no == RESUMED.exec_no


def test_four_reasons_to_refuse_are_boxes_and_one_is_ticked() -> None:
    for n, (code, _) in enumerate(REFUSAL.refusals):
        assert code == (n == 2)
    text = html_preview(FORMS["D23"], replace(REFUSAL, ground="not_due"))
    assert text.count("〔√〕") == 1
    assert text.count("〔　〕") == 3
    assert "〔√〕（二）" in text


def test_a_resumption_deducts_and_a_refusal_has_no_table() -> None:
    assert "共扣减210,000.00元" in text_of("D23", RESUMPTION)
    assert "尚未履行的款项为" not in text_of("D23", REFUSAL)
    nothing = replace(RESUMED, deducted=Decimal("0.00"))
    assert "没有收到款项" in text_of("D23", nothing)


def test_titles_follow_the_variant() -> None:
    assert text_of("D23", RESUMED).startswith("监利市人民法院恢复执行通知书")
    assert text_of("D23", REFUSAL).startswith("湖北省监利市人民法院执行裁定书")
    assert "信用修复告知函" in text_of("D25", CREDIT_LETTER)
    assert "信用修复推荐函" in text_of("D25", BANK_LETTER)


def test_the_application_is_one_for_the_first_enforcement_where_there_was_none() -> None:
    before, after = text_of("D22", FIRST_APPLICATION), text_of("D22", APPLICATION)
    assert before.startswith("申请执行书")
    assert "恢复" not in before
    assert "被执行人" not in before
    assert after.startswith("恢复执行申请书")
    assert f"原执行案号：{EXEC_NO}" in after
    assert "受欺诈、胁迫" in text_of("D22", replace(APPLICATION, ground="fraud"))


def test_before_filing_the_reminder_threatens_nothing_at_once() -> None:
    before, after = text_of("D21", REMINDER), text_of("D21", REMINDER_AFTER_FILING)
    assert "执行立案以后" in before
    assert "不是强制执行措施" in before
    assert "被执行人" not in before.replace("失信被执行人名单", "").replace("由被执行人负担", "")
    assert "恢复执行" not in before
    assert "提起诉讼" in after
    assert "拘留" not in before + after


def test_a_fee_that_is_not_owed_is_not_asked_for() -> None:
    assert "7,163.75" not in text_of("D18", replace(PERFORMED, fee_state="free"))
    assert "已经交纳" in text_of("D18", replace(PERFORMED, fee_state="paid"))
    assert "没有需要解除" in text_of("D18", replace(PERFORMED, measures=()))


def test_letters_stay_on_one_page_and_need_the_certificate() -> None:
    assert [len(pages_of("D25", letter)) for letter in (CREDIT_LETTER, BANK_LETTER)] == [1, 1]
    blank = replace(CREDIT_LETTER, certificate_no="", addressee="")
    assert [gap.label for gap in facts.missing(blank)] == [
        "收函单位",
        "自动履行证明书的编号（证明书还没有签发，或者已经作废）",
    ]


def test_long_names_and_many_parties_stay_within_the_page() -> None:
    debtors = tuple(replace(SUSPENSION.debtors[0], name=LONG + mark) for mark in "甲乙丙丁戊己")
    text = text_of("D17", replace(SUSPENSION, debtors=debtors))
    assert all(debtor.name in text for debtor in debtors)
    for page in pages_of("D17", replace(SUSPENSION, debtors=debtors)):
        assert max(x for x, _ in places_of(page)) <= 210 - 26


@pytest.mark.parametrize("code", ["D17", "D18", "D23"])
@pytest.mark.parametrize("model", ["A", "B"])
def test_what_presupposes_an_enforcement_case_waits_for_its_number(code: str, model: str) -> None:
    for state in FORMS[code].states:
        assert "还没有执行案号" in str(refusal(FORMS[code], state=state, legal_model=model, has_exec_no=False))


def test_the_report_belongs_to_no_case_and_has_its_own_series() -> None:
    reason = refusal(FORMS["D28"], state="performing", legal_model="A", has_exec_no=False)
    assert "不属于哪一件案件" in str(reason)
    assert number_text("bulletin", year=2024, n=5) == "监法执前和解简报〔2024〕5期"
    assert facts.from_json(MonthlyReport, facts.to_json(REPORT)) == REPORT
    assert [each.name for each in facts.fillable(MonthlyReport)][:2] == ["kind", "addressee"]


def test_the_report_prints_its_figures_as_they_were_given() -> None:
    odd = replace(REPORT, summary=replace(REPORT.summary, taken=Figure(value="一千件")), kind="circular", lost=())
    text = text_of("D28", odd)
    assert "本月新收执前和解案件一千件，" in text
    assert "关于2024年4月执前和解工作情况的通报" in text
    assert "本月没有违约和转执行的案件" in text
    assert REPORT.summary.closed.compared == ("环比上升14.29%", "同比上升100.00%")


def size_of(page: Any) -> tuple[int, int]:
    return round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)


def test_a_circular_keeps_the_margins_of_its_norm() -> None:
    """天头 37 ± 1, 订口 28 ± 1; below the text only the page's number and the code."""
    pages = pages_of("D28", REPORT)
    upright = [(n, page) for n, page in enumerate(pages, start=1) if size_of(page) == (210, 297)]
    assert [n for n, _ in upright] == [1, 2, 3, 4, len(pages)]
    for n, page in upright:
        places = places_of(page)
        assert min(x for x, _ in places) >= 27.9
        assert max(x for x, _ in places) <= 210 - 26
        assert max(y for _, y in places) <= 297 - 37
        assert min(y for _, y in places) >= 14
        assert f"—{n}—" in "".join(page.extract_text().split())


def test_tables_of_the_report_lie_across_with_their_head_at_the_binding_edge() -> None:
    pages = pages_of("D28", REPORT)
    across = [(n, page) for n, page in enumerate(pages, start=1) if size_of(page) == (297, 210)]
    assert len(across) == len(pages) - 5
    drawn = [page for _, page in across if "附图" in page.extract_text()]
    assert len(drawn) == 1
    for _, page in across:
        if page in drawn:  # a drawing has coordinates of its own
            continue
        places = places_of(page)
        assert min(x for x, _ in places) >= 34.9
        assert max(x for x, _ in places) <= 297 - 37
        assert max(y for _, y in places) <= 210 - 28


def test_the_lines_at_the_foot_of_the_last_page_end_with_the_text_area() -> None:
    last = pages_of("D28", REPORT)[-1]
    lowest = min(y for x, y in places_of(last) if y > 34)
    assert 35 <= lowest <= 41
    assert "印发" in last.extract_text()


def test_twenty_two_lines_of_twenty_eight_characters_on_a_circular() -> None:
    context = replace(REPORT, practices=("一二三四五六七八九十" * 130,), examples=())
    for page in pages_of("D28", context)[1:4]:
        lines = [line.strip() for line in page.extract_text().splitlines()]
        full = [line for line in lines if len(line) == 28 and set(line) <= set("一二三四五六七八九十")]
        heights = sorted({round(y, 1) for _, y in places_of(page) if 36 < y < 262}, reverse=True)
        if len(full) == 22:
            assert round((heights[0] - heights[-1]) / 21 * MM, 1) == 29.0
            return
    pytest.fail("no page is full")


def test_a_month_without_anything_still_makes_a_report() -> None:
    empty = replace(REPORT, overdue=(), enterprises=(), lost=(), mediators=(), adjustments=(), copies_to=(), contact="")
    text = text_of("D28", empty)
    assert "月末没有逾期的案件" in text
    assert "本月没有涉企案件" in text
    assert "对以前各期的调整" not in text
    assert {gap.field for gap in facts.missing(replace(empty, practices=(), first=None))} == {"practices", "first"}
    assert date(2024, 4, 1) == empty.first
