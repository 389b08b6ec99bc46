"""The money of a case as the rules take it in: claim, payments, plan, instalments, breach, balance."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from cases.models import Agreement, Case, Payment
from cases.models.choices import Confirmation, RateType, SubjectType
from cases.rules import balance as balances
from cases.rules import instalments
from cases.rules.allocation import Claim
from cases.rules.default import Breach, breach
from cases.rules.instalments import InstalmentStatus, Planned
from cases.rules.interest import PrincipalItem
from cases.rules.payments import Paid
from cases.rules.rates import Rate
from cases.rules.switches import Switches
from cases.rules.waivers import Waiver
from jianli_mediation.kernel.workdays import Calendar

from .reference import lpr_series, switches_on

ZERO = Decimal(0)


def live_payments(case: Case) -> list[Payment]:
    """The ledger without reversals and what they struck, in order of days."""
    rows = list(case.payments.all())
    struck = {row.reverses_id for row in rows if row.reverses_id}
    return sorted((r for r in rows if not r.reverses_id and r.pk not in struck), key=lambda r: (r.paid_on, r.pk))


def paid_total(case: Case) -> Decimal:
    """All money that stands in the ledger, confirmed or not, in yuan."""
    return sum((row.amount for row in live_payments(case)), ZERO)


def confirmed_total(case: Case) -> Decimal:
    """The money that the creditor has confirmed, in yuan."""
    return sum((row.amount for row in live_payments(case) if row.confirmation != Confirmation.PENDING), ZERO)


def as_paid(rows: list[Payment]) -> list[Paid]:
    return [Paid(row.paid_on, row.amount, row.confirmation == Confirmation.PENDING) for row in rows]


def plan_of(agreement: Agreement) -> list[Planned]:
    return [Planned(row.due_on, row.amount) for row in sorted(agreement.instalments.all(), key=lambda row: row.seq)]


def payments_under(case: Case, agreement: Agreement) -> list[Paid]:
    """The money that counts on the instalments of this version: what came in since it was signed."""
    return as_paid([row for row in live_payments(case) if row.paid_on >= agreement.signed_on])


def statuses(case: Case, today: date, calendar: Calendar) -> list[InstalmentStatus]:
    """Each instalment of the agreement in force as it stands on ``today``; empty without an agreement."""
    agreement = case.agreement
    if agreement is None:
        return []
    return instalments.status(
        plan=plan_of(agreement),
        payments=payments_under(case, agreement),
        today=today,
        grace_days=agreement.grace_days,
        calendar=calendar,
    )


def breach_of(case: Case, today: date, calendar: Calendar) -> Breach | None:
    """The breach that may be declared on ``today``, if there is one."""
    agreement = case.agreement
    if agreement is None:
        return None
    return breach(
        plan=plan_of(agreement),
        payments=payments_under(case, agreement),
        today=today,
        grace_days=agreement.grace_days,
        acceleration=agreement.acceleration,
        calendar=calendar,
        accepted_on=max((each.reinstated_on for each in agreement.defaults.all() if each.reinstated_on), default=None),
    )


def claim_of(case: Case) -> Claim:
    """What the instrument awards in money: principal with its interest, fixed interest, costs."""
    money = [item for item in case.basis.items.all() if item.amount is not None and item.kind != SubjectType.ACT]
    return Claim(
        principal=tuple(
            PrincipalItem(item.amount, item.rate_type, item.rate, item.rate_from)
            for item in money
            if not item.is_interest
        ),
        costs=case.basis.costs,
        performance_end=case.basis.performance_end,
        fixed_interest=sum((item.amount for item in money if item.is_interest), ZERO),
    )


def waivers_of(case: Case) -> tuple[Waiver, ...]:
    """What the agreement in force forgives, and when a declared default stood; conditional where a condition is named."""
    agreement = case.agreement
    if agreement is None or not agreement.waived_amount:
        return ()
    broken = tuple((row.declared_on, row.reinstated_on) for row in agreement.defaults.all())
    return (Waiver(agreement.waived_amount, agreement.signed_on, bool(agreement.waiver_condition), broken),)


def balance_on(
    case: Case,
    until: date,
    order: str | None = None,
    *,
    forgiving: bool = True,
    switches: Switches | None = None,
    lpr: Sequence[Rate] | None = None,
) -> balances.Balance:
    """What is left to enforce on ``until``, line by line, in the agreement's order of imputation (else statutory).

    The unsettled points are read as the court's dated settings of that day have them. Not ``forgiving``: what the
    debt would be had the agreement forgiven nothing, as the parties confirm it before they forgive. ``switches`` and
    ``lpr``: those of ``until``, where a list of cases has read them once for all.
    """
    agreement = case.agreement
    chosen = order or (agreement.imputation if agreement else "statutory")
    custom = tuple(agreement.custom_order) if agreement and chosen == "custom" else None
    claim = claim_of(case)
    switches = switches or switches_on(until)
    follows = any(item.rate_type == RateType.LPR for item in claim.principal)
    return balances.balance(
        claim=claim,
        payments=as_paid(live_payments(case)),
        until=until,
        order=chosen,
        custom_order=custom,
        fee_in_base=switches.fee_in_base,
        delay_interest_in_fee_base=switches.delay_interest_in_fee_base,
        first_day_counts=switches.first_day_counts,
        lpr=(lpr_series() if lpr is None else lpr) if follows else (),
        waivers=waivers_of(case) if forgiving else (),
    )


def balance_json(balance: balances.Balance) -> dict[str, Any]:
    """The balance frozen as plain text: amounts with two decimals, ISO days."""
    frozen = asdict(balance)
    frozen["lines"] = [asdict(line) for line in balance.lines]
    frozen["total"] = balance.total
    return {key: _plain(value) for key, value in frozen.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
