"""Cases built through the actions, step by step, as the court would. Facts are those of the worked scenarios."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cases.actions import agreement, assignment, delivery, handover, intake, mediation, performance
from cases.actions.acting import Actor
from cases.actions.inputs import (
    AgreementInput,
    BasisInput,
    Consent,
    Filing,
    InstalmentInput,
    ItemInput,
    PartyInput,
    PaymentInput,
    SignatureInput,
)
from cases.models import Case, Payment
from cases.states import State
from jianli_mediation.core.clock import COURT_TIME
from tests.cast import Cast

CHEN, LIU = "429999198503120017", "429999199011050029"


def moment(text: str) -> datetime:
    """A moment in the court's time: ``2023-05-08 09:30`` or a bare day (nine o'clock)."""
    return datetime.fromisoformat(text if " " in text else f"{text} 09:00").replace(tzinfo=COURT_TIME)


def day(text: str) -> date:
    return date.fromisoformat(text)


def loan_filing(**changes: Any) -> Filing:
    """S1: 陈某 against 刘某, 86,500.00 with 981.25 of costs, effective 2023-04-12, ten days to perform."""
    basis = BasisInput(
        kind="judgment",
        doc_no="（2023）鄂1023民初501号",
        issuer="监利市人民法院",
        effective_on=day("2023-04-12"),
        performance_days=10,
        items=(ItemInput("偿还借款本金86500元", amount=Decimal("86500.00")),),
        costs_on_debtor=Decimal("981.25"),
    )
    filing = Filing(
        received_at=moment("2023-05-08 09:30"),
        cause="民间借贷纠纷",
        basis=replace(basis, **changes.pop("basis", {})),
        parties=(
            PartyInput(
                "applicant", "person", "陈某", "resident_id", CHEN, phone="13800000000", address="容城镇示例路1号"
            ),
            PartyInput(
                "respondent", "person", "刘某", "resident_id", LIU, phone="13900000000", address="红城乡示例村2组"
            ),
        ),
        amount_applied=Decimal("87481.25"),
    )
    return replace(filing, **changes)


class Walk:
    """Walks one case from state to state. Every step is one action by the person whose work it is."""

    def __init__(self, cast: Cast, filing: Filing | None = None, mediator: str = "li") -> None:
        self.cast = cast
        self.filing = filing or loan_filing()
        self.mediator = mediator
        self.case_id = 0

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    def do(self, act: Any, who: str, at: str, **facts: Any) -> Any:
        facts.setdefault("now", moment(at))
        return act(by=Actor(getattr(self.cast, who)), case_id=self.case_id, **facts)

    def file(self) -> "Walk":
        case = intake.file_case(by=Actor(self.cast.wang), now=self.filing.received_at, filing=self.filing)
        self.case_id = case.pk
        return self

    def accept(self, at: str = "2023-05-08 10:00") -> "Walk":
        self.do(intake.accept, "wang", at, consent=Consent(at=moment(at)))
        return self

    def assign(self, at: str = "2023-05-09", taken_on: str | None = "2023-05-09") -> "Walk":
        self.do(
            assignment.assign,
            "qian",
            at,
            mediator_id=self.cast.mediator(self.mediator).pk,
            taken_on=day(taken_on) if taken_on else None,
        )
        return self

    def urge(self, at: str = "2023-05-10") -> "Walk":
        debtor = self.case.parties.get(role="respondent")
        self.do(
            delivery.record_service,
            "shu",
            at,
            form="D08",
            party_id=debtor.pk,
            way="direct",
            served_on=day(at),
            signer=debtor.name,
        )
        return self

    def pay(self, amount: str, paid_on: str, who: str = "shu") -> Payment:
        payment = PaymentInput(day(paid_on), Decimal(amount), "bank_transfer", payer="被申请人")
        return self.do(performance.record_payment, who, paid_on, payment=payment)

    def confirm(self, payment: Payment, on: str, channel: str = "written") -> "Walk":
        self.do(performance.confirm_payment, "shu", on, payment_id=payment.pk, channel=channel, confirmed_on=day(on))
        return self

    def terms(self, signed_on: str, total: str, *instalments: tuple[str, str], **more: Any) -> AgreementInput:
        parties = self.case.parties.exclude(role="outsider")
        return AgreementInput(
            signed_on=day(signed_on),
            total=Decimal(total),
            instalments=tuple(InstalmentInput(day(due), Decimal(amount)) for due, amount in instalments),
            signatures=tuple(SignatureInput(party.pk) for party in parties),
            **more,
        )

    def conclude(self, terms: AgreementInput | None = None) -> "Walk":
        typed = terms or self.terms(
            "2023-05-20", "87481.25", ("2023-06-20", "40000.00"), ("2023-07-20", "47481.25"), grace_days=3
        )
        self.do(agreement.conclude, self.mediator, typed.signed_on.isoformat(), terms=typed)
        return self

    def to(self, state: State) -> "Walk":
        """Walk to ``state`` the shortest way, with dates of 2023."""
        self.file()
        if state == State.INTAKE:
            return self
        if state == State.WITHDRAWN:
            self.do(intake.withdraw, "wang", "2023-05-09", code="30", note="申请人自行了结")
            return self
        self.accept().assign()
        if state == State.MEDIATION:
            return self
        if state in (State.FAILED, State.ENFORCEMENT):
            self.do(mediation.fail, "qian", "2023-05-30", code="22", note="差距过大")
            if state == State.ENFORCEMENT:
                self.do(handover.hand_over, "qian", "2023-05-31")
            return self
        self.conclude()
        if state == State.DEFAULTED:
            self.do(performance.declare_default, "qian", "2023-06-26")
        if state == State.FULFILLED:
            first, second = self.pay("40000.00", "2023-06-20"), self.pay("47481.25", "2023-07-20")
            self.confirm(first, "2023-06-21").confirm(second, "2023-07-21")
            self.do(performance.fulfil, "qian", "2023-07-21")
        return self
