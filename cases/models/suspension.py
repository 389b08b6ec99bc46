from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from jianli_mediation.core.ranges import closed, same

from .attempt import Attempt


class Suspension(models.Model):
    """Days that do not count in the reconciliation period, the first and the last included.

    ``to_on`` null: nobody has said when it ends, and the period has no end until it is resumed. A row is never changed
    but once: to end it, no later than it would have ended.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="suspensions")
    from_on = models.DateField("中止日")
    to_on = models.DateField("恢复日", null=True)
    reason = models.CharField("中止理由", max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_note = models.CharField("恢复说明", max_length=200, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="suspension_forward",
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                violation_error_message="恢复日不能早于中止日",
            ),
            models.CheckConstraint(
                name="suspension_reasoned",
                condition=~Q(reason=""),
                violation_error_message="中止须写明理由",
            ),
            models.CheckConstraint(
                name="suspension_ended_whole",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False, to_on__isnull=False),
                violation_error_message="恢复须写明恢复日、办理人和时间",
            ),
            ExclusionConstraint(
                name="suspension_no_overlap",
                expressions=[same("attempt"), (closed("daterange", "from_on", "to_on"), "&&")],
                violation_error_message="同一和解程序的中止不能重叠，也不能同时有两次没有恢复",
            ),
        ]

    def covers(self, day: date) -> bool:
        """Whether ``day`` does not count."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)

    def overlaps(self, first: date, last: date | None) -> bool:
        """Whether any day from ``first`` to ``last`` (None: without end) is suspended by this row."""
        return (self.to_on is None or first <= self.to_on) and (last is None or self.from_on <= last)
