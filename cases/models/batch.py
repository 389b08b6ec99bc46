from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models import Paper

from .fields import choice_check


class Output(models.TextChoices):
    """What a batch is bound into."""

    PDF = "pdf", "一个 PDF，连着打印"
    ZIP = "zip", "一个压缩包，每份一个文件"


class PaperBatch(models.Model):
    """Many papers of one form, made in the background: each issued by an act of its own, then bound into one file."""

    form = models.CharField("文书", max_length=3)
    output = models.CharField("装订", max_length=3, choices=Output.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    made_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_size = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [choice_check("paper_batch_output_known", "output", Output.values)]
        indexes = [models.Index(fields=["made_by", "-id"], name="paper_batch_of_maker")]

    def __str__(self) -> str:
        return f"{self.form} {self.made_at:%Y-%m-%d}"


class PaperBatchItem(models.Model):
    """One paper of a batch: to be issued, issued, or refused with the reasons of its moment."""

    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="items")
    seq = models.PositiveSmallIntegerField()
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40, blank=True, default="")
    label = models.CharField("对象", max_length=120, blank=True, default="")
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+")
    refused = models.JSONField("没有出的原因", default=list)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "seq"], name="paper_batch_item_seq_once"),
            models.UniqueConstraint(
                fields=["batch", "case", "subject"],
                name="paper_batch_item_once",
                violation_error_message="同一份文书在一批里只出一次",
            ),
            models.CheckConstraint(
                name="paper_batch_item_one_end",
                condition=Q(paper__isnull=True) | Q(refused=[]),
                violation_error_message="一份文书不能既已出又被拒",
            ),
        ]

    @property
    def waits(self) -> bool:
        return self.paper_id is None and not self.refused
