"""The forms of what the court reckons with: a year's notice, a dated setting, a published rate."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.rules.parameters import NO, NUMBERS, SWITCH, YES, Parameter
from jianli_mediation.core.forms import CourtForm, DayField

from .fields import RateField

LONGEST_TABLE = 20_000
EXAMPLE = "起,止,类别,名称\n2027-01-01,2027-01-03,放假,元旦假期\n2027-01-24,,上班,春节调休上班"


class NoticeForm(CourtForm):
    """A year's notice, typed, pasted or as a file."""

    year = forms.IntegerField(label="年份", min_value=2015, max_value=2100)
    source = forms.CharField(label="依据", max_length=120, help_text="通知的名称和文号")
    confirmed = forms.TypedChoiceField(
        label="性质",
        choices=[("yes", "国务院已公布"), ("no", "本院暂估")],
        coerce=lambda chosen: chosen == "yes",
        initial="yes",
    )
    file = forms.FileField(label="表格文件", required=False, help_text="CSV，UTF-8 或 GB 18030 编码")
    text = forms.CharField(
        label="或者直接填写",
        required=False,
        max_length=LONGEST_TABLE,
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": EXAMPLE}),
        help_text="每行四列：起,止,类别,名称；一天的，止空着；类别写放假或上班",
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("file"):
            typed["text"] = self._read(typed["file"].read(LONGEST_TABLE))
        elif not typed.get("text"):
            self.add_error("text", "请选文件，或者直接填写。")
        return typed

    def _read(self, content: bytes) -> str:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise ValidationError({"file": "文件读不出来，请另存为 UTF-8 的 CSV。"})


class DayQueryForm(CourtForm):
    """Which day to look up."""

    day = DayField(
        label="查一天", required=False, widget=forms.TextInput(attrs={"class": "date", "autocomplete": "off"})
    )


class SettingForm(CourtForm):
    """A new value of one parameter, from a day on."""

    value = forms.CharField(label="改为", max_length=100)
    since = DayField(label="从哪天起")
    source = forms.CharField(label="依据", max_length=200, help_text="哪次会议、哪份文件定的")

    def __init__(self, *args: Any, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        if parameter.kind == SWITCH:
            choices = [(NO, parameter.words(NO)), (YES, parameter.words(YES))]
            self.fields["value"] = forms.ChoiceField(label="改为", choices=choices)
        elif parameter.kind in NUMBERS:
            self.fields["value"].widget.attrs |= {"inputmode": "numeric", "class": "num"}


class LprForm(CourtForm):
    """One figure of the LPR, in percent."""

    field_of = {"rate": "percent"}

    since = DayField(label="公布日")
    percent = RateField(label="一年期 LPR")
    source = forms.CharField(label="依据", max_length=200, help_text="在哪里公布、谁核对的")

    @property
    def rate(self) -> Decimal:
        """As a fraction."""
        return Decimal(self.cleaned_data["percent"]) / 100
