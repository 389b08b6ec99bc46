"""What the court has decided, and what was published, as the rules take it in: settings of a day, the LPR series."""

from collections.abc import Iterable
from datetime import date

from cases.rules.parameters import YES
from cases.rules.rates import LPR_1Y, Rate
from cases.rules.switches import SWITCHES, Switches, switches_in_force
from jianli_mediation.core.kept import Kept
from jianli_mediation.core.models import DatedSetting, ReferenceRate

_SETTINGS = Kept(lambda codes: DatedSetting.objects.filter(code__in=codes).order_by("since"))


def dated_settings(codes: Iterable[str]) -> list[DatedSetting]:
    """What the court has decided on these points, of every day, the earliest first. One query."""
    return _SETTINGS.objects(codes)


def switches_on(day: date) -> Switches:
    """The unsettled points as they are read on ``day``: the defaults, and the court's own choices over them."""
    rows = (row for row in dated_settings(SWITCHES) if row.since <= day)
    return switches_in_force(overrides={row.code: row.value == YES for row in rows})


def lpr_series() -> list[Rate]:
    """The one-year LPR as far as it is known."""
    rows = ReferenceRate.objects.filter(code=LPR_1Y).order_by("since")
    return [Rate(row.since, row.rate, row.source, row.checked) for row in rows]
