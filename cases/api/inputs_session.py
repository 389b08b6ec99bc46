"""What a session brings: who came, what was offered, what was agreed for the time after it."""

from typing import Any

from rest_framework import serializers

from cases.api.fields import DayField, In, MoneyField, identifier, rows, words
from cases.api.inputs_acts import ActIn
from cases.api.inputs_filing import choice
from cases.api.inputs_talks import MOST_FOLLOW_UPS, FollowUpIn, PlannedIn
from cases.models.choices import SessionMode, SessionOutcome


class AttendeeIn(In):
    """Somebody at the table, and how the identity was checked."""

    also = {"role": "as"}
    party = identifier(required=False, label="当事人")
    name = words(40, required=True, label="姓名")
    identity = words(40, label="身份核对")
    absent = words(60, label="没有到场的原因")
    no_show = serializers.BooleanField(required=False, label="无故未到")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``as`` is a word of Python's own, so the field cannot be written as an attribute."""
        return {**super().get_fields(), "as": words(40, label="身份")}


class OfferIn(In):
    """One offer as data: how much, down, in how many parts, until when."""

    party = identifier(required=False, label="当事人")
    by = words(40, label="提出方")
    total = MoneyField(required=False, label="总额")
    down = MoneyField(required=False, label="首付")
    count = serializers.IntegerField(required=False, min_value=1, max_value=600, label="期数")
    last_on = DayField(required=False, label="最后一期")
    security = words(200, label="担保")
    note = words(500, label="说明")


class SessionIn(ActIn):
    also = {"result": "outcome"}
    held_on = DayField(label="日期")
    mode = choice(SessionMode, required=False, label="方式")
    outcome = choice(SessionOutcome, required=False, label="结果")
    place = words(80, label="地点")
    starts = serializers.TimeField(required=False, label="开始")
    ends = serializers.TimeField(required=False, label="结束")
    attendees = rows(AttendeeIn, 50, required=False, label="到场人")
    offers = rows(OfferIn, 50, required=False, label="方案")
    positions = words(10_000, label="双方陈述")
    agreed_facts = words(10_000, label="一致的事实")
    next_on = DayField(required=False, label="下次会商")
    follow_up = words(200, label="约定事项")
    confidential_note = words(10_000, label="保密记录")
    corrects = identifier(required=False, label="更正哪一次")
    appointment = identifier(required=False, label="按哪一次约定")
    next_appointment = PlannedIn(required=False, label="约定下次会商")
    follow_ups = rows(FollowUpIn, MOST_FOLLOW_UPS, required=False, label="约定事项")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("starts") and attrs.get("ends") and attrs["ends"] < attrs["starts"]:
            raise serializers.ValidationError({"ends": ["结束时间不能早于开始时间"]})
        return attrs
