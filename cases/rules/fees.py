"""Court fees by bracket, with the working of each bracket."""

from dataclasses import dataclass
from decimal import Decimal

from cases.rules.law import cite
from jianli_mediation.kernel.money import ZERO, round_fen, show, yuan
from jianli_mediation.kernel.rulebook import rule

# (upper limit, rate above the limit before); None: without limit
_Brackets = tuple[tuple[Decimal | None, Decimal], ...]
_WAN = Decimal(10_000)

_EXECUTION_BASE = (_WAN, yuan(50))
_EXECUTION: _Brackets = (
    (50 * _WAN, Decimal("0.015")),
    (500 * _WAN, Decimal("0.01")),
    (1000 * _WAN, Decimal("0.005")),
    (None, Decimal("0.001")),
)
_PRESERVATION_BASE = (Decimal(1000), yuan(30))
_PRESERVATION: _Brackets = (
    (10 * _WAN, Decimal("0.01")),
    (None, Decimal("0.005")),
)
PRESERVATION_CAP = yuan(5000)
_ACCEPTANCE_BASE = (_WAN, yuan(50))
_ACCEPTANCE: _Brackets = (
    (10 * _WAN, Decimal("0.025")),
    (20 * _WAN, Decimal("0.02")),
    (50 * _WAN, Decimal("0.015")),
    (100 * _WAN, Decimal("0.01")),
    (200 * _WAN, Decimal("0.009")),
    (500 * _WAN, Decimal("0.008")),
    (1000 * _WAN, Decimal("0.007")),
    (2000 * _WAN, Decimal("0.006")),
    (None, Decimal("0.005")),
)


@dataclass(frozen=True)
class FeeResult:
    """`fee` in yuan, rounded half up to the fen once at the end; one step per bracket and one for the sum."""

    fee: Decimal
    steps: tuple[str, ...]
    article: str


@rule("fees.execution", "申请执行费", "诉讼费用交纳办法第十四条第一项")
def execution_fee(amount: Decimal) -> FeeResult:
    """Fee for enforcing `amount` yuan: 50 up to 10,000, then 1.5 %, 1 %, 0.5 % and 0.1 % by bracket.

    It is not prepaid and falls on the debtor (articles 20 and 38). ValueError for negative amounts.
    """
    return _fee(amount, _EXECUTION_BASE, _EXECUTION, 14)


@rule("fees.preservation", "保全申请费", "诉讼费用交纳办法第十四条第二项")
def preservation_fee(amount: Decimal) -> FeeResult:
    """Fee for preserving assets worth `amount` yuan: 30 up to 1,000, then 1 % and 0.5 %, at most 5,000."""
    result = _fee(amount, _PRESERVATION_BASE, _PRESERVATION, 14)
    if result.fee <= PRESERVATION_CAP:
        return result
    capped = f"最多交纳 {show(PRESERVATION_CAP)} 元"
    return FeeResult(PRESERVATION_CAP, (*result.steps, capped), result.article)


@rule("fees.acceptance", "财产案件受理费", "诉讼费用交纳办法第十三条第一项；减半见第十五条、第十六条")
def acceptance_fee(amount: Decimal, *, halved: bool = False) -> FeeResult:
    """Fee for a property claim of `amount` yuan; `halved` for mediation or summary procedure."""
    result = _fee(amount, _ACCEPTANCE_BASE, _ACCEPTANCE, 13)
    if not halved:
        return result
    half = round_fen(result.fee / 2)
    return FeeResult(half, (*result.steps, f"减半交纳 {show(half)} 元"), result.article)


def _fee(amount: Decimal, base: tuple[Decimal, Decimal], brackets: _Brackets, article: int) -> FeeResult:
    amount = yuan(amount)
    if amount < ZERO:
        raise ValueError(f"amount must not be negative: {amount}")
    lower, total = base
    steps = [f"不超过 {show(lower)} 元的部分：每件 {show(total)} 元"]
    for upper, rate in brackets:
        if amount <= lower:
            break
        part = (amount if upper is None else min(amount, upper)) - lower
        share = part * rate
        total += share
        span = f"超过 {show(lower)} 元的部分" if upper is None else f"{show(lower)} 元至 {show(upper)} 元的部分"
        steps.append(f"{span}：{show(part)} × {_percent(rate)} = {_exact(share)} 元")
        lower = upper if upper is not None else amount
    fee = round_fen(total)
    return FeeResult(fee, (*steps, f"合计 {show(fee)} 元"), cite("fees", article).plain)


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"


def _exact(value: Decimal) -> str:
    """All decimals there are, at least two, so that the working can be followed by hand."""
    return show(value) if value == round_fen(value) else f"{value.normalize():,f}"
