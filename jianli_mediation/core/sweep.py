"""What is kept for a day only is taken away in small bites: first answers to repeated requests, counts of callers.

Calls of machines and audit entries are evidence and are never taken away.
"""

from datetime import datetime, timedelta

from django.db import transaction

from jianli_mediation.core.models import IdempotencyRecord, Throttle

KEPT = timedelta(hours=24)
BITE, MOST_BITES = 500, 20
PAUSE = timedelta(minutes=1)


def sweep(now: datetime, *, bite: int = BITE) -> int:
    """Delete what is older than a day; returns how many rows. Each bite is a transaction; nobody is waited for."""
    swept = 0
    for _ in range(MOST_BITES):
        taken = _bite(now - KEPT, bite)
        swept += sum(taken)
        if max(taken) < bite:
            break
    return swept


def _bite(before: datetime, most: int) -> tuple[int, int]:
    with transaction.atomic():
        old = IdempotencyRecord.objects.select_for_update(skip_locked=True).filter(created_at__lt=before)
        answers = list(old.order_by("created_at").values_list("pk", flat=True)[:most])
        IdempotencyRecord.objects.filter(pk__in=answers).delete()
    with transaction.atomic():
        idle = Throttle.objects.select_for_update(skip_locked=True).filter(since__lt=before)
        counts = list(idle.order_by("since").values_list("pk", flat=True)[:most])
        Throttle.objects.filter(pk__in=counts).delete()
    return len(answers), len(counts)


class Sweeper:
    """Sweeps when it is asked and a minute has passed since it last did."""

    def __init__(self) -> None:
        self.swept_at: datetime | None = None

    def turn(self, now: datetime) -> None:
        if self.swept_at is None or now - self.swept_at >= PAUSE:
            self.swept_at = now
            sweep(now)
