"""The ledger of one case up to a chosen day: instalments, every payment with its imputation, what is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.facts import balance_on, statuses
from cases.models import Payment
from cases.models.choices import Imputation
from cases.rules.balance import Allocation, Balance
from cases.rules.instalments import InstalmentStatus

from .casefile import CaseFile

ZERO = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One row of the ledger. ``kind``: live, struck (taken back later), reversal, later (after the chosen day).

    ``allocation``: where the money of the day went, on the last live row of that day; ``alone``: the only one that day.
    """

    payment: Payment
    kind: str
    allocation: Allocation | None = None
    alone: bool = True


@dataclass(frozen=True)
class Ledger:
    """All that the page of the ledger shows. Amounts in yuan as of ``until``."""

    until: date
    instalments: list[InstalmentStatus]
    lines: list[Line]
    balance: Balance
    compared: Balance | None

    @property
    def due_total(self) -> Decimal:
        return sum((row.amount for row in self.instalments), ZERO)

    @property
    def paid_on_plan(self) -> Decimal:
        return sum((row.paid for row in self.instalments), ZERO)

    @property
    def left_on_plan(self) -> Decimal:
        return sum((row.left for row in self.instalments), ZERO)

    @property
    def sums(self) -> dict[str, Decimal]:
        """The columns of the payments added up."""
        parts = ("amount", "costs", "interest", "principal", "doubled", "surplus")
        rows = self.balance.allocations
        return {part: sum((getattr(row, part) for row in rows), ZERO) for part in parts}


def ledger_of(file: CaseFile, until: date) -> Ledger:
    """The ledger on ``until``; beside the agreed order of imputation the total of the other one."""
    balance = balance_on(file.case, until)
    other = Imputation.PRINCIPAL_FIRST if balance.order == Imputation.STATUTORY else Imputation.STATUTORY
    compared = balance_on(file.case, until, order=other) if balance.allocations else None
    return Ledger(
        until=until,
        instalments=statuses(file.case, until, file.calendar),
        lines=list(_lines(file, balance, until)),
        balance=balance,
        compared=compared,
    )


def _lines(file: CaseFile, balance: Balance, until: date) -> Iterator[Line]:
    rows = list(file.case.payments.all().select_related("entered_by", "confirmed_by"))
    struck = {row.reverses_id for row in rows if row.reverses_id}
    live = [row for row in rows if not row.reverses_id and row.pk not in struck and row.paid_on <= until]
    days = [row.paid_on for row in live]
    last_of_day = {row.paid_on: row.pk for row in live}
    by_day = {allocation.on: allocation for allocation in balance.allocations}
    for row in rows:
        if row.reverses_id:
            yield Line(row, "reversal")
        elif row.pk in struck:
            yield Line(row, "struck")
        elif row.paid_on > until:
            yield Line(row, "later")
        else:
            shown = by_day.get(row.paid_on) if last_of_day[row.paid_on] == row.pk else None
            yield Line(row, "live", shown, days.count(row.paid_on) == 1)
