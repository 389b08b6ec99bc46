from django.conf import settings
from django.db import models
from django.db.models import Q

from .fields import choice_check


class TaskResult(models.TextChoices):
    DONE = "done", "已办"
    DROPPED = "dropped", "不再办"


class MeetingTask(models.Model):
    """Something the monthly meeting decided on: who does it until when. It comes back every month until it is closed.

    ``month``: the first day of the month whose report the meeting was about. A row is never changed but once: to close it.
    """

    month = models.DateField("例会月份")
    text = models.CharField("事项", max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="meeting_tasks", verbose_name="责任人"
    )
    due_on = models.DateField("到哪天")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    result = models.CharField("结果", max_length=8, choices=TaskResult.choices, blank=True)
    note = models.CharField("办理情况", max_length=200, blank=True)
    closed_on = models.DateField("办结日", null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            choice_check("meeting_task_result_known", "result", TaskResult.values, blank=True),
            models.CheckConstraint(
                name="meeting_task_of_a_month", condition=Q(month__day=1), violation_error_message="例会月份记月初"
            ),
            models.CheckConstraint(
                name="meeting_task_told", condition=~Q(text=""), violation_error_message="须写明事项"
            ),
            models.CheckConstraint(
                name="meeting_task_closed_whole",
                condition=Q(result="", closed_on__isnull=True, closed_by__isnull=True)
                | (~Q(result="") & Q(closed_on__isnull=False, closed_by__isnull=False) & ~Q(note="")),
                violation_error_message="办结须写明结果、情况、日期和办理人",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], name="meeting_task_open", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["month"], name="meeting_task_by_month"),
        ]

    def __str__(self) -> str:
        return self.text
