"""What a list may be narrowed by, and a name for it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from cases.models.choices import EnterpriseRelated, LegalModel, Tag
from cases.queries.search import ORDERINGS
from cases.states import OPEN_STATES, State
from jianli_mediation.core.forms import CourtForm, DayField
from mediators.models import Mediator

NOT_FILTERS = frozenset({"c", "all", "view"})
PAGES = [("worklist", "我的工作"), ("search", "案件")]
ONE_DAY = timedelta(days=1)


def filters_of(data: QueryDict) -> str:
    """The filters in an address without page, order of appearance kept: what a saved view remembers."""
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        filled = [value for value in values if value]
        if filled and name not in NOT_FILTERS:
            kept.setlist(name, filled)
    return kept.urlencode()


class MediatorChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.user.name


class SearchForm(CourtForm):
    """The filters of the case list. Everything may be left empty."""

    q = forms.CharField(label="案号、姓名、证件号、依据案号", required=False, max_length=80)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "不限"), ("open", "未结"), *State.choices])
    legal_model = forms.ChoiceField(label="和解类型", required=False, choices=[("", "不限"), *LegalModel.choices])
    mediator = MediatorChoice(
        label="和解员",
        required=False,
        queryset=Mediator.objects.select_related("user").order_by("user__name"),
        empty_label="不限",
    )
    enterprise_related = forms.ChoiceField(
        label="涉企",
        required=False,
        choices=[
            ("", "不限"),
            ("any", "涉企"),
            *((value, f"涉企：{label}") for value, label in EnterpriseRelated.choices[1:]),
        ],
    )
    tag = forms.ChoiceField(label="标注", required=False, choices=[("", "不限"), *Tag.choices])
    received_after = DayField(label="收件自", required=False)
    received_until = DayField(label="至", required=False)
    deadline_until = DayField(label="和解期限不晚于", required=False)
    overdue = forms.BooleanField(label="只看逾期", required=False)
    group = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    ordering = forms.ChoiceField(required=False, choices=[(name, name) for name in ORDERINGS], widget=forms.HiddenInput)

    def filters(self) -> dict[str, Any]:
        """The filters of ``queries.search``, from what could be read."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        given.pop("ordering", None)
        if given.get("state") == "open":
            given["state"] = list(OPEN_STATES)
        if "received_until" in given:
            given["received_before"] = given.pop("received_until") + ONE_DAY
        if "deadline_until" in given:
            given["deadline_before"] = given.pop("deadline_until") + ONE_DAY
        return given

    def asks_only_for_text(self) -> bool:
        """Whether the box is all that was filled in, as from the head of the page."""
        return set(self.filters()) == {"q"}


class SavedViewForm(CourtForm):
    """A name for the filters of a list."""

    page = forms.ChoiceField(choices=PAGES, widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    name = forms.CharField(label="名称", max_length=30, help_text="同名的会换成这一次的")
    shared = forms.BooleanField(label="同岗位的人也可以用", required=False)
