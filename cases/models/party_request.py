"""诉求: what a party asks of the court, and the answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .choices_notices import RequestKind, RequestWay, Satisfaction
from .fields import choice_check


class PartyRequest(models.Model):
    """One request of a party: taken at the window, by telephone, or typed by herself (``entered_by`` is then empty).

    ``due_on``: the last day for the answer, by T_REQ from the day of receipt. Answered once, rated once.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="requests")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="requests", verbose_name="谁提出")
    kind = models.CharField("种类", max_length=16, choices=RequestKind.choices)
    way = models.CharField("怎么提出", max_length=8, choices=RequestWay.choices, default=RequestWay.WINDOW)
    content = models.CharField("内容", max_length=500)
    received_at = models.DateTimeField("提出时间")
    due_on = models.DateField("答复期限")
    answer = models.CharField("答复", max_length=500, blank=True, default="")
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    satisfaction = models.CharField("满意度", max_length=8, choices=Satisfaction.choices, blank=True, default="")
    rated_on = models.DateField("评价日", null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            choice_check("request_kind_known", "kind", RequestKind.values),
            choice_check("request_way_known", "way", RequestWay.values),
            choice_check("request_satisfaction_known", "satisfaction", Satisfaction.values, blank=True),
            models.CheckConstraint(
                name="request_answered_whole",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                violation_error_message="答复须有内容、时间和答复人",
            ),
            models.CheckConstraint(
                name="request_rated_after_answer",
                condition=Q(satisfaction="", rated_on__isnull=True)
                | (~Q(satisfaction="") & Q(rated_on__isnull=False, answered_at__isnull=False)),
                violation_error_message="答复以后才能评价",
            ),
            models.CheckConstraint(
                name="request_entered_by_someone",
                condition=Q(entered_by__isnull=False) | Q(way=RequestWay.PAGE),
                violation_error_message="只有当事人自己在页面上提出的没有登记人",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="request_by_due_day"),
            models.Index(fields=["rated_on"], name="request_by_rating", condition=Q(rated_on__isnull=False)),
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
