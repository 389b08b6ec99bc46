"""夜间核对: what ran, when, for how long, and what it found."""

from django.db import models
from django.db.models import Q


class DutyRun(models.Model):
    """One duty of one run. ``run_on``: the day it ran for; ``looked``: rows it looked at, ``found``: those that call for
    somebody, ``mended``: rows it put right itself. ``problem``: why it broke off; the other duties went on.
    """

    duty = models.CharField("事项", max_length=20)
    run_on = models.DateField("哪天")
    started_at = models.DateTimeField("开始")
    milliseconds = models.PositiveIntegerField("毫秒")
    looked = models.PositiveIntegerField("看过", default=0)
    found = models.PositiveIntegerField("要办", default=0)
    mended = models.PositiveIntegerField("补正", default=0)
    problem = models.CharField("没有核对完的原因", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-run_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="duty_found_of_looked",
                condition=Q(found__lte=models.F("looked")),
                violation_error_message="要办的不能多于看过的",
            )
        ]
        indexes = [models.Index(fields=["-run_on", "duty"], name="duty_by_day")]
