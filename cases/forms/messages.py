"""What is asked of the page of messages."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from cases.queries.messages import SLIPS, TITLES

_LARGEST = 2**63 - 1
EPOCH, MICROSECOND = datetime(2000, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_CENTURY = 10**6 * 86_400 * 36_525


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


class SheetForm(forms.Form):
    """Which slips were printed together: the moment, in microseconds of this century, and between which numbers they lie."""

    at = forms.IntegerField(min_value=0, max_value=_CENTURY)
    first = forms.IntegerField(min_value=1, max_value=_LARGEST)
    last = forms.IntegerField(min_value=1, max_value=_LARGEST)

    @property
    def which(self) -> tuple[datetime, int, int]:
        typed = self.cleaned_data
        return EPOCH + typed["at"] * MICROSECOND, typed["first"], typed["last"]
