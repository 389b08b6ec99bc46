"""Every indicator of the monthly report, in its order. Page, list of cases, API and report all ask here."""

from dataclasses import dataclass

from .asked import Asked
from .asking import M31, M32, M33
from .closing import M03, M05, M06, M07, M07B, M08, M14, M16, M17, M18
from .falling_due import M10, M13, M19, M20
from .indicator import Figure, Indicator
from .intake import M01, M02, M04, M26, M36
from .lanes import M21, M22
from .money import M09, M11, M12, M27, M27B, M28
from .outside import M23, M24, M25
from .reckoning import Reckoning
from .serving import M15, M29, M30, M34, M35
from .tally import Number

INDICATORS: tuple[Indicator, ...] = (
    *(M01, M02, M03, M04, M05, M06, M07, M07B, M08, M09, M10, M11, M12, M13, M14, M15, M16, M17, M18, M19, M20),
    *(M21, M22, M23, M24, M25, M26, M27, M27B, M28, M29, M30, M31, M32, M33, M34, M35, M36),
)
# Every entry and every part by its code: m07, m14.median.
BY_CODE: dict[str, Indicator] = {
    entry.code: entry for indicator in INDICATORS for entry in (indicator, *indicator.parts)
}


class StockMismatch(Exception):
    """旧存 + 新收 − 结案 is not 未结: the figures of the period must not be reported."""

    def __init__(self, before: Number, new: Number, closed: Number, left: Number) -> None:
        self.before, self.new, self.closed, self.left = before, new, closed, left
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """What does not add up, in the reader's words."""
        sum_ = self.before + self.new - self.closed
        return (
            f"旧存 {self.before} + 新收 {self.new} − 结案 {self.closed} = {sum_}，与未结 {self.left} 不符；"
            "请核对登记日、结案日有误的案件，核对以前不出报表。"
        )


@dataclass(frozen=True)
class Figures:
    """The answers to one question, in the order of the list."""

    asked: Asked
    figures: tuple[Figure, ...]

    def __getitem__(self, code: str) -> Figure:
        return {figure.code: figure for figure in self.figures}[code]


def check_stock(reckoning: Reckoning) -> None:
    """Raises StockMismatch when the stock does not reconcile. 未结 is counted by itself, not computed."""
    before, new, closed, left = (reckoning.figure(entry).numerator or 0 for entry in (M02, M01, M03, M04))
    if before + new - closed != left:
        raise StockMismatch(before, new, closed, left)


def figures(asked: Asked) -> Figures:
    """Every indicator. Raises StockMismatch."""
    reckoning = Reckoning(asked)
    check_stock(reckoning)
    return Figures(asked, tuple(reckoning.figures(INDICATORS)))
