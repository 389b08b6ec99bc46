"""The feed of acts for the command centre: in commit order, each once, as far as the reader may see the cases."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cases.models import Case
from cases.queries.confidential import PROPERTY_ENTRIES, sees_property
from jianli_mediation.core.feed import place_new
from jianli_mediation.core.models import AuditEntry, User
from jianli_mediation.core.roles import Role


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
    entries = _seen_by(user).filter(feed__position__gt=position)
    if not sees_property(user):
        entries = entries.exclude(PROPERTY_ENTRIES)
    return _events(user, entries.order_by("feed__position")[:limit])


def machine(name: str) -> User:
    """A machine that names nobody reads as the command centre does; it is stored nowhere."""
    return User(name=name, role=Role.COMMAND_CENTRE)


def pushed_between(name: str, after: int, upto: int, verbs: Collection[str]) -> list[tuple[int, int]]:
    """Place and entry of what the machine ``name`` is pushed: what it may see, but of property nothing.

    ``verbs``: which acts; none means all.
    """
    entries = _seen_by(machine(name)).exclude(PROPERTY_ENTRIES).filter(feed__position__range=(after + 1, upto))
    if verbs:
        entries = entries.filter(verb__in=verbs)
    placed = entries.order_by("feed__position").values_list("feed__position", "pk")
    return [(place or 0, entry) for place, entry in placed]


def event_of(name: str, entry_id: int) -> Event | None:
    """The act behind an entry as the machine ``name`` sees it now, if it still may."""
    reader = machine(name)
    return next(iter(_events(reader, _seen_by(reader).exclude(PROPERTY_ENTRIES).filter(pk=entry_id))), None)


def _seen_by(user: User) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))))


def _events(user: User, entries: QuerySet[AuditEntry]) -> list[Event]:
    case = Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))
    rows = entries.annotate(case_no=Subquery(case.values("case_no")[:1])).select_related("actor", "feed")
    return [Event(row.feed.position or 0, row.case_id or 0, row.case_no, row) for row in rows]
