"""What the case is about, as screening, the limitation hint and the hand-over look at it."""

from collections.abc import Iterator
from datetime import date

from cases.facts.contacts import contacts_in_force
from cases.facts.delivery import services_in_force
from cases.facts.ledger import live_payments
from cases.models import Attempt, Case, FollowUp, Party
from cases.models.choices import DEBTORS, BasisKind, PartyStatus, PreservationKind
from cases.models.choices_talks import FollowUpKind
from cases.rules import eligibility, limitation
from documents.models import Attachment
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.workdays import Calendar

ADDRESS_FORM = "D05"


def owner_key(case_id: int) -> str:
    """How the archive of papers, which knows no case, names this one."""
    return f"case:{case_id}"


def address_confirmed(case: Case, party: Party) -> bool:
    """Whether the party confirmed her address for service: recorded, or the signed form (D05) is in the archive."""
    signed = Attachment.objects.filter(
        owner_key=owner_key(case.pk), paper__form=ADDRESS_FORM, paper__subject=f"party:{party.pk}", void_reason=""
    )
    return signed.exists() or party.address_confirmations.exists()


def limitation_events(case: Case) -> list[limitation.LimitationEvent]:
    """What interrupted the limitation period, with its evidence, as the file shows it."""
    event = limitation.LimitationEvent
    found = [event("application", local_date(case.received_at), "收到申请执行书", "收件回执")]
    found += [
        event("agreement", row.signed_on, f"签订和解协议第 {row.version} 版", "协议书") for row in case.agreements.all()
    ]
    found += [
        event("payment", row.paid_on, f"收到 {row.amount:,.2f} 元", row.voucher or "收款登记")
        for row in live_payments(case)
    ]
    return [*found, *_promises(case)]


def _promises(case: Case) -> list[limitation.LimitationEvent]:
    """What a debtor promised to pay, in a session or on the telephone: consent to perform (执行程序解释第20条)."""
    debtors = {party.pk for party in case.parties.all() if party.role in DEBTORS}
    return [
        limitation.LimitationEvent(
            "promise",
            local_date(row.entered_at) if where is None else where,
            f"承诺 {row.due_on:%Y-%m-%d} 付 {row.amount:,.2f} 元",
            "联系记录" if row.contact_id else "会商笔录",
        )
        for attempt in case.attempts.all()
        for row, where in _said(attempt)
        if row.kind == FollowUpKind.PROMISE and row.party_id in debtors and row.amount is not None
    ]


def _said(attempt: Attempt) -> Iterator[tuple[FollowUp, date | None]]:
    """What was agreed, each with the day of the contact or session in which it was said; not what was corrected away."""
    rows = list(attempt.follow_ups.all())
    if not rows:
        return
    contacts = {row.pk: local_date(row.contacted_at) for row in contacts_in_force(attempt)}
    sessions = {row.pk: row.held_on for row in attempt.sessions.all()}
    for row in rows:
        if row.contact_id and row.contact_id not in contacts:
            continue
        yield row, contacts.get(row.contact_id or 0) or sessions.get(row.session_id or 0)


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


def eligibility_facts(case: Case, calendar: Calendar, wants_registration: bool = False) -> eligibility.CaseFacts:
    """What the screening looks at, as of the day of receipt: that day the application was made.

    The limitation date leaves out this very application, which interrupts it.
    """
    today = local_date(case.received_at)
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
    "移送表",
    "申请执行书（载原收件时间）",
    "执行依据及生效证明",
    "身份及授权材料",
    "送达地址确认书",
    "财产线索",
    "送达凭证",
    "会商笔录",
    "和解协议",
    "收款台账",
    "保全清单",
    "计算清单",
)
LEFT_BEHIND = "会商中的保密记录（不随案移送）"


def handover_contents(case: Case) -> list[str]:
    """What goes along. The confidential notes of the talks never do."""
    have = {
        "财产线索": case.clues.exists(),
        "送达凭证": services_in_force(case).exists(),
        "会商笔录": any(attempt.sessions.all() for attempt in case.attempts.all()),
        "和解协议": bool(case.agreements.all()),
        "收款台账": bool(case.payments.all()),
        "保全清单": bool(case.preservations.all()),
    }
    return [name for name in HANDOVER_CONTENTS if have.get(name, True)]
