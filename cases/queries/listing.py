"""What a line of a list of programs shows beside the case itself, in two queries however many lines there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cases.models import Attempt, Case, Party
from jianli_mediation.core.kept import Kept


@dataclass(frozen=True)
class Named:
    """A party by name."""

    pk: int
    role: str
    name: str


@dataclass(frozen=True)
class Talks:
    """The newest try at reconciliation: until when, and by whom, where there is somebody."""

    deadline: date | None
    mediator: int | None
    name: str
    username: str
    kind: str


@dataclass(frozen=True)
class Line:
    """A case as a line of a list. No sealed number is read for it."""

    case: Case
    talks: Talks | None = None
    parties: list[Named] = field(default_factory=list)


_NAMES = Kept(lambda cases: Party.objects.filter(case__in=cases).values_list("case", "pk", "role", "name"))
_TALKS = Kept(
    lambda cases: (
        Attempt.objects.filter(case__in=cases)
        .order_by("seq")
        .values_list(
            *("case", "deadline", "mediator", "mediator__user__name", "mediator__user__username", "mediator__kind")
        )
    )
)


def lines(cases: Iterable[Case]) -> list[Line]:
    """The cases with their parties' names and their mediators."""
    rows = list(cases)
    keys = [case.pk for case in rows]
    talks = {case_id: Talks(*rest) for case_id, *rest in _TALKS.rows(keys)}
    found = {case.pk: Line(case, talks.get(case.pk)) for case in rows}
    for case_id, *named in _NAMES.rows(keys):
        found[case_id].parties.append(Named(*named))
    return list(found.values())
