"""回执: the file in which the filing division answers a hand-over."""

from typing import Any

from django import forms

from cases.papers.package.answer import LARGEST
from jianli_mediation.core.forms import CourtForm


class AnswerFileForm(CourtForm):
    """The file is taken as it is; what it says is checked by the act."""

    file = forms.FileField(
        label="回执文件",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xml"}),
        help_text="立案庭发回的 XML 文件。文件与本案、这次移送不符的，不会登记。",
        error_messages={"required": "请选回执文件。"},
    )

    def clean_file(self) -> bytes:
        """Its bytes, one more than are allowed at most, so that the act can tell that it is too large."""
        content: bytes = self.cleaned_data["file"].read(LARGEST + 1)
        return content

    def take(self, errors: dict[str, list[str]]) -> None:
        """What the act found wrong with the file, all of it at the field."""
        for messages in errors.values():
            for message in messages:
                self.add_error("file", f"{message}。")

    @classmethod
    def of(cls, request: Any) -> "AnswerFileForm":
        return cls(request.POST, request.FILES) if request.method == "POST" else cls()
