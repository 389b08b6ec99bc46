"""履行: the facts for D15 (one payment), D16, D21, D24 and D25."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from cases.facts import balance_on, live_payments, owner_key, plan_of, statuses
from cases.models import Case, Party, Payment
from cases.models.choices import CREDITORS, DEBTORS, Confirmation, PayWay
from cases.papers import blocks
from cases.papers.agreement import PAY_WAYS, account_for
from cases.papers.making import Maker, Subject, closed_stage, each_party, each_payment, row_of
from cases.rules.instalments import InstalmentStatus, Planned
from cases.rules.law import cite, statute_ref
from documents.contexts.parts import AmountLine, PartyBlock
from documents.contexts.performance import (
    ClosingNotice,
    CreditLetter,
    OverdueLine,
    PerformanceCertificate,
    Receipt,
    Reminder,
)
from documents.models import Paper, Status
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.kernel.money import ZERO, show

# Ours: a reminder gives five days, the most of the three to five that are usual.
REMINDER_DAYS = 5
CERTIFICATE = "D24"
CREDIT_LETTER = "D25"
ADDRESSEES = {"credit": "致信用中心", "bank": "致银行"}
SUGGESTIONS = {
    "credit": (
        "在职权范围内，依照信用修复的有关规定记录上述自动履行的情况。",
        "因本案形成的不良信用信息，依规更正或者停止公示。",
    ),
    "bank": ("办理授信、贷款等业务时，在规章制度允许的范围内，把上述自动履行的情况作为评价信用的参考。",),
}
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


def overdue_on(case: Case, on: date) -> list[InstalmentStatus]:
    """The instalments that are unpaid after their grace on ``on``."""
    return [row for row in statuses(case, on, load_calendar()) if row.state == "overdue"]


def reminder(case: Case, *, party: Party, on: date) -> Reminder:
    """D21 for one debtor: what is overdue, and what has thereby fallen due. LookupError without an agreement."""
    frame = blocks.frame(case, on)
    agreement = case.agreement
    if agreement is None:
        raise LookupError("本案还没有协议")
    calendar = load_calendar()
    creditors = blocks.parties_of(case, CREDITORS)
    late = overdue_on(case, on)
    left = sum((row.left for row in statuses(case, on, calendar)), ZERO) - sum((row.left for row in late), ZERO)
    account = account_for(agreement.pay_way, creditors)
    return Reminder(
        **frame,
        debtor=blocks.party_block(
            party, blocks.role_word(party, filed=bool(frame["exec_no"])), on=on, with_agents=False
        ),
        debtors=tuple(each.name for each in blocks.parties_of(case, DEBTORS)),
        creditors=tuple(each.name for each in creditors),
        basis=replace(blocks.basis_block(case.basis, case.cause), duties=()),
        agreement_on=agreement.signed_on,
        agreement_total=agreement.total,
        overdue=tuple(
            OverdueLine(seq=row.seq, due_on=row.due_on, amount=row.amount, left=row.left, days=row.days_late)
            for row in late
        ),
        overdue_total=sum((row.left for row in late), ZERO),
        later=left if agreement.acceleration and left else None,
        last_day=calendar.next_workday(on + timedelta(days=REMINDER_DAYS)),
        account=account,
        pay_way="" if account else PAY_WAYS[PayWay(agreement.pay_way)],
        contact=blocks.contact_of(case, frame["head"]),
        cite_default=(cite("settlement_rules", 9) if frame["exec_no"] else statute_ref("application", on)).text,
        cite_interest=statute_ref("delay_interest", on).text,
    )


def credit_letter(case: Case, *, key: str, on: date) -> CreditLetter:
    """D25 to a bank or the credit centre, for one debtor whose certificate of performance stands.

    It leaves the house, so it says no more of the debtor than who he is and that he has performed.
    """
    variant, row, _ = key.split(":")
    party = case.parties.get(pk=int(row))
    proof = certificate(case, party=party, on=on)
    issued = certificate_in_force(case, party)
    return CreditLetter(
        **blocks.frame(case, on),
        variant=variant,
        debtor=blocks.party_block(party, proof.debtor.role, on=on, short=True),
        creditors=proof.creditors,
        basis=replace(proof.basis, duties=()),
        certificate_no=issued.number if issued else "",
        agreement_on=proof.agreement_on,
        total=proof.total,
        performed_on=proof.performed_on,
        suggestions=SUGGESTIONS[variant],
        contact=replace(blocks.contact_of(case, proof.head), room=""),
    )


def certificate_in_force(case: Case, party: Party) -> Paper | None:
    """The newest certificate of this debtor, unless it was declared void."""
    rows = Paper.objects.filter(owner_key=owner_key(case.pk), form=CERTIFICATE, subject=f"party:{party.pk}")
    newest = rows.order_by("-version").first()
    return newest if newest is not None and newest.status != Status.VOID else None


def next_letters(case: Case) -> list[Subject]:
    """A further letter for each debtor and kind of addressee: one to another bank does not replace the first."""
    keys = Paper.objects.filter(owner_key=owner_key(case.pk), form=CREDIT_LETTER, version=1)
    sent = list(keys.values_list("subject", flat=True))
    found = []
    for party in blocks.parties_of(case, DEBTORS):
        for variant, words in ADDRESSEES.items():
            head = f"{variant}:{party.pk}:"
            n = sum(subject.startswith(head) for subject in sent) + 1
            found.append(Subject(f"{head}{n}", f"{party.name}（{words}，第 {n} 份）"))
    return found


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
    "D21": Maker(
        each_party(*DEBTORS), lambda case, key, on: reminder(case, party=case.parties.get(pk=row_of(key)), on=on)
    ),
    "D25": Maker(next_letters, lambda case, key, on: credit_letter(case, key=key, on=on)),
}
