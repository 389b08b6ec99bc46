"""What money that came in waits for: the creditor's word, and the payout where it came to the court's account."""

from collections.abc import Iterator

from cases.facts import live_payments
from cases.guards import Day
from cases.models import Case, Payment
from cases.models.choices import Confirmation, PaymentWay
from cases.rules.deadlines import by_period, payout_due
from cases.verbs import Verb
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.money import show

from .wanted import Wanted


def received(case: Case, day: Day) -> Iterator[Wanted]:
    """Payments that nobody has confirmed yet. The creditor's confirmation shows that a payout has arrived as well."""
    pending = [paid for paid in live_payments(case) if paid.confirmation == Confirmation.PENDING]
    if pending:
        due = by_period(period=day.periods["T_CONTACT"], start=pending[0].paid_on, calendar=day.calendar).due
        text, why = "请申请人确认收款", f"{_told(pending[0])}待确认"
        yield Wanted("confirm", text, why, due, Verb.CONFIRM_PAYMENT, role=Role.CLERK)
    with_the_court = [paid for paid in pending if paid.way == PaymentWay.COURT_ACCOUNT]
    if with_the_court:
        first = with_the_court[0]
        due = payout_due(arrived_on=first.paid_on, periods=day.periods, calendar=day.calendar).due
        why = f"{_told(first)}到法院案款账户；申请人确认收到就撤下"
        yield Wanted("payout", "发放案款", why, due, Verb.CONFIRM_PAYMENT, role=Role.FINANCE)


def _told(paid: Payment) -> str:
    return f"{paid.paid_on:%m-%d} 的 {show(paid.amount)} 元"
