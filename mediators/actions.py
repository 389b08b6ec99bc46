"""The only code that changes the roster. Each act writes one entry into the mediator's own chain of the audit trail."""

from datetime import date, datetime

from django.db import transaction

from jianli_mediation.core import audit
from jianli_mediation.core.models import User
from mediators.models import Mediator


def chain_of(mediator: Mediator) -> str:
    """The mediator's chain in the audit trail."""
    return f"mediator:{mediator.pk}"


def join(*, by: User | None, now: datetime, mediator: Mediator, from_on: date) -> Mediator:
    """Put a person on the roster from ``from_on`` on. ``mediator``: filled in, not yet stored.

    ValidationError with the fields where something is missing or taken.
    """
    mediator.seal_hashes()
    mediator.full_clean()
    with transaction.atomic():
        mediator.save()
        mediator.periods.create(from_on=from_on)
        audit.record(
            chain=chain_of(mediator),
            verb="join_roster",
            by=by,
            at=now,
            facts={"account": mediator.user_id, "kind": mediator.kind, "from": from_on},
        )
    return mediator
