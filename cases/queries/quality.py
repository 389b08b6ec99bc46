"""数据质量: how many files have which defect, whose they are, and the share of each desk's files without any."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import or_

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact

from cases.guards import Day
from cases.models import Attempt, Case
from cases.queries.quality_checks import CHECKS, CLERK, DESKS, MEDIATOR, WINDOW, Check, looked_at
from jianli_mediation.core.models import User

_CENT = Decimal("0.01")
NOBODY = {WINDOW: "没有登记人", MEDIATOR: "还没有指派", CLERK: "没有指定书记员"}


@dataclass(frozen=True)
class Found:
    """One check with the number of files that have the defect."""

    check: Check
    count: int


@dataclass(frozen=True)
class Score:
    """One person's files at one desk: how many were looked at, and how many have a defect that is hers to mend.

    ``person`` None: nobody is named for them.
    """

    person: int | None
    name: str
    files: int
    faulty: int

    @property
    def share(self) -> Decimal | None:
        """Files without a defect in percent, two decimals, half up; None without files."""
        if not self.files:
            return None
        return (Decimal(100 * (self.files - self.faulty)) / self.files).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class DeskScore:
    """One desk: the files of all, and of each of its people, the most defects first."""

    code: str
    name: str
    total: Score
    people: tuple[Score, ...]


@dataclass(frozen=True)
class Radar:
    """What the page shows. ``files``: how many were looked at."""

    files: int
    found: tuple[Found, ...]
    desks: tuple[DeskScore, ...]


# The account whose work the defects of a desk are, for the case of the outer query.
_LATEST = Attempt.objects.filter(case=OuterRef("pk")).order_by("-seq")
_OWNER = {WINDOW: F("filed_by"), MEDIATOR: Subquery(_LATEST.values("mediator__user")[:1]), CLERK: F("clerk")}


def owned(desk: str, owner: int) -> Q:
    """The condition that a defect of the desk is this person's to mend."""
    return Q(Exact(_OWNER[desk], owner))


def checked_cases(user: User, day: Day) -> QuerySet[Case]:
    """The cases that this person may see and that are checked."""
    return Case.objects.visible_to(user).filter(looked_at(day))


def radar(user: User, day: Day) -> Radar:
    """Every check and every desk on one day, in seven queries however many cases there are."""
    cases = checked_cases(user, day)
    rows = {desk: _by_owner(cases, desk, day) for desk in DESKS}
    return Radar(*_counted(cases, day, None), _desks(rows))


def own_radar(user: User, day: Day) -> Radar:
    """The same for one person: only the defects that are hers to mend."""
    return Radar(*_counted(checked_cases(user, day), day, user.pk), ())


def _counted(cases: QuerySet[Case], day: Day, owner: int | None) -> tuple[int, tuple[Found, ...]]:
    """How many files are looked at, and how many have each defect; of ``owner``'s files only, where she is named."""

    def hers(*desks: str) -> Q:
        return reduce(or_, (owned(desk, owner) for desk in desks)) if owner is not None else Q()

    counts = {each.code: Count("pk", filter=each.finds(day) & hers(each.desk)) for each in CHECKS.values()}
    counted = cases.filter(hers(*DESKS)).aggregate(files=Count("pk"), **counts)
    return counted["files"], tuple(Found(check, counted[check.code]) for check in CHECKS.values())


def _desks(rows: dict[str, list[tuple[int | None, int, int]]]) -> tuple[DeskScore, ...]:
    names = _names(owner for scores in rows.values() for owner, _, _ in scores)
    return tuple(_desk(desk, rows[desk], names) for desk in DESKS)


def faulty(user: User, day: Day, check: Check, owner: int | None = None) -> QuerySet[Case]:
    """The files with the defect; with ``owner`` only those that are hers to mend."""
    cases = checked_cases(user, day).filter(check.finds(day))
    return cases if owner is None else cases.filter(owned(check.desk, owner))


def _by_owner(cases: QuerySet[Case], desk: str, day: Day) -> list[tuple[int | None, int, int]]:
    """(owner, files, files with a defect of this desk) for everybody at the desk."""
    any_defect = reduce(or_, (check.finds(day) for check in CHECKS.values() if check.desk == desk), Q())
    rows = (
        cases.order_by()
        .values(owner=_OWNER[desk])
        .annotate(files=Count("pk"), faulty=Count("pk", filter=any_defect))
        .values_list("owner", "files", "faulty")
    )
    return list(rows)


def _names(owners: Iterable[int | None]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in={owner for owner in owners if owner}).values_list("pk", "name"))


def _desk(desk: str, rows: list[tuple[int | None, int, int]], names: dict[int, str]) -> DeskScore:
    people = [Score(owner, names[owner] if owner else NOBODY[desk], files, bad) for owner, files, bad in rows]
    total = Score(None, DESKS[desk], sum(each.files for each in people), sum(each.faulty for each in people))
    return DeskScore(desk, DESKS[desk], total, tuple(sorted(people, key=lambda each: (-each.faulty, each.name))))
