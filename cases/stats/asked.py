"""What is asked of an indicator: which days, whose cases, and on what day."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cases.models import Attempt, Case
from cases.models.choices import EnterpriseRelated
from jianli_mediation.core.models import User

from .period import ONE_DAY, Period

Found = TypeVar("Found")


@dataclass(frozen=True)
class Asked:
    """One question. ``as_of``: the day on which it is asked; the facts are those known then.

    ``reader`` narrows to what that person may see, ``mediator`` (an id) to cases whose last talks were hers,
    ``enterprise`` to cases with an enterprise in them (False: without), ``side`` to one of 申请方, 被申请方, 双方.
    """

    period: Period
    as_of: date
    # Somebody without a key, a machine, cannot be hashed.
    reader: User | None = field(default=None, hash=False)
    mediator: int | None = None
    enterprise: bool | None = None
    side: str = ""
    # What ``once`` has worked out; a Reckoning brings it, so that it lasts no longer than one.
    known: dict[Any, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def due_until(self) -> date:
        """Up to which day of the period something can have been missed: what is due today is still in time."""
        return min(self.period.last, self.as_of - ONE_DAY)

    @property
    def due(self) -> tuple[date, date]:
        """The days of the period on which something fell due and can be judged; empty while none has passed."""
        return self.period.first, self.due_until

    def of_enterprises(self) -> "Asked":
        """The same question for the enterprise lane alone."""
        return replace(self, enterprise=True)

    def cases(self) -> QuerySet[Case]:
        """Every case that was registered, narrowed to what is asked for. What was given back before is no case yet."""
        rows = self.anybodys()
        return rows if self.mediator is None else rows.filter(_in_the_hands_of(self.mediator))

    def anybodys(self) -> QuerySet[Case]:
        """The same, whoever the mediator is."""
        return self.filed().filter(registered_on__isnull=False)

    def filed(self) -> QuerySet[Case]:
        """Whatever was handed in, registered or not yet, whoever the mediator is."""
        rows = Case.objects.all() if self.reader is None else Case.objects.visible_to(self.reader)
        if self.enterprise is not None:
            none = {"enterprise_related": EnterpriseRelated.NONE}
            rows = rows.exclude(**none) if self.enterprise else rows.filter(**none)
        return rows.filter(enterprise_related=self.side) if self.side else rows


def _in_the_hands_of(mediator: int) -> Exists:
    later = Attempt.objects.filter(case=OuterRef("case"), seq__gt=OuterRef("seq"))
    return Exists(Attempt.objects.filter(~Exists(later), case=OuterRef("pk"), mediator=mediator))


def last_attempt(column: str) -> Subquery:
    """A column of a case's newest attempt."""
    return Subquery(Attempt.objects.filter(case=OuterRef("pk")).order_by("-seq").values(column)[:1])


def once(work: "Callable[[Asked], Found]") -> "Callable[[Asked], Found]":
    """Rows that several numbers rest on are read and worked through once in a reckoning."""

    @wraps(work)
    def found(asked: Asked) -> Found:
        if asked.known is None:
            return work(asked)
        key = (work, asked)
        if key not in asked.known:
            asked.known[key] = work(asked)
        rows: Found = asked.known[key]
        return rows

    return found
