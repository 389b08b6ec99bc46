from django.conf import settings
from django.db import models
from django.db.models import Q

from jianli_mediation.core.crypto import EncryptedTextField

from .fields import money


class Handover(models.Model):
    """The package for the filing division, with what was owed on the day. ``balance`` is frozen with its lines.

    ``package_xml`` is the whole matter as it was handed over, sealed because it holds personal numbers and property;
    ``xml_sha256`` is the digest of its plain text. The zip made of it is kept in the archive under ``package_sha256``,
    the file in which the filing division answered under ``answer_sha256``. A trigger keeps what was sent as it is.
    """

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
    package_xml = EncryptedTextField("移送内容", blank=True, default="")
    xml_sha256 = models.CharField(max_length=64, blank=True, default="")
    package_sha256 = models.CharField(max_length=64, blank=True, default="")
    package_size = models.PositiveBigIntegerField(default=0)
    package_built_at = models.DateTimeField("移送包生成时间", null=True)
    answer_sha256 = models.CharField(max_length=64, blank=True, default="")
    answer_received_at = models.DateTimeField("回执收到时间", null=True)

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
            models.CheckConstraint(
                name="handover_package_whole",
                condition=Q(package_sha256="", package_size=0, package_built_at__isnull=True)
                | (~Q(package_sha256="") & ~Q(xml_sha256="") & Q(package_size__gt=0, package_built_at__isnull=False)),
                violation_error_message="移送包的登记不完整",
            ),
            models.CheckConstraint(
                name="handover_answer_file_dated",
                condition=Q(answer_sha256="", answer_received_at__isnull=True)
                | (~Q(answer_sha256="") & Q(answer_received_at__isnull=False)),
                violation_error_message="回执文件的登记不完整",
            ),
        ]
        indexes = [models.Index(fields=["applied_on"], name="handover_by_application")]
