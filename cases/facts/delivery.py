"""What was served on whom, as papers and rules take it."""

from django.db.models import QuerySet

from cases.models import Case, Service
from cases.models.choices import ServiceOutcome
from cases.rules.delivery import Effect, effect


def services_now(case: Case) -> QuerySet[Service]:
    """What stands now, tries that failed too: a row that another one corrects is out."""
    return Service.objects.filter(case=case, corrected_by__isnull=True)


def services_in_force(case: Case) -> QuerySet[Service]:
    """What counts as service: no failed try, and nothing that was corrected."""
    return services_now(case).filter(outcome=ServiceOutcome.SERVED)


def effect_of(row: Service) -> Effect | None:
    """When the service takes effect and how that was reckoned; None for a try. Rows of before know one day only."""
    day = row.done_on or row.served_on
    return effect(way=row.way, day=day) if row.outcome == ServiceOutcome.SERVED and day is not None else None
