"""How dates, amounts and days left are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from jianli_mediation.core.templatetags import court
from jianli_mediation.kernel.workdays import Calendar

GOLDEN_WEEK = Calendar(
    holidays=frozenset(date(2023, 10, day) for day in range(1, 7)) | {date(2023, 9, 29), date(2023, 9, 30)},
    workdays=frozenset({date(2023, 10, 7), date(2023, 10, 8)}),
    confirmed_through=date(2023, 12, 31),
)
EVENING = datetime(2023, 5, 8, 17, 14, 7, tzinfo=UTC)  # after midnight in the court


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2023, 10, 7), "2023-10-07 周六上班"),
        (date(2023, 10, 9), "2023-10-09 周一"),
        (date(2023, 10, 2), "2023-10-02 周一放假"),
        (date(2023, 9, 30), "2023-09-30 周六"),
        (None, "—"),
    ],
)
def test_day_says_what_the_weekday_hides(day: date | None, written: str) -> None:
    assert court.show_day(day, GOLDEN_WEEK) == written


@time_machine.travel("2023-10-01")
def test_day_without_calendar_and_short() -> None:
    assert court.show_day(date(2023, 10, 7)) == "2023-10-07 周六"
    assert court.short_day(date(2023, 10, 8), GOLDEN_WEEK) == "10-08 周日上班"
    assert court.short_day(date(2022, 10, 8), GOLDEN_WEEK) == "2022-10-08 周六"
    assert court.day_note(date(2023, 10, 8), GOLDEN_WEEK) == "周日上班"
    assert (court.day_note(None), court.short_day(None)) == ("", "—")


def test_chinese_date() -> None:
    assert court.cn_date(date(2023, 10, 7)) == "2023年10月7日"
    assert court.cn_date(None) == "—"


@time_machine.travel("2023-10-01")
def test_moments_are_in_the_courts_time() -> None:
    assert court.show_moment(EVENING) == "2023-05-09 01:14"
    assert court.short_moment(EVENING) == "05-09 01:14"
    assert court.short_moment(EVENING.replace(year=2022)) == "2022-05-09 01:14"
    assert court.clock_time(EVENING) == "01:14:07"
    assert {court.show_moment(None), court.short_moment(None), court.clock_time(None)} == {"—"}


@pytest.mark.parametrize(
    ("amount", "plain", "with_unit", "in_capitals"),
    [
        (Decimal("86500"), "86,500.00", "86,500.00 元", "捌万陆仟伍佰元整"),
        (Decimal("0.05"), "0.05", "0.05 元", "伍分"),
        (None, "—", "—", ""),
        ("", "—", "—", ""),
    ],
)
def test_amounts(amount: Decimal | None, plain: str, with_unit: str, in_capitals: str) -> None:
    assert (court.show_money(amount), court.yuan(amount), court.capitals(amount)) == (plain, with_unit, in_capitals)


@pytest.mark.parametrize(
    ("days", "unit", "words", "state"),
    [
        (3, "工作日", "还有 3 工作日", "soon"),
        (4, "工作日", "还有 4 工作日", "ok"),
        (1, "工作日", "还有 1 工作日", "soon"),
        (1, "天", "明天", "soon"),
        (0, "工作日", "今天", "soon"),
        (-6, "天", "逾期 6 天", "late"),
        (None, "天", "—", "none"),
    ],
)
def test_days_left(days: int | None, unit: str, words: str, state: str) -> None:
    assert (court.days_left(days, unit), court.lamp_state(days)) == (words, state)


def test_rates_and_their_differences() -> None:
    assert (court.rate(Decimal("62.5")), court.rate(0), court.rate(None)) == ("62.50%", "0.00%", "—")
    assert court.points(Decimal("2.5")) == "+2.50 点"
    assert court.points(Decimal("-15")) == "−15.00 点"
    assert court.points(None) == "—"


@pytest.mark.parametrize(
    ("part", "whole", "width"), [(12, 12, "99.0"), (4, 12, "33.0"), (0, 12, "0"), (3, 0, "0"), (None, 3, "0")]
)
def test_bar_width(part: int | None, whole: int, width: str) -> None:
    assert court.share(part, whole) == width
