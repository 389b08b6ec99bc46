from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.casenumber import CaseNo, case_no_notice, normalise_case_no, ours, parse_case_no

CANONICAL = "（2023）鄂1023民初501号"


@pytest.mark.parametrize(
    "spelling",
    [
        CANONICAL,
        "(2023)鄂1023民初501号",
        "〔2023〕鄂1023民初501号",
        "[2023] 鄂1023 民初 501 号",
        "【2023】鄂1023民初501号",
        "（２０２３）鄂１０２３民初５０１号",
        "（2023）鄂1023民初\u3000501号",
    ],
)
def test_every_spelling_becomes_one(spelling):
    assert normalise_case_no(spelling) == CANONICAL
    assert parse_case_no(spelling) == CaseNo(2023, "鄂1023", "民初", 501)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("（2018）湘01执12号", CaseNo(2018, "湘01", "执", 12)),
        ("（2020）湘执复244号", CaseNo(2020, "湘", "执复", 244)),
        ("（2021）最高法执监344号", CaseNo(2021, "最高法", "执监", 344)),
        ("（2024）鄂1023诉前调书12号", CaseNo(2024, "鄂1023", "诉前调书", 12)),
        ("（2023）鄂08民终461号之二", CaseNo(2023, "鄂08", "民终", 461, "之二")),
        ("（2023）鄂1023执前和1号", CaseNo(2023, "鄂1023", "执前和", 1)),
    ],
)
def test_the_parts_of_a_number(text, parts):
    assert parse_case_no(text) == parts
    assert parts.text == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("监劳人仲裁字〔2024〕第31号", "监劳人仲裁字〔2024〕第31号"),
        ("(2024)鄂监利证字第12号", "（2024）鄂监利证字第12号"),
        ("（2014）鄂监利民初字第00123号", "（2014）鄂监利民初字第00123号"),
        ("荆仲裁字 [2023] 第 5 号", "荆仲裁字[2023]第5号"),
        ("（2023）鄂1023501号", "（2023）鄂1023501号"),
        ("（1899）鄂1023民初1号", "（1899）鄂1023民初1号"),
        ("（2023）鄂1023一二三四五六七1号", "（2023）鄂1023一二三四五六七1号"),
    ],
)
def test_other_numbers_stay_free_text(text, kept):
    assert normalise_case_no(text) == kept
    assert parse_case_no(text) is None


def test_enforcement_numbers_are_recognised():
    for kind in ("执", "执恢", "恢执"):
        assert CaseNo(2023, "鄂1023", kind, 7).is_enforcement
    assert not CaseNo(2023, "鄂1023", "执前和", 7).is_enforcement
    assert not CaseNo(2023, "鄂1023", "执保", 7).is_enforcement


def test_our_own_numbers():
    assert ours(2023, 1) == "（2023）鄂1023执前和1号"
    with pytest.raises(ValueError, match="serial"):
        ours(2023, 0)


def test_notices_warn_and_never_refuse():
    today = date(2023, 5, 8)
    assert case_no_notice(CANONICAL, today) == ""
    assert case_no_notice("（2024）鄂1023民初501号", today) == "案号年度 2024 晚于今年，请核对文书。"
    assert "按原样登记" in case_no_notice("监劳人仲裁字〔2024〕第31号", today)


@given(year=st.integers(1900, 2099), serial=st.integers(1, 99_999_999))
def test_what_we_number_we_can_read(year, serial):
    parsed = parse_case_no(ours(year, serial))
    assert parsed is not None
    assert (parsed.year, parsed.serial) == (year, serial)


@given(text=st.text(max_size=30))
def test_normalising_twice_changes_nothing(text):
    once = normalise_case_no(text)
    assert normalise_case_no(once) == once
