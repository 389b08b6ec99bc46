"""关联案件: which cases, under what name; taking one out; and what is done for several at once."""

from typing import Any, ClassVar

from django import forms

from cases.models import Case
from cases.models.choices_talks import GroupKind
from cases.queries.batches import numbered
from cases.queries.groups import Suggestion, suggestion
from cases.queries.roster import available_on, roster
from jianli_mediation.core import clock
from jianli_mediation.core.forms import CourtForm
from jianli_mediation.core.models import User

from .acts import ActForm, Words, choose

DRAW = "draw"
NEW_GROUP = [("", "新的一组")]


def case_label(case: Case) -> str:
    """One case as a box to tick."""
    return f"{case.case_no}　{case.title}（{case.get_state_display()}）"


def seen_cases(user: User, typed: str) -> list[int]:
    """The ids of the cases whose numbers were typed, one to a line. ValidationError naming those not found."""
    cases, unknown = numbered(user, typed.splitlines())
    if unknown:
        raise forms.ValidationError(f"没有找到，或者看不到：{'、'.join(unknown)}。")
    return list(cases.values_list("pk", flat=True))


class LinkForm(ActForm):
    others = forms.MultipleChoiceField(label="一起关联", required=False, widget=forms.CheckboxSelectMultiple)
    numbers = Words(
        label="另有案号", required=False, rows=2, max_length=2000, help_text="一行一个，不是同一被申请人的也可以。"
    )
    group = forms.ChoiceField(label="编入", required=False, choices=NEW_GROUP)
    kind = forms.ChoiceField(label="为什么关联", choices=GroupKind.choices)
    name = forms.CharField(
        label="这一组叫什么", max_length=80, required=False, help_text="新的一组才填；不填按被申请人起名。"
    )

    dated = False
    widths: ClassVar = {"others": "f12", "numbers": "f12", "group": "f6", "kind": "f6", "name": "f12"}

    def load(self) -> None:
        found = suggestion(self.file.user, self.file.case)
        choose(self, "others", [(case.pk, case_label(case)) for case in found.cases])
        choose(self, "group", [*NEW_GROUP, *((row.pk, row.name) for row in found.groups)])
        self.initial.setdefault("others", [str(case.pk) for case in found.cases])
        if not found.cases:
            self.fields["others"].widget = forms.MultipleHiddenInput()
        if found.groups:
            self.initial.setdefault("group", str(found.groups[0].pk))

    def clean_numbers(self) -> list[int]:
        return seen_cases(self.file.user, self.cleaned_data["numbers"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors and not typed.get("group") and not self.linked()[1:]:
            raise forms.ValidationError("还没有选和哪件案子关联：勾上一起关联的，或者写案号，或者编入已有的一组。")
        return typed

    def linked(self) -> list[int]:
        """The ids of the cases to link, this one first."""
        ticked = [int(pk) for pk in self.cleaned_data.get("others", ())]
        return list(dict.fromkeys([self.file.case.pk, *ticked, *self.cleaned_data.get("numbers", ())]))


class UnlinkForm(ActForm):
    reason = forms.CharField(label="理由", max_length=200, help_text="如关联错了、已经另案处理。")

    dated = False
    widths: ClassVar = {"reason": "f12"}


class JoinForm(CourtForm):
    """Further cases for a group: those suggested, or by number."""

    cases = forms.MultipleChoiceField(label="同一被申请人", required=False, widget=forms.CheckboxSelectMultiple)
    numbers = Words(label="案号", required=False, rows=2, max_length=2000, help_text="一行一个")

    def __init__(self, user: User, found: Suggestion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        choose(self, "cases", [(case.pk, case_label(case)) for case in found.cases])

    def clean_numbers(self) -> list[int]:
        return seen_cases(self.user, self.cleaned_data["numbers"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors and not self.wanted():
            raise forms.ValidationError("请勾上要加的案件，或者写案号。")
        return typed

    def wanted(self) -> list[int]:
        ticked = [int(pk) for pk in self.cleaned_data.get("cases", ())]
        return list(dict.fromkeys([*ticked, *self.cleaned_data.get("numbers", ())]))


class ManyForm(CourtForm):
    """The cases of a group that something is to be done for: all of them are ticked beforehand."""

    cases = forms.MultipleChoiceField(
        label="案件", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选一件。"}
    )

    def __init__(self, rows: list[Case], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(case.pk): case for case in rows}
        choose(self, "cases", [(pk, case_label(case)) for pk, case in self.rows.items()])
        self.initial.setdefault("cases", list(self.rows))

    def chosen(self) -> list[Case]:
        return [self.rows[pk] for pk in self.cleaned_data["cases"]]


class GroupAssignForm(ManyForm):
    """One mediator for several cases, each assigned by an act of its own."""

    mediator = forms.ChoiceField(label="和解员", error_messages={"required": "请选一位和解员。"})
    reason = forms.CharField(label="理由", max_length=200, help_text="写进每一件的留痕。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        people = [row for row in roster() if available_on(row, today)]
        choose(self, "mediator", [("", "请选"), (DRAW, "抽签"), *((str(row.pk), row.user.name) for row in people)])
