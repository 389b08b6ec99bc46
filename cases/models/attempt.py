from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.states import ResultCode
from jianli_mediation.core.crypto import EncryptedTextField
from mediators.models import Mediator

from .choices import Channel, ConsentResult, SessionMode, SessionOutcome
from .fields import choice_check


class Attempt(models.Model):
    """One try at reconciliation: consent, mediator, period, sessions, result. At most one open per case.

    ``deadline`` is null before taking, and while a suspension is open: then the period has no end. A trigger holds it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="attempts")
    seq = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField("开始时间")
    consent_result = models.CharField("申请人意见", max_length=10, choices=ConsentResult.choices)
    consent_at = models.DateTimeField("征询时间")
    consent_channel = models.CharField("征询方式", max_length=10, choices=Channel.choices)
    consent_signer = models.CharField("签字人", max_length=40, blank=True)
    notice_version = models.CharField("告知书版本", max_length=20, blank=True)
    mediator = models.ForeignKey(Mediator, models.PROTECT, null=True, related_name="attempts", verbose_name="和解员")
    assigned_at = models.DateTimeField("指派时间", null=True)
    taken_on = models.DateField("接收日", null=True)
    deadline = models.DateField("和解期限", null=True)
    extended_on = models.DateField("延期日", null=True)
    extension_days = models.PositiveSmallIntegerField("延长日数", null=True)
    extension_reason = models.CharField("延期理由", max_length=200, blank=True)
    urged_on = models.DateField("督促通知送达日", null=True)
    urge_end = models.DateField("督促履行期末日", null=True)
    closed_on = models.DateField("结束日", null=True)
    result_code = models.CharField("结果", max_length=2, choices=ResultCode.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="attempt_seq_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(closed_on__isnull=True),
                name="attempt_one_open",
                violation_error_message="同一案件只能有一个进行中的和解程序",
            ),
            models.CheckConstraint(
                name="attempt_taken_has_mediator",
                condition=Q(taken_on__isnull=True) | Q(mediator__isnull=False),
                violation_error_message="接收后须有和解员",
            ),
            models.CheckConstraint(
                name="attempt_closed_after_taken",
                condition=Q(closed_on__isnull=True) | Q(taken_on__isnull=True) | Q(closed_on__gte=F("taken_on")),
                violation_error_message="结束日不能早于接收日",
            ),
            models.CheckConstraint(
                name="attempt_extension_complete",
                condition=Q(extended_on__isnull=True, extension_days__isnull=True)
                | Q(extended_on__isnull=False, extension_days__gte=1, extension_days__lte=30),
                violation_error_message="延期最多 30 日",
            ),
            choice_check("attempt_result_known", "result_code", ResultCode.values, blank=True),
        ]
        indexes = [
            models.Index(fields=["mediator", "case"], name="attempt_of_mediator"),
            models.Index(fields=["deadline"], name="attempt_by_deadline", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["consent_at"], name="attempt_by_consent"),
            models.Index(fields=["urge_end"], name="attempt_by_urging", condition=Q(urge_end__isnull=False)),
        ]

    @property
    def offer(self) -> "Assignment | None":
        """The offer that waits for an answer. While another has the case in hand it is not ``mediator``'s."""
        return next((row for row in self.assignments.all() if row.is_open), None)

    @property
    def in_hand(self) -> "Assignment | None":
        """The assignment by which somebody has the case in hand."""
        return next((row for row in self.assignments.all() if row.taken_on and row.ended_at is None), None)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> "AssignmentQuerySet":
        """Those that wait for an answer."""
        return self.filter(ended_at__isnull=True, taken_on__isnull=True, attempt__closed_on__isnull=True)


class Assignment(models.Model):
    """One offer of the case to a mediator, and the answer.

    Neither taken nor ended: she has still to answer, until ``answer_due``. While a case that somebody has in hand is offered
    to another, both rows stand; ``Attempt.mediator`` is she who has it in hand. ``draw``: the lots that named her.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="assignments")
    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField("指派理由", max_length=200, blank=True)
    answer_due = models.DateField("答复期限", null=True)
    taken_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    refused = models.BooleanField("退回", default=False)
    end_reason = models.CharField("退回或更换理由", max_length=200, blank=True)
    draw = models.OneToOneField("cases.Draw", models.PROTECT, null=True, related_name="assignment")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(ended_at__isnull=True, taken_on__isnull=True),
                name="assignment_one_offered",
                violation_error_message="已经有一名和解员等着答复",
            ),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(ended_at__isnull=True, taken_on__isnull=False),
                name="assignment_one_in_hand",
                violation_error_message="案件同一时间只由一名和解员办理",
            ),
        ]
        indexes = [
            models.Index(
                fields=["mediator"],
                name="assignment_offered",
                condition=Q(ended_at__isnull=True, taken_on__isnull=True),
            ),
            models.Index(fields=["taken_on"], name="assignment_by_taking", condition=Q(taken_on__isnull=False)),
        ]

    @property
    def is_open(self) -> bool:
        """Whether she has still to answer."""
        return self.taken_on is None and self.ended_at is None


class Session(models.Model):
    """One session of talks. Rows are never changed; a correction is a new row that points at the old one.

    ``attendees``: list of ``{party, name, as, identity, absent}``; ``offers``: list of ``{party, by, total, down,
    count, last_on, security, note}`` with amounts as text in yuan.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField("次数")
    held_on = models.DateField("日期")
    starts = models.TimeField("开始", null=True)
    ends = models.TimeField("结束", null=True)
    mode = models.CharField("方式", max_length=14, choices=SessionMode.choices)
    place = models.CharField("地点", max_length=80, blank=True)
    attendees = models.JSONField(default=list)
    offers = models.JSONField(default=list)
    positions = models.TextField("双方陈述", blank=True)
    agreed_facts = models.TextField("一致的事实", blank=True)
    outcome = models.CharField("结果", max_length=10, choices=SessionOutcome.choices)
    next_on = models.DateField("下次会商", null=True)
    follow_up = models.CharField("约定事项", max_length=200, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "number"],
                condition=Q(corrects__isnull=True),
                name="session_number_once",
                violation_error_message="这次会商已经记过，更正请另记一条",
            ),
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                violation_error_message="结束时间不能早于开始时间",
            ),
            choice_check("session_mode_known", "mode", SessionMode.values),
        ]
        indexes = [models.Index(fields=["held_on"], name="session_by_day")]


class SessionNote(models.Model):
    """What was said in confidence (class C4): for the mediator and the clerk only, never exported or handed over."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="note")
    text = EncryptedTextField("保密记录")
