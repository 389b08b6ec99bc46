"""A court of random lives: every ending, money late, missing, pending and reversed, transfers that come back, reopenings."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cases.actions import agreement, assignment, delivery, handover, intake, mediation, papers, performance, suspension
from cases.actions.acting import Forbidden, InvalidInput
from cases.actions.inputs import (
    ClueInput,
    Consent,
    PaymentInput,
    PreservationInput,
    ServiceDetails,
    SessionInput,
)
from cases.models import Contact, Payment, Service
from cases.states import State
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, loan_filing
from tests.cast import Cast

OPENS, LAST = date(2024, 1, 8), date(2024, 7, 31)
MEDIATORS = ("li", "zhao", "sun")
REFUSALS = (Refused, InvalidInput, Forbidden)


def half(amount: Decimal) -> Decimal:
    return (amount / 2).quantize(Decimal("0.01"))


class Life:
    """One case. What the house refuses does not happen; the life goes on."""

    def __init__(self, cast: Cast, rng: Random, number: int, doc_no: str) -> None:
        self.rng, self.cast = rng, cast
        self.day = OPENS + timedelta(days=rng.randrange(130))
        self.minute = 0
        self.amount = Decimal(rng.randrange(100_000, 40_000_000)) / 100
        frozen = PreservationInput("in_suit", "deposit", "存款", self.day - timedelta(days=300), self._later(90))
        filing = loan_filing(
            received_at=self.moment(),
            amount_applied=self.amount,
            enterprise_related=rng.choice(["none", "none", "applicant", "respondent", "both"]),
            tags=("small_enterprise",) if rng.random() < 0.3 else (),
            basis={"doc_no": doc_no, "effective_on": date(2023, 11, 1), "costs_on_debtor": Decimal(0)},
            preservations=(frozen,) if rng.random() < 0.4 else (),
        )
        self.walk = Walk(cast, filing, rng.choice(MEDIATORS))
        self.number = number

    def _later(self, most: int) -> date:
        return self.day + timedelta(days=self.rng.randrange(1, most))

    def moment(self) -> datetime:
        self.minute += 1
        return datetime.combine(self.day, time(9), COURT_TIME) + timedelta(minutes=self.minute)

    def wait(self, least: int, most: int) -> None:
        self.day += timedelta(days=self.rng.randint(least, most))
        self.minute = 0

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def act(self, act: Callable[..., Any], who: str, **facts: Any) -> Any:
        with suppress(*REFUSALS):
            return self.walk.do(act, who, "2024-01-01", now=self.moment(), **facts)
        return None

    def live(self) -> None:
        self.walk.file()
        if self.chance(0.06):
            self.act(intake.withdraw, "wang", code=self.rng.choice(["30", "31"]), note="申请人来信")
            return
        if self.chance(0.05):
            return
        self.wait(0, 4)
        if self.chance(0.1):
            self.act(intake.decline, "wang", code=self.rng.choice(["25", "26", "27"]), note="转立案")
            self._handed_over()
            return
        self.act(intake.accept, "wang", consent=Consent(at=self.moment()))
        if self.chance(0.35):
            number = f"（2024）鄂1023执{self.number}号"
            self.act(intake.register_execution, "chen", exec_case_no=number, registered_on=self.day)
        self.wait(0, 3)
        mediator = self.cast.mediator(self.walk.mediator).pk
        self.act(assignment.assign, "qian", mediator_id=mediator, taken_on=self.day)
        self._talks()
        if self.walk.case.state == State.MEDIATION:
            self._ends()

    def _talks(self) -> None:
        debtor = self.walk.case.parties.get(role="respondent").pk
        if self.chance(0.7):
            self.wait(0, 3)
            self.act(
                delivery.record_service,
                "shu",
                form="D08",
                party_id=debtor,
                way="direct",
                served_on=self.day,
                signer="刘某",
            )
        if self.chance(0.5):
            tried = ServiceDetails(outcome="tried", refusal="无人在家")
            self.act(
                delivery.record_service,
                "shu",
                form="D10",
                party_id=debtor,
                way="direct",
                served_on=self.day,
                details=tried,
            )
        if self.chance(0.3):
            Service.objects.create(
                case=self.walk.case,
                party_id=debtor,
                form="D10",
                way="electronic",
                done_on=self.day,
                served_on=self.day,
                entered_by=self.cast.shu,
                entered_at=self.moment(),
            )
        if self.chance(0.3):
            clue = ClueInput("declaration", "deposit", "某银行存款", self.day)
            self.act(intake.record_clue, "shu", clue=clue)
        self._contact(debtor)
        for _ in range(self.rng.randrange(4)):
            self.wait(1, 6)
            outcome = self.rng.choice(["continue", "continue", "no_show"])
            away = {"party": debtor, "name": "被申请人", "as": "本人", "absent": "无故未到", "no_show": True}
            session = SessionInput(self.day, outcome=outcome, attendees=(away,) if outcome == "no_show" else ())
            self.act(mediation.log_session, self.walk.mediator, session=session)
        if self.chance(0.2):
            self.act(mediation.extend, "qian", days=10, applicant_agrees=True, respondent_agrees=True, reason="差一点")
        if self.chance(0.15):
            self.act(suspension.suspend, "qian", reason="等评估", from_on=self.day, to_on=self._later(20))

    def _contact(self, debtor: int) -> None:
        attempt = self.walk.case.attempt
        if attempt is not None and attempt.taken_on and self.chance(0.6):
            Contact.objects.create(
                attempt=attempt,
                party_id=debtor,
                contacted_at=self.moment(),
                way="phone",
                outcome="no_answer",
                entered_by=self.cast.li,
                entered_at=self.moment(),
            )

    def _ends(self) -> None:
        self.wait(0, 25)
        ending = self.rng.choices(["open", "pay", "agree", "fail", "withdraw"], [2, 3, 7, 4, 2])[0]
        if ending == "pay":
            self._pay(self.amount)
            code = self.rng.choice(["10", "11", "12"])
            self.act(mediation.settle_in_full, self.walk.mediator, code=code, creditor_satisfied=True)
            self._certified()
            self._reopened()
        elif ending == "agree":
            self._agree()
        elif ending == "fail":
            code = self.rng.choice(["20", "21", "22", "23", "24", "25", "26", "27"])
            self.act(mediation.fail, "qian", code=code, note="没有谈成")
            self._handed_over()
        elif ending == "withdraw":
            code = self.rng.choice(["30", "32", "33"])
            self.act(intake.withdraw, "wang", code=code, note="终结")
            self._reopened()

    def _handed_over(self, **facts: Any) -> None:
        if self.chance(0.2):
            return
        self.wait(0, 5)
        self.act(handover.hand_over, "qian", **facts)
        self.wait(0, 6)
        if self.chance(0.2):
            self.act(handover.return_package, "chen", reason="材料不全")
            if self.chance(0.6):
                self.wait(0, 5)
                self.act(handover.hand_over, "qian", **facts)
        elif self.chance(0.7):
            number = f"（2024）鄂1023执{5000 + self.number}号"
            self.act(handover.acknowledge, "chen", exec_case_no=number, acknowledged_on=self.day)

    def _pay(self, amount: Decimal) -> Payment | None:
        way = self.rng.choice(["bank_transfer", "cash", "in_kind"])
        payment = self.act(performance.record_payment, "shu", payment=PaymentInput(self.day, amount, way, payer="刘某"))
        if payment is not None and self.chance(0.85):
            self.act(
                performance.confirm_payment, "shu", payment_id=payment.pk, channel="written", confirmed_on=self.day
            )
        return payment

    def _terms(self, total: Decimal) -> Any:
        count = self.rng.randint(1, 4)
        part = (total / count).quantize(Decimal("0.01"))
        amounts = [part] * (count - 1) + [total - part * (count - 1)]
        first = self._later(30)
        plan = tuple((f"{first + timedelta(days=30 * n)}", f"{amount}") for n, amount in enumerate(amounts))
        waived = Decimal(self.rng.choice([0, 0, 100, 250]))
        on_condition = "按期付清" if waived and self.chance(0.5) else ""
        return self.walk.terms(
            f"{self.day}",
            f"{total}",
            *plan,
            grace_days=self.rng.choice([0, 3, 7]),
            waived_amount=waived,
            waiver="减免部分利息" if waived else "",
            waiver_condition=on_condition,
        )

    def _agree(self) -> None:
        total = self.amount if self.chance(0.8) else half(self.amount)
        code = "13" if total == self.amount else "14"
        terms = self._terms(total)
        self.act(agreement.conclude, self.walk.mediator, terms=terms, code=code)
        if self.walk.case.state != State.PERFORMING:
            return
        for row in terms.instalments:
            if row.due_on > LAST:
                return
            if self.chance(0.15):
                break
            self.day, self.minute = max(self.day, row.due_on), 0
            self.wait(*self.rng.choice([(0, 0), (0, 0), (1, 3), (5, 12)]))
            payment = self._pay(row.amount if self.chance(0.9) else half(row.amount))
            if payment is not None and self.chance(0.08):
                self.act(performance.reverse_payment, "shu", payment_id=payment.pk, reason="记错")
            if self.chance(0.08):
                changed = replace(self._terms(half(total)), amend_reason="重新安排")
                self.act(agreement.amend, "qian", terms=changed)
                return
        self._after_agreement()

    def _after_agreement(self) -> None:
        self.wait(1, 20)
        self.act(performance.fulfil, "qian", creditor_satisfied=self.chance(0.3))
        self._certified()
        if self.walk.case.state == State.PERFORMING:
            self.act(performance.declare_default, "qian")
            if self.chance(0.2):
                self.act(performance.reinstate, "qian", reason="申请人接受")
            else:
                self._handed_over(applied_on=self.day - timedelta(days=self.rng.randrange(2)))
        self._reopened()

    def _certified(self) -> None:
        if self.walk.case.state == State.FULFILLED and self.chance(0.6):
            self.act(papers.issue_paper, "shu", form="D24", queued=False)
            if self.chance(0.3):
                self.act(papers.issue_paper, "shu", form="D24", queued=False)

    def _reopened(self) -> None:
        if self.chance(0.15):
            self.wait(0, 10)
            self.act(handover.reopen, "qian", reason="发现新的事实")


def open_court(cast: Cast, seed: int, count: int) -> None:
    """``count`` lives; one in eight on the instrument of an earlier one."""
    rng = Random(seed)
    for number in range(1, count + 1):
        doc = rng.randrange(1, number) if number > 8 and rng.random() < 0.125 else number
        life = Life(cast, rng, number, f"（2023）鄂1023民初{doc}号")
        with suppress(*REFUSALS):
            life.live()
