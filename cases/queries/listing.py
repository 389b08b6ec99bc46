"""Cases with what a line of a list of programs shows, in two more queries however many there are."""

from django.db.models import Prefetch, QuerySet

from cases.models import Attempt, Case, Party


def with_names(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with their parties' names and their mediators. No sealed number is read for it."""
    parties = Party.objects.only("pk", "case_id", "seq", "role", "name")
    attempts = Attempt.objects.select_related("mediator__user")
    return cases.prefetch_related(Prefetch("parties", parties), Prefetch("attempts", attempts))
