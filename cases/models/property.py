from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jianli_mediation.core.crypto import EncryptedTextField

from .choices import ClueKind, ClueSource, PreservationKind, PreservedObject
from .fields import amount_check, choice_check, money


class PropertyClue(models.Model):
    """Something learned of a debtor's property (class C3): not for invited mediators, nor for the parties."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="clues")
    source = models.CharField("来源", max_length=12, choices=ClueSource.choices)
    kind = models.CharField("种类", max_length=14, choices=ClueKind.choices)
    description = EncryptedTextField("描述")
    location = EncryptedTextField("所在地、账户", blank=True, default="")
    value = money("估值", null=True, blank=True)
    burden = models.CharField("权利负担", max_length=60, blank=True)
    reported_on = models.DateField("获知日")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["reported_on", "id"]
        constraints = [
            amount_check("clue_value_range", "value"),
            choice_check("clue_kind_known", "kind", ClueKind.values),
        ]


class Preservation(models.Model):
    """A freeze or seizure that stands while the parties talk. Its end is a fixed date that no holiday moves."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="preservations")
    kind = models.CharField("阶段", max_length=14, choices=PreservationKind.choices)
    object_kind = models.CharField("财产种类", max_length=12, choices=PreservedObject.choices)
    ruling_no = models.CharField("裁定案号", max_length=80, blank=True)
    description = EncryptedTextField("财产")
    amount = money("保全金额", null=True, blank=True)
    first_in_rank = models.BooleanField("首封", default=True)
    since = models.DateField("自")
    until = models.DateField("至")
    lifted_on = models.DateField("解除日", null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            amount_check("preservation_amount_range", "amount"),
            models.CheckConstraint(
                name="preservation_forward",
                condition=Q(until__gt=F("since")),
                violation_error_message="保全止日须晚于起日",
            ),
        ]
        indexes = [models.Index(fields=["until"], name="preservation_by_end")]
