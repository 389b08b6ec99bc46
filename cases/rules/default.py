"""Default (违约): an instalment missed beyond its grace. A person declares it; this only says whether one may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules.instalments import Planned, status
from cases.rules.payments import Paid
from jianli_mediation.kernel.money import ZERO
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import ONE_DAY, Calendar


@dataclass(frozen=True)
class Breach:
    """The first instalment not paid in full by the end of its grace.

    `missing` is what lacked then, `left` what lacks today (0.00 when late money has come since).
    `claimable` is what the creditor may ask for now: everything unpaid with acceleration, else what is due.
    """

    seq: int
    due_on: date
    grace_until: date
    declarable_from: date
    missing: Decimal
    left: Decimal
    claimable: Decimal


@rule("default.breach", "违约", "协议约定；执行和解规定第九条、第十五条；ours: 宽限期后补付不消除违约")
def breach(
    *,
    plan: Sequence[Planned],
    payments: Sequence[Paid],
    today: date,
    grace_days: int,
    acceleration: bool,
    calendar: Calendar,
    accepted_on: date | None = None,
) -> Breach | None:
    """The breach that may be declared on `today`, or None.

    Money that comes after the grace is booked but does not cure; once the whole plan is paid there is no
    breach any more, only damages by suit (article 15). Declarable from the day after the grace ends.
    `accepted_on`: the creditor accepted a cure that day; an instalment late by then and paid now is settled.
    """
    now = status(plan=plan, payments=payments, today=today, grace_days=grace_days, calendar=calendar)
    if all(row.state == "paid" for row in now):
        return None
    for row in now:
        if row.grace_until >= today or (row.paid_on and row.paid_on <= row.grace_until):
            continue
        if accepted_on is not None and row.state == "paid" and row.grace_until < accepted_on:
            continue
        then = status(plan=plan, payments=payments, today=row.grace_until, grace_days=grace_days, calendar=calendar)
        counted = now if acceleration else [each for each in now if each.due_on < today]
        return Breach(
            seq=row.seq,
            due_on=row.due_on,
            grace_until=row.grace_until,
            declarable_from=row.grace_until + ONE_DAY,
            missing=then[row.seq - 1].left,
            left=row.left,
            claimable=sum((each.left for each in counted), ZERO),
        )
    return None
