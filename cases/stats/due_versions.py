"""Versions of agreements of which something fell due, read as plain values: a month looks at thousands of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery

from cases.models import Agreement, Instalment, Payment
from cases.models.choices import Confirmation
from cases.rules.instalments import InstalmentStatus, Planned, status
from cases.rules.payments import Paid
from cases.states import State
from jianli_mediation.kernel.workdays import Calendar

from .asked import Asked

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Received:
    """One payment that was not reversed."""

    paid: Paid
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an agreement with its plan, and the payments of its case, earliest first.

    ``replaced_on``: the day on which the next version was signed; ``handed_on``: the day on which the case went to
    enforcement; ``performed_on``: the day on which it was performed in full.
    """

    case: int
    signed_on: date
    grace_days: int
    replaced_on: date | None
    handed_on: date | None
    performed_on: date | None
    plan: list[Planned]
    received: list[Received]

    @property
    def stood_until(self) -> date:
        """The last day on which this version could fall due: the next one replaces it, a hand-over ends it."""
        return min(self.replaced_on - ONE_DAY if self.replaced_on else date.max, self.handed_on or date.max)

    def states(self, day: date, calendar: Calendar, *, confirmed: bool) -> list[InstalmentStatus]:
        """Each instalment as it stood on ``day``, by all money of this version or by what was confirmed of it."""
        return status(
            plan=self.plan,
            payments=self._counted(day, confirmed=confirmed),
            today=day,
            grace_days=self.grace_days,
            calendar=calendar,
        )

    def _counted(self, until: date, *, confirmed: bool) -> list[Paid]:
        """The money that fills its instalments: since its signing, before the next version, before the hand-over."""
        before = min(self.replaced_on or date.max, self.handed_on or date.max)
        return [
            row.paid
            for row in self.received
            if self.signed_on <= row.paid.on <= until and row.paid.on < before and (row.confirmed or not confirmed)
        ]

    def may_be_missed(self, row: InstalmentStatus) -> bool:
        """Whether an instalment, as confirmed money fills it at some day, can count as missed at any day.

        Filled in time it cannot: money not yet confirmed, and money that comes later, only fill it sooner.
        """
        return row.paid_on is None or row.paid_on > row.grace_until

    def was_missed(self, row: InstalmentStatus, as_of: date) -> bool:
        """Not paid in full by the end of its grace, and nobody had arranged or settled the matter anew by then."""
        settled = (row.paid_on, self.replaced_on, self.performed_on)
        return as_of > row.grace_until and all(day is None or day > row.grace_until for day in settled)


def versions(asked: Asked) -> Iterator[Version]:
    """Every version with an instalment in the period, in order of cases and versions. Four statements.

    The ids are read first: as a subquery they make the planner read every agreement there ever was.
    """
    near = Instalment.objects.filter(due_on__range=asked.due).order_by().values_list("agreement", flat=True)
    rows = _heads(asked, list(near.distinct()))
    plans, money = _plans(row["pk"] for row in rows), _payments({row["case"] for row in rows})
    for row in rows:
        handed = row["case__record_closed_on"] if row["case__state"] == State.ENFORCEMENT else None
        yield Version(
            case=row["case"],
            signed_on=row["signed_on"],
            grace_days=row["grace_days"],
            replaced_on=row["replaced_on"],
            handed_on=handed,
            performed_on=row["case__performed_on"],
            plan=plans[row["pk"]],
            received=money[row["case"]],
        )


def _heads(asked: Asked, agreements: list[int]) -> list[dict[str, Any]]:
    following = Agreement.objects.filter(case=OuterRef("case"), version__gt=OuterRef("version")).order_by("version")
    rows = (
        Agreement.objects.filter(pk__in=agreements, case__in=asked.cases().values("pk"))
        .annotate(replaced_on=Subquery(following.values("signed_on")[:1]))
        .order_by("case", "version")
    )
    return list(
        rows.values(
            *("pk", "case", "signed_on", "grace_days", "replaced_on"),
            *("case__state", "case__record_closed_on", "case__performed_on"),
        )
    )


def _plans(agreements: Iterable[int]) -> defaultdict[int, list[Planned]]:
    found: defaultdict[int, list[Planned]] = defaultdict(list)
    rows = Instalment.objects.filter(agreement__in=list(agreements)).order_by("agreement", "seq")
    for agreement, due_on, amount in rows.values_list("agreement", "due_on", "amount"):
        found[agreement].append(Planned(due_on, amount))
    return found


def _payments(cases: set[int]) -> defaultdict[int, list[Received]]:
    """The payments of each case without those that were reversed, and without the reversals."""
    found: defaultdict[int, list[Received]] = defaultdict(list)
    rows = Payment.objects.filter(case__in=cases, reverses__isnull=True, reversed_by__isnull=True)
    for case, paid_on, amount, confirmation in rows.order_by("paid_on", "id").values_list(
        "case", "paid_on", "amount", "confirmation"
    ):
        found[case].append(Received(Paid(paid_on, amount), confirmation != Confirmation.PENDING))
    return found
