from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .kinds import MediatorKind


class Organisation(models.Model):
    """A body that sends mediators: a people's, commercial or industry mediation organisation."""

    name = models.CharField("名称", max_length=80, unique=True)
    kind = models.CharField("种类", max_length=20, choices=MediatorKind.choices)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    charges = models.BooleanField("收费", default=False)
    tariff = models.CharField("公示的收费标准", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_tariff_published",
                condition=Q(charges=False) | ~Q(tariff=""),
                violation_error_message="收费的组织须填公示的收费标准",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MediatorQuerySet(models.QuerySet["Mediator"]):
    def active_on(self, day: date) -> "MediatorQuerySet":
        """Those on the roster on ``day`` whose account is in use."""
        return self.filter(
            Q(active_until__isnull=True) | Q(active_until__gte=day), active_from__lte=day, user__is_active=True
        )


class Mediator(models.Model):
    """A person on the roster. An outsider works under a supervisor of the court."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mediator", verbose_name="账号")
    kind = models.CharField("种类", max_length=20, choices=MediatorKind.choices, default=MediatorKind.COURT)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, verbose_name="组织")
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="指导法官"
    )
    certificate = models.CharField("聘书、证件号", max_length=60, blank=True)
    specialities = models.CharField("擅长", max_length=200, blank=True)
    room = models.CharField("和解室", max_length=40, blank=True)
    active_from = models.DateField("入册日")
    active_until = models.DateField("离册日", null=True, blank=True)

    objects = MediatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mediator_period_forward",
                condition=Q(active_until__isnull=True) | Q(active_until__gte=F("active_from")),
                violation_error_message="离册日不能早于入册日",
            )
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def is_outsider(self) -> bool:
        return self.kind != MediatorKind.COURT
