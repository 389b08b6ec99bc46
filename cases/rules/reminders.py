"""The ladder of reminders of one instalment: on which days a debtor is told what. The days are ours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.rules.limits import Limits
from cases.rules.quiet import COURT_TIME
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import ONE_DAY

AT = time(9)
FIRST, SECOND, DUE_DAY, GRACE_END = "due_first", "due_second", "due_day", "grace_end"


@dataclass(frozen=True)
class Step:
    """One reminder: sent from nine o'clock of ``on``; ``until`` is the last day on which it is still worth sending."""

    code: str
    on: date
    until: date

    @property
    def moment(self) -> datetime:
        """Nine o'clock of its day, in the court's time."""
        return datetime.combine(self.on, AT, COURT_TIME)


@rule("reminders.ladder", "每期应付款的提醒", "ours: 本院默认；到期前 7 日、3 日，到期当日，宽限期末日，休息日照发")
def ladder(*, due_on: date, grace_until: date, limits: Limits) -> tuple[Step, ...]:
    """The reminders of an instalment in the order of their days, each good until the day before the next.

    Days before are calendar days (``L_REMIND_FIRST``, ``L_REMIND_SECOND``): a rest day is a day on which people pay.
    Without days of grace the last one is the due day's. Two that fall on one day are one.
    """
    days = {
        due_on - timedelta(days=limits["L_REMIND_FIRST"].amount): FIRST,
        due_on - timedelta(days=limits["L_REMIND_SECOND"].amount): SECOND,
        due_on: DUE_DAY,
    }
    if grace_until > due_on:
        days[grace_until] = GRACE_END
    order = sorted(days)
    ends = [following - ONE_DAY for following in order[1:]]
    return tuple(Step(days[on], on, until) for on, until in zip(order, [*ends, order[-1]], strict=True))
