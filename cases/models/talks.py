"""What happens around the sessions: appointments, contacts, what was agreed to be done, guidance, a word of power."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from jianli_mediation.core.ranges import half_open, same
from mediators.models import Mediator, Room

from .attempt import Attempt, Session
from .choices import SessionMode
from .choices_talks import (
    AppointmentStatus,
    ContactOutcome,
    ContactWay,
    FollowUpKind,
    FollowUpResult,
    StallDecision,
)
from .fields import amount_check, choice_check, money
from .party import Party


class Appointment(models.Model):
    """A session that is agreed on: when, where, with whom. A planned one keeps its room and its mediator busy.

    ``expected``: ids of the parties that are to come. ``mediator`` is that of the attempt and follows it while planned.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="appointments")
    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    mode = models.CharField("方式", max_length=14, choices=SessionMode.choices, default=SessionMode.ON_SITE)
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="和解室")
    place = models.CharField("地点", max_length=80, blank=True)
    expected = models.JSONField(default=list)
    note = models.CharField("备注", max_length=200, blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=AppointmentStatus.choices, default=AppointmentStatus.PLANNED
    )
    session = models.OneToOneField(Session, models.PROTECT, null=True, related_name="appointment")
    cancel_reason = models.CharField("取消理由", max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            choice_check("appointment_mode_known", "mode", SessionMode.values),
            choice_check("appointment_status_known", "status", AppointmentStatus.values),
            models.CheckConstraint(
                name="appointment_forward",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束须晚于开始",
            ),
            models.CheckConstraint(
                name="appointment_held_has_session",
                condition=~Q(status=AppointmentStatus.HELD) | Q(session__isnull=False),
                violation_error_message="已会商的约定须有会商记录",
            ),
            models.CheckConstraint(
                name="appointment_cancelled_reasoned",
                condition=~Q(status=AppointmentStatus.CANCELLED) | ~Q(cancel_reason=""),
                violation_error_message="取消须写明理由",
            ),
            ExclusionConstraint(
                name="appointment_room_free",
                expressions=[same("room"), (half_open("tstzrange", "starts_at", "ends_at"), "&&")],
                condition=Q(status=AppointmentStatus.PLANNED, room__isnull=False),
                violation_error_message="这间和解室这段时间已经有约",
            ),
            ExclusionConstraint(
                name="appointment_mediator_free",
                expressions=[same("mediator"), (half_open("tstzrange", "starts_at", "ends_at"), "&&")],
                condition=Q(status=AppointmentStatus.PLANNED),
                violation_error_message="和解员这段时间已经有约",
            ),
        ]
        indexes = [
            models.Index(fields=["mediator", "starts_at"], name="appointment_of_mediator"),
            models.Index(fields=["starts_at"], name="appointment_by_time"),
        ]

    @property
    def where(self) -> str:
        """2 号和解室; without a room the place; without either 电话, 视频."""
        return str(self.room) if self.room else self.place or self.get_mode_display()


class Contact(models.Model):
    """One attempt to reach a party outside a session. Rows are never changed; a correction points at the old one."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="contacts")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    contacted_at = models.DateTimeField("时间")
    way = models.CharField("方式", max_length=10, choices=ContactWay.choices)
    outcome = models.CharField("结果", max_length=12, choices=ContactOutcome.choices)
    person = models.CharField("接听、在场的人", max_length=40, blank=True)
    note = models.CharField("说了什么", max_length=400, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["contacted_at", "id"]
        constraints = [
            choice_check("contact_way_known", "way", ContactWay.values),
            choice_check("contact_outcome_known", "outcome", ContactOutcome.values),
        ]
        indexes = [models.Index(fields=["contacted_at"], name="contact_by_time")]


class FollowUp(models.Model):
    """Something that somebody is to do by a day, agreed on in a session or on the telephone.

    A promise to pay (``kind``) carries its ``amount`` in yuan. It is closed once, with a result; a promise is judged by a
    person, the ledger of the case is shown beside it.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="follow_ups")
    kind = models.CharField("种类", max_length=8, choices=FollowUpKind.choices, default=FollowUpKind.TASK)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", verbose_name="由谁办")
    text = models.CharField("约定事项", max_length=200)
    amount = money("承诺金额", null=True, blank=True)
    due_on = models.DateField("到哪天")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="follow_ups")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="follow_ups")
    result = models.CharField("结果", max_length=8, choices=FollowUpResult.choices, blank=True)
    closed_on = models.DateField("办结日", null=True)
    closed_note = models.CharField("说明", max_length=200, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            choice_check("follow_up_kind_known", "kind", FollowUpKind.values),
            choice_check("follow_up_result_known", "result", FollowUpResult.values, blank=True),
            amount_check("follow_up_amount_range", "amount"),
            models.CheckConstraint(
                name="follow_up_promise_amount",
                condition=~Q(kind=FollowUpKind.PROMISE) | Q(amount__gt=0),
                violation_error_message="付款承诺须填金额",
            ),
            models.CheckConstraint(
                name="follow_up_closed_whole",
                condition=Q(result="", closed_on__isnull=True, closed_by__isnull=True)
                | (~Q(result="") & Q(closed_on__isnull=False, closed_by__isnull=False)),
                violation_error_message="办结须写明结果、日期和办理人",
            ),
        ]

    def open_on(self, day: date) -> bool:
        """Whether it is still to be done on ``day``."""
        return self.closed_on is None or day < self.closed_on


class StallReview(models.Model):
    """What the head of the centre decided on talks that lead nowhere. Going on (``extend``) is possible once per attempt.

    ``findings``: list of ``{code, text}``, what the detector had found on that day.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="stall_reviews")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    findings = models.JSONField(default=list)
    decision = models.CharField("决定", max_length=10, choices=StallDecision.choices)
    reason = models.CharField("理由", max_length=200)
    until = models.DateField("再谈到", null=True)

    class Meta:
        ordering = ["decided_at", "id"]
        constraints = [
            choice_check("stall_decision_known", "decision", StallDecision.values),
            models.CheckConstraint(
                name="stall_reasoned", condition=~Q(reason=""), violation_error_message="须写明理由"
            ),
            models.CheckConstraint(
                name="stall_extended_until",
                condition=(Q(decision=StallDecision.EXTEND) & Q(until__isnull=False))
                | (~Q(decision=StallDecision.EXTEND) & Q(until__isnull=True)),
                violation_error_message="再谈须定到哪一天，其他决定不填",
            ),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(decision=StallDecision.EXTEND),
                name="stall_put_off_once",
                violation_error_message="久调不和只能准许再谈一次",
            ),
        ]


class Guidance(models.Model):
    """A comment of the guiding judge or mediator of the court on an outsider's case. Never changed."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="guidance")
    text = models.CharField("指导意见", max_length=500)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "id"]
