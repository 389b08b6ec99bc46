"""The forms of 收案登记: shape only. What may be stored is decided by the action; words for it stand there."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.actions.inputs import AgentInput, ClueInput, ItemInput, PartyInput, PreservationInput
from cases.models.choices import (
    AgentKind,
    BasisKind,
    ClueKind,
    ClueSource,
    DebtorShare,
    EnterpriseRelated,
    IdType,
    LegalModel,
    PartyKind,
    PartyRole,
    Power,
    PreservationKind,
    PreservedObject,
    RateType,
    Source,
    SubjectType,
    Tag,
    Vulnerable,
)
from cases.rules import identity
from cases.rules.casenumber import parse_case_no
from jianli_mediation.core.forms import AmountField, CourtForm, DayField, MomentField

from .fields import CaseNoField, RateField

OUR_COURT = "监利市人民法院"
CAUSES = (
    "民间借贷纠纷", "买卖合同纠纷", "金融借款合同纠纷", "劳务合同纠纷", "建设工程施工合同纠纷", "租赁合同纠纷",
    "机动车交通事故责任纠纷", "承揽合同纠纷", "追索劳动报酬纠纷", "离婚纠纷", "抚养费纠纷", "赡养费纠纷",
    "保证合同纠纷", "追偿权纠纷", "信用卡纠纷", "物业服务合同纠纷", "土地承包经营权纠纷", "提供劳务者受害责任纠纷",
    "生命权、身体权、健康权纠纷", "加工合同纠纷", "运输合同纠纷", "服务合同纠纷", "不当得利纠纷", "相邻关系纠纷",
)  # fmt: skip
AUTO = "auto"
ORGANISATIONS = (PartyKind.LEGAL_PERSON, PartyKind.UNINCORPORATED)


def _text(label: str, most: int, **options: Any) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(label=label, max_length=most, **options)


class SheetForm(CourtForm):
    """A part of the filing page. ``given`` is what could be read; for the rest what an empty field would give."""

    @property
    def given(self) -> dict[str, Any]:
        blank = {name: self._blank(field) for name, field in self.fields.items() if name != "DELETE"}
        return {name: self.cleaned_data.get(name, value) for name, value in blank.items()}

    @staticmethod
    def _blank(field: forms.Field) -> Any:
        if isinstance(field, forms.MultipleChoiceField):
            return []
        if isinstance(field, forms.TypedChoiceField):
            return field.coerce(field.initial)
        if isinstance(field, forms.ChoiceField):
            return field.initial
        if isinstance(field, forms.BooleanField):
            return False
        return "" if isinstance(field, forms.CharField) else None


class FilingForm(SheetForm):
    """Instrument and application: everything of which there is one."""

    kind = forms.ChoiceField(label="种类", choices=BasisKind.choices, initial=BasisKind.JUDGMENT)
    doc_no = CaseNoField(label="案号", max_length=80)
    issuer = _text("作出机关", 80, required=True, initial=OUR_COURT)
    effective_on = DayField(label="生效日期")
    performance_days = forms.IntegerField(label="履行期", min_value=0, max_value=3650, required=False)
    performance_due = DayField(label="或履行至", required=False)
    cause = _text("案由", 60, required=True)
    served_by_notice = forms.TypedChoiceField(
        label="送达方式",
        choices=[("no", "直接、邮寄、电子送达"), ("notice", "公告送达（不适用执前和解，直接立案执行）")],
        widget=forms.RadioSelect,
        coerce=lambda chosen: chosen == "notice",
        initial="no",
    )
    made_on = DayField(label="作出日期", required=False)
    effectiveness_proof = _text("生效证明", 100)
    interest_clause = forms.BooleanField(label="文书写明迟延履行的加倍利息", required=False, initial=True)
    share = forms.ChoiceField(label="几名债务人怎样承担", choices=DebtorShare.choices, initial=DebtorShare.SINGLE)
    costs_on_debtor = AmountField(label="案件受理费", zero=True, required=False)
    preservation_fee = AmountField(label="保全费", zero=True, required=False)
    amount_applied = AmountField(label="申请标的额", zero=True, required=False, help_text="不填就是合计")
    received_at = MomentField(label="收件时间", help_text="以此为申请执行日；补录以前收的，改成收件那一刻")
    source = forms.ChoiceField(label="来源", choices=Source.choices, initial=Source.WINDOW)
    legal_model = forms.ChoiceField(
        label="和解类型", choices=LegalModel.choices, initial=LegalModel.A, widget=forms.RadioSelect
    )
    exec_case_no = CaseNoField(label="执行案号", max_length=40, required=False, help_text="先立案后和解的才有")
    wants_registration = forms.BooleanField(label="申请人要求立执行案号", required=False)
    enterprise_related = forms.ChoiceField(
        label="涉企", choices=[(AUTO, "按当事人类别"), *EnterpriseRelated.choices], initial=AUTO
    )
    tags = forms.MultipleChoiceField(
        label="标注", choices=Tag.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    remark = _text("备注", 1000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("performance_days") is not None and given.get("performance_due"):
            self.add_error("performance_due", "履行期和履行至只填一处。")
        number = given.get("exec_case_no")
        parsed = parse_case_no(number) if number else None
        if number and given.get("legal_model") == LegalModel.A:
            self.add_error("exec_case_no", "立案前和解还没有执行案号；有了的，和解类型选“先立案后和解”。")
        elif number and not (parsed and parsed.is_enforcement):
            self.add_error("exec_case_no", "请写成（2023）鄂1023执1号 这样。")
        return given


class PartyForm(SheetForm):
    """One person or organisation."""

    role = forms.ChoiceField(label="诉讼地位", choices=PartyRole.choices, initial=PartyRole.RESPONDENT)
    kind = forms.ChoiceField(label="类别", choices=PartyKind.choices, initial=PartyKind.PERSON)
    name = _text("姓名或名称", 80, required=True)
    id_type = forms.ChoiceField(
        label="证件", choices=[(AUTO, "常用证件"), *IdType.choices], initial=AUTO, required=False
    )
    id_number = _text("证件号码", 60, required=True)
    phone = _text("手机", 40, widget=forms.TextInput(attrs={"type": "tel"}))
    address = _text("送达地址", 200)
    e_service_consent = forms.BooleanField(label="同意电子送达", required=False)
    address_confidential = forms.BooleanField(label="地址保密", required=False)
    legal_rep = _text("法定代表人或负责人", 40)
    legal_rep_post = _text("职务", 40)
    id_note = _text("号码说明", 100, help_text="号码校验不过、而原件确实如此的，在这里注明，照原件登记")
    account_name = _text("收款户名", 80)
    account_bank = _text("开户行", 80)
    account_no = _text("收款账号", 60)
    vulnerable = forms.ChoiceField(label="特殊情形", choices=Vulnerable.choices, initial=Vulnerable.NONE)
    guardian = _text("监护人", 40)
    nation = _text("民族", 20)

    def clean_account_no(self) -> str:
        number = self.cleaned_data["account_no"]
        checked = identity.check_account(number) if number else None
        if checked and not checked.ok:
            raise ValidationError(checked.message)
        return checked.normal if checked else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") in ORGANISATIONS and not given.get("legal_rep"):
            self.add_error("legal_rep", "请填法定代表人或负责人。")
        return given

    @property
    def identity_kind(self) -> str:
        """The kind of document: as chosen, else the usual one of the party's kind."""
        given = self.cleaned_data
        chosen = given.get("id_type") or AUTO
        if chosen != AUTO:
            return chosen
        return usual_identity(given.get("kind", PartyKind.PERSON), given.get("id_number", ""))

    def party(self, agents: tuple[AgentInput, ...]) -> PartyInput:
        return PartyInput(**{**self.given, "id_type": self.identity_kind, "agents": agents})


def usual_identity(kind: str, number: str) -> str:
    """Persons carry a resident number, organisations a credit code; a sole trader may show either."""
    if kind == PartyKind.PERSON:
        return IdType.RESIDENT_ID
    if kind == PartyKind.SOLE_TRADER and identity.check_identity(IdType.RESIDENT_ID, number, date.max).ok:
        return IdType.RESIDENT_ID
    return IdType.USCC


class AgentForm(SheetForm):
    """Who acts for a party, and what for. ``party`` is the number of the party's form."""

    party = forms.IntegerField(label="代理谁", min_value=0, max_value=99, widget=forms.Select, initial=0)
    kind = forms.ChoiceField(label="种类", choices=AgentKind.choices, initial=AgentKind.LAWYER)
    name = _text("姓名", 40, required=True)
    firm = _text("单位", 80)
    licence_no = _text("执业证号", 40)
    id_number = _text("证件号码", 60)
    relation = _text("与当事人关系", 40)
    special = forms.BooleanField(label="特别授权", required=False)
    powers = forms.MultipleChoiceField(
        label="可以代为", choices=Power.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    valid_from = DayField(label="授权自", required=False)
    valid_until = DayField(label="授权至", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("valid_from"), given.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", "授权至不能早于授权自。")
        return given

    def agent(self) -> AgentInput:
        given = {name: value for name, value in self.given.items() if name != "party"}
        return AgentInput(**{**given, "powers": tuple(given["powers"])})


class ItemForm(SheetForm):
    """One thing the instrument orders."""

    MONEY, INTEREST = "money", "interest"
    KINDS = [
        (MONEY, "本金"),
        (INTEREST, "已算定的利息"),
        (SubjectType.ACT.value, "行为"),
        (SubjectType.DELIVERY.value, "交付物"),
    ]

    kind = forms.ChoiceField(label="种类", choices=KINDS, initial=MONEY)
    text = _text("内容", 500, required=True)
    amount = AmountField(label="金额", required=False)
    rate_type = forms.ChoiceField(label="计息", choices=RateType.choices, initial=RateType.NONE)
    rate = RateField(label="利率", required=False)
    rate_from = DayField(label="起息日", required=False)

    @property
    def is_money(self) -> bool:
        return self.cleaned_data.get("kind") in (self.MONEY, self.INTEREST)

    def item(self, share: str) -> ItemInput:
        given = self.given
        rate, counted = given["rate"], given["rate_type"] != RateType.NONE
        percent = given["rate_type"] in (RateType.YEARLY, RateType.DAILY)
        return ItemInput(
            text=given["text"],
            kind=SubjectType.MONEY if self.is_money else given["kind"],
            amount=given["amount"],
            is_interest=given["kind"] == self.INTEREST,
            rate_type=given["rate_type"],
            rate=(rate / 100 if percent else rate) if counted and rate is not None else None,
            rate_from=given["rate_from"] if counted else None,
            share=share,
        )


class PreservationForm(SheetForm):
    """A freeze or seizure that stands."""

    kind = forms.ChoiceField(label="阶段", choices=PreservationKind.choices, initial=PreservationKind.PRE_SUIT)
    object_kind = forms.ChoiceField(label="财产种类", choices=PreservedObject.choices, initial=PreservedObject.DEPOSIT)
    description = _text("财产", 500, required=True)
    amount = AmountField(label="保全金额", required=False)
    since = DayField(label="自")
    until = DayField(label="至")
    ruling_no = CaseNoField(label="裁定案号", max_length=80, required=False)
    first_in_rank = forms.BooleanField(label="首封", required=False, initial=True)

    def preservation(self) -> PreservationInput:
        return PreservationInput(**self.given)


class ClueForm(SheetForm):
    """What the applicant knows of the debtor's property."""

    kind = forms.ChoiceField(label="种类", choices=ClueKind.choices, initial=ClueKind.DEPOSIT)
    description = _text("线索", 500, required=True)
    location = _text("所在地、账户", 200)
    value = AmountField(label="估值", required=False)

    def clue(self, reported_on: date) -> ClueInput:
        return ClueInput(source=ClueSource.APPLICANT, reported_on=reported_on, **self.given)
