"""出文书: which one, and what it is about."""

from typing import Any, ClassVar

from django import forms

from cases import papers
from documents.registry import FORMS
from jianli_mediation.core.forms import CourtForm

from .acts import ActForm, Words


class IssueForm(ActForm):
    """``paper`` names the form and its subject together, as ``D15:payment:8``."""

    paper = forms.ChoiceField(label="文书")

    widths: ClassVar = {"paper": "f8"}
    at_hint = "落款的日子；不填就是今天。"

    def load(self) -> None:
        case = self.file.case
        filed = bool(case.exec_case_no)
        self.choices = []
        for form, reason in papers.offered(case):
            if reason is not None:
                continue
            for subject in papers.subjects(case, form.code):
                about = f"　{subject.label}" if subject.label else ""
                self.choices.append((f"{form.code}:{subject.key}", f"{FORMS[form.code].title_for(filed=filed)}{about}"))
        self.offer("paper", self.choices)

    def chosen(self) -> tuple[str, str]:
        """The form's code and the key of its subject."""
        form, _, subject = self.cleaned_data["paper"].partition(":")
        return form, subject

    @classmethod
    def opened(cls, file: Any, initial: dict[str, Any]) -> "IssueForm":
        form = cls(file=file, initial=initial)
        wanted = initial.get("form", "")
        keys = [key for key, _ in form.choices]
        first = next((key for key in keys if wanted and key.startswith(f"{wanted}:")), None)
        if first:
            form.initial["paper"] = first
        return form


class VoidForm(CourtForm):
    reason = Words(label="作废的理由", max_length=300, rows=2, help_text="错在哪里；作废的留在档案里，文号不再用。")
