"""履行: record, confirm and reverse payments; declare default, reinstate, fulfil."""

from datetime import date, datetime

from cases import guards
from cases.facts import breach_of, confirmed_total, live_payments
from cases.models import Agreement, Case, DefaultDeclaration, Payment
from cases.models.choices import Confirmation
from cases.verbs import Verb
from jianli_mediation.kernel.money import show
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Act, Actor, InvalidInput, When, acting
from .inputs import PaymentInput


def record_payment(*, by: Actor, now: datetime, case_id: int, payment: PaymentInput, at: When = None) -> Payment:
    """Book money received, in yuan. It waits for the creditor's confirmation; what it pays is always computed."""
    with acting(Verb.RECORD_PAYMENT, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_record_payment(act.case, act.day, paid_on=payment.paid_on, amount=payment.amount))
        row = act.case.payments.create(
            paid_on=payment.paid_on,
            amount=payment.amount,
            way=payment.way,
            payer=payment.payer,
            voucher=payment.voucher,
            entered_by=act.by,
            entered_at=now,
        )
        act.facts = {"payment": row.pk, "paid_on": row.paid_on, "amount": row.amount, "way": row.way}
    return row


def confirm_payment(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    payment_id: int,
    channel: str,
    confirmed_on: date | None = None,
    at: When = None,
) -> Payment:
    """The creditor confirms one payment: in writing, by recorded call, or online."""
    with acting(Verb.CONFIRM_PAYMENT, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_confirm_payment(act.case, act.day))
        row = _payment(act.case, payment_id)
        day = confirmed_on or act.day.today
        if channel not in Confirmation.values or channel == Confirmation.PENDING:
            raise InvalidInput({"channel": ["请选择确认方式"]})
        refuse_if(guards.to_confirm_payment(act.case, act.day, payment=row, confirmed_on=day))
        row.confirmation, row.confirmed_on, row.confirmed_by = channel, day, act.by
        row.save()
        act.facts = {"payment": row.pk, "amount": row.amount, "channel": channel, "confirmed_on": day}
    return row


def reverse_payment(
    *, by: Actor, now: datetime, case_id: int, payment_id: int, reason: str, at: When = None
) -> Payment:
    """Strike a wrong line by a negative one of the same day and amount. Nothing is deleted."""
    with acting(Verb.REVERSE_PAYMENT, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_reverse_payment(act.case, act.day))
        wrong = _payment(act.case, payment_id)
        refuse_if(guards.to_reverse_payment(act.case, act.day, payment=wrong, reason=reason))
        row = act.case.payments.create(
            paid_on=wrong.paid_on,
            amount=-wrong.amount,
            way=wrong.way,
            payer=wrong.payer,
            reverses=wrong,
            reason=reason,
            entered_by=act.by,
            entered_at=now,
        )
        act.reason = reason
        act.facts = {"payment": row.pk, "reverses": wrong.pk, "amount": row.amount}
    return row


def declare_default(*, by: Actor, now: datetime, case_id: int, reason: str = "", at: When = None) -> Case:
    """A person finds the agreement broken: an instalment unpaid after its grace. The reason names it when none is given."""
    with acting(Verb.DECLARE_DEFAULT, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_declare_default(act.case, act.day))
        breach = breach_of(act.case, act.day.today, act.day.calendar)
        if breach is None:
            raise InvalidInput({"case": ["没有逾期未付的分期"]})
        text = reason or f"第 {breach.seq} 期还差 {show(breach.left)} 元，宽限期到 {breach.grace_until:%Y-%m-%d}"
        DefaultDeclaration.objects.create(
            agreement=_agreement(act),
            declared_on=act.day.today,
            instalment_seq=breach.seq,
            amount_left=breach.left,
            reason=text[:200],
            declared_by=act.by,
        )
        act.case.declare_default()
        act.reason = text
        act.facts = {"instalment": breach.seq, "left": breach.left, "grace_until": breach.grace_until}
    return act.case


def reinstate(
    *, by: Actor, now: datetime, case_id: int, reason: str, creditor_accepts: bool = True, at: When = None
) -> Case:
    """The creditor accepts the cure; the agreement goes on."""
    with acting(Verb.REINSTATE, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_reinstate(act.case, act.day, reason=reason, creditor_accepts=creditor_accepts))
        DefaultDeclaration.objects.filter(agreement__case=act.case, reinstated_on__isnull=True).update(
            reinstated_on=act.day.today, reinstate_reason=reason[:200]
        )
        act.case.reinstate()
        act.reason = reason
    return act.case


def fulfil(*, by: Actor, now: datetime, case_id: int, creditor_satisfied: bool = False, at: When = None) -> Case:
    """Close as performed: all instalments paid, all payments confirmed. The day is that of the last payment."""
    with acting(Verb.FULFIL, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_fulfil(act.case, act.day, creditor_satisfied=creditor_satisfied))
        performed_on = max((paid.paid_on for paid in live_payments(act.case)), default=act.day.today)
        act.case.fulfil(at=act.at, performed_on=performed_on)
        act.facts = {
            "paid": confirmed_total(act.case),
            "performed_on": performed_on,
            "creditor_satisfied": creditor_satisfied,
        }
    return act.case


def _payment(case: Case, payment_id: int) -> Payment:
    for row in case.payments.all():
        if row.pk == payment_id:
            return row
    raise InvalidInput({"payment": ["本案没有这笔收款"]})


def _agreement(act: Act) -> Agreement:
    agreement = act.case.agreement
    if agreement is None:
        raise InvalidInput({"case": ["本案还没有协议"]})
    return agreement
