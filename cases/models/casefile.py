"""Reading a case with all that belongs to it, in a fixed number of queries."""

from django.db.models import QuerySet

from .case import Case

WHOLE_FILE = (
    "parties__agents",
    "basis__items",
    "attempts__mediator__user",
    "attempts__sessions",
    "agreements__instalments",
    "agreements__signatures",
    "agreements__guarantees",
    "agreements__defaults",
    "payments",
    "preservations",
    "handovers",
)


def whole_file(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with parties, basis, attempts, agreements, ledger, preservation and hand-overs at hand."""
    return cases.select_related("clerk", "filed_by").prefetch_related(*WHOLE_FILE)
