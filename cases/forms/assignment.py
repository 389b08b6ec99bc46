"""指派、接收、退回; and, of somebody who leaves, one case after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from cases.facts.assigning import Place, difficulty_of, places, whom_to_ask
from cases.rules.draw import share
from jianli_mediation.core.forms import DayField

from .acts import ActForm, Words, choose


@dataclass(frozen=True)
class Option:
    """One mediator as she is offered: her button, how she stands, and what her lot is worth."""

    radio: Any
    place: Place
    share: str


class AssignForm(ActForm):
    mediator = forms.ChoiceField(label="和解员", required=False, widget=forms.RadioSelect)
    draw = forms.BooleanField(required=False, widget=forms.HiddenInput)
    taken_on = DayField(label="当场接收的日子", required=False, help_text="和解员当场接收的才填，和解期限从这天起算。")
    reason = forms.CharField(
        label="理由", max_length=200, required=False, help_text="换人，或者仍要指派已满、同名、退回过的，必须写。"
    )

    widths: ClassVar = {"reason": "f12"}
    at_hint = "不填按接收日，没有接收日的按今天。"

    def load(self) -> None:
        rows = places(self.file.case, list(whom_to_ask()), self.file.today, self.file.day.periods)
        self.places = sorted(rows, key=lambda row: (row.barred, bool(row.reasons), -row.weight, row.mediator.pk))
        choose(self, "mediator", [(str(row.mediator.pk), row.mediator.user.name) for row in self.places])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not typed.get("draw") and not typed.get("mediator") and "mediator" not in self.errors:
            self.add_error("mediator", "请选一位和解员，或者抽签。")
        if typed.get("draw"):
            typed["mediator"] = ""
        return typed

    @property
    def total(self) -> int:
        """The sum of the weights in the urn."""
        return sum(row.weight for row in self.places if not row.reasons)

    @property
    def in_urn(self) -> int:
        return sum(not row.reasons for row in self.places)

    @property
    def points(self) -> int:
        return difficulty_of(self.file.case)

    @property
    def options(self) -> Iterator[Option]:
        """Everybody on the roster: first those in the urn, the heaviest lot before, then those left out."""
        for radio, row in zip(self["mediator"], self.places, strict=True):
            yield Option(radio, row, "" if row.reasons else share(row.weight, self.total))

    @property
    def others(self) -> Iterator[tuple[Any, str, str]]:
        return (row for row in self.laid_out if row[0].name not in ("mediator", "draw"))


class TakeForm(ActForm):
    taken_on = DayField(label="接收日")

    at_hint = "不填按接收日。"

    def load(self) -> None:
        self.initial.setdefault("taken_on", self.file.today)


class RefuseForm(ActForm):
    reason = Words(label="理由", max_length=200, rows=2, help_text="如与当事人相识、应当回避、近期排满。")

    widths: ClassVar = {"reason": "f12"}
