"""Which months a page of figures is asked for."""

from datetime import date

from django import forms

from cases.stats.period import Period
from jianli_mediation.core.forms import CourtForm

BACK = 60


class MonthsForm(CourtForm):
    """From one month to another, both included. Without anything it is the month that runs."""

    first = forms.ChoiceField(label="从", required=False)
    last = forms.ChoiceField(label="到", required=False)

    def __init__(self, data: object, today: date) -> None:
        running = Period.of(today).key
        super().__init__(data or {"first": running, "last": running})
        self.today = today
        months = reversed(list(Period.of(today).back(BACK).months()))
        choices = [(month.key, month.label) for month in months]
        for name in ("first", "last"):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, required=False, choices=choices)

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            self.add_error("last", "不能早于“从”的月份。")
        return found

    def period(self) -> Period:
        """What is asked for; what cannot be read is left out."""
        self.is_valid()
        first, last = (self.cleaned_data.get(name) for name in ("first", "last"))
        running = Period.of(self.today).key
        return Period.between(Period.parse(first or last or running), Period.parse(last or first or running))


class BehindForm(CourtForm):
    """Which cases of a figure are wanted."""

    last = forms.CharField(required=False, max_length=7)
    mediator = forms.IntegerField(required=False, min_value=1)
    part = forms.ChoiceField(required=False, choices=[("numerator", "分子"), ("denominator", "分母")])
    c = forms.IntegerField(required=False, min_value=1)
    version = forms.IntegerField(required=False, min_value=1, max_value=999)
