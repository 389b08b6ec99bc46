"""Ledgers that were handed in: whose they are to see, how far one has come, its rows."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cases.models import LedgerImport, LedgerRow
from cases.verbs import Verb, role_may
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role

SEE_ALL = (Role.HEAD,)


@dataclass(frozen=True)
class Progress:
    """How far a ledger has come, in rows. ``sound``: may be filed and is not yet. ``waiting``: chosen, still to come."""

    total: int
    checked: int
    bad: int
    warned: int
    sound: int
    filed: int
    waiting: int


def ledgers_for(user: User) -> QuerySet[LedgerImport]:
    """A person's own ledgers, the newest first; the head of the centre sees everybody's."""
    if not user.is_active or not role_may(user.role, Verb.FILE):
        return LedgerImport.objects.none()
    found = LedgerImport.objects.select_related("made_by")
    return found if user.role in SEE_ALL else found.filter(made_by=user)


_BAD, _UNFILED = Q(checked=True) & ~Q(problems=[]), Q(case__isnull=True)
_SOUND = Q(checked=True, problems=[], case__isnull=True)


def progress_of(ledger: LedgerImport) -> Progress:
    """The counts of one ledger, in one query."""
    counted = {
        "total": Q(),
        "checked": Q(checked=True),
        "bad": _BAD,
        "warned": _SOUND & ~Q(warnings=[]),
        "sound": _SOUND,
        "filed": ~_UNFILED,
        "waiting": Q(chosen=True) & _UNFILED,
    }
    found = ledger.rows.aggregate(**{f"n_{name}": Count("id", filter=rows) for name, rows in counted.items()})
    return Progress(**{name: found[f"n_{name}"] for name in counted})


def sound_rows(ledger: LedgerImport) -> QuerySet[LedgerRow]:
    """The rows that may be filed."""
    return ledger.rows.filter(_SOUND).order_by("line")


ROWS = {
    "bad": _BAD,
    "warned": _SOUND & ~Q(warnings=[]),
    "sound": _SOUND,
    "filed": Q(case__isnull=False),
}


def rows_of(ledger: LedgerImport, which: str = "") -> QuerySet[LedgerRow]:
    """The rows of one kind (see ``ROWS``), in the order of the file; of any other word all."""
    return ledger.rows.filter(ROWS.get(which, Q())).select_related("case").order_by("line")
