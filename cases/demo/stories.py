"""What becomes of a case: a story yields the moment of its next act, and acts when its time has come.

All stories share one clock (``seed.py``), so that the court lives through its months in the order of days.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from cases.actions import agreement, assignment, handover, intake, mediation, performance
from cases.actions.acting import Actor
from cases.actions.inputs import (
    AgreementInput,
    Consent,
    Filing,
    InstalmentInput,
    PaymentInput,
    SessionInput,
    SignatureInput,
)
from cases.actions.papers import issue_paper
from cases.facts import balance_on, statuses
from cases.models import Case, Party
from cases.models.choices import CREDITORS, DEBTORS, SignedBy
from cases.rules.instalments import build
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.workdays import Calendar
from mediators.models import Mediator

from .court import Court
from .handing import given_to
from .serving import serve_urging

Story = Iterator[datetime]
DEFAULT_RATE = 0.38
# How often the enforcement case is filed first (model B).
FILED_RATE = 0.06
FAIL_CODES = ("20", "21", "22", "22", "23", "24", "24", "25", "26")


class Teller:
    """Tells one case's story. Each ``yield`` is a moment; what follows happens then."""

    def __init__(self, rng: Random, court: Court, calendar: Calendar, filing: Filing) -> None:
        self.rng, self.court, self.calendar, self.filing = rng, court, calendar, filing
        self.case_id = 0
        self.now = filing.received_at

    def story(self) -> Story:
        """From the window to the end, or to wherever the present finds it."""
        yield self.filing.received_at
        case = intake.file_case(by=self._as(Role.WINDOW), now=self.now, filing=self.filing)
        self.case_id = case.pk
        yield self._later(0, 6)
        if self.filing.basis.served_by_notice or self.rng.random() < 0.05:
            self._do(intake.decline, Role.WINDOW, code="27", note="不符合立案前和解条件")
            yield from self._hand_over()
            return
        if self.rng.random() < 0.03:
            self._do(intake.withdraw, Role.WINDOW, code="30", note="双方已自行了结，申请人不再执行")
            return
        self._do(
            intake.accept,
            Role.WINDOW,
            consent=Consent(channel=self.rng.choice(("counter", "phone", "online")), notice_version="2023-02"),
        )
        yield from self._talks()

    def _talks(self) -> Story:
        mediator = self.rng.choices(self.court.roster, (5, 5, 4, 2, 1))[0]
        yield self._later(0, 3)
        mediator = given_to(self._do, self.case_id, mediator)
        yield self._later(0, 4)
        self._do(assignment.take, mediator.user)
        if self.rng.random() < FILED_RATE:
            yield from self._filed_first(mediator)
            return
        yield self._later(1, 3)
        serve_urging(self._do, self._case(), self.court, now=self.now, rng=self.rng)
        path = self.rng.choices(("paid", "agreed", "failed", "withdrawn"), (16, 48, 31, 5))[0]
        if path == "paid":
            yield from self._paid_after_urging(mediator)
        elif path == "withdrawn":
            yield self._later(3, 12)
            self._do(
                intake.withdraw, mediator.user if not mediator.is_outsider else Role.HEAD, code="30", note="申请人撤回"
            )
        else:
            yield from self._sessions(mediator)
            if path == "agreed":
                yield from self._agreed(mediator)
            else:
                yield from self._failed()

    def _filed_first(self, mediator: Mediator) -> Story:
        """先立案后和解: the enforcement case is registered while the talks go on."""
        yield self._later(1, 3)
        number = f"（{self.now.year}）鄂1023执{900 + self.case_id}号"
        self._do(intake.register_execution, Role.FILING, exec_case_no=number)
        yield from self._sessions(mediator)
        yield from self._agreed(mediator)

    def _paid_after_urging(self, mediator: Mediator) -> Story:
        yield self._later(5, 14)
        owed = balance_on(self._case(), self._today()).total
        payment = self._pay(owed)
        yield self._later(0, 2)
        self._confirm(payment)
        self._do(mediation.settle_in_full, Role.CLERK)
        yield from self._certificate()

    def _certificate(self) -> Story:
        yield self._later(0, 4)
        self._do(issue_paper, Role.CLERK, form="D24", subject=f"party:{self._debtor().pk}")

    def _sessions(self, mediator: Mediator) -> Story:
        for number in range(self.rng.choice((1, 1, 2, 2, 3))):
            yield self._later(4, 9)
            case = self._case()
            debtor = self._debtor()
            owed = balance_on(case, self._today()).total
            offer = {
                "party": debtor.pk,
                "by": debtor.name,
                "total": str((owed * Decimal("0.9")).quantize(Decimal("0.01"))),
                "down": "0.00",
                "count": 6 + number,
                "last_on": str(self._today() + timedelta(days=180)),
                "security": "",
                "note": "",
            }
            self._do(
                mediation.log_session,
                mediator.user,
                session=SessionInput(
                    held_on=self._today(),
                    mode=self.rng.choice(("on_site", "on_site", "phone", "video", "back_to_back", "visit")),
                    place=str(mediator.room or ""),
                    starts=time(9, 30),
                    ends=time(10, 40),
                    attendees=tuple(
                        {
                            "party": party.pk,
                            "name": party.name,
                            "as": party.get_role_display(),
                            "identity": "营业执照、身份证明" if party.is_organisation else "身份证",
                            "absent": "",
                        }
                        for party in case.parties.all()
                    ),
                    offers=(offer,),
                    positions="申请人要求尽快付清；被申请人称资金周转困难，请求分期。",
                    confidential_note="被申请人私下表示年底可回一笔货款。" if self.rng.random() < 0.3 else "",
                ),
            )

    def _agreed(self, mediator: Mediator) -> Story:
        yield self._later(1, 5)
        case = self._case()
        if case.legal_model == "B" and not case.exec_case_no:
            number = f"（{self.now.year}）鄂1023执{900 + self.case_id}号"
            self._do(intake.register_execution, Role.FILING, exec_case_no=number)
        terms = self._terms()
        self._do(agreement.conclude, mediator.user, terms=terms)
        breaks = self.rng.random() < DEFAULT_RATE
        good = self.rng.randrange(len(terms.instalments)) if breaks else len(terms.instalments)
        for row in terms.instalments[:good]:
            yield self._on(row.due_on - timedelta(days=self.rng.choice((0, 0, 0, 1, 2, 4))))
            payment = self._pay(row.amount)
            yield self._later(0, 2)
            self._confirm(payment)
        if breaks:
            yield from self._broken(terms.instalments[good], terms)
        else:
            yield self._later(0, 3)
            self._do(performance.fulfil, Role.CLERK)
            yield from self._certificate()

    def _terms(self) -> AgreementInput:
        case = self._case()
        today = self._today()
        total = case.amount_applied
        count = self.rng.choice((1, 2, 3, 3, 4, 6, 10))
        first = self.calendar.next_workday(today + timedelta(days=self.rng.randrange(5, 30)))
        plan = [
            (self.calendar.next_workday(row.due_on), row.amount)
            for row in build(total=total, count=count, first_due=first)
        ]
        signers = [party for party in case.parties.all() if party.role in (*CREDITORS, *DEBTORS)]
        return AgreementInput(
            signed_on=today,
            total=total,
            instalments=tuple(InstalmentInput(due, amount, "本金、费用") for due, amount in plan),
            signatures=tuple(
                SignatureInput(party.pk, SignedBy.LEGAL_REP if party.is_organisation else SignedBy.SELF)
                for party in signers
            ),
            imputation=self.rng.choice(("statutory", "statutory", "principal_first")),
            grace_days=self.rng.choice((0, 3, 3, 5, 7)),
            waiver="被申请人按期足额履行的，申请人免除加倍部分债务利息。",
            waiver_condition="任何一期逾期超过宽限期的，免除不发生效力，自履行期届满之日起恢复计算。",
        )

    def _broken(self, missed: InstalmentInput, terms: AgreementInput) -> Story:
        partial = self.rng.random() < 0.4
        if partial:
            yield self._on(missed.due_on)
            self._pay((missed.amount / 3).quantize(Decimal("0.01")))
        grace = next(row.grace_until for row in statuses(self._case(), missed.due_on, self.calendar) if row.left > 0)
        yield self._on(grace + timedelta(days=self.rng.randrange(1, 30)))
        self._do(performance.declare_default, Role.HEAD)
        if self.rng.random() < 0.15:
            yield self._later(2, 8)
            self._do(performance.reinstate, Role.HEAD, reason="被申请人补付，申请人书面同意继续履行")
            yield self._later(0, 1)
            left = sum((row.left for row in statuses(self._case(), self._today(), self.calendar)), Decimal(0))
            self._pay(left)
            yield self._later(0, 2)
            self._confirm_all()
            self._do(performance.fulfil, Role.CLERK)
            return
        yield self._later(3, 25)
        yield from self._hand_over()

    def _failed(self) -> Story:
        yield self._later(1, 9)
        if self.rng.random() < 0.25 and self._may_extend():
            self._do(
                mediation.extend, Role.HEAD, applicant_agrees=True, respondent_agrees=True, reason="双方请求继续协商"
            )
            yield self._later(3, 10)
        code = self.rng.choice(FAIL_CODES)
        self._do(mediation.fail, Role.HEAD, code=code, note="经多次会商未能达成一致")
        yield from self._hand_over()

    def _may_extend(self) -> bool:
        attempt = self._case().attempt
        return attempt is not None and attempt.deadline is not None and self._today() <= attempt.deadline

    def _hand_over(self) -> Story:
        yield self._later(0, 6)
        self._do(handover.hand_over, Role.HEAD)
        yield self._later(1, 12)
        if self.rng.random() < 0.04:
            self._do(handover.return_package, Role.FILING, reason="缺生效证明，请补齐")
            yield self._later(1, 3)
            self._do(handover.hand_over, Role.HEAD)
            yield self._later(1, 3)
        if not self._case().exec_case_no:
            number = f"（{self.now.year}）鄂1023执{2000 + self.case_id}号"
            self._do(handover.acknowledge, Role.FILING, exec_case_no=number)

    # ── Small steps ──

    def _pay(self, amount: Decimal) -> int:
        payment = PaymentInput(
            self._today(),
            amount,
            self.rng.choice(("bank_transfer", "bank_transfer", "wechat_alipay", "cash")),
            payer=self._debtor().name,
            voucher="转账凭证",
        )
        return self._do(performance.record_payment, Role.CLERK, payment=payment).pk

    def _confirm(self, payment_id: int) -> None:
        channel = self.rng.choice(("written", "written", "phone_recording", "online"))
        self._do(performance.confirm_payment, Role.CLERK, payment_id=payment_id, channel=channel)

    def _confirm_all(self) -> None:
        for row in self._case().payments.filter(confirmation="pending", reverses__isnull=True):
            self._confirm(row.pk)

    def _do(self, act, who, **facts):
        return act(by=self._as(who), now=self.now, case_id=self.case_id, **facts)

    def _as(self, who: Role | User) -> Actor:
        return Actor(who if isinstance(who, User) else self.court.by_role(who))

    def _case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    def _debtor(self) -> Party:
        return self._case().parties.get(role="respondent")

    def _today(self) -> date:
        return local_date(self.now)

    def _later(self, least: int, most: int) -> datetime:
        """A working moment ``least`` to ``most`` days on, never before the present one."""
        return self._on(self._today() + timedelta(days=self.rng.randrange(least, most + 1)))

    def _on(self, day: date) -> datetime:
        day = self.calendar.next_workday(max(day, self._today()))
        moment = datetime.combine(day, time(9 + self.rng.randrange(8), self.rng.randrange(60)), COURT_TIME)
        return max(moment, self.now + timedelta(minutes=5))
