from django.conf import settings
from django.db import models

from jianli_mediation.core import clock
from jianli_mediation.core.crypto import EncryptedTextField


class Serial(models.Model):
    """The last number given of a series in a year."""

    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="serial_once")]


class OutboxMessage(models.Model):
    """Something to be done outside the transaction that decided it."""

    topic = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    last_problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="outbox_open", condition=models.Q(done_at__isnull=True)),
        ]


class Draft(models.Model):
    """What a person has typed and not yet handed in. It holds personal data, hence sealed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60, default="", blank=True)
    payload = EncryptedTextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="draft_once")]


class SavedView(models.Model):
    """A list's filters under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField("名称", max_length=30)
    query = models.CharField(max_length=500)
    shared = models.BooleanField("本组可用", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"], name="view_name_once", violation_error_message="已有同名视图"
            )
        ]


class SubmissionToken(models.Model):
    """A form that was handed in once. The second click finds the first one's result."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    used_at = models.DateTimeField()
    result_url = models.CharField(max_length=300, blank=True)


class Throttle(models.Model):
    """How often an unknown client has asked since ``since``; the key is a keyed hash of where it came from."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    n = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["since"], name="throttle_age")]
