"""A list's filters under a name: one's own, and those that people of the same duty share."""

from django.db.models import Q, QuerySet

from jianli_mediation.core.models import SavedView, User
from jianli_mediation.core.roles import Role


def of(user: User, page: str) -> QuerySet[SavedView]:
    """The views this person may choose from on ``page``, her own first.

    Invited mediators share none: a name or a filter may tell of a case that only its mediator may know.
    """
    shared = Q(shared=True, user__role=user.role) & ~Q(user__role=Role.OUTSIDE_MEDIATOR)
    return SavedView.objects.filter(Q(user=user) | shared, page=page).order_by("shared", "name")


def save(user: User, page: str, name: str, query: str, *, shared: bool) -> SavedView:
    """Keep the filters under ``name``; the same name again replaces the view."""
    view, _ = SavedView.objects.update_or_create(
        user=user, page=page, name=name, defaults={"query": query, "shared": shared}
    )
    return view


def forget(user: User, view_id: int) -> bool:
    """Delete one's own view. False when it is not hers."""
    deleted, _ = SavedView.objects.filter(user=user, pk=view_id).delete()
    return bool(deleted)
