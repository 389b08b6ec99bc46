"""例会事项: a new one, and what came of one."""

from typing import Any

from django import forms

from cases.actions.meeting import OWNERS
from cases.models import TaskResult
from jianli_mediation.core.forms import CourtForm, DayField
from jianli_mediation.core.models import User


class TaskForm(CourtForm):
    """What is to be done, by whom, until when."""

    text = forms.CharField(label="事项", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ChoiceField(label="责任人")
    due_on = DayField(label="到哪天")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, role__in=OWNERS).order_by("name")
        listed = [(str(user.pk), f"{user.name}（{user.get_role_display()}）") for user in people]
        self.fields["owner"].choices = [("", "请选"), *listed]  # type: ignore[attr-defined]


class CloseTaskForm(CourtForm):
    """Done, or no longer wanted; with a word on it."""

    result = forms.ChoiceField(label="结果")
    note = forms.CharField(label="办理情况", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, may_drop: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = TaskResult.choices if may_drop else [(TaskResult.DONE.value, TaskResult.DONE.label)]
        self.fields["result"].choices = choices  # type: ignore[attr-defined]
