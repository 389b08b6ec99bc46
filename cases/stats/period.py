"""The stretch of days a figure is asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"(\d{4})-(\d{2})")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """From ``first`` to ``last``, both included. ValueError when they are the wrong way round."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"{self.first} is after {self.last}")

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """The natural month."""
        following = date(year + month // 12, month % 12 + 1, 1)
        return cls(date(year, month, 1), following - ONE_DAY)

    @classmethod
    def of(cls, day: date) -> "Period":
        """The natural month in which ``day`` lies."""
        return cls.month(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The month ``2024-04``. ValueError for anything else."""
        found = _MONTH.fullmatch(text)
        if found is None or not 1900 <= int(found[1]) <= 2199:
            raise ValueError(f"not a month: {text}")
        return cls.month(int(found[1]), int(found[2]))

    @classmethod
    def between(cls, first: "Period", last: "Period") -> "Period":
        """From the beginning of one to the end of the other."""
        return cls(first.first, last.last)

    @property
    def key(self) -> str:
        """``2024-04``: the month it begins in."""
        return f"{self.first:%Y-%m}"

    @property
    def is_month(self) -> bool:
        return self == Period.of(self.first)

    @property
    def label(self) -> str:
        """2024年4月, 2024年1月至4月, or the days where they are no whole months."""
        begins, ends = Period.of(self.first), Period.of(self.last)
        if self == begins:
            return f"{self.first.year}年{self.first.month}月"
        if (begins.first, ends.last) == (self.first, self.last):
            same = self.first.year == self.last.year
            return f"{begins.label}至{self.last.month}月" if same else f"{begins.label}至{ends.label}"
        return f"{self.first:%Y-%m-%d} 至 {self.last:%Y-%m-%d}"

    @property
    def days(self) -> tuple[date, date]:
        """Both ends, for a range look-up."""
        return self.first, self.last

    def before(self) -> "Period":
        """The month before the one it begins in."""
        return Period.of(self.first - ONE_DAY)

    def after(self) -> "Period":
        """The month after the one it ends in."""
        return Period.of(self.last + ONE_DAY)

    def months(self) -> Iterator["Period"]:
        """Every natural month that it touches, the earliest first."""
        month = Period.of(self.first)
        while month.first <= self.last:
            yield month
            month = month.after()

    def back(self, count: int) -> "Period":
        """The stretch of ``count`` months that ends with it."""
        month = Period.of(self.last)
        for _ in range(count - 1):
            month = month.before()
        return Period(month.first, self.last)
