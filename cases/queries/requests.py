"""诉求 of a case, as far as this person may know of them."""

from django.db.models import QuerySet

from cases.models import Case, PartyRequest
from cases.models.choices_notices import ABOUT_MEDIATORS
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import MEDIATORS


def requests_of(user: User, case: Case) -> QuerySet[PartyRequest]:
    """The newest first; what is said of a mediator is not shown to mediators."""
    rows = PartyRequest.objects.filter(case=case).select_related("party", "answered_by", "entered_by")
    if user.role in MEDIATORS:
        rows = rows.exclude(kind__in=ABOUT_MEDIATORS)
    return rows.order_by("-received_at", "-pk")
