"""Days, moments and amounts as people type them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.forms import AmountField, CourtForm, DayField, MomentField


@pytest.mark.parametrize(
    "typed",
    [
        "2023-10-07",
        "2023.10.7",
        "2023/10/07",
        "20231007",
        "2023年10月7日",
        " ２０２３－１０－０７ ",
        "2023 年 10 月 7 日",
    ],
)
def test_days(typed: str) -> None:
    assert DayField().clean(typed) == date(2023, 10, 7)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2023-02-30", "没有 2023年2月30日 这一天"),
        ("2023107", "请写成 2023-10-07 这样"),
        ("明天", "请写成 2023-10-07 这样"),
        ("0023-10-07", "年份太早"),
        ("٢٠٢٣-10-07", "请写成"),
    ],
)
def test_no_day(typed: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["2023-05-08 09:14", "2023-05-08T09:14", "2023年5月8日 9：14", "20230508 9.14"])
def test_moments(typed: str) -> None:
    assert MomentField().clean(typed) == datetime(2023, 5, 8, 9, 14, tzinfo=COURT_TIME)


@pytest.mark.parametrize("typed", ["2023-05-08", "2023-05-08 24:00", "2023-05-08 09:60", "九点"])
def test_no_moment(typed: str) -> None:
    with pytest.raises(ValidationError):
        MomentField().clean(typed)


@pytest.mark.parametrize("typed", ["86,500.00", "86500", "￥86,500", "86500元", "８６５００．００", "86500.0"])
def test_amounts(typed: str) -> None:
    assert AmountField().clean(typed) == Decimal("86500.00")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("86500.005", "最多两位小数"),
        ("86,50", "请写成"),
        ("八万", "请写成"),
        ("1e5", "请写成"),
        ("0", "金额要大于 0"),
        ("-5", "金额要大于 0"),
        ("10,000,000,000.00", "最多 9,999,999,999.99 元"),
    ],
)
def test_no_amount(typed: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        AmountField().clean(typed)


def test_zero_where_zero_means_something() -> None:
    assert AmountField(zero=True).clean("0") == 0
    with pytest.raises(ValidationError, match="不能小于 0"):
        AmountField(zero=True).clean("-1")


class Sample(CourtForm):
    name = forms.CharField(label="姓名", max_length=4)
    kind = forms.ChoiceField(label="种类", choices=[("a", "甲")])
    days = forms.IntegerField(label="天数", min_value=1)
    paid_on = DayField(label="到账日")
    total = AmountField(label="金额")
    told = forms.CharField(label="说明", error_messages={"required": "写一句为什么。"})


def test_what_is_missing_is_asked_for_by_name() -> None:
    errors = {name: list(found) for name, found in Sample({}).errors.items()}
    assert errors == {
        "name": ["请填姓名。"],
        "kind": ["请选种类。"],
        "days": ["请填天数。"],
        "paid_on": ["请填到账日。"],
        "total": ["请填金额。"],
        "told": ["写一句为什么。"],
    }


def test_what_does_not_fit_is_said_in_our_words() -> None:
    errors = Sample({"name": "许某某某某", "kind": "z", "days": "0"}).errors
    assert errors["name"] == ["最多 4 个字，现在有 5 个。"]
    assert errors["kind"] == ["“z”不在可选的里面，请重选。"]
    assert errors["days"] == ["不能小于 1。"]


def test_known_values_are_shown_as_people_write_them() -> None:
    form = Sample(initial={"paid_on": date(2023, 10, 7), "total": Decimal("86500")})
    assert 'value="2023-10-07"' in str(form["paid_on"])
    assert 'value="86,500.00"' in str(form["total"])


def test_what_was_typed_wrongly_is_shown_as_it_was_typed() -> None:
    form = Sample({"paid_on": "2023-2-30", "total": "8万"})
    assert not form.is_valid()
    assert 'value="2023-2-30"' in str(form["paid_on"])
    assert 'value="8万"' in str(form["total"])
