"""How a list is taken along: as which file, with which numbers, why; of which days where the list has no filters."""

from typing import Any

from django import forms

from jianli_mediation.core.forms import CourtForm, DayField


class ExportForm(CourtForm):
    """The file's kind, and the reason where numbers go out in full."""

    file_type = forms.ChoiceField(
        label="文件", choices=[("xlsx", "Excel（.xlsx）"), ("csv", "CSV（UTF-8）")], widget=forms.RadioSelect, initial="xlsx"
    )  # fmt: skip
    full = forms.BooleanField(label="证件、手机导出完整号码", required=False)
    reason = forms.CharField(label="为了什么要完整号码", required=False, max_length=200, help_text="记入每件案件的留痕")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("full") and not typed.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "请写明为了什么要完整号码。")
        return typed


class DaysForm(ExportForm):
    """The same with a range of days."""

    first = DayField(label="自")
    last = DayField(label="至")

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        first, last = typed.get("first"), typed.get("last")
        if first and last and not 0 <= (last - first).days <= 366:
            self.add_error("last", "至不能早于自，一次至多一年。")
        return typed
