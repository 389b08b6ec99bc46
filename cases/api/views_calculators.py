"""The calculators: the rules themselves, for anybody's figures. Nothing is stored of what is asked."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypedDict

from django.http import HttpResponse

from cases.api import out_days, out_money, out_simulation
from cases.api.body import json_response
from cases.api.endpoint import Operation, Writes
from cases.api.errors import invalid
from cases.api.fields import In
from cases.api.inputs_calculators import SPANS, DeadlineIn, DebtIn, FeeIn, PlanIn, SimulatorIn, claim, payments
from cases.facts import lpr_series, switches_on
from cases.models.choices import RateType
from cases.queries import calculators
from cases.rules.balance import Balance, balance
from cases.rules.deadlines import count
from cases.rules.fees import execution_fee
from cases.rules.instalments import build
from cases.rules.simulator import Offer
from jianli_mediation.core import clock
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clients import Scope


class PlannedOut(TypedDict):
    """One instalment of a plan."""

    seq: int
    due_on: date
    amount: Decimal


class PlanOut(TypedDict):
    """A plan whose sum is the total."""

    total: Decimal
    count: int
    instalments: list[PlannedOut]


class Calculator(Writes):
    """A rule as a route."""

    tag = "calculators"
    name: ClassVar[str]
    word: ClassVar[str]
    body: ClassVar[type[In]]
    answer: ClassVar[Any]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.operations = {"POST": Operation(cls.name, cls.word, Scope.CALCULATORS, cls.answer, body=cls.body)}

    def write(self) -> HttpResponse:
        return json_response(self.reckon(self.given(self.body)))

    def reckon(self, given: dict[str, Any]) -> Any:
        raise NotImplementedError


class ExecutionFee(Calculator):
    """``/calculators/execution-fee/``"""

    name, word, body, answer = "execution_fee", "申请执行费", FeeIn, out_money.FeeOut

    def reckon(self, given: dict[str, Any]) -> out_money.FeeOut:
        return out_money.fee(execution_fee(given["amount"]))


class DoubledInterest(Calculator):
    """``/calculators/doubled-interest/``"""

    name, word, body, answer = "doubled_interest", "加倍部分债务利息", DebtIn, out_money.InterestOut

    def reckon(self, given: dict[str, Any]) -> out_money.InterestOut:
        return out_money.doubled_interest(_balance(given))


class BalanceOf(Calculator):
    """``/calculators/balance/``"""

    name, word, body, answer = "balance", "到某日还欠多少", DebtIn, out_money.BalanceOut

    def reckon(self, given: dict[str, Any]) -> out_money.BalanceOut:
        return out_money.balance(_balance(given))


def _balance(given: dict[str, Any]) -> Balance:
    """The rule with the court's reading of the unsettled points on the last day, unless told otherwise."""
    switches = switches_on(given["until"])
    debt = claim(given)
    try:
        return balance(
            claim=debt,
            payments=payments(given),
            until=given["until"],
            order=given["order"],
            custom_order=given.get("custom_order"),
            fee_in_base=given.get("fee_in_base", switches.fee_in_base),
            delay_interest_in_fee_base=switches.delay_interest_in_fee_base,
            first_day_counts=switches.first_day_counts,
            lpr=lpr_series() if any(item.rate_type == RateType.LPR for item in debt.principal) else (),
        )
    except LookupError as error:
        raise invalid({"general_interest.from": ["那时的 LPR 没有收进来，算不了。"]}) from error


class DeadlineOf(Calculator):
    """``/calculators/deadline/``"""

    name, word, body, answer = "deadline", "期间的最后一日", DeadlineIn, out_days.CountedOut

    def reckon(self, given: dict[str, Any]) -> out_days.CountedOut:
        span = next(name for name in SPANS if name in given)
        end = count(
            start=given["start"],
            amount=given[span],
            unit=SPANS[span],
            calendar=load_calendar(),
            shift=given["shift"],
        )
        return out_days.counted(end)


class Instalments(Calculator):
    """``/calculators/instalments/``"""

    name, word, body, answer = "instalments", "分期计划", PlanIn, PlanOut

    def reckon(self, given: dict[str, Any]) -> PlanOut:
        try:
            plan = build(**given)
        except ValueError as error:
            raise invalid({"total": ["每期都要大于零，请减少期数。"]}) from error
        return PlanOut(
            total=given["total"],
            count=len(plan),
            instalments=[
                PlannedOut(seq=seq, due_on=each.due_on, amount=each.amount) for seq, each in enumerate(plan, start=1)
            ],
        )


class Simulator(Calculator):
    """``/calculators/simulator/``"""

    name, word, body, answer = "simulator", "分期方案测算", SimulatorIn, out_simulation.SimulationOut

    def reckon(self, given: dict[str, Any]) -> out_simulation.SimulationOut:
        return out_simulation.simulation(calculators.offer(Offer(**given), clock.today()), load_calendar())
