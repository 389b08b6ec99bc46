"""D30 of the made-up farm case: two payments, the statutory order."""

from datetime import date
from decimal import Decimal

from documents.contexts.calculation import AllocationLine, CalculationSheet, InterestLine
from documents.contexts.parts import AmountLine
from documents.samples.handover import HANDOVER
from documents.samples.people import FARM_CASE, HEAD


def _interest(item: str, base: str, rate: str, first: str, last: str, days: int, amount: str) -> InterestLine:
    return InterestLine(
        item=item,
        base=Decimal(base),
        rate=rate,
        from_on=date.fromisoformat(first),
        to_on=date.fromisoformat(last),
        days=days,
        amount=Decimal(amount),
    )


def _paid(day: str, *amounts: str) -> AllocationLine:
    amount, costs, interest, principal, left = map(Decimal, amounts)
    return AllocationLine(
        paid_on=date.fromisoformat(day),
        amount=amount,
        pending=Decimal("0.00"),
        costs=costs,
        interest=interest,
        principal=principal,
        doubled=Decimal("0.00"),
        principal_left=left,
    )


CALCULATION = CalculationSheet(
    head=HEAD,
    case_no=FARM_CASE,
    issued_on=date(2023, 7, 20),
    creditors=("陈某",),
    debtors=("刘某",),
    basis=HANDOVER.basis,
    performance_end=date(2023, 1, 9),
    reckoned_to=date(2023, 7, 20),
    order="费用、利息、本金、加倍部分利息",
    awarded=(
        AmountLine(label="本金", amount=Decimal("200000.00"), note="2022-06-01起计息"),
        AmountLine(label="受理费等费用", amount=Decimal("2150.00")),
    ),
    interest=(
        _interest("一般利息", "200000.00", "3.65%每年", "2022-06-01", "2023-05-31", 364, "7280.00"),
        _interest("一般利息", "159430.00", "3.65%每年", "2023-05-31", "2023-07-05", 35, "558.01"),
        _interest("一般利息", "139988.01", "3.65%每年", "2023-07-05", "2023-07-20", 15, "209.98"),
        _interest("加倍部分利息", "200000.00", "0.0175%每日", "2023-01-09", "2023-05-31", 142, "4970.00"),
        _interest("加倍部分利息", "159430.00", "0.0175%每日", "2023-05-31", "2023-07-05", 35, "976.51"),
        _interest("加倍部分利息", "139988.01", "0.0175%每日", "2023-07-05", "2023-07-20", 15, "367.47"),
    ),
    payments=(
        _paid("2023-05-31", "50000.00", "2150.00", "7280.00", "40570.00", "159430.00"),
        _paid("2023-07-05", "20000.00", "0.00", "558.01", "19441.99", "139988.01"),
    ),
    balance=(
        AmountLine(label="本金", amount=Decimal("139988.01")),
        AmountLine(label="一般债务利息", amount=Decimal("209.98")),
        AmountLine(label="加倍部分债务利息", amount=Decimal("6313.98")),
        AmountLine(label="费用", amount=Decimal("0.00")),
    ),
    balance_total=Decimal("146511.97"),
    fee_base=Decimal("140197.99"),
    execution_fee=Decimal("2002.97"),
    notes=(
        "加倍部分每日万分之一点七五，基数不含一般利息，不含受理费。",
        "加倍部分从履行期末日次日起算，付款当日计入。",
        "执行费基数不含加倍部分利息。",
        "已扣 70,000.00 元。",
    ),
    calendar="放假安排公布到2026-12-31",
    rules="0123456789ab",
    made_by="孙笔录",
)
