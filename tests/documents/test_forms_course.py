"""D07, D10, D12, D13, D19 and D31 as printed: words of the time before filing and after it, lengths, long names."""

from dataclasses import replace

import pytest

from documents.contexts.facts import missing
from documents.samples import SAMPLES
from documents.samples.course import CALLED, ENDED, EXTENSION, LONGER, SUMMONED, TOLD_DEBTOR
from tests.documents.test_render import pages_of, text_of

COURSE = ("D07", "D10", "D12", "D13", "D19", "D31")
ALL = [pytest.param(code, n, id=f"{code}-{n}") for code in COURSE for n in range(len(SAMPLES[code]))]
LONG = "湖北省监利市江汉平原现代农业科技发展与粮油食品精深加工股份有限公司荆州第二分公司"


@pytest.mark.parametrize(("code", "n"), ALL)
def test_the_words_for_the_parties_follow_the_filing(code: str, n: int) -> None:
    context = SAMPLES[code][n]
    text = text_of(code, context)
    if context.filed:
        assert context.exec_no in text
        assert "移送立案" not in text
    else:
        assert not [word for word in ("被执行人", "申请执行人", "恢复执行", "执行通知书") if word in text]


@pytest.mark.parametrize(
    ("code", "n"), [(code, n) for code in ("D13", "D19", "D31") for n in range(len(SAMPLES[code]))]
)
def test_sheets_and_notices_of_a_decision_fit_one_page(code: str, n: int) -> None:
    assert len(pages_of(code, SAMPLES[code][n])) == 1


@pytest.mark.parametrize(("code", "n"), ALL)
def test_long_names_and_many_parties_are_all_there(code: str, n: int) -> None:
    debtors = (*(LONG + mark for mark in "甲乙丙"), "古丽·买买提", "㛃䶮𠮷")
    text = text_of(code, replace(SAMPLES[code][n], creditors=(LONG,), debtors=debtors))
    assert [name for name in debtors if name not in text] == []


def test_a_summons_to_talks_is_none_of_a_court_hearing() -> None:
    text = text_of("D10", SUMMONED)
    assert not [word for word in ("传票", "拘传", "拘留", "罚款", "缺席") if word in text]
    assert "是否参加由你（单位）自己决定" in text


def test_a_new_end_that_nobody_reckoned_is_a_line_and_never_a_date() -> None:
    for code, context in (("D13", EXTENSION), ("D31", LONGER)):
        open_days = replace(context, days="")
        assert open_days.longer is None
        assert "延长＿＿＿＿日，至＿＿年＿月＿日届满" in text_of(code, open_days)


def test_a_record_of_a_long_call_runs_over_the_pages_and_keeps_its_signature_with_the_result() -> None:
    pages = pages_of("D12", replace(CALLED, content=("问：什么时候付？" * 20, "答：月底。" * 30) * 8))
    last = "".join(pages[-1].extract_text().split())
    assert len(pages) > 3
    assert "结果：" in last
    assert "记录人（签名）" in last


def test_only_the_table_of_an_end_holds_what_was_noted_for_the_court() -> None:
    note = "申请人坚持一次付清，被申请人只能分十二期"
    assert note in text_of("D19", ENDED)
    assert note not in text_of("D19", replace(TOLD_DEBTOR, note=note))


def test_what_staff_must_write_is_listed_when_it_is_blank() -> None:
    blank = replace(CALLED, started_at=None, person="", identity="", content=(), result="")
    assert [(gap.field, gap.at) for gap in missing(blank)] == [
        (field, "draft") for field in ("started_at", "person", "identity", "content", "result")
    ]
    assert [gap.label for gap in missing(replace(SUMMONED, held_on=None, starts=None))] == ["会商日期", "会商时间"]
