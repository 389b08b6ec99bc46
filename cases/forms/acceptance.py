"""收案审查的三个决定: accept, decline, withdraw."""

from typing import ClassVar

from django import forms

from cases.actions.inputs import Consent
from cases.models.choices import CREDITORS, Channel, ConsentResult
from cases.states import DECLINE_CODES, WITHDRAW_CODES, ResultCode
from jianli_mediation.core.clock import now
from jianli_mediation.core.forms import MomentField

from .acts import ActForm, Words, coded


class AcceptForm(ActForm):
    result = forms.ChoiceField(label="申请人意见", choices=ConsentResult.choices, widget=forms.RadioSelect)
    asked_at = MomentField(label="征询时间", help_text="如 2023-05-08 09:14")
    channel = forms.ChoiceField(label="征询方式", choices=Channel.choices)
    signer = forms.CharField(label="签字人", max_length=40, required=False)
    notice_version = forms.CharField(label="告知书版本", max_length=20, required=False)
    reason = forms.CharField(
        label="受理说明", max_length=200, required=False, help_text="右边有黄色提示的，写一句为什么仍然受理。"
    )

    widths: ClassVar = {"result": "f12", "reason": "f8"}
    at_hint = "受理的日子；不填按征询时间。"

    def load(self) -> None:
        creditors = [party for party in self.file.case.parties.all() if party.role in CREDITORS]
        self.initial.setdefault("result", ConsentResult.AGREED)
        self.initial.setdefault("channel", Channel.COUNTER)
        self.initial.setdefault("asked_at", now())
        if creditors:
            self.initial.setdefault("signer", creditors[0].legal_rep or creditors[0].name)

    def consent(self) -> Consent:
        typed = self.cleaned_data
        return Consent(
            result=typed["result"],
            at=typed["asked_at"],
            channel=typed["channel"],
            signer=typed["signer"],
            notice_version=typed["notice_version"],
        )


class DeclineForm(ActForm):
    code = forms.ChoiceField(label="结案方式")
    note = Words(label="说明", max_length=500, help_text="写明哪一条不适合和解，移送时一并交立案庭。")

    widths: ClassVar = {"code": "f6", "note": "f12"}

    def load(self) -> None:
        self.offer("code", coded(ResultCode, DECLINE_CODES))


class WithdrawForm(ActForm):
    code = forms.ChoiceField(label="结案方式")
    note = Words(label="说明", max_length=500, help_text="谁提出的，为什么；有书面材料的写明。")

    widths: ClassVar = {"code": "f6", "note": "f12"}

    def load(self) -> None:
        self.offer("code", coded(ResultCode, WITHDRAW_CODES))
