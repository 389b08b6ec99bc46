"""The terms of an agreement as they come in, and as the act takes them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.actions.inputs import AgreementInput, GuaranteeInput, InstalmentInput, SignatureInput
from cases.api.fields import DayField, In, MoneyField, ReferenceField, rows, words
from cases.api.inputs_acts import ActIn, closing_code
from cases.api.inputs_filing import choice
from cases.api.refs import CasePeople
from cases.models.choices import (
    FormationMode,
    GuaranteeKind,
    Imputation,
    PayWay,
    PreservationHandling,
    SignedBy,
)
from cases.rules.allocation import KINDS
from cases.states import AGREED_CODES, ResultCode

MOST_INSTALMENTS = 600


class InstalmentIn(In):
    due_on = DayField(label="应付日")
    amount = MoneyField(positive=True, label="金额")
    purpose = words(40, label="用途")


class SignatureIn(In):
    """Who signed for which party. Without ``signed_by``: an organisation's head, an agent where one is named."""

    party = ReferenceField(label="当事人")
    signed_by = choice(SignedBy, required=False, label="签字身份")
    agent = ReferenceField(required=False, label="代理人")
    signer = words(40, label="签字人")
    signed_on = DayField(required=False, label="签字日")


class GuaranteeIn(In):
    guarantor = ReferenceField(label="担保人")
    kind = choice(GuaranteeKind, label="方式")
    scope = words(200, required=True, label="范围")
    until = DayField(required=False, label="担保至")
    direct_enforcement_declared = serializers.BooleanField(required=False, label="自愿接受直接强制执行")


class WaiverIn(In):
    text = words(2000, label="减免内容")
    amount = MoneyField(required=False, label="减免金额")
    condition = words(2000, label="减免条件")


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "amount": {"type": "string"},
                    "condition": {"type": "string"},
                },
                "additionalProperties": False,
            },
        ]
    }
)
class WaiverField(serializers.Field[dict[str, Any], Any, Any, Any]):
    """What the creditor lets go: in words, or as text, amount and condition."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        waiver = WaiverIn(data={"text": data} if isinstance(data, str) else data)
        waiver.is_valid(raise_exception=True)
        return {str(name): value for name, value in waiver.validated_data.items()}


class TermsIn(ActIn):
    """The agreement. ``carried``: finding code → why it is accepted as it stands."""

    signed_on = DayField(label="签订日")
    total = MoneyField(label="协议总额")
    instalments = rows(InstalmentIn, MOST_INSTALMENTS, label="分期")
    signatures = rows(SignatureIn, 100, required=False, label="签字")
    debt_confirmed = MoneyField(required=False, label="确认债务")
    imputation = choice(Imputation, required=False, label="抵充顺序")
    custom_order = serializers.ListField(
        child=serializers.ChoiceField(list(KINDS.items())), required=False, max_length=len(KINDS), label="自定义顺序"
    )
    formation_mode = choice(FormationMode, required=False, label="形成方式")
    pay_way = choice(PayWay, required=False, label="支付方式")
    preservation_handling = choice(PreservationHandling, required=False, label="保全处理")
    grace_days = serializers.IntegerField(required=False, min_value=0, max_value=90, label="宽限日数")
    acceleration = serializers.BooleanField(required=False, default=True, label="任何一期违约全部到期")
    waiver = WaiverField(required=False, label="减免")
    waived_amount = MoneyField(required=False, label="减免金额")
    waiver_condition = words(2000, label="减免条件")
    default_clause = words(2000, label="违约后果")
    non_money_duties = words(5000, label="非金钱义务")
    cost_clause = words(2000, label="费用负担")
    other_clauses = words(5000, label="其他约定")
    guarantees = rows(GuaranteeIn, 50, required=False, label="担保")
    carried = serializers.DictField(child=serializers.CharField(max_length=500), required=False, label="保留提示的理由")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("imputation") == Imputation.CUSTOM and sorted(attrs.get("custom_order", ())) != sorted(KINDS):
            raise serializers.ValidationError({"custom_order": [f"自定义顺序须把 {'、'.join(KINDS)} 各写一次。"]})
        if not attrs["total"] and not attrs.get("non_money_duties"):
            raise serializers.ValidationError({"total": ["协议总额须大于零；只有非金钱义务的，请写明。"]})
        return attrs


class ConcludeIn(TermsIn):
    also = {"code": "result_code"}
    result_code = closing_code(AGREED_CODES, default=ResultCode.INSTALMENTS.value)


class AmendIn(TermsIn):
    also = {"reason": "amend_reason"}
    amend_reason = words(200, label="变更理由")


def agreement_input(given: Mapping[str, Any], people: CasePeople) -> AgreementInput:
    """The terms as the act takes them, with everybody found among the case's people."""
    waiver: Mapping[str, Any] = given.get("waiver", {})
    own = {
        "instalments": tuple(InstalmentInput(**each) for each in given["instalments"]),
        "signatures": tuple(
            _signature(each, people, f"signatures.{index}") for index, each in enumerate(given.get("signatures", ()))
        ),
        "guarantees": tuple(
            GuaranteeInput(**{**each, "guarantor": people.party(each["guarantor"], f"guarantees.{index}.guarantor").pk})
            for index, each in enumerate(given.get("guarantees", ()))
        ),
        "custom_order": tuple(given.get("custom_order", ())),
        "carried": dict(given.get("carried", {})),
        "waiver": waiver.get("text", ""),
        "waived_amount": waiver.get("amount") or given.get("waived_amount") or Decimal(0),
        "waiver_condition": waiver.get("condition") or given.get("waiver_condition", ""),
    }
    rest = {name: value for name, value in given.items() if name not in ("at", "version", "result_code")}
    return AgreementInput(**{**rest, **own})


def _signature(given: Mapping[str, Any], people: CasePeople, path: str) -> SignatureInput:
    party = people.party(given["party"], f"{path}.party")
    agent = people.agent(party, given["agent"], f"{path}.agent") if "agent" in given else None
    own = SignedBy.LEGAL_REP if party.is_organisation else SignedBy.SELF
    return SignatureInput(
        party=party.pk,
        signed_by=given.get("signed_by") or (SignedBy.AGENT if agent else own),
        agent=agent.pk if agent else None,
        signer=given.get("signer", ""),
        signed_on=given.get("signed_on"),
    )
