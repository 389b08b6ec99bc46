from django.conf import settings
from django.db import models
from django.db.models import Q

from .fields import choice_check


class OutsideKind(models.TextChoices):
    """Numbers of a month that only other systems know."""

    FIRST_FILINGS = "first_filings", "首次执行收案"
    OWN_BASIS_FILINGS = "own_basis_filings", "首次执行收案中以本院裁判为依据的"
    PAYABLE_JUDGMENTS = "payable_judgments", "本院生效的给付裁判"
    APPLICATIONS = "applications", "收到的全部执行申请"


class OutsideFigure(models.Model):
    """One number of one month from another system, with its source and the day on which it was read there.

    Rows are only ever added: of one month and kind the newest holds, the earlier ones stay to be seen.
    """

    month = models.DateField("月份")
    kind = models.CharField("数字", max_length=20, choices=OutsideKind.choices)
    number = models.PositiveIntegerField("件数")
    source = models.CharField("来源", max_length=100)
    read_on = models.DateField("取数日期")
    note = models.CharField("说明", max_length=200, blank=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人")

    class Meta:
        ordering = ["-month", "kind", "-id"]
        constraints = [
            choice_check("outside_figure_kind_known", "kind", OutsideKind.values),
            models.CheckConstraint(
                name="outside_figure_of_a_month", condition=Q(month__day=1), violation_error_message="月份记月初"
            ),
            models.CheckConstraint(
                name="outside_figure_sourced", condition=~Q(source=""), violation_error_message="须写明来源"
            ),
        ]
        indexes = [models.Index(fields=["month", "kind", "-id"], name="outside_figure_newest")]


class IndicatorTarget(models.Model):
    """What the court wants an indicator to reach from a month on. None: from that month there is no target any more.

    Rows are only ever added: of one indicator and month the newest holds.
    """

    code = models.CharField("指标", max_length=20)
    from_month = models.DateField("自哪月起")
    amount = models.DecimalField("目标值", max_digits=16, decimal_places=2, null=True)
    basis = models.CharField("依据", max_length=200)
    set_at = models.DateTimeField("设定时间")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="设定人")

    class Meta:
        ordering = ["code", "-from_month", "-id"]
        constraints = [
            models.CheckConstraint(
                name="indicator_target_from_a_month",
                condition=Q(from_month__day=1),
                violation_error_message="起始月份记月初",
            ),
            models.CheckConstraint(
                name="indicator_target_based", condition=~Q(basis=""), violation_error_message="须写明依据"
            ),
        ]
        indexes = [models.Index(fields=["code", "-from_month", "-id"], name="indicator_target_newest")]
