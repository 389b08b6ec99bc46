from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models import Paper


class MonthReport(models.Model):
    """The figures of one month as they were frozen. Never changed: a supplement is the next version.

    ``month``: its first day. ``content``: figures, the cases behind each, tables and corrections as canonical JSON
    (``cases.stats.snapshot``); ``digest`` its SHA-256, ``seal`` the court's keyed seal over the whole row.
    ``corrections``: how many corrections of earlier months it tells.
    """

    SEAL_KIND: ClassVar[str] = "month"
    SEALED: ClassVar[tuple[str, ...]] = (
        *("month", "version", "digest", "corrections", "reason"),
        *("frozen_at", "frozen_by_id", "supersedes_id", "paper_id"),
    )

    month = models.DateField("统计月份")
    version = models.PositiveSmallIntegerField("版本")
    content = models.TextField()
    digest = models.CharField("摘要", max_length=64)
    seal = models.CharField(max_length=80)
    corrections = models.PositiveSmallIntegerField("更正项数", default=0)
    reason = models.CharField("补充的理由", max_length=200, blank=True)
    frozen_at = models.DateTimeField("冻结时间")
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="冻结人")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="+", verbose_name="月报")

    class Meta:
        ordering = ["-month", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "version"],
                name="month_report_version_once",
                violation_error_message="这个月已经冻结",
            ),
            models.CheckConstraint(
                name="month_report_of_a_month", condition=Q(month__day=1), violation_error_message="统计月份记月初"
            ),
            models.CheckConstraint(
                name="month_report_supplement_told",
                condition=Q(version=1, supersedes__isnull=True, reason="")
                | (Q(version__gt=1, supersedes__isnull=False) & ~Q(reason="")),
                violation_error_message="第一版没有理由；补充须写明理由和所补充的版本",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} 第 {self.version} 版"

    @property
    def key(self) -> str:
        """``2024-04``"""
        return f"{self.month:%Y-%m}"
