"""Who goes on with the cases of somebody who leaves."""

from typing import Any

from django import forms

from cases.models import Case
from cases.queries.roster import available_on, roster
from jianli_mediation.core import clock
from jianli_mediation.core.forms import DayField
from mediators.models import Mediator

from .acts import choose
from .groups import DRAW, ManyForm


class SuccessorForm(ManyForm):
    """The cases ticked, and who is asked to go on with them: by lot, each for itself, or one mediator."""

    successor = forms.ChoiceField(label="改派给", error_messages={"required": "请选抽签，或者一位和解员。"})
    taken_on = DayField(label="当场接收的日子", required=False, help_text="接手的人当场接收的才填，不用再等答复。")
    reason = forms.CharField(label="理由", max_length=200, help_text="写进每一件的留痕。")

    def __init__(self, mediator: Mediator, rows: list[Case], *args: Any, **kwargs: Any) -> None:
        super().__init__(rows, *args, **kwargs)
        today = clock.today()
        people = [row for row in roster() if row.pk != mediator.pk and available_on(row, today)]
        choose(self, "successor", [("", "请选"), (DRAW, "逐件抽签"), *((str(row.pk), row.user.name) for row in people)])

    @property
    def boxes(self) -> dict[str, Any]:
        """The box of each case, by the case's id as text."""
        return {str(box.data["value"]): box for box in self["cases"]}
