"""Fields and words that every form of the court shares: days, moments and amounts as people type them."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.kernel import money

WORDS = {
    "max_length": "最多 %(limit_value)d 个字，现在有 %(show_value)d 个。",
    "min_value": "不能小于 %(limit_value)s。",
    "max_value": "不能大于 %(limit_value)s。",
    "invalid_choice": "“%(value)s”不在可选的里面，请重选。",
    "invalid_list": "请重选。",
}
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)


def _half_width(value: Any) -> str:
    """What an input method typed in full width, as plain characters without blanks around them."""
    return unicodedata.normalize("NFKC", str(value)).strip()


class PlainWords:
    """Mixin for forms: what is missing is asked for by the field's own name (请填姓名。), in the court's words."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            speak_plainly(field)


def speak_plainly(field: forms.Field) -> None:
    """Give a field the court's words for what is wrong with it, where it has none of its own."""
    for code, words in WORDS.items():
        if field.error_messages.get(code) == type(field).default_error_messages.get(code):
            field.error_messages[code] = words
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        ask = "请选" if isinstance(field, forms.ChoiceField) else "请填"
        field.error_messages["required"] = f"{ask}{field.label}。" if field.label else "请填写。"


class CourtForm(PlainWords, forms.Form):
    """The form of a page."""


class DayField(forms.Field):
    """A day: 2023-10-07, 2023.10.7, 20231007 or 2023年10月7日."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "12"})

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        return read_day(_half_width(value))


class MomentField(forms.Field):
    """A day and a time in the court: 2023-05-08 09:14."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": "20"})

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        day, _, clock = _half_width(value).replace("T", " ").partition(" ")
        found = _CLOCK.fullmatch(clock.strip())
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValidationError("请写成 2023-05-08 09:14 这样。", code="invalid")
        moment = read_day(day)
        return datetime(moment.year, moment.month, moment.day, int(found[1]), int(found[2]), tzinfo=COURT_TIME)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.astimezone(COURT_TIME):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


class AmountField(forms.Field):
    """An amount in yuan: 86,500.00, 86500 or ￥86,500. Exact to the fen; zero only when allowed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num", "maxlength": "20"})
    most = Decimal("9999999999.99")

    def __init__(self, *, zero: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.zero = zero

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        text = _half_width(value).lstrip("￥¥").removesuffix("元").replace(" ", "")
        try:
            return money.yuan(text)
        except ValueError as error:
            raise ValidationError("请写成 86,500.00 这样，最多两位小数。", code="invalid") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value < 0 or (value == 0 and not self.zero):
            raise ValidationError("金额要大于 0。" if not self.zero else "金额不能小于 0。", code="min_value")
        if value > self.most:
            raise ValidationError("最多 9,999,999,999.99 元，请核对。", code="max_value")

    def prepare_value(self, value: Any) -> Any:
        return money.show(value) if isinstance(value, Decimal) else value


def read_day(text: str) -> date:
    """The day in ``text``. Raises ``ValidationError`` for another shape and for a day that does not exist."""
    found = _DAY.fullmatch(text.replace(" ", ""))
    if not found:
        raise ValidationError("请写成 2023-10-07 这样。", code="invalid")
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        moment = date(year, month, day)
    except ValueError as error:
        raise ValidationError(f"没有 {year}年{month}月{day}日 这一天，请核对。", code="invalid") from error
    if moment.year < 1900:
        raise ValidationError("年份太早，请核对。", code="invalid")
    return moment
