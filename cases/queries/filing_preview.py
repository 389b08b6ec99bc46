"""What a filing will lead to, from what is typed so far: dates with their working, totals, hints. Stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from cases.facts import periods_on, switches_on
from cases.rules import deadlines, eligibility
from cases.rules.fees import FeeResult, execution_fee
from cases.rules.interest import Interest, doubled_interest
from cases.rules.limitation import LimitationEvent, LimitationResult
from cases.rules.limitation import limitation as limitation_of
from jianli_mediation.kernel.workdays import Calendar, Deadline

ZERO = Decimal(0)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Typed:
    """The part of a form that could be read. Amounts in yuan; ``unread`` counts amounts that could not."""

    received_on: date
    kind: str = "judgment"
    effective_on: date | None = None
    performance_days: int | None = None
    performance_due: date | None = None
    principal: Decimal = ZERO
    interest: Decimal = ZERO
    costs: Decimal = ZERO
    unread: int = 0
    applied: Decimal | None = None
    legal_model: str = "A"
    wants_registration: bool = False
    pre_execution_preservation: bool = False
    served_by_notice: bool = False
    enterprise_related: str = "none"
    subject_type: str = "money"
    tags: Sequence[str] = ()


class FilingPreview:
    """Everything the page works out while one types. Each value is None as long as its ground is missing."""

    def __init__(self, typed: Typed, calendar: Calendar) -> None:
        self.typed, self.calendar = typed, calendar

    @property
    def on_lane(self) -> bool:
        """Whether it would take the green lane."""
        return eligibility.on_green_lane(enterprise_related=self.typed.enterprise_related, tags=self.typed.tags)

    @property
    def total(self) -> Decimal:
        return self.typed.principal + self.typed.interest + self.typed.costs

    @property
    def applied(self) -> Decimal:
        """The amount applied for: as typed, else the total."""
        return self.total if self.typed.applied is None else self.typed.applied

    @cached_property
    def performance(self) -> Deadline | None:
        """The last day of performance with its working."""
        typed = self.typed
        if typed.effective_on is None or (typed.performance_days is not None and typed.performance_due is not None):
            return None
        return deadlines.performance_end(
            effective_on=typed.effective_on,
            days=typed.performance_days,
            due_date=typed.performance_due,
            calendar=self.calendar,
        )

    @property
    def performance_day(self) -> str:
        """What kind of day the last day of performance is: 星期日，调休上班."""
        return self.calendar.describe(self.performance.due) if self.performance else ""

    @cached_property
    def doubled(self) -> Interest | None:
        """The doubled part up to the day of receipt, on the principal alone."""
        if self.performance is None or not self.typed.principal or self.performance.due >= self.typed.received_on:
            return None
        return doubled_interest(
            base=self.typed.principal,
            performance_end=self.performance.due,
            until=self.typed.received_on,
            first_day_counts=switches_on(self.typed.received_on).first_day_counts,
        )

    @property
    def doubled_from(self) -> date | None:
        """The first day of the doubled part: that after the last day of performance."""
        return self.performance.due + ONE_DAY if self.performance else None

    @cached_property
    def fee(self) -> FeeResult | None:
        """The execution fee that an enforcement case would cost the respondent."""
        return execution_fee(self.applied) if self.applied else None

    @cached_property
    def review(self) -> Deadline:
        """Until when the application must be decided on."""
        received = self.typed.received_on
        return deadlines.filing_review(received_on=received, periods=periods_on(received), calendar=self.calendar)

    @cached_property
    def limitation(self) -> LimitationResult | None:
        """The limitation hint once this application has interrupted the period."""
        return self._limitation([LimitationEvent("application", self.typed.received_on, "收到申请执行书")])

    def _limitation(self, events: list[LimitationEvent]) -> LimitationResult | None:
        if self.performance is None:
            return None
        return limitation_of(
            performance_end=self.performance.due,
            events=events,
            calendar=self.calendar,
            today=self.typed.received_on,
        )

    @cached_property
    def _facts(self) -> eligibility.CaseFacts:
        typed = self.typed
        before = self._limitation([])
        return eligibility.CaseFacts(
            legal_model=typed.legal_model,
            today=typed.received_on,
            basis_kind=typed.kind,
            subject_type=typed.subject_type,
            amount_applied=self.applied,
            enterprise_related=typed.enterprise_related,
            tags=frozenset(typed.tags),
            served_by_notice=typed.served_by_notice,
            performance_end=self.performance.due if self.performance else None,
            pre_execution_preservation=typed.pre_execution_preservation,
            wants_registration=typed.wants_registration,
            limitation_safe_until=before.safe_until if before else None,
        )

    @cached_property
    def forced_b(self) -> list[eligibility.Reason]:
        """Why the case will be of model B whatever is ticked."""
        return eligibility.forced_model_b(self._facts)

    @cached_property
    def exclusions(self) -> list[eligibility.Hit]:
        """What will stand in the way of accepting the case. Filing itself is not refused for it."""
        return [hit for hit in eligibility.screen(self._facts) if hit.criterion.kind == "exclude"]
