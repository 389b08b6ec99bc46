"""One case as a person sees it: state, next steps with every reason, deadlines, ledger, limitation, timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from cases.facts import (
    CaseDeadline,
    Reference,
    balance_on,
    case_deadlines,
    confirmed_total,
    limitation_of,
    live_payments,
    load_reference,
    owner_key,
    paid_total,
    reconciliation_hold,
    statuses,
)
from cases.facts.assigning import is_for
from cases.facts.guidance import guides, reads_guidance
from cases.facts.stalling import findings_on
from cases.guards import NOT_HERS, Day, standing_blockers
from cases.models import Case, Payment, PropertyClue, Service, Signature, case_to_read
from cases.models.choices import CREDITORS, DEBTORS
from cases.rules.balance import Balance
from cases.rules.fees import FeeResult, execution_fee
from cases.rules.instalments import InstalmentStatus
from cases.rules.limitation import LimitationResult
from cases.rules.stalling import Finding
from cases.rules.suspension import Held
from cases.states import VERB_STATES, State
from cases.verbs import BY_GUIDE, VERBS, Verb, VerbRule, must_be_assigned, role_may
from documents.models import Paper
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import AuditEntry, User
from jianli_mediation.kernel.refusal import Blocker
from jianli_mediation.kernel.workdays import Calendar

from .confidential import PROPERTY_DEADLINES, PROPERTY_FORMS, sees_notes, sees_property

# Steps offered on the case page in each state, the main one first. The rest stand under 更多.
STEP_ORDER: dict[str, tuple[Verb, ...]] = {
    State.INTAKE: (Verb.ACCEPT, Verb.DECLINE, Verb.WITHDRAW, Verb.REGISTER_EXECUTION),
    State.MEDIATION: (
        Verb.TAKE,
        Verb.REFUSE,
        Verb.ASSIGN,
        Verb.RECORD_SERVICE,
        Verb.LOG_CONTACT,
        Verb.SCHEDULE_SESSION,
        Verb.LOG_SESSION,
        Verb.CONCLUDE,
        Verb.RECORD_PAYMENT,
        Verb.CONFIRM_PAYMENT,
        Verb.SETTLE_IN_FULL,
        Verb.EXTEND,
        Verb.SUSPEND,
        Verb.RESUME,
        Verb.REVIEW_TALKS,
        Verb.FAIL,
        Verb.WITHDRAW,
        Verb.REGISTER_EXECUTION,
        Verb.REVERSE_PAYMENT,
    ),
    State.PERFORMING: (
        Verb.RECORD_PAYMENT,
        Verb.CONFIRM_PAYMENT,
        Verb.AMEND,
        Verb.FULFIL,
        Verb.DECLARE_DEFAULT,
        Verb.HAND_OVER,
        Verb.REVERSE_PAYMENT,
    ),
    State.FAILED: (Verb.HAND_OVER, Verb.RECORD_PAYMENT, Verb.CONFIRM_PAYMENT, Verb.REVERSE_PAYMENT),
    State.DEFAULTED: (
        Verb.HAND_OVER,
        Verb.REINSTATE,
        Verb.RECORD_PAYMENT,
        Verb.CONFIRM_PAYMENT,
        Verb.REVERSE_PAYMENT,
    ),
    State.FULFILLED: (Verb.REOPEN,),
    State.ENFORCEMENT: (Verb.ACKNOWLEDGE, Verb.RETURN, Verb.REOPEN),
    State.WITHDRAWN: (Verb.REOPEN,),
}


@dataclass(frozen=True)
class NextStep:
    """One verb for one person now: allowed, or refused with every reason."""

    verb: Verb
    rule: VerbRule
    blockers: tuple[Blocker, ...]

    @property
    def allowed(self) -> bool:
        return not self.blockers

    @property
    def label(self) -> str:
        return self.rule.label


class CaseFile:
    """The case for one person on one day. Everything is computed once, when asked for."""

    def __init__(self, case: Case, user: User, today: date, reference: Reference) -> None:
        self.case, self.user, self.today, self.reference = case, user, today, reference

    @cached_property
    def day(self) -> Day:
        return Day(self.today, self.reference)

    @property
    def calendar(self) -> Calendar:
        return self.reference.calendar

    @property
    def received_on(self) -> date:
        """The day of receipt, which stays the day of application for enforcement."""
        return local_date(self.case.received_at)

    @property
    def creditors(self) -> str:
        """The names on the creditors' side."""
        return "、".join(party.name for party in self.case.parties.all() if party.role in CREDITORS)

    @property
    def debtors(self) -> str:
        """The names on the debtors' side."""
        return "、".join(party.name for party in self.case.parties.all() if party.role in DEBTORS)

    def may(self, verb: Verb) -> bool:
        """Whether the act is for this person's role at all."""
        return role_may(self.user.role, verb)

    @cached_property
    def next_steps(self) -> list[NextStep]:
        """The steps of the state that this person's role may take at all, allowed ones first."""
        steps = [
            NextStep(verb, VERBS[verb], tuple(self.blockers(verb)))
            for verb in STEP_ORDER[self.case.state]
            if role_may(self.user.role, verb)
        ]
        return sorted(steps, key=lambda step: not step.allowed)

    def all_steps(self) -> list[NextStep]:
        """Every verb of the table for this person, as the API lists them."""
        return [
            NextStep(verb, VERBS[verb], tuple(self.blockers(verb)))
            for verb in Verb
            if verb in VERB_STATES and role_may(self.user.role, verb)
        ]

    def blockers(self, verb: Verb) -> list[Blocker]:
        """Every reason against ``verb`` now, before anything is typed."""
        if verb in BY_GUIDE:
            return standing_blockers(verb, self.case, self.day) if guides(self.user, self.case) else [NOT_HERS]
        if must_be_assigned(self.user.role) and not is_for(self.case, verb, self.user.pk):
            return [Blocker("not_assigned_to_you", "这件案子没有指派给您")]
        return standing_blockers(verb, self.case, self.day)

    @cached_property
    def deadlines(self) -> list[CaseDeadline]:
        """Those of a freeze or a seizure only for who may see property."""
        found = case_deadlines(self.case, self.today, self.reference)
        return found if self.sees_property else [each for each in found if each.code not in PROPERTY_DEADLINES]

    @cached_property
    def hold(self) -> Held | None:
        """Why the talks have no end now; None when they have one."""
        return reconciliation_hold(self.case, self.reference)

    @cached_property
    def stalled_signs(self) -> tuple[Finding, ...]:
        """The signs of 久调不和 that hold today, for those whom they concern; never for the parties."""
        if self.case.state != State.MEDIATION or not reads_guidance(self.user, self.case):
            return ()
        return findings_on(self.case, self.today, self.day.periods.limits)

    @cached_property
    def instalments(self) -> list[InstalmentStatus]:
        return statuses(self.case, self.today, self.calendar)

    @cached_property
    def balance(self) -> Balance:
        return balance_on(self.case, self.today, switches=self.reference.switches_at(self.today))

    @cached_property
    def limitation(self) -> LimitationResult:
        return limitation_of(self.case, self.today, self.calendar)

    @cached_property
    def fee_saved(self) -> FeeResult:
        """The execution fee that an enforcement case would cost the respondent, on the amount applied for."""
        return execution_fee(self.case.amount_applied)

    @cached_property
    def paid(self) -> Decimal:
        return paid_total(self.case)

    @cached_property
    def confirmed(self) -> Decimal:
        return confirmed_total(self.case)

    @cached_property
    def payments(self) -> list[Payment]:
        return live_payments(self.case)

    @cached_property
    def services(self) -> list[Service]:
        """What was served, and what was tried, as it stands now."""
        rows = list(self.case.services.all())
        corrected = {row.corrects_id for row in rows}
        return [row for row in rows if row.pk not in corrected]

    @cached_property
    def signatures(self) -> list[Signature]:
        """Who signed the agreement in force."""
        return list(self.case.agreement.signatures.all()) if self.case.agreement else []

    @property
    def sees_property(self) -> bool:
        return sees_property(self.user)

    @property
    def sees_notes(self) -> bool:
        return sees_notes(self.user, self.case)


def case_file(user: User, case_id: int, now: datetime) -> CaseFile | None:
    """The case with its whole file, or None when this person may not see it (or there is none)."""
    case = None if Case.objects.hides(case_id, user) else case_to_read(case_id)
    if case is None:
        return None
    return CaseFile(case, user, local_date(now), load_reference())


def timeline(case_id: int) -> QuerySet[AuditEntry]:
    """What happened to the case, newest first."""
    return AuditEntry.objects.filter(case_id=case_id).select_related("actor").order_by("-id")


@dataclass(frozen=True)
class Counts:
    """How much there is behind the tabs of a case page."""

    papers: int
    clues: int
    entries: int


def counts(case_id: int, *, with_property: bool = True) -> Counts:
    papers = Paper.objects.filter(owner_key=owner_key(case_id))
    return Counts(
        papers=(papers if with_property else papers.exclude(form__in=PROPERTY_FORMS)).count(),
        clues=PropertyClue.objects.filter(case=case_id).count(),
        entries=AuditEntry.objects.filter(case_id=case_id).count(),
    )
