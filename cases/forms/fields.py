"""Fields that only a court has: case numbers, and rates as instruments write them."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.rules.casenumber import COURT_CODE, normalise_case_no, parse_case_no

_SHORT = re.compile(
    r"[（(]?((?:19|20)\d{2})[）)]?年?(\D\d{2,6})?((?:(?!字)[\u4e00-\u9fa5]){1,6}?)(\d{1,8})号?(之[一二三四五六七八九十]{1,3})?"
)


def complete_case_no(text: str) -> str:
    """The case number in full: brackets, 号 and our own court's code are added where they were left out.

    2023民初501 → （2023）鄂1023民初501号. What is no court's number stays as it is.
    """
    normal = normalise_case_no(text)
    if parse_case_no(normal):
        return normal
    found = _SHORT.fullmatch(normal)
    if not found:
        return normal
    year, court, kind, serial, suffix = found.groups(default="")
    full = f"（{year}）{court or COURT_CODE}{kind}{serial}号{suffix}"
    return full if parse_case_no(full) else normal


class CaseNoField(forms.CharField):
    """A case number, completed and in one spelling."""

    def to_python(self, value: Any) -> str:
        return complete_case_no(super().to_python(value) or "")


class RateField(forms.Field):
    """A rate as people write it: 3.65 or 3.65% a year, 0.05 a day, 4 倍 of LPR. Kept as typed, a plain figure."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num", "maxlength": "12"})

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        text = unicodedata.normalize("NFKC", str(value)).strip().rstrip("%倍").strip()
        try:
            figure = Decimal(text)
        except InvalidOperation as error:
            raise ValidationError("请写成 3.65 这样。", code="invalid") from error
        if not figure.is_finite() or figure != round(figure, 5):
            raise ValidationError("最多五位小数，如 3.65。", code="invalid")
        if not 0 < figure < 100:
            raise ValidationError("利率要大于 0、小于 100。", code="range")
        return figure
