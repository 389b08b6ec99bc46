"""How dates, amounts and days left are written on a page."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from jianli_mediation.core import clock
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.kernel import chinese, money
from jianli_mediation.kernel.workdays import Calendar

register = template.Library()

EMPTY = "—"
SOON = 3  # the lamp turns amber at this many days left


def _local(moment: datetime) -> datetime:
    return moment.astimezone(COURT_TIME)


def _month_and_day(day: date) -> str:
    """Without the year only while it is this one."""
    return f"{day:%m-%d}" if day.year == clock.today().year else f"{day:%Y-%m-%d}"


@register.filter("money")
def show_money(amount: Decimal | None) -> str:
    """86,500.00; −500.00 with the sign of arithmetic; nothing is —."""
    return EMPTY if amount is None or amount == "" else money.show(amount).replace("-", "−")


@register.filter
def yuan(amount: Decimal | None) -> str:
    """86,500.00 元."""
    return EMPTY if amount is None or amount == "" else f"{money.show(amount)} 元"


@register.filter
def capitals(amount: Decimal | None) -> str:
    """捌万陆仟伍佰元整."""
    return "" if amount is None or amount == "" else chinese.amount_in_capitals(amount)


@register.filter
def rate(percent: Decimal | None) -> str:
    """62.50%, from the percentage 62.5. An empty denominator is None and shows as —."""
    return EMPTY if percent is None or percent == "" else f"{percent:.2f}%"


@register.filter
def percent(fraction: Decimal | None) -> str:
    """3.65%, from the fraction 0.0365 of a rate of interest; a daily rate keeps its further figures: 0.0175%."""
    if fraction is None or fraction == "":
        return EMPTY
    figure = fraction * 100
    return f"{figure:.2f}%" if figure == round(figure, 2) else f"{figure.normalize():f}%"


@register.filter
def points(difference: Decimal | None) -> str:
    """+2.50 点: the difference of two rates."""
    return EMPTY if difference is None or difference == "" else f"{difference:+.2f} 点".replace("-", "−")


def _misleads(day: date, calendar: Calendar | None) -> str:
    if calendar is None:
        return ""
    working = calendar.is_workday(day)
    if working == (day.weekday() < 5):
        return ""
    return "上班" if working else "放假"


@register.filter
def day_note(day: date | None, calendar: Calendar | None = None) -> str:
    """周六, or 周六上班, 周一放假 where the weekday alone would mislead."""
    return "" if not day else chinese.weekday(day) + _misleads(day, calendar)


@register.filter("day")
def show_day(day: date | None, calendar: Calendar | None = None) -> str:
    """2023-10-07 周六; with a calendar 2023-10-07 周六上班."""
    return EMPTY if not day else f"{day:%Y-%m-%d} {day_note(day, calendar)}"


@register.filter
def short_day(day: date | None, calendar: Calendar | None = None) -> str:
    """10-07 周六; with a calendar 10-07 周六上班; of another year 2025-10-07 周二."""
    return EMPTY if not day else f"{_month_and_day(day)} {day_note(day, calendar)}"


@register.filter
def cn_date(day: date | None) -> str:
    """2023年10月7日, as papers and parties read it."""
    return EMPTY if not day else f"{day.year}年{day.month}月{day.day}日"


@register.filter("moment")
def show_moment(moment: datetime | None) -> str:
    """2023-05-08 09:14, in the court's time."""
    return EMPTY if not moment else f"{_local(moment):%Y-%m-%d %H:%M}"


@register.filter
def short_moment(moment: datetime | None) -> str:
    """05-08 09:14, in the court's time; of another year 2025-05-08 09:14."""
    return EMPTY if not moment else f"{_month_and_day(_local(moment).date())} {_local(moment):%H:%M}"


@register.filter
def clock_time(moment: datetime | None) -> str:
    """09:14:07, in the court's time."""
    return EMPTY if not moment else f"{_local(moment):%H:%M:%S}"


@register.filter
def days_left(days: int | None, unit: str = "工作日") -> str:
    """还有 3 工作日, 今天, 逾期 6 天; ``unit`` is 工作日 or 天. Never a bare number."""
    if days is None:
        return EMPTY
    if days == 0:
        return "今天"
    if days == 1 and unit == "天":
        return "明天"
    return f"还有 {days} {unit}" if days > 0 else f"逾期 {-days} {unit}"


@register.filter
def lamp_state(days: int | None) -> str:
    """The lamp for so many days left: late, soon (three or fewer; today is in time), ok, or none."""
    if days is None:
        return "none"
    if days < 0:
        return "late"
    return "soon" if days <= SOON else "ok"


@register.filter
def share(part: Decimal | int | None, whole: Decimal | int | None) -> str:
    """The width of a bar on a scale of 0 to 99; nothing of nothing is an empty bar."""
    if not part or not whole:
        return "0"
    return f"{max(Decimal(0), min(Decimal(99), Decimal(99) * Decimal(part) / Decimal(whole))):.1f}"
