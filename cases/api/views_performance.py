"""履行: record, confirm and reverse payments; declare default, reinstate, fulfil."""

from typing import Any

from cases.actions import performance
from cases.actions.inputs import PaymentInput
from cases.api import out_money
from cases.api.acts import CaseAct
from cases.api.inputs_acts import (
    ConfirmPaymentIn,
    DeclareDefaultIn,
    FulfilIn,
    RecordPaymentIn,
    ReinstateIn,
    ReversePaymentIn,
)
from cases.models import Payment
from cases.verbs import Verb


class RecordPayment(CaseAct):
    verb = Verb.RECORD_PAYMENT
    body = RecordPaymentIn
    answer = out_money.PaymentOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Payment:
        at = given.pop("at", None)
        return performance.record_payment(**spine, payment=PaymentInput(**given), at=at)

    def show(self, result: Payment) -> out_money.PaymentOut:
        return out_money.payment(result)


class ConfirmPayment(CaseAct):
    verb = Verb.CONFIRM_PAYMENT
    body = ConfirmPaymentIn
    answer = out_money.PaymentOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Payment:
        return performance.confirm_payment(**spine, payment_id=given.pop("payment"), **given)

    def show(self, result: Payment) -> out_money.PaymentOut:
        return out_money.payment(result)


class ReversePayment(CaseAct):
    verb = Verb.REVERSE_PAYMENT
    body = ReversePaymentIn
    answer = out_money.PaymentOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Payment:
        return performance.reverse_payment(**spine, payment_id=given.pop("payment"), **given)

    def show(self, result: Payment) -> out_money.PaymentOut:
        return out_money.payment(result)


class DeclareDefault(CaseAct):
    verb = Verb.DECLARE_DEFAULT
    body = DeclareDefaultIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return performance.declare_default(**spine, **given)


class Reinstate(CaseAct):
    verb = Verb.REINSTATE
    body = ReinstateIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return performance.reinstate(**spine, **given)


class Fulfil(CaseAct):
    verb = Verb.FULFIL
    body = FulfilIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return performance.fulfil(**spine, **given)
