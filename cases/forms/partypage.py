"""What a party types on her own page."""

from typing import Any

from django import forms

from cases.models.choices_notices import RequestKind
from documents import scans
from jianli_mediation.core.forms import CourtForm

from .acts import choose, unasked
from .attachments import ScanField

# In her words; what the court calls them stands in RequestKind.
OF_WHO_PAYS = (
    (RequestKind.EXTENSION, "到时候付不出来，想改日子"),
    (RequestKind.RELEASE, "付清了，想解除冻结、查封"),
)
OF_WHO_GETS = ((RequestKind.RESUME, "对方不付，想申请执行"), (RequestKind.CLUE, "知道对方有财产"))
OF_BOTH = (
    (RequestKind.PROGRESS, "想问问办到哪一步了"),
    (RequestKind.CHANGE_MEDIATOR, "想换一位和解员"),
    (RequestKind.ABOUT_MEDIATOR, "对和解员有意见"),
    (RequestKind.OTHER, "别的事"),
)


class EnterForm(CourtForm):
    code = forms.CharField(label="查询码", max_length=40, help_text="印在《执前和解告知书》上，例如 1234-K7Q2-9FXW。")
    tail = forms.CharField(
        label="证件号码的最后六位", min_length=6, max_length=6, help_text="身份证最后一位是 X 的，写 X。"
    )


class SayForm(CourtForm):
    kind = forms.ChoiceField(label="什么事")
    content = forms.CharField(label="您想说的", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, pays: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "kind", unasked([*(OF_WHO_PAYS if pays else OF_WHO_GETS), *OF_BOTH]))


class SlipForm(CourtForm):
    file = ScanField(label="付款凭证的照片或者 PDF")

    TITLE = "当事人提交的付款凭证"

    def __init__(self, *args: Any, oversize: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.oversize = oversize

    def clean(self) -> dict[str, Any]:
        if self.oversize:
            self.errors.pop("file", None)
            self.add_error("file", f"{scans.too_large().message}。")
        return self.cleaned_data

    def scan(self) -> scans.Scan:
        """The file as it was looked at, read again."""
        file, looked_at = self.cleaned_data["file"]
        file.seek(0)
        found: scans.Scan = looked_at._replace(data=file.read())
        return found
