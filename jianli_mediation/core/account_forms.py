"""Forms about one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jianli_mediation.core.forms import CourtForm, PlainWords
from jianli_mediation.core.models import User


class LoginForm(CourtForm):
    """Account and password; whether they fit is for the view to say."""

    username = forms.CharField(
        label="账号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(CourtForm):
    """The password in use, and the new one twice."""

    current = forms.CharField(
        label="现在的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        help_text="至少 10 个字符，不要全是数字，不要与账号、姓名相近。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再填一遍新密码",
        strip=False,
        error_messages={"required": "请再填一遍新密码。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current(self) -> str:
        if not self.user.check_password(self.cleaned_data["current"]):
            raise ValidationError("与现在的密码不符，请重填。")
        return self.cleaned_data["current"]

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "两遍新密码不一样，请重填。")
        return data


class ProfileForm(PlainWords, forms.ModelForm):
    """What a person may change about herself."""

    class Meta:
        model = User
        fields = ["desk_phone", "single_keys"]
        labels = {"desk_phone": "办公电话", "single_keys": "用单键快捷键（/ ? j k n）"}
        help_texts = {
            "desk_phone": "印在文书和短信上，供当事人回拨。",
            "single_keys": "在输入框里本来就不起作用；用读屏软件或语音输入的，可以关掉。",
        }
