"""关联案件: a group as one person sees it, each figure from the facts that the case's own page shows; and suggestions.

Whoever does not see every case of a group is not told its name, which may hold that of somebody else's case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from cases.facts import balance_on, lpr_series, paid_total, statuses, switches_on
from cases.models import Attempt, Case, CaseGroup, Party, Todo
from cases.models.choices import DEBTORS
from cases.states import OPEN_STATES, State
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.workdays import Calendar

from .confidential import PROPERTY_TODOS, sees_property

PAGE_SIZE = 50
MOST_AT_ONCE = 50
SUGGESTED = 20
GROUPS_SUGGESTED = 5
ZERO = Decimal(0)
# While these hold, what is still to be paid follows from the agreement; in the others from the instrument itself.
BY_AGREEMENT = (State.PERFORMING,)
BY_INSTRUMENT = (State.INTAKE, State.MEDIATION, State.FAILED, State.DEFAULTED, State.ENFORCEMENT)


@dataclass(frozen=True)
class Line:
    """One case of the group. Amounts in yuan on the day asked for; ``agreed`` and ``left`` None where there is none.

    ``left_by``: ``agreement``, ``instrument``, or empty where nothing is left to be reckoned.
    """

    case: Case
    mediator: str
    agreed: Decimal | None
    paid: Decimal
    left: Decimal | None
    left_by: str
    todo: Todo | None

    @property
    def applied(self) -> Decimal:
        return self.case.amount_applied


@dataclass(frozen=True)
class Sums:
    """The columns of the lines shown, added up."""

    applied: Decimal
    agreed: Decimal
    paid: Decimal
    left: Decimal


class GroupView:
    """A group for one person on one day: one page of the cases she may see, in the order of their numbers."""

    def __init__(self, group: CaseGroup, user: User, today: date, calendar: Calendar, page: int = 1) -> None:
        self.group, self.user, self.today, self.calendar, self.page = group, user, today, calendar, page

    @cached_property
    def visible(self) -> QuerySet[Case]:
        return Case.objects.visible_to(self.user).filter(group=self.group).order_by("pk")

    @cached_property
    def count(self) -> int:
        return self.visible.count()

    @cached_property
    def _unseen(self) -> int:
        return self.group.cases.count() - self.count

    @property
    def hidden(self) -> int | None:
        """How many members she does not see. None for an invited mediator: that there are others is not for her."""
        return None if self.user.role == Role.OUTSIDE_MEDIATOR else self._unseen

    @property
    def name(self) -> str:
        return self.group.name if not self._unseen else f"{self.group.get_kind_display()}的案件"

    @property
    def note(self) -> str:
        return self.group.note if not self._unseen else ""

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    @cached_property
    def lines(self) -> list[Line]:
        """The page's cases with their figures, in a fixed number of queries."""
        first = (self.page - 1) * PAGE_SIZE
        return [self._line(case) for case in _with_figures(self.visible)[first : first + PAGE_SIZE]]

    @cached_property
    def _rates(self) -> dict[str, Any]:
        """What the balance of every case is reckoned with on this day, read once."""
        return {"switches": switches_on(self.today), "lpr": lpr_series()}

    def _line(self, case: Case) -> Line:
        attempt, agreement = case.attempt, case.agreement
        left, by = self._left(case)
        return Line(
            case=case,
            mediator=attempt.mediator.user.name if attempt and attempt.mediator else "",
            agreed=agreement.total if agreement else None,
            paid=paid_total(case),
            left=left,
            left_by=by,
            todo=self._next(case),
        )

    def _left(self, case: Case) -> tuple[Decimal | None, str]:
        if case.state in BY_AGREEMENT:
            return sum((row.left for row in statuses(case, self.today, self.calendar)), ZERO), "agreement"
        if case.state in BY_INSTRUMENT:
            try:
                return balance_on(case, self.today, **self._rates).total, "instrument"
            except LookupError:  # interest follows LPR and no rate is known for its days
                return None, ""
        return None, ""

    def _next(self, case: Case) -> Todo | None:
        """The next thing that is due, as the list of cases shows it."""
        seen = sees_property(self.user)
        rows = [row for row in case.todos.all() if seen or row.code not in PROPERTY_TODOS]
        return min(rows, key=lambda row: (row.show_from > self.today, row.waiting, row.due_on, row.pk), default=None)

    @cached_property
    def sums(self) -> Sums:
        rows = self.lines
        return Sums(
            applied=sum((row.applied for row in rows), ZERO),
            agreed=sum((row.agreed or ZERO for row in rows), ZERO),
            paid=sum((row.paid for row in rows), ZERO),
            left=sum((row.left or ZERO for row in rows), ZERO),
        )


def _with_figures(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with what their figures are reckoned from. No sealed number is read for it."""
    parties = Party.objects.only("pk", "case_id", "seq", "role", "name")
    return cases.select_related("basis").prefetch_related(
        Prefetch("parties", parties),
        Prefetch("attempts", Attempt.objects.select_related("mediator__user")),
        "basis__items",
        "agreements__instalments",
        "agreements__defaults",
        "payments",
        "todos",
    )


def groups_of(user: User) -> QuerySet[CaseGroup]:
    """The groups of which the person sees at least one case."""
    seen = Case.objects.visible_to(user).filter(group=OuterRef("pk")).order_by()
    return CaseGroup.objects.filter(Exists(seen))


def fellows(user: User, case: Case) -> QuerySet[Case]:
    """The other cases of the case's group that the person may see."""
    rows = Case.objects.visible_to(user).exclude(pk=case.pk)
    return rows.filter(group=case.group_id).order_by("pk") if case.group_id else rows.none()


@dataclass(frozen=True)
class Suggestion:
    """Open cases against the same debtor that stand in no group, and groups of his to join. Only what one may see."""

    cases: Sequence[Case] = ()
    groups: Sequence[CaseGroup] = ()

    @property
    def count(self) -> int:
        return len(self.cases)

    @property
    def more_than(self) -> str:
        """How many there are; beyond what is listed only that there are more."""
        return f"{self.count} 件以上" if self.count == SUGGESTED else f"{self.count} 件"


def suggestion(user: User, case: Case) -> Suggestion:
    """What might belong together with ``case``, the newest first, at most so many; by the debtors' identity numbers."""
    hashes = [party.id_hash for party in case.parties.all() if party.role in DEBTORS]
    held = Party.objects.filter(id_hash__in=hashes, role__in=DEBTORS).exclude(case=case).order_by().values("case")
    others = Case.objects.visible_to(user).filter(pk__in=held)
    wanted = Q(group=None, state__in=OPEN_STATES)
    if case.group_id is None:
        wanted |= Q(group__isnull=False)
    rows = list(others.filter(wanted).order_by(F("group").asc(nulls_first=True), "-pk")[:SUGGESTED])
    groups = dict.fromkeys(row.group_id for row in rows if row.group_id)
    return Suggestion([row for row in rows if not row.group_id], _seen_whole(user, list(groups)[:GROUPS_SUGGESTED]))


def _seen_whole(user: User, ids: Iterable[int]) -> list[CaseGroup]:
    """Those of which no member is hidden from the person: only these may be named to her, and joined."""
    wanted = list(ids)
    if not wanted:
        return []
    counted = [
        dict(cases.filter(group__in=wanted).order_by().values_list("group").annotate(Count("pk")))
        for cases in (Case.objects.all(), Case.objects.visible_to(user))
    ]
    whole = [pk for pk in wanted if counted[0].get(pk) == counted[1].get(pk)]
    return list(CaseGroup.objects.filter(pk__in=whole).order_by("-pk"))


def stamp(user: User, case_id: int) -> str:
    """What changes whenever the case's group does, as this person sees it; empty for a case that stands alone.

    The case's own version does not tell that another one joined.
    """
    rows = (
        Case.objects.visible_to(user).filter(group__cases=case_id).order_by("pk").values_list("group", "pk", "version")
    )
    return ",".join(f"{group}.{pk}.{version}" for group, pk, version in rows[: PAGE_SIZE + 1])
