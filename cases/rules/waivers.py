"""What the creditor forgives in the agreement, and when it comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jianli_mediation.kernel.money import ZERO, show, yuan
from jianli_mediation.kernel.rulebook import rule


@dataclass(frozen=True)
class Waiver:
    """A sum forgiven from `since` (the signing) on. `conditional`: only if the agreement is kept.

    `broken`: the spans in which a declared default stood, each from its day to the day it was lifted (None: still
    stands). ValueError for a negative amount.
    """

    amount: Decimal
    since: date
    conditional: bool = True
    broken: tuple[tuple[date, date | None], ...] = ()

    def __post_init__(self) -> None:
        if yuan(self.amount) < ZERO:
            raise ValueError("a waiver must not be negative")

    def revived(self, on: date) -> bool:
        """Whether the default that stands on `on` has brought the whole debt back."""
        return self.conditional and any(start <= on and (end is None or on < end) for start, end in self.broken)


@dataclass(frozen=True)
class Forgiven:
    """What is off the debt on a day, in yuan, and the sentences that say why."""

    amount: Decimal
    notes: tuple[str, ...]


@rule(
    "waivers.forgiven",
    "协议减免与恢复",
    "协议约定；执行和解规定第九条、第十七条；ours: 附条件的减免在认定违约后恢复",
)
def forgiven(*, waivers: Sequence[Waiver], until: date, debt: Decimal) -> Forgiven:
    """What the waivers in force on `until` take off a debt of `debt` yuan, never more than the debt.

    A conditional waiver counts while the agreement stands; from the day on which default is declared the whole
    debt revives, until the creditor accepts the cure. An unconditional one stays. Waivers of the future do not count.
    """
    notes, total = [], ZERO
    for waiver in waivers:
        if waiver.since > until or not waiver.amount:
            continue
        if waiver.revived(until):
            notes.append(f"协议附条件减免的 {show(waiver.amount)} 元已因违约恢复，没有扣除。")
            continue
        total += yuan(waiver.amount)
        when = "，以按约履行为条件，认定违约的当日起恢复" if waiver.conditional else ""
        notes.append(f"已扣除协议减免的 {show(waiver.amount)} 元{when}。")
    return Forgiven(min(total, debt), tuple(notes))
