"""接口客户端: a new one, a new token, its limits, its end; and which of its calls to look at."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.queries.clients import Which
from jianli_mediation.core import clock
from jianli_mediation.core.clients import LONGEST_OVERLAP, MOST_ADDRESSES, MOST_PER_MINUTE, OVERLAP, Scope, networks
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.forms import CourtForm, DayField
from jianli_mediation.core.models.machines import CALLS_PER_MINUTE

HOUR = timedelta(hours=1)
OVERLAPS = (
    (0, "马上失效"),
    (1, "1 小时"),
    (OVERLAP // HOUR, "24 小时"),
    (7 * 24, "7 天"),
    (LONGEST_OVERLAP // HOUR, "30 天"),
)


class LimitsForm(CourtForm):
    """Until when, from where, how often."""

    last_day = DayField(label="用到哪天", required=False, help_text="这一天结束时到期；空着，不到期")
    per_minute = forms.IntegerField(
        label="每分钟最多几次",
        min_value=1,
        max_value=MOST_PER_MINUTE,
        initial=CALLS_PER_MINUTE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "maxlength": "6"}),
    )
    addresses = forms.CharField(
        label="来源地址",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="每行一个地址或网段，如 10.1.2.3、10.1.2.0/24、2001:db8::/48；空着，不限",
    )

    def clean_last_day(self) -> datetime | None:
        day = self.cleaned_data["last_day"]
        if day is None:
            return None
        if day < clock.today():
            raise ValidationError("这一天已经过去。")
        return datetime.combine(day, time.max, COURT_TIME)

    def clean_addresses(self) -> list[str]:
        try:
            found = networks(self.cleaned_data["addresses"].replace(",", " ").replace("，", " ").split())
        except ValueError as wrong:
            raise ValidationError(f"“{wrong}”不是地址或网段；网段要写它的第一个地址，如 10.1.2.0/24。") from wrong
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(f"最多 {MOST_ADDRESSES} 个，请改写成网段。")
        return found

    @property
    def limits(self) -> dict[str, Any]:
        """What ``core.clients`` is to be told."""
        return {
            "expires_at": self.cleaned_data["last_day"],
            "per_minute": self.cleaned_data["per_minute"],
            "addresses": self.cleaned_data["addresses"],
        }


class NewClientForm(LimitsForm):
    """A machine, and what it may do."""

    name = forms.CharField(label="名称", max_length=60, help_text="留痕里用这个名称，以后不能改")
    scopes = forms.MultipleChoiceField(
        label="权限",
        choices=[(scope.value, f"{scope.label}（{scope.value}）") for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("name", "scopes", "last_day", "per_minute", "addresses")


class RotateForm(CourtForm):
    """How long the old token stays good."""

    overlap = forms.TypedChoiceField(
        label="旧令牌还能用", choices=OVERLAPS, coerce=int, initial=OVERLAP // HOUR, widget=forms.RadioSelect
    )

    @property
    def hours(self) -> timedelta:
        return HOUR * self.cleaned_data["overlap"]


class CallsForm(forms.Form):
    """``older``, ``newer``: ids of calls to go on from."""

    which = forms.ChoiceField(choices=Which.choices, required=False)
    case_no = forms.CharField(label="案号", required=False, max_length=80)
    older = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    newer = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
