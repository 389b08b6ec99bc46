"""履行: the facts for D15 (one payment), D16 and D24."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cases.facts import balance_on, live_payments, plan_of
from cases.models import Case, Party, Payment
from cases.models.choices import CREDITORS, DEBTORS, Confirmation
from cases.papers import blocks
from cases.papers.making import Maker, closed_stage, each_party, each_payment, row_of
from cases.rules.instalments import Planned
from documents.contexts.parts import AmountLine, PartyBlock
from documents.contexts.performance import ClosingNotice, PerformanceCertificate, Receipt
from jianli_mediation.kernel.money import ZERO, show

# What clerks write for the debtor himself.
DEBTOR_WORDS = ("", "本人", "被申请人", "被执行人")


def receipt(case: Case, *, payment: Payment, on: date) -> Receipt:
    """D15 for one payment: which instalment it is for, where it went, and what is left after it, in yuan."""
    frame = blocks.frame(case, on)
    filed = bool(frame["exec_no"])
    debtors = blocks.parties_of(case, DEBTORS)
    paid_before = [row for row in live_payments(case) if (row.paid_on, row.pk) < (payment.paid_on, payment.pk)]
    agreement = case.agreement
    counted = agreement is not None and payment.paid_on >= agreement.signed_on
    if agreement is not None and counted:
        before = sum((row.amount for row in paid_before if row.paid_on >= agreement.signed_on), ZERO)
        left = max(agreement.total - before - payment.amount, ZERO)
        instalment = instalment_of(plan_of(agreement), before, payment.amount)
    else:
        left = balance_on(case, payment.paid_on).total
        instalment = None
    debtor = blocks.party_block(debtors[0], blocks.role_word(debtors[0], filed=filed), on=on, short=True)
    return Receipt(
        **frame,
        creditor=_creditor(case, on, filed=filed),
        debtor=replace(debtor, name="、".join(party.name for party in debtors)),
        basis=blocks.basis_block(case.basis, case.cause),
        agreement_on=agreement.signed_on if agreement is not None and counted else None,
        instalment=instalment,
        paid_on=payment.paid_on,
        amount=payment.amount,
        way=payment.get_way_display(),
        voucher=payment.voucher,
        payer="" if payment.payer in {*DEBTOR_WORDS, *(party.name for party in debtors)} else payment.payer,
        set_off=_set_off(case, payment),
        left=left,
        confirmed_how="" if payment.confirmation == Confirmation.PENDING else payment.get_confirmation_display(),
    )


def instalment_of(plan: list[Planned], before: Decimal, amount: Decimal) -> int | None:
    """The instalment that the whole of ``amount`` goes to, ``before`` being paid already (yuan).

    ``None`` where it is spread over several, or nothing is open.
    """
    end = before + amount
    reached = ZERO
    for seq, row in enumerate(plan, start=1):
        first, reached = reached, reached + row.amount
        if first <= before < reached:
            return seq if end <= reached else None
    return None


def closing(case: Case, *, on: date) -> ClosingNotice:
    """D16: what the reconciliation came to, and when. The case must be closed as settled."""
    frame = blocks.frame(case, on)
    attempt = case.attempt
    agreement = case.agreement
    plan = plan_of(agreement) if agreement is not None else []
    confirmed = [row.confirmed_on for row in live_payments(case) if row.confirmed_on]
    return ClosingNotice(
        **frame,
        creditors=blocks.party_blocks(case, CREDITORS, on),
        debtors=blocks.party_blocks(case, DEBTORS, on),
        basis=blocks.basis_block(case.basis, case.cause),
        received_at=case.received_at,
        mediator=blocks.mediator_name(case),
        clerk=case.clerk.name if case.clerk else "",
        sessions=len({session.number for session in attempt.sessions.all()}) if attempt is not None else 0,
        urged_on=attempt.urged_on if attempt is not None else None,
        agreement_on=agreement.signed_on if agreement is not None else None,
        agreement_total=agreement.total if agreement is not None else None,
        instalments=len(plan),
        last_due=max((row.due_on for row in plan), default=None),
        performed_on=case.performed_on,
        confirmed_on=max(confirmed, default=None) if case.performed_on else None,
        paid_total=sum((row.amount for row in live_payments(case)), ZERO) if case.performed_on else None,
        closed_on=case.stage_closed_on,
    )


def certificate(case: Case, *, party: Party, on: date) -> PerformanceCertificate:
    """D24 for one debtor, from the confirmed ledger. Whether it may be issued is the guards' affair."""
    frame = blocks.frame(case, on)
    rows = live_payments(case)
    agreement = case.agreement
    confirmed = [row.confirmed_on for row in rows if row.confirmed_on]
    contact = blocks.contact_of(case, frame["head"])
    return PerformanceCertificate(
        **frame,
        debtor=blocks.party_block(
            party, blocks.role_word(party, filed=bool(frame["exec_no"])), on=on, with_agents=False
        ),
        creditors=tuple(creditor.name for creditor in blocks.parties_of(case, CREDITORS)),
        basis=blocks.basis_block(case.basis, case.cause),
        duty=_duties(case),
        agreement_on=agreement.signed_on if agreement is not None else None,
        payments=blocks.payment_lines(case),
        total=sum((row.amount for row in rows), ZERO) if rows else None,
        other_performance="" if rows else "生效法律文书确定的行为义务",
        performed_on=case.performed_on,
        confirmed_on=max(confirmed, default=case.record_closed_on),
        contact_phone=frame["head"].phone or contact.phone,
    )


def _creditor(case: Case, on: date, *, filed: bool) -> PartyBlock:
    creditors = blocks.parties_of(case, CREDITORS)
    first = blocks.party_block(creditors[0], blocks.role_word(creditors[0], filed=filed), on=on, short=True)
    return replace(first, name="、".join(party.name for party in creditors)) if len(creditors) > 1 else first


def _duties(case: Case) -> tuple[str, ...]:
    costs = case.basis.costs
    items = tuple(f"{item.text.rstrip('。；')}。" for item in case.basis.items.all())
    return (*items, f"负担案件受理费等{show(costs)}元。") if costs else items


def _set_off(case: Case, payment: Payment) -> tuple[AmountLine, ...]:
    """Where the money went, where the day's money was this payment alone."""
    day = [row for row in balance_on(case, payment.paid_on).allocations if row.on == payment.paid_on]
    if len(day) != 1 or day[0].amount != payment.amount:
        return ()
    taken = day[0]
    parts = (
        ("费用", taken.costs),
        ("一般债务利息", taken.interest),
        ("本金", taken.principal),
        ("加倍部分债务利息", taken.doubled),
        ("多付", taken.surplus),
    )
    return tuple(AmountLine(label=label, amount=amount) for label, amount in parts if amount)


MAKERS = {
    "D15": Maker(each_payment, lambda case, key, on: receipt(case, payment=case.payments.get(pk=row_of(key)), on=on)),
    "D16": Maker(closed_stage, lambda case, key, on: closing(case, on=on)),
    "D24": Maker(
        each_party(*DEBTORS), lambda case, key, on: certificate(case, party=case.parties.get(pk=row_of(key)), on=on)
    ),
}
