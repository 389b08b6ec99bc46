"""随时记入案卷的: agents, what became of a party, clues, preservation, the enforcement number of model B."""

from typing import Any, ClassVar

from django import forms

from cases.actions.inputs import AgentInput, ClueInput, PartyDetails, PartyInput, PreservationInput
from cases.guards import measures_in_force
from cases.models.choices import (
    LATE_COMERS,
    AgentKind,
    ClueKind,
    ClueSource,
    IdType,
    PartyKind,
    PartyStatus,
    Power,
    PreservationKind,
    PreservedObject,
)
from cases.rules.identity import check_account
from jianli_mediation.core.forms import AmountField, DayField

from .acts import ActForm, Words, parties, unasked
from .fields import CaseNoField

SPECIAL = {Power.RECONCILE, Power.WAIVE, Power.COLLECT}


class AgentForm(ActForm):
    party = forms.ChoiceField(label="替谁代理")
    kind = forms.ChoiceField(label="种类", choices=unasked(AgentKind.choices))
    name = forms.CharField(label="代理人姓名", max_length=40)
    id_number = forms.CharField(label="证件号码", max_length=40, required=False)
    licence_no = forms.CharField(label="执业证号", max_length=40, required=False)
    firm = forms.CharField(label="单位", max_length=80, required=False)
    relation = forms.CharField(label="与当事人关系", max_length=40, required=False)
    special = forms.BooleanField(label="特别授权", required=False)
    powers = forms.MultipleChoiceField(
        label="权限",
        choices=Power.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="照授权委托书逐项勾；代为和解、放弃变更权利、代收执行款须特别授权。",
    )
    valid_from = DayField(label="授权起", required=False)
    valid_until = DayField(label="授权止", required=False)

    dated = False
    widths: ClassVar = {"special": "f12", "powers": "f12"}

    def load(self) -> None:
        self.offer("party", parties(self.file))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if set(typed.get("powers", ())) & SPECIAL and not typed.get("special"):
            self.add_error("special", "勾了代为和解、放弃变更权利或代收执行款的，授权须是特别授权；请核对授权委托书。")
        starts, ends = typed.get("valid_from"), typed.get("valid_until")
        if starts and ends and ends < starts:
            self.add_error("valid_until", f"授权止不能早于授权起 {starts:%Y-%m-%d}，请核对。")
        return typed

    def agent(self) -> AgentInput:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "party"}
        return AgentInput(**{**typed, "powers": tuple(typed["powers"])})


class PartyStatusForm(ActForm):
    party = forms.ChoiceField(label="当事人")
    status = forms.ChoiceField(label="现况", choices=unasked(PartyStatus.choices))
    note = forms.CharField(label="依据", max_length=200, help_text="如死亡证明、破产受理裁定的文号。")

    dated = False
    widths: ClassVar = {"note": "f12"}

    def load(self) -> None:
        self.offer("party", parties(self.file))


class NewPartyForm(ActForm):
    role = forms.ChoiceField(label="诉讼地位", choices=unasked([(role.value, role.label) for role in LATE_COMERS]))
    kind = forms.ChoiceField(label="类别", choices=PartyKind.choices)
    name = forms.CharField(label="姓名或名称", max_length=80)
    id_type = forms.ChoiceField(label="证件种类", choices=IdType.choices)
    id_number = forms.CharField(label="证件号码", max_length=40)
    id_note = forms.CharField(
        label="证件号码说明", max_length=100, required=False, help_text="原件如此、校验不通过的，在这里注明。"
    )
    legal_rep = forms.CharField(label="法定代表人或负责人", max_length=40, required=False)
    legal_rep_post = forms.CharField(label="职务", max_length=40, required=False)
    phone = forms.CharField(label="手机", max_length=20, required=False)
    address = forms.CharField(label="送达地址", max_length=200, required=False)
    e_service_consent = forms.BooleanField(label="同意电子送达", required=False)

    dated = False
    widths: ClassVar = {"role": "f6", "kind": "f6", "name": "f12", "address": "f12", "e_service_consent": "f12"}

    def party(self) -> PartyInput:
        return PartyInput(**self.cleaned_data)


KEEP = [("", "不变"), ("yes", "是"), ("no", "否")]


class PartyDetailsForm(ActForm):
    """What is left empty stays as it is: whole numbers never reach this page."""

    party = forms.ChoiceField(label="当事人")
    phone = forms.CharField(label="手机", max_length=20, required=False)
    address = forms.CharField(label="送达地址", max_length=200, required=False)
    address_confidential = forms.ChoiceField(label="地址保密", choices=KEEP, required=False)
    e_service_consent = forms.ChoiceField(label="同意电子送达", choices=KEEP, required=False)
    account_name = forms.CharField(label="收款户名", max_length=80, required=False)
    account_bank = forms.CharField(label="开户行", max_length=80, required=False)
    account_no = forms.CharField(label="账号", max_length=40, required=False)
    legal_rep = forms.CharField(label="法定代表人或负责人", max_length=40, required=False)
    legal_rep_post = forms.CharField(label="职务", max_length=40, required=False)
    nation = forms.CharField(label="民族", max_length=20, required=False)
    guardian = forms.CharField(label="监护人", max_length=40, required=False)

    dated = False
    widths: ClassVar = {
        "party": "f6",
        "phone": "f6",
        "address": "f12",
        "address_confidential": "f6",
        "e_service_consent": "f6",
    }

    def load(self) -> None:
        self.offer("party", parties(self.file))

    def clean_account_no(self) -> str:
        typed: str = self.cleaned_data["account_no"].replace(" ", "")
        if typed:
            checked = check_account(typed)
            if not checked.ok:
                raise forms.ValidationError(checked.message)
        return typed

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors and not any(value for name, value in typed.items() if name != "party"):
            raise forms.ValidationError("还没有填要补正的内容；不填的不变。")
        return typed

    def details(self) -> PartyDetails:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "party" and value}
        ticked = {
            name: value == "yes"
            for name, value in typed.items()
            if name in ("address_confidential", "e_service_consent")
        }
        return PartyDetails(**{**typed, **ticked})


class ClueForm(ActForm):
    source = forms.ChoiceField(label="来源", choices=unasked(ClueSource.choices))
    kind = forms.ChoiceField(label="种类", choices=unasked(ClueKind.choices))
    reported_on = DayField(label="获知日")
    description = Words(label="描述", max_length=1000, help_text="是什么、在谁名下、多大、多少。")
    location = forms.CharField(label="所在地、账户", max_length=200, required=False)
    value = AmountField(label="估值", required=False)
    burden = forms.CharField(
        label="权利负担", max_length=60, required=False, help_text="抵押、查封、轮候、共有、出租、争议"
    )

    dated = False
    widths: ClassVar = {"description": "f12", "location": "f6", "value": "f3", "burden": "f3"}
    units: ClassVar = {"value": "元"}

    def load(self) -> None:
        self.initial.setdefault("reported_on", self.file.today)

    def clue(self) -> ClueInput:
        return ClueInput(**self.cleaned_data)


class PreservationForm(ActForm):
    kind = forms.ChoiceField(label="阶段", choices=unasked(PreservationKind.choices))
    object_kind = forms.ChoiceField(label="财产种类", choices=unasked(PreservedObject.choices))
    ruling_no = forms.CharField(label="裁定案号", max_length=80, required=False)
    description = Words(label="财产", max_length=1000, rows=2)
    amount = AmountField(label="保全金额", required=False)
    since = DayField(label="自")
    until = DayField(label="至", help_text="照协助执行通知书写，遇节假日不顺延。")
    first_in_rank = forms.BooleanField(label="首封", required=False, initial=True)

    dated = False
    widths: ClassVar = {"description": "f12", "first_in_rank": "f12"}
    units: ClassVar = {"amount": "元"}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        since, until = typed.get("since"), typed.get("until")
        if since and until and until <= since:
            self.add_error("until", f"止日要晚于起日 {since:%Y-%m-%d}，请核对通知书。")
        return typed

    def preservation(self) -> PreservationInput:
        return PreservationInput(**self.cleaned_data)


class LiftForm(ActForm):
    """Only measures that were not lifted are listed."""

    preservation = forms.ChoiceField(label="哪一项")
    lifted_on = DayField(label="解除日")
    reason = Words(label="依据和原因", max_length=200, rows=2, help_text="解除裁定的案号，或者到期没有续行等。")

    dated = False
    widths: ClassVar = {"preservation": "f12", "reason": "f12"}

    def load(self) -> None:
        rows = measures_in_force(self.file.case)
        self.offer(
            "preservation",
            [
                (row.pk, f"{row.get_object_kind_display()}　{row.description[:40]}　到 {row.until:%Y-%m-%d}")
                for row in rows
            ],
        )


class RegisterExecutionForm(ActForm):
    exec_case_no = CaseNoField(label="执行案号", max_length=40, help_text="写 2023执1 就够，会补成（2023）鄂1023执1号")
    registered_on = DayField(label="执行立案日")

    dated = False
    widths: ClassVar = {"exec_case_no": "f6"}

    def load(self) -> None:
        self.initial.setdefault("registered_on", self.file.today)
