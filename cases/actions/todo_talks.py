"""What a case in the talks waits for: service, sessions, the decision where it goes; or the end of a suspension."""

from collections.abc import Iterator
from datetime import date, timedelta

from cases.facts import stretches_of, suspension_on
from cases.guards import Day
from cases.models import Attempt, Session, Suspension
from cases.rules.deadlines import by_period, suspension_review
from cases.rules.suspension import put_off
from cases.verbs import Verb
from jianli_mediation.core.roles import Role

from .wanted import Wanted

FIRST_SESSION_WITHIN = timedelta(days=10)
ONE_DAY = timedelta(days=1)


def talks(attempt: Attempt, day: Day) -> Iterator[Wanted]:
    """Of a case that a mediator has taken. While the period is suspended without an end, nothing else is asked for."""
    if attempt.taken_on is None or attempt.mediator is None:
        return
    hers = attempt.mediator.user_id
    suspended = suspension_on(attempt, day.today)
    if suspended is not None and suspended.to_on is None:
        yield from _held(suspended, day, hers)
        return
    # Fixed beforehand, it ends by itself: what is to be done shows up again on the day after.
    again = suspended.to_on + ONE_DAY if suspended is not None and suspended.to_on else None
    sessions = _sessions(attempt)
    if attempt.urged_on is None:
        yield _urging(attempt, attempt.taken_on, day, again)
    session = _next_session(attempt, attempt.taken_on, sessions, day, hers, again)
    if session is not None:
        yield session
    if attempt.deadline is not None:
        until = f"中止到 {suspended.to_on:%Y-%m-%d}；" if suspended is not None else ""
        why = f"{until}已会商 {len(sessions)} 次；期限届满前决定去向"
        yield Wanted("decide", "签协议、延期或终止和解", why, attempt.deadline, Verb.CONCLUDE, user_id=hers)


def _held(row: Suspension, day: Day, hers: int) -> Iterator[Wanted]:
    review = suspension_review(since=row.from_on, periods=day.periods, calendar=day.calendar).due
    why = f"{row.from_on:%Y-%m-%d} 起中止，{review:%m-%d} 复核：{row.reason}"
    yield Wanted("suspended", "原因消除以后恢复计算和解期限", why, review, Verb.RESUME, user_id=hers, waiting=True)
    yield Wanted(
        "review_suspension",
        "复核和解期限是否还要中止",
        why,
        review,
        Verb.RESUME,
        role=Role.HEAD,
        show_from=review,
        waiting=True,
    )


def _sessions(attempt: Attempt) -> list[Session]:
    rows = attempt.sessions.all()
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.pk not in corrected]


def _urging(attempt: Attempt, taken_on: date, day: Day, again: date | None) -> Wanted:
    due = by_period(period=day.periods["T_CONTACT"], start=taken_on, calendar=day.calendar).due
    due = put_off(due=due, start=taken_on, stretches=stretches_of(attempt), calendar=day.calendar)
    return Wanted(
        "urge",
        "送达督促履行通知书",
        "接收后 3 个工作日内首次联系",
        due,
        Verb.RECORD_SERVICE,
        role=Role.CLERK,
        show_from=again,
    )


def _next_session(
    attempt: Attempt, taken_on: date, sessions: list[Session], day: Day, hers: int, again: date | None
) -> Wanted | None:
    count, calendar = len(sessions), day.calendar
    latest = max(sessions, key=lambda row: row.number, default=None)
    if latest is None:
        first = calendar.next_workday(taken_on + FIRST_SESSION_WITHIN)
        first = put_off(due=first, start=taken_on, stretches=stretches_of(attempt), calendar=calendar)
        due, text, why = min(first, attempt.deadline or first), "首次会商", "接收后 10 日内至少会商一次"
    elif latest.next_on:
        due, text = latest.next_on, f"第 {count + 1} 次会商"
        why = latest.follow_up or f"第 {count} 次会商约定"
        stopped = suspension_on(attempt, due)
        if stopped is not None and stopped.to_on:
            due, why = calendar.next_workday(stopped.to_on + ONE_DAY), f"原定 {due:%m-%d}，遇中止；{why}"
    else:
        return None
    return Wanted("session", text, why, due, Verb.LOG_SESSION, user_id=hers, show_from=again)
