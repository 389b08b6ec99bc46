"""The case's rows as the values the rules take in. Reads models, calls rules, writes nothing.

Guards, papers and pages all ask here, so that a figure is computed from the same facts wherever it stands.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import DatedSetting
from jianli_mediation.kernel.workdays import Calendar, Deadline

from .models import Agreement, Case, Payment
from .models.choices import DEBTORS, BasisKind, Confirmation, PartyStatus, PreservationKind, SubjectType
from .rules import balance as balances
from .rules import deadlines, eligibility, instalments, limitation, preservation
from .rules.allocation import Claim
from .rules.default import Breach, breach
from .rules.instalments import InstalmentStatus, Planned
from .rules.interest import PrincipalItem
from .rules.payments import Paid
from .rules.periods import PERIODS, Periods
from .states import State

ZERO = Decimal(0)


def owner_key(case_id: int) -> str:
    """How the archive of papers, which knows no case, names this one."""
    return f"case:{case_id}"


def period_table() -> Callable[[date], Periods]:
    """The periods in force on any day: our dated defaults, and the court's own settings over them. One query."""
    rows = list(DatedSetting.objects.filter(code__in=PERIODS).order_by("since"))

    def on(day: date) -> Periods:
        return Periods({row.code: int(row.value) for row in rows if row.since <= day})

    return on


def periods_on(day: date) -> Periods:
    """The periods in force on ``day``."""
    return period_table()(day)


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
    )


def claim_of(case: Case) -> Claim:
    """What the instrument awards in money: principal with its interest, fixed interest, costs."""
    money = [item for item in case.basis.items.all() if item.amount is not None and item.kind != SubjectType.ACT]
    return Claim(
        principal=tuple(
            PrincipalItem(item.amount, item.rate_type, item.rate, item.rate_from) for item in money if not item.is_interest
        ),
        costs=case.basis.costs,
        performance_end=case.basis.performance_end,
        fixed_interest=sum((item.amount for item in money if item.is_interest), ZERO),
    )


def balance_on(case: Case, until: date, order: str | None = None) -> balances.Balance:
    """What is left to enforce on ``until``, line by line, in the agreement's order of imputation (else statutory)."""
    agreement = case.agreement
    chosen = order or (agreement.imputation if agreement else "statutory")
    custom = tuple(agreement.custom_order) if agreement and chosen == "custom" else None
    return balances.balance(
        claim=claim_of(case), payments=as_paid(live_payments(case)), until=until, order=chosen, custom_order=custom
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


@dataclass(frozen=True)
class CaseDeadline:
    """A deadline of the case: its working, and whether it still runs."""

    code: str
    label: str
    deadline: Deadline
    running: bool
    note: str = ""

    @property
    def due(self) -> date:
        return self.deadline.due


def reconciliation_deadline(
    case: Case, calendar: Calendar, periods_at: Callable[[date], Periods] = periods_on
) -> CaseDeadline | None:
    """The end of the talks with its working; after an extension, that of the extension."""
    attempt = case.attempt
    if attempt is None or attempt.taken_on is None:
        return None
    periods = periods_at(attempt.taken_on)
    end = deadlines.reconciliation(taken_on=attempt.taken_on, periods=periods, calendar=calendar)
    if attempt.extension_days:
        longer = deadlines.extended(old_due=end.due, days=attempt.extension_days, calendar=calendar)
        steps = end.steps + longer.steps
        end = Deadline(longer.raw, longer.due, longer.moved, longer.confirmed, steps, longer.article)
    note = f"已于 {attempt.closed_on:%Y-%m-%d} 结束" if attempt.closed_on else ""
    return CaseDeadline("T_RECON", "和解期限", end, attempt.closed_on is None, note)


def case_deadlines(case: Case, today: date, calendar: Calendar) -> list[CaseDeadline]:
    """Every deadline of the case with its steps, the running ones first, the earliest first."""
    received = local_date(case.received_at)
    periods_at = period_table()
    periods = periods_at(received)
    basis = case.basis
    found = [
        CaseDeadline(
            "PERFORMANCE_END",
            "履行期末日",
            deadlines.performance_end(
                effective_on=basis.effective_on, days=basis.performance_days, due_date=basis.performance_due,
                calendar=calendar,
            ),
            False,
        ),
        CaseDeadline(
            "T_FILE",
            "立案审查",
            deadlines.filing_review(received_on=received, periods=periods, calendar=calendar),
            case.state == State.INTAKE,
        ),
    ]
    talks = reconciliation_deadline(case, calendar, periods_at)
    attempt = case.attempt
    if talks is not None:
        found.append(talks)
    if attempt is not None and attempt.urged_on:
        end = deadlines.urging_end(served_on=attempt.urged_on, periods=periods_at(attempt.urged_on), calendar=calendar)
        found.append(CaseDeadline("T_URGE", "督促履行期", end, attempt.closed_on is None))
    if case.state == State.FAILED and case.stage_closed_on:
        end = deadlines.handover_due(
            closed_on=case.stage_closed_on, periods=periods_at(case.stage_closed_on), calendar=calendar
        )
        found.append(CaseDeadline("T_HAND", "移送立案", end, True))
    found += _instalment_deadlines(case, today, calendar) + _preservation_deadlines(case, periods, calendar)
    return sorted(found, key=lambda each: (not each.running, each.due))


def _instalment_deadlines(case: Case, today: date, calendar: Calendar) -> list[CaseDeadline]:
    agreement = case.agreement
    if agreement is None or case.state not in (State.PERFORMING, State.DEFAULTED):
        return []
    return [
        CaseDeadline(
            f"GRACE_{status.seq}",
            f"第 {status.seq} 期宽限期",
            deadlines.grace_end(due_on=status.due_on, grace_days=agreement.grace_days, calendar=calendar),
            case.state == State.PERFORMING,
            f"未付 {status.left:,.2f} 元",
        )
        for status in statuses(case, today, calendar)
        if status.left > 0
    ]


def _preservation_deadlines(case: Case, periods: Periods, calendar: Calendar) -> list[CaseDeadline]:
    found = []
    for frozen in case.preservations.all():
        if frozen.lifted_on:
            continue
        if frozen.kind == PreservationKind.PRE_EXECUTION:
            end = preservation.five_day_due(
                performance_end=case.basis.performance_end, periods=periods, calendar=calendar
            )
            found.append(
                CaseDeadline("T_PRESERVE5", "执前保全后申请执行", end, not case.exec_case_no and case.is_open)
            )
        renewal = preservation.renewal_due(until=frozen.until, periods=periods)
        found.append(CaseDeadline("T_RENEW7", "申请续行保全", renewal, case.is_open))
    return found


def limitation_events(case: Case) -> list[limitation.LimitationEvent]:
    """What interrupted the limitation period, with its evidence, as the file shows it."""
    event = limitation.LimitationEvent
    found = [event("application", local_date(case.received_at), "收到申请执行书", "收件回执")]
    found += [event("agreement", row.signed_on, f"签订和解协议第 {row.version} 版", "协议书") for row in case.agreements.all()]
    found += [
        event("payment", row.paid_on, f"收到 {row.amount:,.2f} 元", row.voucher or "收款登记")
        for row in live_payments(case)
    ]
    return found


def limitation_of(case: Case, today: date, calendar: Calendar) -> limitation.LimitationResult:
    """The limitation hint: two dates, the earlier of them safe. A hint, never a finding."""
    agreement = case.agreement
    last_day = max((row.due_on for row in agreement.instalments.all()), default=None) if agreement else None
    return limitation.limitation(
        performance_end=case.basis.performance_end,
        events=limitation_events(case),
        agreed_last_day=last_day,
        calendar=calendar,
        today=today,
    )


def eligibility_facts(
    case: Case, today: date, calendar: Calendar, wants_registration: bool = False
) -> eligibility.CaseFacts:
    """What the screening looks at. The limitation date leaves out this very application, which interrupts it."""
    before = limitation.limitation(
        performance_end=case.basis.performance_end, events=[], agreed_last_day=None, calendar=calendar, today=today
    )
    parties = list(case.parties.all())
    return eligibility.CaseFacts(
        legal_model=case.legal_model,
        today=today,
        basis_kind=case.basis.kind,
        subject_type=case.subject_type,
        amount_applied=case.amount_applied,
        enterprise_related=case.enterprise_related,
        tags=frozenset(case.tags),
        party_statuses=frozenset(party.status for party in parties),
        served_by_notice=case.basis.served_by_notice,
        performance_end=case.basis.performance_end,
        respondent_unreachable=any(party.role in DEBTORS and party.status == PartyStatus.MISSING for party in parties),
        public_law_claim=case.basis.kind == BasisKind.ADMINISTRATIVE_JUDGMENT,
        pre_execution_preservation=any(
            row.kind == PreservationKind.PRE_EXECUTION and not row.lifted_on for row in case.preservations.all()
        ),
        security_to_court=any(
            guarantee.direct_enforcement_declared
            for agreement in case.agreements.all()
            for guarantee in agreement.guarantees.all()
        ),
        wants_registration=wants_registration,
        limitation_safe_until=before.safe_until,
    )


HANDOVER_CONTENTS = (
    "移送表", "申请执行书（载原收件时间）", "执行依据及生效证明", "身份及授权材料", "送达地址确认书", "财产线索",
    "送达凭证", "会商笔录", "和解协议", "收款台账", "保全清单", "计算清单",
)
LEFT_BEHIND = "会商中的保密记录（不随案移送）"


def handover_contents(case: Case) -> list[str]:
    """What goes along. The confidential notes of the talks never do."""
    have = {
        "财产线索": case.clues.exists(),
        "送达凭证": case.services.exists(),
        "会商笔录": any(attempt.sessions.all() for attempt in case.attempts.all()),
        "和解协议": bool(case.agreements.all()),
        "收款台账": bool(case.payments.all()),
        "保全清单": bool(case.preservations.all()),
    }
    return [name for name in HANDOVER_CONTENTS if have.get(name, True)]
