"""What is asked of the page of a webhook."""

from django import forms

from jianli_mediation.core.webhooks import DeliveryState

_LARGEST = 2**63 - 1


class DeliveriesForm(forms.Form):
    """``older``, ``newer``: places of the feed to go on from."""

    state = forms.ChoiceField(choices=[("", "全部"), *DeliveryState.choices], required=False)
    older = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    newer = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)


class ReplayForm(forms.Form):
    """One delivery; none: everything that was given up."""

    delivery = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
