"""The roster as it is read: who is on it today, who can be given work or why not, whose certificate runs out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from jianli_mediation.core.models import User
from mediators.kinds import AbsenceKind, MediatorKind
from mediators.models import Absence, Certificate, Mediator, ServicePeriod, Training
from mediators.rules import CONFIDANTS, SOON_DAYS

LATEST = 8
BAR_DAYS = 84


@dataclass(frozen=True)
class Lamp:
    """A lamp with its words, and a line below them."""

    lamp: str
    text: str
    sub: str = ""


def listed() -> QuerySet[Mediator]:
    """Everybody, with all that a line of the list shows of her."""
    return Mediator.objects.select_related("user", "organisation", "supervisor", "room").prefetch_related(
        "periods", "absences", "certificates"
    )


def may_know(user: User, mediator: Mediator) -> bool:
    """Whether the person sees what is told in confidence: reasons of absences, ties, the trail of the entry."""
    return user.role in CONFIDANTS or mediator.user_id == user.pk


def standing(mediator: Mediator, day: date) -> Lamp:
    """Whether work may be given to her on ``day``, or why not."""
    period = mediator.period_on(day)
    if period is None:
        coming = [row.from_on for row in mediator.periods.all() if row.from_on > day]
        if coming:
            return Lamp("none", f"{min(coming)} 入册")
        last = max((row.until_on for row in mediator.periods.all() if row.until_on), default=None)
        return Lamp("none", "已离册", f"{last} 离册" if last else "")
    if not mediator.user.is_active:
        return Lamp("hold", "账号停用")
    away = mediator.absence_on(day)
    if away is not None:
        return Lamp("hold", away.get_kind_display(), f"到 {away.until_on}" if away.until_on else "恢复前不派")
    if period.until_on == day:
        return Lamp("hold", "今天离册")
    return Lamp("ok", "可以派案", _next_away(mediator, day))


def _next_away(mediator: Mediator, day: date) -> str:
    soon = day + timedelta(days=SOON_DAYS // 4)
    coming = [row for row in mediator.absences.all() if day < row.from_on <= soon]
    first = min(coming, key=lambda row: row.from_on, default=None)
    return f"{first.from_on:%m-%d} 起{first.get_kind_display()}" if first else ""


def expiry(until: date | None, day: date) -> Lamp:
    """The lamp of one certificate: run out, running out within sixty days, or in force."""
    if until is None:
        return Lamp("ok", "长期有效")
    if until < day:
        return Lamp("late", f"{until} 已到期")
    left = (until - day).days
    return Lamp("soon", f"{until} 到期", f"还有 {left} 天") if left <= SOON_DAYS else Lamp("ok", f"{until} 到期")


def certificate_of(mediator: Mediator) -> Certificate | None:
    """The certificate to look at: of each title the one that lasts longest, and of these the first to run out."""
    longest: dict[str, Certificate] = {}
    for row in mediator.certificates.all():
        known = longest.get(row.title)
        if known is None or _end(row) > _end(known):
            longest[row.title] = row
    return min(longest.values(), key=_end, default=None)


def _end(row: Certificate) -> date:
    return row.valid_until or date.max


@dataclass(frozen=True)
class Line:
    """One line of the list."""

    mediator: Mediator
    standing: Lamp
    certificate: Certificate | None
    expiry: Lamp


def lines(mediators: Iterable[Mediator], day: date) -> list[Line]:
    """What the list shows of these on ``day``. The court gives a certificate to whom it invites (特邀调解规定第五条)."""
    found = []
    for each in mediators:
        certificate = certificate_of(each)
        missing = Lamp("soon", "没有登记") if each.is_outsider else Lamp("", "")
        lamp = expiry(certificate.valid_until, day) if certificate else missing
        found.append(Line(each, standing(each, day), certificate, lamp))
    return found


CHIPS = {
    "": "在册",
    "outside": "特邀",
    "absent": "缺勤",
    "suspended": "暂停派案",
    "expiring": "证件将到期",
    "left": "已离册",
}


def _conditions(day: date) -> dict[str, Q]:
    """Which entries belong to each chip on ``day``."""
    open_ended = Q(until_on__isnull=True) | Q(until_on__gte=day)
    stays = ServicePeriod.objects.filter(open_ended, mediator=OuterRef("pk"))
    away = Absence.objects.filter(open_ended, mediator=OuterRef("pk"), from_on__lte=day)
    renewed = Certificate.objects.filter(mediator=OuterRef("mediator"), title=OuterRef("title")).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until"))
    )
    running_out = Certificate.objects.filter(
        ~Exists(renewed), mediator=OuterRef("pk"), valid_until__lte=day + timedelta(days=SOON_DAYS)
    )
    on_it = Q(Exists(stays))
    suspended = away.filter(kind=AbsenceKind.SUSPENDED)
    return {
        "": on_it,
        "outside": on_it & ~Q(kind=MediatorKind.COURT),
        "absent": on_it & Q(Exists(away.exclude(kind=AbsenceKind.SUSPENDED))),
        "suspended": on_it & Q(Exists(suspended)),
        "expiring": on_it & Q(Exists(running_out)),
        "left": ~on_it,
    }


def chosen(rows: QuerySet[Mediator], chip: str, day: date) -> QuerySet[Mediator]:
    """Those of ``rows`` that belong to the chip; an unknown one is 在册."""
    conditions = _conditions(day)
    return rows.filter(conditions.get(chip, conditions[""]))


def counts(rows: QuerySet[Mediator], day: date) -> dict[str, int]:
    """How many of ``rows`` belong to each chip. One query."""
    names = {f"n_{chip or 'on'}": condition for chip, condition in _conditions(day).items()}
    found = rows.order_by().aggregate(**{name: Count("pk", filter=condition) for name, condition in names.items()})
    return dict(zip(CHIPS, found.values(), strict=True))


@dataclass(frozen=True)
class AbsenceLine:
    """One absence with its place on a bar of ``BAR_DAYS`` days from today on, in days."""

    row: Absence
    lamp: Lamp
    start: int
    length: int

    @property
    def days(self) -> int | None:
        return (self.row.until_on - self.row.from_on).days + 1 if self.row.until_on else None


def absences_of(mediator: Mediator, day: date) -> list[AbsenceLine]:
    """Her absences, the last to begin first: all of them that are not over, and the latest of the others."""
    rows = sorted(mediator.absences.all(), key=lambda row: row.from_on, reverse=True)
    over = [row.pk for row in rows if not row.reaches(day)][LATEST:]
    return [_placed(row, day) for row in rows if row.pk not in over]


def _placed(row: Absence, day: date) -> AbsenceLine:
    first = max(0, (row.from_on - day).days)
    last = min(BAR_DAYS, (row.until_on - day).days + 1) if row.until_on else BAR_DAYS
    words = "已过去" if first == 0 else "还没到"
    lamp = Lamp("hold", "正在") if row.covers(day) else Lamp("none", words)
    return AbsenceLine(row, lamp, first, max(0, last - first))


@dataclass(frozen=True)
class TrainingYear:
    """The hours of one year."""

    year: int
    hours: Decimal
    count: int


def training_years(mediator: Mediator) -> list[TrainingYear]:
    """Hours of training per year, newest first."""
    rows = (
        Training.objects.filter(mediator=mediator)
        .order_by()
        .annotate(year=ExtractYear("held_on"))
        .values("year")
        .annotate(hours=Sum("hours"), count=Count("pk"))
        .order_by("-year")
    )
    return [TrainingYear(row["year"], row["hours"], row["count"]) for row in rows[:LATEST]]
