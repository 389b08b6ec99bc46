from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jianli_mediation.core.crypto import EncryptedTextField, keyed_hash
from mediators.kinds import TieKind

from .roster import Mediator


class Certificate(models.Model):
    """A letter of appointment or a licence, with the day on which it runs out (null: it does not)."""

    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="certificates")
    title = models.CharField("名称", max_length=60)
    number = models.CharField("编号", max_length=60)
    issuer = models.CharField("颁发单位", max_length=80, blank=True)
    valid_from = models.DateField("自", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)

    class Meta:
        ordering = ["valid_until", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mediator", "title", "number"],
                name="certificate_once",
                violation_error_message="这份证件已经登记过",
            ),
            models.CheckConstraint(
                name="certificate_forward",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message="有效期止日不能早于起日",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class Training(models.Model):
    """One training, in hours."""

    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="trainings")
    held_on = models.DateField("日期")
    title = models.CharField("内容", max_length=100)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="training_hours_positive", condition=Q(hours__gt=0), violation_error_message="学时须大于 0"
            )
        ]


class Tie(models.Model):
    """A relation to a person or a body that the mediator has declared, or that the court knows of.

    ``id_hash`` finds a party by its number where one was given; else the name counts. ``until_on``: the relation ended;
    it bars all the same, as far as the law on recusal goes.
    """

    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="ties")
    kind = models.CharField("关系", max_length=16, choices=TieKind.choices)
    name = models.CharField("姓名或单位", max_length=80)
    id_number = EncryptedTextField("证件号码", blank=True, default="")
    id_hash = models.CharField(max_length=64, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    declared_on = models.DateField("声明日")
    until_on = models.DateField("结束日", null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["declared_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="tie_kind_known", condition=Q(kind__in=TieKind.values), violation_error_message="没有这种关系"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def seal_hashes(self) -> None:
        """Fill the look-up column from the number; the same hash as that of a party."""
        self.id_hash = keyed_hash(self.id_number, "id") if self.id_number else ""
