"""The feed of acts for the command centre: in commit order, each once, as far as the reader may see the cases."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from cases.models import Case
from cases.queries.confidential import PROPERTY_ENTRIES, sees_property
from jianli_mediation.core.feed import place_new
from jianli_mediation.core.models import AuditEntry, User


@dataclass(frozen=True)
class Event:
    """One act and its place."""

    position: int
    case_id: int
    case_no: str
    entry: AuditEntry


def events_after(user: User, position: int, limit: int) -> list[Event]:
    """At most ``limit`` acts behind ``position``, on the cases this person may see; of property by its own door."""
    place_new()
    case = Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))
    entries = AuditEntry.objects.filter(Exists(case), feed__position__gt=position)
    if not sees_property(user):
        entries = entries.exclude(PROPERTY_ENTRIES)
    rows = (
        entries.annotate(case_no=Subquery(case.values("case_no")[:1]))
        .select_related("actor", "feed")
        .order_by("feed__position")[:limit]
    )
    return [Event(row.feed.position or 0, row.case_id or 0, row.case_no, row) for row in rows]
