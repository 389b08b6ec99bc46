"""The calendar with make-up workdays (调休), and the shape of every deadline."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jianli_mediation.kernel import chinese

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Announced rest days and make-up workdays; every other day follows the week.

    `confirmed_through` is the last day covered by a State Council notice, None when there is none.
    `names` may say what a day is ("国庆假期", "五一调休上班").
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    confirmed_through: date | None = None
    names: Mapping[date, str] = field(default_factory=dict, compare=False)

    def is_workday(self, day: date) -> bool:
        """A make-up workday is a workday, an announced holiday is none, else Monday to Friday."""
        if day in self.workdays:
            return True
        return day not in self.holidays and day.weekday() < _SATURDAY

    def is_confirmed(self, day: date) -> bool:
        """Whether the arrangement of that day has been announced."""
        return self.confirmed_through is not None and day <= self.confirmed_through

    def next_workday(self, day: date) -> date:
        """The day itself if it is a workday, else the first one after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th workday after `day` (before it, if negative); `day` itself never counts."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, first: date, last: date) -> int:
        """Workdays in (first, last]; negative, over (last, first], when `last` lies earlier."""
        if last < first:
            return -self.workdays_between(last, first)
        return sum(self.is_workday(first + ONE_DAY * n) for n in range(1, (last - first).days + 1))

    def describe(self, day: date) -> str:
        """ "星期三，工作日", "星期日，调休上班", "星期二，国庆假期", "星期六"."""
        kind = self._kind(day)
        name = chinese.weekday(day, long=True)
        return f"{name}，{kind}" if kind else name

    def _kind(self, day: date) -> str:
        weekend = day.weekday() >= _SATURDAY
        if self.is_workday(day):
            return self.names.get(day, "调休上班") if weekend else "工作日"
        if day in self.holidays:
            return self.names.get(day, "放假")
        return ""


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months later, or that month's last day (民法典第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The corresponding day so many years later; 29 February ends on the 28th."""
    return add_months(day, 12 * years)


@dataclass(frozen=True)
class Step:
    """One line of a "为什么" list. A step without a day is printed as 结果."""

    day: date | None
    text: str
    is_result: bool = False


@dataclass(frozen=True)
class Deadline:
    """`raw` is the counted last day, `due` the day that holds after moving off rest days.

    `confirmed` is False while the day depends on a holiday arrangement not yet announced.
    """

    raw: date
    due: date
    moved: bool
    confirmed: bool
    steps: tuple[Step, ...]
    article: str
