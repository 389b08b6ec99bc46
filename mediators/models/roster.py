from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from jianli_mediation.core.crypto import EncryptedTextField, keyed_hash
from jianli_mediation.core.models import User
from jianli_mediation.core.ranges import closed, same
from mediators.kinds import BODIES, AbsenceKind, MediatorKind
from mediators.rules import READERS, READERS_OF_ALL


class Organisation(models.Model):
    """A body that sends mediators: a people's, commercial or industry mediation organisation."""

    name = models.CharField("名称", max_length=80, unique=True)
    kind = models.CharField("种类", max_length=20, choices=MediatorKind.choices)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    charges = models.BooleanField("收费", default=False)
    tariff = models.CharField("公示的收费标准", max_length=200, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_tariff_published",
                condition=Q(charges=False) | ~Q(tariff=""),
                violation_error_message="收费的组织须填公示的收费标准",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_words(self) -> str:
        """人民调解组织: what the body is, where ``kind`` names its people."""
        return BODIES.get(MediatorKind(self.kind), self.get_kind_display())


class Room(models.Model):
    """A room for talks. One that is no longer used is switched off, never deleted."""

    name = models.CharField("名称", max_length=40, unique=True)
    seats = models.PositiveSmallIntegerField("座位", default=6)
    note = models.CharField("备注", max_length=100, blank=True)
    in_use = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def _covering(day: date, rows: "type[ServicePeriod | Absence]") -> Exists:
    """Whether a row of ``rows`` lies over ``day`` for the mediator of the outer query."""
    open_ended = Q(until_on__isnull=True) | Q(until_on__gte=day)
    return Exists(rows.objects.filter(open_ended, mediator=OuterRef("pk"), from_on__lte=day))


class MediatorQuerySet(models.QuerySet["Mediator"]):
    def active_on(self, day: date) -> "MediatorQuerySet":
        """Those on the roster on ``day`` whose account is in use."""
        return self.filter(_covering(day, ServicePeriod), user__is_active=True)

    def here_on(self, day: date) -> "MediatorQuerySet":
        """Those to whom work may be given on ``day``: neither absent, nor suspended, nor on the last day of a stay."""
        leaving = Exists(ServicePeriod.objects.filter(mediator=OuterRef("pk"), until_on=day))
        return self.active_on(day).exclude(_covering(day, Absence)).exclude(leaving)

    def visible_to(self, user: User) -> "MediatorQuerySet":
        """The entries this person may read: all of them for the court, her own for an invited mediator."""
        if not user.is_active or user.role not in READERS:
            return self.none()
        return self if user.role in READERS_OF_ALL else self.filter(user=user)


class Mediator(models.Model):
    """A person on the roster, or once on it (``periods``). An outsider works under a supervisor of the court.

    ``capacity``: cases at one time; null means what the court has set for everybody.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mediator", verbose_name="账号")
    roster_no = models.CharField("名册编号", max_length=20, blank=True)
    kind = models.CharField("种类", max_length=20, choices=MediatorKind.choices, default=MediatorKind.COURT)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, verbose_name="组织")
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised",
        verbose_name="指导法官",
    )
    id_number = EncryptedTextField("身份证号", blank=True, default="")
    id_hash = models.CharField(max_length=64, blank=True)
    specialities = models.CharField("擅长", max_length=200, blank=True)
    languages = models.CharField("语言、方言", max_length=100, blank=True)
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, verbose_name="和解室")
    capacity = models.PositiveSmallIntegerField("同时办理上限", null=True, blank=True)

    objects = MediatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster_no"],
                condition=~Q(roster_no=""),
                name="mediator_roster_no_once",
                violation_error_message="这个名册编号已经有人用了",
            ),
            models.CheckConstraint(
                name="mediator_capacity_positive",
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                violation_error_message="同时办理上限至少 1 件",
            ),
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def is_outsider(self) -> bool:
        return self.kind != MediatorKind.COURT

    def period_on(self, day: date) -> "ServicePeriod | None":
        """The stay on the roster that ``day`` belongs to."""
        return next((row for row in self.periods.all() if row.covers(day)), None)

    def on_roster(self, day: date) -> bool:
        """Whether she is on the roster on ``day`` and her account in use."""
        return self.user.is_active and self.period_on(day) is not None

    def takes_work_on(self, day: date) -> bool:
        """Whether work may be given to her on ``day``: as ``here_on``, of the rows at hand."""
        period = self.period_on(day)
        if not self.user.is_active or period is None or period.until_on == day:
            return False
        return self.absence_on(day) is None

    def absence_on(self, day: date) -> "Absence | None":
        """Why no work is given to her on ``day``, if she is away or suspended."""
        return next((row for row in self.absences.all() if row.covers(day)), None)

    def seal_hashes(self) -> None:
        """Fill the look-up column from the number; the same hash as that of a party."""
        self.id_hash = keyed_hash(self.id_number, "id") if self.id_number else ""


class ServicePeriod(models.Model):
    """One stay on the roster, the first and the last day included; ``until_on`` null: still on it."""

    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="periods")
    from_on = models.DateField("入册日")
    until_on = models.DateField("离册日", null=True, blank=True)
    leave_reason = models.CharField("离册理由", max_length=200, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="service_period_forward",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                violation_error_message="离册日不能早于入册日",
            ),
            ExclusionConstraint(
                name="service_period_no_overlap",
                expressions=[same("mediator"), (closed("daterange", "from_on", "until_on"), "&&")],
                violation_error_message="同一和解员的在册期间不能重叠",
            ),
        ]

    def covers(self, day: date) -> bool:
        """Whether ``day`` belongs to this stay."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Absence(models.Model):
    """Days on which no work is given to a mediator, the first and the last included.

    Only a suspension from the roster may be without an end (``until_on`` null). Cutting one short moves its end, taking
    one back removes the row; both stand in the mediator's trail.
    """

    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="absences")
    kind = models.CharField("种类", max_length=12, choices=AbsenceKind.choices)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)
    reason = models.CharField("事由", max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="absence_forward",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                violation_error_message="止日不能早于起日",
            ),
            models.CheckConstraint(
                name="absence_ends_unless_suspended",
                condition=Q(until_on__isnull=False) | Q(kind=AbsenceKind.SUSPENDED),
                violation_error_message="除暂停派案外，须填止日",
            ),
            models.CheckConstraint(
                name="absence_kind_known",
                condition=Q(kind__in=AbsenceKind.values),
                violation_error_message="没有这种缺勤",
            ),
            ExclusionConstraint(
                name="absence_no_overlap",
                expressions=[same("mediator"), (closed("daterange", "from_on", "until_on"), "&&")],
                violation_error_message="这几天已经登记过缺勤，不能重叠",
            ),
        ]

    def covers(self, day: date) -> bool:
        """Whether she is away on ``day``."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def reaches(self, day: date) -> bool:
        """Whether she is away on ``day``, or on some day after it of this same absence."""
        return self.until_on is None or day <= self.until_on

    @property
    def days(self) -> str:
        """2026-12-01 至 2026-12-05; without an end 2026-12-01 起."""
        if self.until_on is None:
            return f"{self.from_on} 起"
        return f"{self.from_on}" if self.until_on == self.from_on else f"{self.from_on} 至 {self.until_on}"
