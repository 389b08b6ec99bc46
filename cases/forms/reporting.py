"""月报: what people write into the report of a month when it is frozen, or supplemented."""

from typing import Any

from django import forms

from documents.contexts.facts import fillable
from documents.contexts.parts import CasePaper
from documents.contexts.reporting import MonthlyReport
from jianli_mediation.core.forms import CourtForm

BLANK = {"copies_to": "市委政法委\n荆州市中级人民法院执行局\n市优化营商环境办公室"}


class CloseMonthForm(CourtForm):
    """The open fields of D28: its kind, whom it goes to, and the four parts that no figure says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in fillable(MonthlyReport):
            self.fields[each.name] = _field(each)

    def texts(self) -> dict[str, Any]:
        """What was written, as the report takes it: one paragraph for each line."""
        found: dict[str, Any] = {}
        for each in fillable(MonthlyReport):
            text = self.cleaned_data.get(each.name) or ""
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            found[each.name] = lines if each.kind is not str else text.strip()
        return found


class SupplementForm(CloseMonthForm):
    """The same, and why a supplement is needed."""

    reason = forms.CharField(label="补充的理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


def texts_of(paper: CasePaper) -> dict[str, str]:
    """What people wrote into a report, as the form shows it: one line for each paragraph."""
    written = {each.name: getattr(paper, each.name) for each in fillable(MonthlyReport)}
    return {name: text if isinstance(text, str) else "\n".join(text) for name, text in written.items()}


def _field(each: Any) -> forms.Field:
    fill = each.fill
    default = MonthlyReport.__dataclass_fields__[each.name].default
    initial = BLANK.get(each.name, default if isinstance(default, str) else "")
    if fill.choices:
        return forms.ChoiceField(label=fill.label, choices=fill.choices, initial=initial)
    box = forms.Textarea(attrs={"rows": fill.lines}) if fill.lines > 1 else forms.TextInput()
    return forms.CharField(
        label=fill.label,
        required=each.must,
        max_length=fill.limit,
        help_text=fill.help or ("每段一行" if fill.lines > 1 else ""),
        initial=initial,
        widget=box,
    )
