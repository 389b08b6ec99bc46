import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from jianli_mediation.core.crypto import EncryptedTextField

from .fields import choice_check


class ImportStage(models.TextChoices):
    """How far the bulk intake of a ledger has come."""

    CHECKING = "checking", "正在试录"
    CHECKED = "checked", "已试录，待决定"
    FILING = "filing", "正在登记"
    DONE = "done", "已完成"
    DROPPED = "dropped", "已放弃"
    FAILED = "failed", "没有登记"


class LedgerImport(models.Model):
    """A ledger handed in as a file: read into rows, tried out, then filed wholly or by chosen rows."""

    file_name = models.CharField("文件", max_length=200)
    sha256 = models.CharField(max_length=64)
    stage = models.CharField("进度", max_length=8, choices=ImportStage.choices, default=ImportStage.CHECKING)
    whole = models.BooleanField("全部或都不登记", null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    made_at = models.DateTimeField("导入时间")
    client = models.CharField("接口客户端", max_length=60, blank=True, default="")
    decided_at = models.DateTimeField("决定时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("ledger_import_stage_known", "stage", ImportStage.values),
            models.CheckConstraint(
                name="ledger_import_ended_whole",
                condition=Q(stage__in=["done", "dropped", "failed"], finished_at__isnull=False)
                | (~Q(stage__in=["done", "dropped", "failed"]) & Q(finished_at__isnull=True)),
                violation_error_message="完成的导入须有完成时间",
            ),
        ]
        indexes = [models.Index(fields=["made_by", "-id"], name="ledger_import_of_maker")]


class LedgerRow(models.Model):
    """One line of the ledger as it was given (sealed: it holds personal data), what is wrong with it, the case it became."""

    ledger = models.ForeignKey(LedgerImport, models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField("行号")
    given = EncryptedTextField()
    checked = models.BooleanField(default=False)
    problems = models.JSONField("问题", default=list)
    warnings = models.JSONField("提示", default=list)
    chosen = models.BooleanField("要登记", default=False)
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="ledger_row")

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["ledger", "line"], name="ledger_row_once"),
            models.CheckConstraint(
                name="ledger_row_filed_was_sound",
                condition=Q(case__isnull=True) | Q(checked=True, problems=[]),
                violation_error_message="有问题的行不能登记",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ledger", "line"],
                name="ledger_row_to_file",
                condition=Q(chosen=True, case__isnull=True),
            ),
            models.Index(fields=["ledger", "line"], name="ledger_row_to_check", condition=Q(checked=False)),
        ]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of the file that make this row: ``line`` number, ``cells`` and ``bad`` by heading."""
        found: list[dict[str, Any]] = json.loads(self.given)["lines"]
        return found
