"""Why booking money, declaring default or closing as performed is refused now."""

from datetime import date
from decimal import Decimal

from cases.facts import breach_of, live_payments, statuses
from cases.models import Case, Payment
from cases.models.choices import Confirmation
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.money import show
from jianli_mediation.kernel.refusal import Blocker

from .standing import Day, in_state, not_after, not_before


def to_record_payment(
    case: Case, day: Day, *, paid_on: date | None = None, amount: Decimal | None = None
) -> list[Blocker]:
    """Money came in after receipt of the application and not later than today."""
    found = in_state(case, Verb.RECORD_PAYMENT)
    if paid_on is not None:
        found += not_before(paid_on, local_date(case.received_at), "paid_before_receipt", "到账日")
        found += not_after(paid_on, day.today, "paid_in_future", "到账日")
    if amount is not None and amount <= 0:
        found.append(Blocker("amount_not_positive", "收款金额须大于零；记错的收款请红冲"))
    return found


def to_confirm_payment(
    case: Case, day: Day, *, payment: Payment | None = None, confirmed_on: date | None = None
) -> list[Blocker]:
    """The payment stands and waits for the creditor's word."""
    found = in_state(case, Verb.CONFIRM_PAYMENT)
    if payment is None:
        pending = [paid for paid in live_payments(case) if paid.confirmation == Confirmation.PENDING]
        return found if pending else [*found, Blocker("nothing_to_confirm", "没有待确认的收款")]
    found += _standing(case, payment)
    if payment.confirmation != Confirmation.PENDING:
        found.append(Blocker("already_confirmed", f"这笔收款已于 {payment.confirmed_on:%Y-%m-%d} 确认"))
    if confirmed_on is not None:
        found += not_before(confirmed_on, payment.paid_on, "confirmed_before_payment", "确认日")
        found += not_after(confirmed_on, day.today, "confirmed_in_future", "确认日")
    return found


def to_reverse_payment(case: Case, day: Day, *, payment: Payment | None = None, reason: str = "-") -> list[Blocker]:
    """A line that stands is reversed once, with a reason."""
    found = in_state(case, Verb.REVERSE_PAYMENT)
    if payment is None:
        return found if live_payments(case) else [*found, Blocker("nothing_to_reverse", "没有可以红冲的收款")]
    found += _standing(case, payment)
    if not reason:
        found.append(Blocker("reason_required", "红冲须写明理由"))
    return found


def _standing(case: Case, payment: Payment) -> list[Blocker]:
    if payment.reverses_id:
        return [Blocker("is_reversal", "这一笔本身是红冲")]
    if payment.pk not in {paid.pk for paid in live_payments(case)}:
        return [Blocker("already_reversed", "这笔收款已经红冲")]
    return []


def to_declare_default(case: Case, day: Day) -> list[Blocker]:
    """An instalment is unpaid and its grace is over. Late money after grace does not cure by itself."""
    found = in_state(case, Verb.DECLARE_DEFAULT)
    if found or case.agreement is None:
        return found
    breach = breach_of(case, day.today, day.calendar)
    if breach is None:
        overdue = [status for status in statuses(case, day.today, day.calendar) if status.state == "in_grace"]
        if overdue:
            first = overdue[0]
            return [
                Blocker("grace_not_over", f"第 {first.seq} 期宽限到 {first.grace_until:%Y-%m-%d}，之后才能认定违约")
            ]
        return [Blocker("nothing_overdue", "没有逾期未付的分期")]
    return []


def to_reinstate(case: Case, day: Day, *, reason: str = "-", creditor_accepts: bool = True) -> list[Blocker]:
    """Only the creditor's acceptance brings a broken agreement back."""
    found = in_state(case, Verb.REINSTATE)
    if not creditor_accepts:
        found.append(Blocker("creditor_not_accepting", "申请人没有同意继续履行协议"))
    if not reason:
        found.append(Blocker("reason_required", "恢复履行须写明理由"))
    return found


def to_fulfil(case: Case, day: Day, *, creditor_satisfied: bool = False) -> list[Blocker]:
    """R10, R17: every instalment paid and every payment confirmed, or the creditor's written word that it is settled."""
    found = in_state(case, Verb.FULFIL)
    if not creditor_satisfied:
        found += _unpaid(case, day)
    found += [
        Blocker("payment_unconfirmed", f"{paid.paid_on:%m-%d} 的 {show(paid.amount)} 元未经申请人确认")
        for paid in live_payments(case)
        if paid.confirmation == Confirmation.PENDING
    ]
    return found


SPELT_OUT = 3


def _unpaid(case: Case, day: Day) -> list[Blocker]:
    """The first unpaid instalments one by one, the others in one sentence."""
    unpaid = [status for status in statuses(case, day.today, day.calendar) if status.left > 0]
    found = [
        Blocker("instalment_unpaid", f"第 {status.seq} 期还差 {show(status.left)} 元") for status in unpaid[:SPELT_OUT]
    ]
    rest = unpaid[SPELT_OUT:]
    if rest:
        left = sum((status.left for status in rest), Decimal(0))
        found.append(Blocker("instalment_unpaid", f"其后还有 {len(rest)} 期未付，共 {show(left)} 元"))
    return found
