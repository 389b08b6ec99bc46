from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianli_mediation.kernel.chinese import amount_in_capitals, date_in_chinese, number, weekday

DIGITS = "零壹贰叁肆伍陆柒捌玖"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("1.05", "壹元零伍分"),
        ("10.50", "壹拾元伍角"),
        ("86500", "捌万陆仟伍佰元整"),
        ("87708.31", "捌万柒仟柒佰零捌元叁角壹分"),
        ("484250", "肆拾捌万肆仟贰佰伍拾元整"),
        ("10001", "壹万零壹元整"),
        ("10010", "壹万零壹拾元整"),
        ("11000", "壹万壹仟元整"),
        ("100100", "壹拾万零壹佰元整"),
        ("1001000", "壹佰万壹仟元整"),
        ("10000000", "壹仟万元整"),
        ("100000001", "壹亿零壹元整"),
        ("100100000", "壹亿零壹拾万元整"),
        ("1000100000", "壹拾亿零壹拾万元整"),
        ("1010101010.10", "壹拾亿壹仟零壹拾万壹仟零壹拾元壹角"),
        ("9999999999.99", "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("1000000000000", "壹万亿元整"),
        ("-3", "负叁元整"),
    ],
)
def test_amounts_in_capitals(amount, words):
    assert amount_in_capitals(Decimal(amount)) == words


def test_amounts_that_have_no_words_are_refused():
    with pytest.raises(ValueError, match="decimals"):
        amount_in_capitals(Decimal("0.105"))
    with pytest.raises(ValueError, match="range"):
        amount_in_capitals(Decimal(10**16))


@given(st.decimals(min_value=0, max_value=Decimal("99999999999999.99"), places=2))
def test_capitals_read_back_to_the_same_amount(amount):
    assert _read(amount_in_capitals(amount)) == amount


def _read(words: str) -> Decimal:
    """An independent reader: the words are right if a person can get the amount out of them again."""
    whole, _, cents = words.rpartition("元") if "元" in words else ("", "", words)
    fen = 0
    for digit, unit in zip(cents.replace("零", "").replace("整", ""), cents.replace("零", "")[1:], strict=False):
        fen += DIGITS.index(digit) * {"角": 10, "分": 1}.get(unit, 0) if digit in DIGITS else 0
    return Decimal(_whole(whole)) + Decimal(fen) / 100


def _whole(words: str) -> int:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in words:
            head, _, tail = words.rpartition(unit)
            return _whole(head) * size + _whole(tail)
    total, digit = 0, 0
    for character in words:
        if character in DIGITS:
            digit = DIGITS.index(character)
        else:
            total, digit = total + digit * {"拾": 10, "佰": 100, "仟": 1000}[character], 0
    return total + digit


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "零"), (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (85, "八十五"), (101, "一百零一"),
     (110, "一百一十"), (246, "二百四十六"), (1010, "一千零一十"), (10010, "一万零一十"), (100000, "十万")],
)  # fmt: skip
def test_numbers(value, words):
    assert number(value) == words


def test_negative_numbers_are_refused():
    with pytest.raises(ValueError, match="range"):
        number(-1)


def test_dates_and_weekdays():
    assert date_in_chinese(date(2024, 4, 18)) == "二〇二四年四月十八日"
    assert date_in_chinese(date(2010, 12, 31)) == "二〇一〇年十二月三十一日"
    assert weekday(date(2023, 10, 7)) == "周六"
    assert weekday(date(2023, 4, 23), long=True) == "星期日"
