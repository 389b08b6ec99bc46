"""确认送达地址: what a party signed about where papers reach her."""

from typing import Any, ClassVar

from django import forms

from cases.actions.inputs import AddressInput
from cases.models.choices import DEBTORS
from cases.queries.attachments import attachments_of
from jianli_mediation.core.forms import DayField

from .acts import ActForm, choose, parties


class AddressForm(ActForm):
    party = forms.ChoiceField(label="当事人")
    signed_on = DayField(label="签署日", help_text="确认书上签名的日子。")
    phone = forms.CharField(label="手机", max_length=20, required=False, help_text="不填，照原来的。")
    address = forms.CharField(label="送达地址", max_length=200)
    receiver = forms.CharField(label="收件人", max_length=40, required=False, help_text="不是本人收件的填。")
    receiver_relation = forms.CharField(label="收件人与当事人的关系", max_length=40, required=False)
    e_consent = forms.BooleanField(label="同意电子送达", required=False)
    e_address = forms.CharField(label="电子送达的号码、邮箱或者账号", max_length=80, required=False)
    for_reconciliation = forms.BooleanField(label="用于和解阶段", required=False)
    for_enforcement = forms.BooleanField(label="用于执行阶段", required=False)
    scan = forms.ChoiceField(label="确认书扫描件", required=False, help_text="先在扫描件里收存。")

    dated = False
    widths: ClassVar = {
        "address": "f12",
        "receiver": "f6",
        "receiver_relation": "f6",
        "e_consent": "f6",
        "e_address": "f6",
        "for_reconciliation": "f6",
        "for_enforcement": "f6",
        "scan": "f12",
    }

    def load(self) -> None:
        everyone = list(self.file.case.parties.all())
        first = next((party.pk for party in everyone if party.role in DEBTORS), None)
        self.offer("party", parties(self.file), first)
        scans = attachments_of(self.file.user, self.file.case.pk).filter(void_reason="")
        choose(self, "scan", [("", "没有"), *((row.pk, row.title) for row in scans)])
        self.initial.setdefault("signed_on", self.file.today)
        self.initial.setdefault("for_reconciliation", True)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("e_consent") and not typed.get("e_address"):
            self.add_error("e_address", "同意电子送达的，请写明手机号、邮箱或者账号。")
        if not typed.get("for_reconciliation") and not typed.get("for_enforcement"):
            self.add_error("for_reconciliation", "请选送达地址用于哪个阶段。")
        return typed

    def confirmation(self) -> AddressInput:
        """What was signed, as the act takes it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("party", "scan")}
        scan = self.cleaned_data["scan"]
        return AddressInput(**typed, scan_id=int(scan) if scan else None)
