"""计算清单 D30: the balance of a day, frozen with the versions of the rules and of the calendar."""

import hashlib
import inspect
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from cases.facts import balance_on, claim_of
from cases.models import Case
from cases.models.choices import CREDITORS, DEBTORS
from cases.papers import blocks
from cases.papers.making import Maker, Subject
from cases.rules.allocation import Claim
from cases.rules.balance import Balance
from cases.rules.book import MODULES
from cases.rules.interest import Segment
from documents.contexts.calculation import AllocationLine, CalculationSheet, InterestLine
from documents.contexts.parts import AmountLine
from jianli_mediation.core.calendar import load_calendar


def sheet(case: Case, *, on: date) -> CalculationSheet:
    """D30 as of ``on``."""
    balance, claim = balance_on(case, on), claim_of(case)
    through = load_calendar().confirmed_through
    return CalculationSheet(
        **blocks.frame(case, on),
        creditors=_names(case, CREDITORS),
        debtors=_names(case, DEBTORS),
        basis=blocks.basis_block(case.basis, case.cause),
        performance_end=claim.performance_end,
        reckoned_to=on,
        order=balance.order_text,
        awarded=tuple(_awarded(claim)),
        interest=tuple(_interest(balance, len(claim.principal))),
        payments=tuple(_payments(balance)),
        balance=tuple(AmountLine(label=line.label, amount=line.amount) for line in balance.lines),
        balance_total=balance.total,
        fee_base=balance.fee_base,
        execution_fee=balance.execution_fee,
        notes=balance.notes,
        calendar=f"放假安排公布到{through}" if through else "放假安排没有公布",
        rules=rules_version(),
        made_by=case.clerk.name if case.clerk else "",
    )


@cache
def rules_version() -> str:
    """A short digest of the text of all rules: a changed rule gives another version."""
    text = "".join(inspect.getsource(module) for module in MODULES)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _names(case: Case, roles: Iterable[str]) -> tuple[str, ...]:
    return tuple(party.name for party in case.parties.all() if party.role in roles)


def _awarded(claim: Claim) -> Iterator[AmountLine]:
    several = len(claim.principal) > 1
    for number, item in enumerate(claim.principal, start=1):
        note = "" if item.rate is None or item.interest_from is None else f"{item.interest_from}起计息"
        yield AmountLine(label=f"本金{number}" if several else "本金", amount=item.amount, note=note)
    if claim.fixed_interest:
        yield AmountLine(label="文书确定的利息", amount=claim.fixed_interest)
    yield AmountLine(label="受理费等费用", amount=claim.costs)


def _interest(balance: Balance, items: int) -> Iterator[InterestLine]:
    for segment in balance.segments_general:
        yield _line(f"一般利息（本金{segment.item}）" if items > 1 else "一般利息", segment)
    for segment in balance.segments_doubled:
        yield _line("加倍部分利息", segment)


def _line(item: str, segment: Segment) -> InterestLine:
    return InterestLine(
        item=item,
        base=segment.base,
        rate=f"{_percent(segment.rate)}{'每日' if segment.daily else '每年'}",
        from_on=segment.from_on,
        to_on=segment.to_on,
        days=segment.days,
        amount=segment.amount,
    )


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"


def _payments(balance: Balance) -> Iterator[AllocationLine]:
    for row in balance.allocations:
        yield AllocationLine(
            paid_on=row.on,
            amount=row.amount,
            pending=row.pending,
            costs=row.costs,
            interest=row.interest,
            principal=row.principal,
            doubled=row.doubled,
            principal_left=row.principal_left,
        )


MAKERS = {"D30": Maker(lambda case: [Subject("", "到今天的欠款")], lambda case, key, on: sheet(case, on=on))}
