"""When people meet: the hours of the court, and what to look at before an appointment outside them is made."""

from datetime import date, time

from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import Calendar

MORNING = (time(8, 30), time(12))
AFTERNOON = (time(14), time(17, 30))


@rule("appointments.hints", "约定会商的时间提示", "ours: 工作日 8:30 至 12:00、14:00 至 17:30 以外可以约，只提示")
def hints(*, day: date, starts: time, ends: time, calendar: Calendar, deadline: date | None = None) -> tuple[str, ...]:
    """What to look at before the appointment is made: a rest day, an hour outside the court's, a day after the period.

    `deadline` is the last day of the talks, None while they have none. Nothing here refuses an appointment.
    """
    found = []
    if not calendar.is_workday(day):
        found.append(f"{day:%Y-%m-%d} 是休息日（{calendar.describe(day)}）")
    if not any(first <= starts and ends <= last for first, last in (MORNING, AFTERNOON)):
        found.append(f"{starts:%H:%M}–{ends:%H:%M} 不全在上班时间（8:30–12:00、14:00–17:30）")
    if deadline is not None and day > deadline:
        found.append(f"约在和解期限（{deadline:%Y-%m-%d}）以后")
    return tuple(found)
