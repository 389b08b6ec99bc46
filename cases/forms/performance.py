"""履行: record, confirm and reverse payments; declare default, reinstate, fulfil."""

from datetime import date
from typing import ClassVar

from django import forms

from cases.actions.inputs import PaymentInput
from cases.models import Payment
from cases.models.choices import DEBTORS, Confirmation, PaymentWay
from jianli_mediation.core.forms import AmountField, CourtForm, DayField
from jianli_mediation.kernel.money import show

from .acts import ActForm, Words, unasked

LAST_YEAR = 2099
CHANNELS = [choice for choice in Confirmation.choices if choice[0] != Confirmation.PENDING]


def described(payment: Payment) -> str:
    """2023-05-31　50,000.00 元　银行转账."""
    return f"{payment.paid_on:%Y-%m-%d}　{show(payment.amount)} 元　{payment.get_way_display()}"


class PaymentForm(ActForm):
    paid_on = DayField(label="到账日")
    amount = AmountField(label="金额")
    way = forms.ChoiceField(label="方式", choices=PaymentWay.choices)
    payer = forms.CharField(label="付款人", max_length=80)
    voucher = forms.CharField(
        label="凭证", max_length=100, required=False, help_text="流水号、收条；微信、支付宝要有截图，并请申请人确认。"
    )

    dated = False
    widths: ClassVar = {"voucher": "f8"}
    units: ClassVar = {"amount": "元"}

    def load(self) -> None:
        debtor = next((party for party in self.file.case.parties.all() if party.role in DEBTORS), None)
        self.initial.setdefault("paid_on", self.file.today)
        self.initial.setdefault("way", PaymentWay.BANK_TRANSFER)
        if debtor:
            self.initial.setdefault("payer", debtor.name)

    def payment(self) -> PaymentInput:
        return PaymentInput(**self.cleaned_data)


class ConfirmForm(ActForm):
    payment = forms.ChoiceField(label="哪一笔")
    channel = forms.ChoiceField(label="确认方式", choices=unasked(CHANNELS))
    confirmed_on = DayField(label="确认日")

    dated = False
    widths: ClassVar = {"payment": "f6", "channel": "f3", "confirmed_on": "f3"}

    def load(self) -> None:
        pending = [row for row in self.file.payments if row.confirmation == Confirmation.PENDING]
        self.offer("payment", [(row.pk, described(row)) for row in pending])
        self.initial.setdefault("confirmed_on", self.file.today)


class ReverseForm(ActForm):
    payment = forms.ChoiceField(label="哪一笔")
    reason = Words(label="理由", max_length=200, rows=2, help_text="错在哪里；错账不删，记一笔负数抵回。")

    dated = False
    widths: ClassVar = {"payment": "f6", "reason": "f12"}

    def load(self) -> None:
        self.offer("payment", [(row.pk, described(row)) for row in self.file.payments])


class DefaultForm(ActForm):
    reason = forms.CharField(
        label="理由", max_length=200, required=False, help_text="不填就写哪一期还差多少、宽限期到哪天。"
    )

    widths: ClassVar = {"reason": "f12"}


class ReinstateForm(ActForm):
    creditor_accepts = forms.BooleanField(label="申请人同意继续履行协议，有书面材料", required=False)
    reason = forms.CharField(label="理由", max_length=200, help_text="补付了多少，申请人怎样表示。")

    widths: ClassVar = {"creditor_accepts": "f12", "reason": "f12"}


class FulfilForm(ActForm):
    creditor_satisfied = forms.BooleanField(label="申请人书面确认已了结，余款放弃，确认书已归卷", required=False)

    widths: ClassVar = {"creditor_satisfied": "f12"}


class UntilForm(CourtForm):
    """The day up to which the ledger is reckoned."""

    until = DayField(label="算到哪天", widget=forms.TextInput(attrs={"class": "date", "autocomplete": "off"}))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until.year > LAST_YEAR:
            raise forms.ValidationError(f"最多算到 {LAST_YEAR} 年，请核对。")
        return until
