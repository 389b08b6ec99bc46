"""What a filing brings. Shapes only: whether it can be stored, ``actions.filing_check`` says."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from cases.actions.inputs import (
    AgentInput,
    BasisInput,
    ClueInput,
    Filing,
    ItemInput,
    PartyInput,
    PreservationInput,
)
from cases.api.fields import DayField, In, MomentField, MoneyField, RateField, WhenField, rows, words
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

LONGEST_PERIOD = 3650


def choice(choices: Any, **options: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices.choices, **options)


class AgentIn(In):
    """Who acts for a party."""

    kind = choice(AgentKind, label="种类")
    name = words(40, required=True, label="姓名")
    id_number = words(60, label="证件号码")
    licence_no = words(40, label="执业证号")
    firm = words(80, label="单位")
    relation = words(40, label="与当事人关系")
    special = serializers.BooleanField(required=False, label="特别授权")
    powers = serializers.ListField(child=choice(Power), required=False, max_length=len(Power), label="权限")
    valid_from = DayField(required=False, label="授权起")
    valid_until = DayField(required=False, label="授权止")


class PartyIn(In):
    """A party as the identity document and the application name it."""

    role = choice(PartyRole, label="诉讼地位")
    kind = choice(PartyKind, label="类别")
    name = words(80, required=True, label="姓名或名称")
    id_type = choice(IdType, label="证件种类")
    id_number = words(60, required=True, label="证件号码")
    id_note = words(100, label="证件号码说明")
    nation = words(20, label="民族")
    legal_rep = words(40, label="法定代表人或负责人")
    legal_rep_post = words(40, label="职务")
    phone = words(40, label="手机")
    address = words(200, label="送达地址")
    address_confidential = serializers.BooleanField(required=False, label="地址保密")
    e_service_consent = serializers.BooleanField(required=False, label="同意电子送达")
    account_name = words(80, label="收款户名")
    account_bank = words(80, label="开户行")
    account_no = words(60, label="账号")
    vulnerable = choice(Vulnerable, required=False, label="特殊情形")
    guardian = words(40, label="监护人")
    agents = rows(AgentIn, 20, required=False, label="代理人")


class ItemIn(In):
    """One thing the instrument orders."""

    text = words(500, required=True, label="内容")
    kind = choice(SubjectType, required=False, label="种类")
    amount = MoneyField(required=False, label="金额")
    is_interest = serializers.BooleanField(required=False, label="已确定的利息")
    rate_type = choice(RateType, required=False, label="计息")
    rate = RateField(required=False, label="利率")
    rate_from = DayField(required=False, label="起息日")
    share = choice(DebtorShare, required=False, label="债务人承担")


class BasisIn(In):
    """The instrument to be enforced."""

    kind = choice(BasisKind, label="种类")
    doc_no = words(80, required=True, label="案号")
    issuer = words(80, required=True, label="作出机关")
    made_on = DayField(required=False, label="作出日期")
    effective_on = DayField(label="生效日期")
    effectiveness_proof = words(100, label="生效证明")
    served_by_notice = serializers.BooleanField(required=False, label="公告送达")
    performance_days = serializers.IntegerField(
        required=False, min_value=0, max_value=LONGEST_PERIOD, label="履行期（日）"
    )
    performance_due = DayField(required=False, label="履行期限日")
    items = rows(ItemIn, 200, label="判项")
    costs_on_debtor = MoneyField(required=False, label="被申请人负担的受理费")
    preservation_fee = MoneyField(required=False, label="被申请人负担的保全费")
    interest_clause = serializers.BooleanField(required=False, default=True, label="文书写明迟延履行利息")


class PreservationIn(In):
    """A freeze or seizure that stands."""

    kind = choice(PreservationKind, label="阶段")
    object_kind = choice(PreservedObject, label="财产种类")
    description = words(500, required=True, label="财产")
    since = DayField(label="自")
    until = DayField(label="至")
    ruling_no = words(80, label="裁定案号")
    amount = MoneyField(required=False, label="保全金额")
    first_in_rank = serializers.BooleanField(required=False, default=True, label="首封")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["until"] <= attrs["since"]:
            raise serializers.ValidationError({"until": ["保全止日须晚于起日"]})
        return attrs


class ClueIn(In):
    """A property clue."""

    source = choice(ClueSource, label="来源")  # type: ignore[assignment]
    kind = choice(ClueKind, label="种类")
    description = words(1000, required=True, label="描述")
    reported_on = DayField(label="获知日")
    location = words(300, label="所在地、账户")
    value = MoneyField(required=False, label="估值")
    burden = words(60, label="权利负担")


class RecordClueIn(ClueIn):
    """A property clue added to the case."""

    at = WhenField(required=False, label="办理时间")
    version = serializers.IntegerField(required=False, min_value=0, label="依据的版本")


class FilingIn(In):
    """An application as it is handed in."""

    legal_model = choice(LegalModel, required=False, label="和解类型")
    wants_registration = serializers.BooleanField(required=False, label="申请人要求立执行案号")
    source = choice(Source, required=False, label="来源")  # type: ignore[assignment]
    received_at = MomentField(label="收件时间")
    cause = words(60, required=True, label="案由")
    subject_type = choice(SubjectType, required=False, label="标的种类")
    amount_applied = MoneyField(required=False, label="申请标的额")
    tags = serializers.ListField(child=choice(Tag), required=False, max_length=len(Tag), label="标签")
    enterprise_related = choice(EnterpriseRelated, required=False, label="涉企")
    basis = BasisIn(label="执行依据")
    parties = rows(PartyIn, 100, label="当事人")
    preservations = rows(PreservationIn, 50, required=False, label="保全")
    clues = rows(ClueIn, 50, required=False, label="财产线索")
    exec_case_no = words(40, label="执行案号")
    remark = words(2000, label="备注")


def agent_input(given: Mapping[str, Any]) -> AgentInput:
    return AgentInput(**{**given, "powers": tuple(given.get("powers", ()))})


def party_input(given: Mapping[str, Any]) -> PartyInput:
    return PartyInput(**{**given, "agents": tuple(agent_input(each) for each in given.get("agents", ()))})


def basis_input(given: Mapping[str, Any]) -> BasisInput:
    return BasisInput(**{**given, "items": tuple(ItemInput(**each) for each in given["items"])})


def filing(given: Mapping[str, Any]) -> Filing:
    """The application as the act takes it. Without an amount, the act adds up what the instrument awards."""
    own = {
        "amount_applied": given.get("amount_applied", Decimal(0)),
        "basis": basis_input(given["basis"]),
        "parties": tuple(party_input(each) for each in given["parties"]),
        "tags": tuple(dict.fromkeys(given.get("tags", ()))),
        "preservations": tuple(PreservationInput(**each) for each in given.get("preservations", ())),
        "clues": tuple(ClueInput(**each) for each in given.get("clues", ())),
    }
    return Filing(**{**given, **own})
