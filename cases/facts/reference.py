"""What the court has decided, and what was published, as the rules take it in: calendar, settings of a day, the LPR series."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db import connection

from cases.rules.limits import LIMITS, Limits
from cases.rules.parameters import YES
from cases.rules.periods import PERIODS, Periods
from cases.rules.rates import LPR_1Y, Rate
from cases.rules.switches import SWITCHES, Switches, switches_in_force
from jianli_mediation.core.calendar import STAMP, kept_calendar
from jianli_mediation.core.models import DatedSetting, ReferenceRate
from jianli_mediation.kernel.workdays import Calendar


@dataclass(frozen=True)
class Reference:
    """The calendar and everything the court has decided by date, of every day. ``settings``: the earliest first."""

    calendar: Calendar
    settings: tuple[tuple[str, date, str], ...] = ()
    _periods: dict[date, Periods] = field(default_factory=dict, compare=False, repr=False)

    def in_force(self, day: date) -> Mapping[str, str]:
        """What holds on ``day``, by code; what was never decided is not in it."""
        return {code: value for code, since, value in self.settings if since <= day}

    def value(self, code: str, day: date) -> str:
        """What was decided on one point, empty where nothing was."""
        return self.in_force(day).get(code, "")

    def periods_at(self, day: date) -> Periods:
        """Periods and limits in force on ``day``: our defaults, and the court's dated settings over them."""
        found = self._periods.get(day)
        if found is None:
            amounts = self.in_force(day)
            limits = Limits({code: int(amounts[code]) for code in LIMITS if code in amounts})
            found = Periods({code: int(amounts[code]) for code in PERIODS if code in amounts}, limits)
            if len(self._periods) < _MOST_DAYS:
                self._periods[day] = found
        return found

    def switches_at(self, day: date) -> Switches:
        """The unsettled points as they are read on ``day``: the defaults, and the court's own choices over them."""
        decided = self.in_force(day)
        return switches_in_force(overrides={code: decided[code] == YES for code in SWITCHES if code in decided})


_MOST_DAYS = 2_000
# The calendar's stamp, and a digest of every setting: whatever is changed in whatever way changes one of the two.
_STAMPS = (
    f"SELECT ({STAMP}), (SELECT coalesce(md5(string_agg(concat_ws('|', code, since, value), '|' ORDER BY code, since)), '')"  # noqa: S608
    " FROM core_datedsetting)"
)


def load_reference() -> Reference:
    """The whole of it, read again only when something was changed; one small query tells."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS)
        return _kept(*cursor.fetchone())


@lru_cache(maxsize=4)
def _kept(stamp: str, _digest: str) -> Reference:
    rows = DatedSetting.objects.order_by("since", "pk").values_list("code", "since", "value")
    return Reference(kept_calendar(stamp), tuple(rows))


def periods_on(day: date) -> Periods:
    """The periods and limits in force on ``day``."""
    return load_reference().periods_at(day)


def switches_on(day: date) -> Switches:
    """The unsettled points as they are read on ``day``."""
    return load_reference().switches_at(day)


def lpr_series() -> list[Rate]:
    """The one-year LPR as far as it is known."""
    rows = ReferenceRate.objects.filter(code=LPR_1Y).order_by("since")
    return [Rate(row.since, row.rate, row.source, row.checked) for row in rows]
