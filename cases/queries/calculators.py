"""The rules on anybody's figures, with the calendar, the settings and the LPR of the court. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.facts import lpr_series, switches_on
from cases.rules import deadlines, fees
from cases.rules.balance import Balance, Claim, Paid, PrincipalItem, balance
from cases.rules.fees import FeeResult
from cases.rules.instalments import Planned, build
from cases.rules.simulator import Offer, Simulation, simulate
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.kernel.money import ZERO
from jianli_mediation.kernel.workdays import Calendar, Deadline


@dataclass(frozen=True)
class Row:
    """One instalment of a plan, and what kind of day it falls due on."""

    seq: int
    due_on: date
    amount: Decimal
    words: str
    rests: bool


def fee(*, kind: str, amount: Decimal, halved: bool) -> FeeResult:
    """One of the three fees on ``amount`` yuan."""
    if kind == "acceptance":
        return fees.acceptance_fee(amount, halved=halved)
    return fees.preservation_fee(amount) if kind == "preservation" else fees.execution_fee(amount)


def doubled(*, principal: Decimal, performance_end: date, until: date, payments: Sequence[Paid]) -> Balance:
    """The doubled part on one sum; payments go to the principal, which is all there is beside it."""
    claim = Claim(principal=(PrincipalItem(principal),), costs=ZERO, performance_end=performance_end)
    return debt(claim=claim, payments=payments, until=until, order="statutory")


def debt(*, claim: Claim, payments: Sequence[Paid], until: date, order: str) -> Balance:
    """What is left of ``claim`` on ``until``, the unsettled points read as the court reads them on that day."""
    switches = switches_on(until)
    return balance(
        claim=claim,
        payments=payments,
        until=until,
        order=order,
        fee_in_base=switches.fee_in_base,
        delay_interest_in_fee_base=switches.delay_interest_in_fee_base,
        first_day_counts=switches.first_day_counts,
        lpr=lpr_series() if any(item.rate_type == "lpr" for item in claim.principal) else (),
    )


def deadline(*, start: date, amount: int, unit: str, shift: bool) -> Deadline:
    """The last day of a period, with its working."""
    return deadlines.count(start=start, amount=amount, unit=unit, shift=shift, calendar=load_calendar())


def plan(*, total: Decimal, count: int, first_due: date, every: str, down_payment: Decimal | None) -> list[Row]:
    """A sum in equal parts, the last taking the remainder."""
    planned = build(total=total, count=count, first_due=first_due, every=every, down_payment=down_payment)
    return rows_of(planned, load_calendar())


def rows_of(planned: Sequence[Planned], calendar: Calendar) -> list[Row]:
    """The instalments with the kind of day each falls due on."""
    return [
        Row(seq, each.due_on, each.amount, calendar.describe(each.due_on), not calendar.is_workday(each.due_on))
        for seq, each in enumerate(planned, start=1)
    ]


def offer(given: Offer, today: date) -> Simulation:
    """What an offer comes to."""
    first_day_counts = switches_on(today).first_day_counts
    return simulate(offer=given, calendar=load_calendar(), first_day_counts=first_day_counts)
