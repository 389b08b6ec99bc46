"""Preservation meanwhile: the five-day rule, renewal, ceilings. A freeze ends on its day; no holiday moves it."""

from datetime import date, timedelta

from cases.rules.deadlines import by_period
from cases.rules.periods import Periods
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import Calendar, Deadline, Step, add_years

# Longest term in years by kind of object
CEILINGS: dict[str, int] = {"deposit": 1, "movable": 2, "real_estate": 3, "other_right": 3}


@rule("preservation.five_day_due", "执前保全五日规则", "民事诉讼法解释第一百六十三条")
def five_day_due(*, performance_end: date, calendar: Calendar, periods: Periods | None = None) -> Deadline:
    """Last day to apply for enforcement when assets were preserved after the instrument took effect.

    Five days after the performance period; without an application the court must lift the measure.
    """
    period = (periods or Periods())["T_PRESERVE5"]
    return by_period(period=period, start=performance_end, calendar=calendar, start_text="履行期末日")


@rule("preservation.renewal_due", "续行保全的申请日", "财产保全规定第十八条：届满七日前")
def renewal_due(*, until: date, periods: Periods | None = None) -> Deadline:
    """Last day to ask for renewal of a measure that ends on `until`; neither day moves off rest days (ours)."""
    period = (periods or Periods())["T_RENEW7"]
    due = until - timedelta(days=period.amount)
    steps = (
        Step(until, "保全届满日，遇休息日也不顺延"),
        Step(due, f"届满前 {period.text}（{period.source}）", is_result=True),
    )
    return Deadline(due, due, moved=False, confirmed=True, steps=steps, article=period.source)


@rule("preservation.longest_until", "保全期限上限", "民事诉讼法解释第四百八十五条：一年、二年、三年")
def longest_until(*, object_kind: str, since: date) -> date:
    """The latest day on which a measure begun on `since` may end: deposits one year,
    movables two, immovables and other rights three. KeyError for an unknown kind of object."""
    return add_years(since, CEILINGS[object_kind])
