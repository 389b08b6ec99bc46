"""指导: the open cases of invited mediators, as those who guide them look at them; and the comments on one case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery

from cases.facts.guidance import reads_guidance
from cases.models import Attempt, Case, Guidance, Todo
from cases.states import State
from jianli_mediation.core.kept import Kept
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from mediators.kinds import MediatorKind
from mediators.models import Mediator

# These look at every invited mediator; everybody else at those she guides.
OVERSEERS = frozenset({Role.HEAD, Role.DIRECTOR})


@dataclass(frozen=True)
class Line:
    """One open case of an invited mediator: what was last done, and whether its talks are stalled on the day."""

    case: Case
    attempt: Attempt
    stalled: Todo | None
    comment: Guidance | None


def guided(user: User) -> QuerySet[Mediator]:
    """The invited mediators this person guides; all of them for who oversees the centre."""
    outsiders = Mediator.objects.exclude(kind=MediatorKind.COURT)
    return outsiders if user.role in OVERSEERS else outsiders.filter(supervisor=user)


def guides_anybody(user: User) -> bool:
    """Whether there is an invited mediator under this person's guidance. One query for a mediator, none for others."""
    if user.role == Role.MEDIATOR:
        return Mediator.objects.filter(supervisor=user).exists()
    return user.role in (Role.JUDGE, *OVERSEERS)


def open_talks(user: User) -> QuerySet[Attempt]:
    """The talks that go on with the mediators she guides, those of one together, the earliest deadline first."""
    sessions = Attempt.objects.filter(pk=OuterRef("pk")).annotate(last=Max("sessions__held_on")).values("last")
    contacts = Attempt.objects.filter(pk=OuterRef("pk")).annotate(last=Max("contacts__contacted_at")).values("last")
    return (
        Attempt.objects.filter(mediator__in=guided(user), closed_on__isnull=True, case__state=State.MEDIATION)
        .annotate(last_session=Subquery(sessions), last_contact=Subquery(contacts))
        .select_related("case", "mediator__user", "mediator__organisation", "mediator__supervisor")
        .prefetch_related(Prefetch("guidance", Guidance.objects.select_related("given_by")))
        .order_by("mediator__user__name", "mediator_id", "deadline", "pk")
    )


def lines(talks: Iterable[Attempt], today: date) -> list[Line]:
    """The talks of one page with what stands beside each."""
    rows = list(talks)
    shown = Todo.objects.filter(case__in=[row.case_id for row in rows], code="stalled", show_from__lte=today)
    stalled = {row.case_id: row for row in shown}
    return [
        Line(
            case=row.case,
            attempt=row,
            stalled=stalled.get(row.case_id),
            comment=max(row.guidance.all(), key=lambda each: (each.given_at, each.pk), default=None),
        )
        for row in rows
    ]


_COMMENTS = Kept(
    lambda attempts: (
        Guidance.objects.filter(attempt__in=attempts).select_related("given_by").order_by("-given_at", "-pk")
    )
)


def comments(user: User, case: Case) -> list[Guidance]:
    """What was said in guidance in these talks, the newest first; nothing for whom it is not meant. One query."""
    attempt = case.attempt
    if attempt is None or not reads_guidance(user, case):
        return []
    return _COMMENTS.objects([attempt.pk])
