"""One click on the phone list: reached, not reached, or a promise with its day."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from cases.actions.inputs_talks import ContactInput, FollowUpInput
from cases.models.choices_talks import ContactOutcome, FollowUpKind
from jianli_mediation.core.forms import AmountField, DayField

PROMISED = "promised"
OUTCOMES = (
    (ContactOutcome.REACHED.value, "接通"),
    (ContactOutcome.NO_ANSWER.value, "未接"),
    (PROMISED, "承诺付款"),
)


class CallForm(forms.Form):
    """``outcome`` is the button that was pressed; a promise needs its day, and its amount where it is not all that is owed."""

    party = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    outcome = forms.ChoiceField(choices=OUTCOMES)
    promised_on = DayField(label="哪天付", required=False)
    promised = AmountField(label="承诺付款", required=False)
    note = forms.CharField(label="说了什么", max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("outcome") == PROMISED:
            for name, words in (("promised_on", "请填承诺哪天付。"), ("promised", "请填承诺付多少。")):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return typed

    def contact(self, now: datetime) -> ContactInput:
        typed = self.cleaned_data
        promised = typed["outcome"] == PROMISED
        amount: Decimal | None = typed["promised"]
        promises = (
            FollowUpInput(
                due_on=typed["promised_on"], kind=FollowUpKind.PROMISE, amount=amount, party_id=typed["party"]
            ),
        )
        return ContactInput(
            party_id=typed["party"],
            contacted_at=now,
            outcome=ContactOutcome.REACHED if promised else typed["outcome"],
            note=typed["note"],
            follow_ups=promises if promised else (),
        )
