"""What confirming an address for service brings."""

from rest_framework import serializers

from cases.api.fields import DayField, ReferenceField, identifier, words
from cases.api.inputs_acts import ActIn


class ConfirmAddressIn(ActIn):
    """A confirmation as it was signed; with ``e_consent`` belongs the number or account messages go to."""

    party = ReferenceField(label="当事人")
    signed_on = DayField(label="签署日")
    address = words(200, required=True, label="送达地址")
    receiver = words(40, label="收件人")
    receiver_relation = words(40, label="与当事人的关系")
    phone = words(20, label="手机")
    e_consent = serializers.BooleanField(required=False, label="同意电子送达")
    e_address = words(80, label="电子送达的账号、号码")
    for_reconciliation = serializers.BooleanField(required=False, label="用于和解阶段")
    for_enforcement = serializers.BooleanField(required=False, label="用于执行阶段")
    scan = identifier(required=False, label="确认书扫描件")
