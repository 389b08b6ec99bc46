"""What is asked of the page of messages."""

from typing import Any

from django import forms

from cases.queries.messages import SLIPS, TITLES

_LARGEST = 2**63 - 1


class DrawerForm(forms.Form):
    """Which drawer; ``older``: the number to go on from."""

    state = forms.ChoiceField(choices=[("", "待打印"), *TITLES.items()], required=False)
    older = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)

    @property
    def drawer(self) -> str:
        return (self.cleaned_data.get("state") if self.is_valid() else "") or SLIPS


class PickedForm(forms.Form):
    """Which messages were ticked."""

    id = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "请先勾选"})
    on_paper = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        given = self.data.getlist("id") if hasattr(self.data, "getlist") else []
        numbers = [each for each in given if each.isascii() and each.isdigit() and int(each) <= _LARGEST]
        self.fields["id"].choices = [(each, each) for each in numbers]  # type: ignore[attr-defined]
