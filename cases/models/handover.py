from django.conf import settings
from django.db import models
from django.db.models import Q

from .fields import money


class Handover(models.Model):
    """The package for the filing division, with what was owed on the day. ``balance`` is frozen with its lines."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="handovers")
    seq = models.PositiveSmallIntegerField()
    handed_on = models.DateField("移送日")
    applied_on = models.DateField("申请执行日")
    reason = models.TextField("移送理由", blank=True)
    urgent = models.BooleanField("紧急", default=False)
    paid_total = money("已付", default=0)
    outstanding = money("未付合计")
    balance = models.JSONField()
    contents = models.JSONField(default=list)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    exec_case_no = models.CharField("执行案号", max_length=40, blank=True)
    acknowledged_on = models.DateField("立案日", null=True)
    returned_on = models.DateField("退回日", null=True)
    return_reason = models.CharField("退回理由", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="handover_seq_once"),
            models.CheckConstraint(
                name="handover_one_answer",
                condition=Q(acknowledged_on__isnull=True) | Q(returned_on__isnull=True),
                violation_error_message="移送只能立案或退回之一",
            ),
            models.CheckConstraint(
                name="handover_acknowledged_numbered",
                condition=Q(acknowledged_on__isnull=True) | ~Q(exec_case_no=""),
                violation_error_message="立案须填执行案号",
            ),
        ]
