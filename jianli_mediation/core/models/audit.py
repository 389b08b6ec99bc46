from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One thing that happened. Rows are only ever added; a trigger refuses UPDATE and DELETE.

    ``payload`` is the canonical JSON text that was hashed; the other columns repeat it for searching, and
    ``verify_audit`` compares the two.
    """

    chain = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    verb = models.CharField("事项", max_length=40)
    case_id = models.BigIntegerField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    client = models.CharField("接口客户端", max_length=60, blank=True)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField("发生时间")
    entered_at = models.DateTimeField("录入时间")
    reason = models.TextField("理由", blank=True)
    facts = models.JSONField(default=dict)
    payload = models.TextField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_chain_seq_once")]
        indexes = [
            models.Index(fields=["case_id", "id"], name="audit_of_case"),
            models.Index(fields=["actor", "entered_at"], name="audit_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.verb}"


class AuditHead(models.Model):
    """The newest hash of each chain: what the next entry is tied to."""

    chain = models.CharField(max_length=60, primary_key=True)
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)


class AuditSeal(models.Model):
    """The digest over all chain heads at the end of a day, to be printed on the duty sheet."""

    sealed_at = models.DateTimeField()
    last_entry_id = models.BigIntegerField()
    chains = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)


class EventPosition(models.Model):
    """The place of an act in the feed. Empty until a reader gives it one (``core.feed``)."""

    entry = models.OneToOneField(AuditEntry, models.PROTECT, primary_key=True, related_name="feed")
    position = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["entry"], name="event_without_place", condition=models.Q(position__isnull=True)),
        ]
