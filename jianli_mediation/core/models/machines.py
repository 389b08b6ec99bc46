from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jianli_mediation.core.crypto import EncryptedTextField

from .audit import AuditEntry

CALLS_PER_MINUTE = 600


class ApiClient(models.Model):
    """A machine that may speak to the API. Only the hashes of its tokens are kept.

    After a rotation the token before is good until ``previous_until``. ``addresses``: the addresses and networks it may
    call from; none means from anywhere. ``per_minute``: how many calls it may make.
    """

    name = models.CharField(max_length=60, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    previous_hash = models.CharField(max_length=64, unique=True, null=True)
    previous_until = models.DateTimeField(null=True)
    scopes = ArrayField(models.CharField(max_length=30))
    addresses = ArrayField(models.CharField(max_length=43), default=list)
    per_minute = models.PositiveIntegerField(default=CALLS_PER_MINUTE)
    created_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="api_client_previous_token_ends",
                condition=Q(previous_hash__isnull=True) | Q(previous_until__isnull=False),
                violation_error_message="换下的令牌须有失效时间",
            ),
            models.CheckConstraint(
                name="api_client_may_call", condition=Q(per_minute__gt=0), violation_error_message="每分钟至少一次"
            ),
        ]

    # DRF and our own code ask the caller this, as they ask a User.
    is_authenticated = True
    is_anonymous = False

    def __str__(self) -> str:
        return self.name


class ApiCall(models.Model):
    """One call of a machine: who, for whom, what, from where, with what answer. Rows are only ever added.

    ``route``: the address with its parameters by name; ``reveals``: the answer may hold numbers in full.
    """

    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="calls")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    method = models.CharField(max_length=7)
    route = models.CharField(max_length=120)
    case_id = models.BigIntegerField(null=True)
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True, default="")
    address = models.CharField(max_length=45)
    reveals = models.BooleanField(default=False)
    trace = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["client", "-id"], name="api_call_of_client"),
            models.Index(fields=["case_id", "-id"], name="api_call_of_case", condition=Q(case_id__isnull=False)),
            models.Index(fields=["client", "-id"], name="api_call_refused", condition=Q(status__gte=400)),
            models.Index(fields=["client", "-id"], name="api_call_reveals", condition=Q(reveals=True)),
        ]


class Webhook(models.Model):
    """An address that wants the events pushed. ``passed``: the place in the feed up to which deliveries were laid out.

    ``verbs``: which acts; none means all. The secret signs each delivery and is shown once.
    """

    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=500)
    secret = EncryptedTextField()
    verbs = ArrayField(models.CharField(max_length=40), default=list)
    passed = models.BigIntegerField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "url"],
                condition=Q(removed_at__isnull=True),
                name="webhook_address_once",
                violation_error_message="这个地址已经登记",
            ),
        ]


class WebhookDelivery(models.Model):
    """One event on its way to one webhook: waiting (``next_at``), delivered, or given up (``dead_at``) until replayed."""

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+")
    position = models.BigIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_tried_at = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True)
    last_problem = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-position"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "position"], name="webhook_delivery_once"),
            models.CheckConstraint(
                name="webhook_delivery_one_state",
                condition=Q(next_at__isnull=False, delivered_at__isnull=True, dead_at__isnull=True)
                | Q(next_at__isnull=True, delivered_at__isnull=False, dead_at__isnull=True)
                | Q(next_at__isnull=True, delivered_at__isnull=True, dead_at__isnull=False),
                violation_error_message="一次推送只能是待发、已送到或已放弃之一",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="webhook_delivery_due", condition=Q(next_at__isnull=False)),
            models.Index(
                fields=["webhook", "position"], name="webhook_delivery_waiting", condition=Q(next_at__isnull=False)
            ),
            models.Index(
                fields=["webhook", "-position"], name="webhook_delivery_dead", condition=Q(dead_at__isnull=False)
            ),
        ]


class IdempotencyRecord(models.Model):
    """The first answer to a POST with an ``Idempotency-Key``; the same key and body get it again for 24 hours.

    ``body`` is sealed: an answer may hold what its reader alone may see.
    """

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = EncryptedTextField(blank=True, default="")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="idempotency_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]
