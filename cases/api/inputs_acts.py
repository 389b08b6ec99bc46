"""What each act brings, but for the agreement. Every act may say when it happened and which version it goes by."""

from typing import Any

from rest_framework import serializers

from cases.api.fields import DayField, In, MoneyField, ReferenceField, WhenField, identifier, words
from cases.api.inputs_filing import AgentIn, PartyIn, PreservationIn, choice
from cases.models.choices import (
    Channel,
    Confirmation,
    ConsentResult,
    PartyStatus,
    PaymentWay,
    ServiceOutcome,
    ServiceWay,
)
from cases.rules.deadlines import MAX_EXTENSION
from cases.states import DECLINE_CODES, FAIL_CODES, SETTLED_CODES, WITHDRAW_CODES, ResultCode


def closing_code(codes: tuple[ResultCode, ...], **options: Any) -> serializers.ChoiceField:
    """The closing code, one of those that end the stage this way."""
    return serializers.ChoiceField([(code.value, code.label) for code in codes], label="结案方式", **options)


class ActIn(In):
    """``at``: when it really happened; ``version``: the case version it goes by, refused when there is a newer one."""

    at = WhenField(required=False, label="办理时间")
    version = serializers.IntegerField(required=False, min_value=0, label="依据的版本")


class ReasonedIn(ActIn):
    """An act that must be reasoned."""

    also = {"note": "reason"}
    reason = words(200, required=True, label="理由")


class ConsentIn(In):
    """The applicant's answer."""

    result = choice(ConsentResult, label="申请人意见")
    at = WhenField(required=False, label="征询时间")
    channel = choice(Channel, required=False, label="征询方式")
    signer = words(40, label="签字人")
    notice_version = words(20, label="告知书版本")


class AcceptIn(ActIn):
    consent = ConsentIn(label="征询结果")


class DeclineIn(ActIn):
    also = {"code": "result_code", "reason": "note"}
    result_code = closing_code(DECLINE_CODES, default=ResultCode.NOT_ELIGIBLE.value)
    note = words(2000, label="说明")


class WithdrawIn(ActIn):
    also = {"code": "result_code", "reason": "note"}
    result_code = closing_code(WITHDRAW_CODES, default=ResultCode.APPLICATION_WITHDRAWN.value)
    note = words(2000, label="说明")


class AssignIn(ActIn):
    """``mediator`` names her; ``draw`` lets the lot name her. Without ``taken_on`` she has still to answer."""

    mediator = identifier(required=False, label="和解员")
    draw = serializers.BooleanField(required=False, label="抽签")
    taken_on = DayField(required=False, label="接收日")
    reason = words(200, label="理由")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("draw") and "mediator" not in attrs:
            raise serializers.ValidationError({"mediator": ["请指明和解员，或者抽签。"]})
        if attrs.get("draw") and "mediator" in attrs:
            raise serializers.ValidationError({"draw": ["已经指明和解员，不能再抽签。"]})
        return attrs


class TakeIn(ActIn):
    taken_on = DayField(required=False, label="接收日")


class ConsentsIn(In):
    applicant = serializers.BooleanField(label="申请人同意")
    respondent = serializers.BooleanField(label="被申请人同意")


class ExtendIn(ActIn):
    """Both sides' consent, as ``consents`` or one by one."""

    days = serializers.IntegerField(required=False, min_value=1, max_value=MAX_EXTENSION, label="延长日数")
    consents = ConsentsIn(required=False, label="双方书面同意")
    applicant_agrees = serializers.BooleanField(required=False, label="申请人同意")
    respondent_agrees = serializers.BooleanField(required=False, label="被申请人同意")
    reason = words(200, label="理由")


class SuspendIn(ActIn):
    """``from_on``: the first day that does not count; ``to_on``: the last one, where it is known already."""

    also = {"note": "reason"}
    from_on = DayField(required=False, label="中止日")
    to_on = DayField(required=False, label="恢复日")
    reason = words(200, required=True, label="理由")


class ResumeIn(ActIn):
    """``resumed_on``: the last day that does not count."""

    also = {"reason": "note"}
    resumed_on = DayField(required=False, label="恢复日")
    note = words(200, label="说明")


class FailIn(ActIn):
    also = {"code": "result_code", "reason": "note"}
    result_code = closing_code(FAIL_CODES)
    note = words(2000, label="说明")


class SettleIn(ActIn):
    also = {"code": "result_code"}
    result_code = closing_code(SETTLED_CODES, required=False)
    creditor_satisfied = serializers.BooleanField(required=False, label="申请人书面确认已了结")


class RecordPaymentIn(ActIn):
    paid_on = DayField(label="到账日")
    amount = MoneyField(positive=True, label="金额")
    way = choice(PaymentWay, label="方式")
    payer = words(80, label="付款人")
    voucher = words(100, label="凭证")


class ConfirmPaymentIn(ActIn):
    payment = identifier(label="收款")
    channel = serializers.ChoiceField(
        [(code, label) for code, label in Confirmation.choices if code != Confirmation.PENDING], label="确认方式"
    )
    confirmed_on = DayField(required=False, label="确认日")


class ReversePaymentIn(ReasonedIn):
    payment = identifier(label="收款")


class DeclareDefaultIn(ActIn):
    also = {"note": "reason"}
    reason = words(200, label="理由")


class ReinstateIn(ReasonedIn):
    creditor_accepts = serializers.BooleanField(required=False, default=True, label="申请人接受补付")


class FulfilIn(ActIn):
    creditor_satisfied = serializers.BooleanField(required=False, label="申请人书面确认已了结")


class HandOverIn(ActIn):
    also = {"note": "reason"}
    applied_on = DayField(required=False, label="申请执行日")
    urgent = serializers.BooleanField(required=False, label="紧急")
    reason = words(2000, label="移送理由")


class AcknowledgeIn(ActIn):
    exec_case_no = words(40, required=True, label="执行案号")
    acknowledged_on = DayField(required=False, label="立案日")


class RegisterExecutionIn(ActIn):
    exec_case_no = words(40, required=True, label="执行案号")
    registered_on = DayField(required=False, label="执行立案日")


class RecordServiceIn(ActIn):
    """``paper`` of the case, or the ``form`` of one that was made elsewhere. ``served_on``: the day its proof bears."""

    form = serializers.RegexField(r"^D\d{2}$", required=False, label="文书样式")
    paper = identifier(required=False, label="哪份文书")
    party = ReferenceField(label="受送达人")
    outcome = choice(ServiceOutcome, required=False, label="结果")
    way = choice(ServiceWay, label="送达方式")
    served_on = DayField(label="送达日")
    signer = words(40, label="签收人")
    relation = words(40, label="与受送达人的关系")
    address = words(200, label="送达地址")
    staff_names = words(80, label="送达人")
    witnesses = serializers.ListField(child=words(40), required=False, max_length=10, label="见证人")
    recorded = serializers.BooleanField(required=False, label="拍照、录像")
    refusal = words(500, label="拒收或者没有送到的情况")
    e_platform = words(40, label="电子送达的系统")
    e_address = words(80, label="账号、号码")
    sent_at = serializers.DateTimeField(required=False, label="发出时间")
    arrived_at = serializers.DateTimeField(required=False, label="到达时间")
    post_no = words(40, label="邮单号")
    proof = words(100, label="凭证")
    scan = identifier(required=False, label="凭证扫描件")
    corrects = identifier(required=False, label="更正哪一次")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("paper" in attrs) == ("form" in attrs):
            raise serializers.ValidationError({"form": ["说明是本案的哪份文书，或者别处所出文书的样式，二者选一。"]})
        return attrs


class RecordPreservationIn(ActIn, PreservationIn):
    """A preservation added to the case."""


class LiftPreservationIn(ReasonedIn):
    """Which measure was lifted, when, and by what ruling or for what reason."""

    preservation = identifier(label="哪一项保全")
    lifted_on = DayField(label="解除日")


class RecordAgentIn(ActIn, AgentIn):
    """An agent of one party."""

    party = ReferenceField(label="当事人")


class AddPartyIn(PartyIn, ActIn):
    """A guarantor, a further debtor, an outsider or a successor who comes in after filing."""


class AmendPartyIn(ActIn):
    """How a party is reached, paid or represented. What is left out stays as it is; an empty text empties it."""

    party = ReferenceField(label="当事人")
    phone = words(40, label="手机")
    address = words(200, label="送达地址")
    address_confidential = serializers.BooleanField(required=False, label="地址保密")
    e_service_consent = serializers.BooleanField(required=False, label="同意电子送达")
    account_name = words(80, label="收款户名")
    account_bank = words(80, label="开户行")
    account_no = words(60, label="账号")
    legal_rep = words(40, label="法定代表人或负责人")
    legal_rep_post = words(40, label="职务")
    nation = words(20, label="民族")
    guardian = words(40, label="监护人")


class RecordPartyStatusIn(ActIn):
    also = {"reason": "note"}
    party = ReferenceField(label="当事人")
    status = choice(PartyStatus, label="现况")
    note = words(500, label="说明")
