"""What the acts around the sessions bring: appointments, contacts, what was agreed."""

from rest_framework import serializers

from cases.api.fields import DayField, In, MoneyField, ReferenceField, identifier, rows, words
from cases.api.inputs_acts import ActIn, ReasonedIn
from cases.api.inputs_filing import choice
from cases.models.choices import SessionMode
from cases.models.choices_talks import ContactOutcome, ContactWay, FollowUpKind, FollowUpResult

MOST_FOLLOW_UPS = 20


class PlannedIn(In):
    """A session to come. ``expected``: the parties that are to come; left out means all of them."""

    starts_at = serializers.DateTimeField(label="开始")
    ends_at = serializers.DateTimeField(label="结束")
    mode = choice(SessionMode, required=False, label="方式")
    room = identifier(required=False, label="和解室")
    place = words(80, label="地点")
    expected = serializers.ListField(child=ReferenceField(), required=False, max_length=50, label="请谁来")
    note = words(200, label="备注")


class ScheduleSessionIn(PlannedIn, ActIn):
    """The next session."""


class CancelSessionIn(ReasonedIn):
    appointment = identifier(label="哪一次约定")


class FollowUpIn(In):
    """Something to be done by a day; a promise to pay has its amount."""

    kind = choice(FollowUpKind, required=False, label="种类")
    text = words(200, label="约定事项")
    party = ReferenceField(required=False, label="由谁办")
    amount = MoneyField(positive=True, required=False, label="承诺金额")
    due_on = DayField(label="到哪天")


class LogContactIn(ActIn):
    party = ReferenceField(label="联系谁")
    contacted_at = serializers.DateTimeField(label="时间")
    way = choice(ContactWay, required=False, label="方式")
    outcome = choice(ContactOutcome, label="结果")
    person = words(40, label="接听、在场的人")
    note = words(400, label="说了什么")
    follow_ups = rows(FollowUpIn, MOST_FOLLOW_UPS, required=False, label="约定事项")
    corrects = identifier(required=False, label="更正哪一次")


class CloseFollowUpIn(ActIn):
    also = {"reason": "note"}
    follow_up = identifier(label="哪一件")
    result = choice(FollowUpResult, label="结果")
    closed_on = DayField(required=False, label="办结日")
    note = words(200, label="说明")
