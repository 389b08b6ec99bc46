"""How often a person has had masked numbers shown to her this week."""

from datetime import datetime, time, timedelta

from cases.verbs import Verb
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.models import AuditEntry, User


def this_week(user: User, now: datetime) -> int:
    """The numbers shown to ``user`` since Monday."""
    local = now.astimezone(COURT_TIME)
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), time.min, COURT_TIME)
    return AuditEntry.objects.filter(actor=user, entered_at__gte=monday, verb=Verb.REVEAL).count()
