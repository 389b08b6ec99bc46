"""消息: what a party is told beside the papers. A prompt, never service."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .choices_notices import Channel, MessageStatus, Trigger
from .fields import choice_check


class Message(models.Model):
    """A prompt to a party: what, by which channel, from when, and what became of it. It never is service of a paper.

    Written in the transaction of the act that gives rise to it; ``key`` says for what (``due_first:<agreement>:<seq>``),
    so that one thing is told once. A reminder is written ahead with ``not_before``; while it was never tried, the act
    after which it is no longer true rewrites it or takes it away. ``good_until``: the last day on which it says
    something true; later it is dropped. ``uid`` goes with every try, so that a receiver knows a duplicate. It is
    ``sent`` only with the receiver's ``receipt``; of a slip that is the name of who printed it. ``tries`` counts every
    try, ``refusals`` those that the gateway answered and would not have. ``next_at`` is when the next try may begin;
    during a try, the end of the lease.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="messages")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="messages", verbose_name="发给谁")
    trigger = models.CharField("因何", max_length=12, choices=Trigger.choices)
    key = models.CharField(max_length=60)
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    template = models.CharField("模板", max_length=20)
    edition = models.PositiveSmallIntegerField("模板版本")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.CharField("内容", max_length=300)
    why = models.CharField("依据", max_length=200)
    not_before = models.DateTimeField("何时起发")
    good_until = models.DateField("最晚哪天", null=True)
    status = models.CharField("状态", max_length=10, choices=MessageStatus.choices, default=MessageStatus.WAITING)
    tries = models.PositiveIntegerField("试过", default=0)
    refusals = models.PositiveSmallIntegerField("被退回", default=0)
    next_at = models.DateTimeField(null=True)
    last_problem = models.CharField("没有发出的原因", max_length=200, blank=True, default="")
    receipt = models.CharField("回执", max_length=80, blank=True, default="")
    written_at = models.DateTimeField("写下时间")
    sent_at = models.DateTimeField("发出时间", null=True)
    ended_at = models.DateTimeField("不再发的时间", null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="打印人"
    )

    class Meta:
        ordering = ["not_before", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party", "key"], name="message_once", violation_error_message="这件事已经告知过"
            ),
            choice_check("message_trigger_known", "trigger", Trigger.values),
            choice_check("message_channel_known", "channel", Channel.values),
            choice_check("message_status_known", "status", MessageStatus.values),
            models.CheckConstraint(
                name="message_sent_has_receipt",
                condition=~Q(status=MessageStatus.SENT) | (Q(sent_at__isnull=False) & ~Q(receipt="")),
                violation_error_message="没有回执的不算已发",
            ),
            models.CheckConstraint(
                name="message_waiting_has_turn",
                condition=Q(status=MessageStatus.WAITING, next_at__isnull=False)
                | (~Q(status=MessageStatus.WAITING) & Q(next_at__isnull=True)),
                violation_error_message="待发的须有下一次发送的时间",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "next_at"], name="message_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["good_until"], name="message_stale", condition=Q(next_at__isnull=False)),
            models.Index(fields=["status", "-id"], name="message_by_status"),
            models.Index(fields=["not_before"], name="message_by_day"),
        ]
