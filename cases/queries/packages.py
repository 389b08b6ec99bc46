"""How often the packages of a case were taken, and by whom last: told from the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from jianli_mediation.core.models import AuditEntry

DOWNLOAD = "download_package"


@dataclass(frozen=True)
class Taken:
    """The downloads of one package so far, and the last of them."""

    times: int
    last_at: datetime
    last_by: str


def downloads(case_id: int) -> dict[int, Taken]:
    """Number of the hand-over in its case → its downloads, by people and by machines."""
    found: dict[int, Taken] = {}
    rows = AuditEntry.objects.filter(case_id=case_id, verb=DOWNLOAD).select_related("actor").order_by("id")
    for row in rows:
        seq = row.facts["seq"]
        times = found[seq].times if seq in found else 0
        found[seq] = Taken(times + 1, row.at, row.actor.name if row.actor else row.client)
    return found
