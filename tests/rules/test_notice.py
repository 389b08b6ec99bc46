from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianli_mediation.kernel.notice import KINDS, read_notice

GOOD = """起,止,类别,名称
2026-12-31,2027-01-02,放假,元旦假期
2月5日，2月11日，放假，春节假期

2027/2/14\t\t上班\t春节调休上班
2027年10月9日,,调休上班,国庆调休上班
"""


def test_a_notice_is_read_day_by_day():
    notice = read_notice(GOOD, 2027)
    assert notice.problems == ()
    assert len(notice.days) == 3 + 7 + 1 + 1
    assert (notice.days[0].day, notice.days[0].kind, notice.days[0].name) == (date(2026, 12, 31), "holiday", "元旦假期")
    assert [each.day for each in notice.days if each.kind == "workday"] == [date(2027, 2, 14), date(2027, 10, 9)]
    assert [each.day for each in notice.days] == sorted(each.day for each in notice.days)


def test_every_bad_row_is_told_at_once():
    bad = """2027-02-30,,放假,春节假期
2027-05-01,2027-05-05,放假
2027-05-01,2027-05-05,休息,五一假期
2027-05-01,2027-05-05,放假,
2027-05-05,2027-05-01,放假,五一假期
2027-05-01,2027-05-16,放假,五一假期
2028-01-01,,放假,元旦假期
2026-12-31,,放假,春节假期
2027-05-10,,上班,五一调休上班
五月一日,,放假,五一假期
2027-10-01,2027-10-07,放假,国庆假期
2027-10-07,,放假,国庆假期
"""
    texts = [problem.text for problem in read_notice(bad, 2027).problems]
    assert texts == [
        "第 1 行：没有 2027-02-30 这一天",
        "第 2 行：要有四列（起,止,类别,名称），现有 3 列",
        "第 3 行：类别写“放假”或“上班”，现在是“休息”",
        "第 4 行：名称要写，最多 20 字，如“春节假期”",
        "第 5 行：止日要在起日当天或以后，一次最多 15 天",
        "第 6 行：止日要在起日当天或以后，一次最多 15 天",
        "第 7 行：2028-01-01 不在 2027 年",
        "第 8 行：2026-12-31 不在 2027 年",
        "第 9 行：2027-05-10 本来就是工作日，不用写上班",
        "第 10 行：日期写成 2027-01-01 这样，现在是“五月一日”",
        "第 12 行：2027-10-07 前面已经写过",
    ]


@pytest.mark.parametrize(
    "heading", ["起,止,类别,名称", "日期,止,类别,名称", "from,to,kind,name", "\ufeff起,止,类别,名称"]
)
def test_a_heading_is_no_row(heading):
    notice = read_notice(f"{heading}\n2027-05-01,,放假,五一假期", 2027)
    assert (len(notice.days), notice.problems) == (1, ())


def test_names_up_to_twenty_characters_and_repeated_days_one_by_one():
    twenty = "国庆中秋" * 5
    assert read_notice(f"2027-10-01,,放假,{twenty}", 2027).problems == ()
    assert read_notice(f"2027-10-01,,放假,{twenty}长", 2027).problems[0].line == 1
    twice = read_notice("2027-10-01,2027-10-02,放假,国庆\n2027-10-01,2027-10-02,放假,国庆", 2027)
    assert [problem.text for problem in twice.problems] == ["第 2 行：2027-10-01、2027-10-02 前面已经写过"]


def test_an_empty_table_is_told_as_a_whole():
    assert read_notice("", 2027).problems[0].line == 0
    assert [problem.text for problem in read_notice("起,止,类别,名称\n", 2027).problems] == [
        "没有读到一行，请按“起,止,类别,名称”填写"
    ]


@given(text=st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    notice = read_notice(text, 2027)
    assert notice.days or notice.problems


@given(days=st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), min_size=1, max_size=30))
def test_what_is_written_is_read(days):
    text = "\n".join(f"{day},,放假,假期" for day in days)
    notice = read_notice(text, 2027)
    assert {each.day for each in notice.days} == days
    assert set(KINDS.values()) >= {each.kind for each in notice.days}
