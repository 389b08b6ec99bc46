"""What a case in the talks waits for: service, sessions, the decision where it goes; or the end of a suspension."""

from collections.abc import Iterator
from datetime import date, timedelta

from cases.facts import stretches_of, suspension_on
from cases.facts.contacts import debtor_called, debtor_reached
from cases.guards import Day
from cases.models import Attempt, Case, PropertyClue, Session, Suspension
from cases.models.choices import ClueSource
from cases.models.choices_talks import AppointmentStatus
from cases.rules.deadlines import by_period, contact_due, declaration_due, suspension_review
from cases.rules.suspension import put_off
from cases.verbs import Verb
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.kept import Kept
from jianli_mediation.core.roles import Role

from .wanted import Wanted

FIRST_SESSION_WITHIN = timedelta(days=10)
SHOW_FOLLOW_UP_BEFORE = timedelta(days=2)
ONE_DAY = timedelta(days=1)
_CLUES = Kept(lambda cases: PropertyClue.objects.filter(case__in=cases).values_list("source"))


def talks(case: Case, attempt: Attempt, day: Day) -> Iterator[Wanted]:
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
    if not debtor_reached(case, attempt):
        yield _first_contact(attempt, attempt.taken_on, day, hers, again)
    if attempt.urged_on is None:
        yield _urging(attempt, attempt.taken_on, day, again)
    else:
        yield from _declaration(case, attempt, attempt.urged_on, day, again)
    session = _next_session(attempt, attempt.taken_on, sessions, day, hers, again)
    if session is not None:
        yield session
    yield from _follow_ups(attempt, hers, again)
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


def _first_contact(attempt: Attempt, taken_on: date, day: Day, hers: int, again: date | None) -> Wanted:
    """The debtor is to be reached for the first time; the notice served on him, or a session, does it too."""
    due = contact_due(taken_on=taken_on, periods=day.periods, calendar=day.calendar).due
    due = put_off(due=due, start=taken_on, stretches=stretches_of(attempt), calendar=day.calendar)
    why = f"接收后 {day.periods['T_CONTACT'].text}内首次联系"
    return Wanted("contact", "首次联系被申请人", why, due, Verb.LOG_CONTACT, user_id=hers, show_from=again)


def _follow_ups(attempt: Attempt, hers: int, again: date | None) -> Iterator[Wanted]:
    """What was agreed and is still open, a few days before its day."""
    for row in attempt.follow_ups.all():
        if not row.result:
            shown = max(row.due_on - SHOW_FOLLOW_UP_BEFORE, again or date.min)
            why = f"{row.get_kind_display()}，{local_date(row.entered_at):%m-%d} 记下"
            yield Wanted("follow_up", row.text, why, row.due_on, Verb.CLOSE_FOLLOW_UP, user_id=hers, show_from=shown)


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


def _declaration(case: Case, attempt: Attempt, urged_on: date, day: Day, again: date | None) -> Iterator[Wanted]:
    """The form for declaring property went out with the notice. Who has not returned it in time is asked for it once."""
    periods = day.reference.periods_at(urged_on)
    end = declaration_due(served_on=urged_on, periods=periods, calendar=day.calendar).due
    since = end + ONE_DAY
    met = any(row.held_on >= since for row in _sessions(attempt))
    if attempt.mediator is None or met or debtor_called(case, since):
        return
    if any(source == ClueSource.DECLARATION for (source,) in _CLUES.rows([case.pk])):
        return
    due = by_period(period=day.periods["T_CONTACT"], start=end, calendar=day.calendar).due
    why = f"申报期 {end:%m-%d} 届满，没有收到；登记申报的线索、联系或者会商后撤下"
    shown = max(since, again or since)
    yield Wanted(
        "declare", "催收财产申报表", why, due, Verb.LOG_CONTACT, user_id=attempt.mediator.user_id, show_from=shown
    )


def _next_session(
    attempt: Attempt, taken_on: date, sessions: list[Session], day: Day, hers: int, again: date | None
) -> Wanted | None:
    count, calendar = len(sessions), day.calendar
    latest = max(sessions, key=lambda row: row.number, default=None)
    agreed = next((row for row in attempt.appointments.all() if row.status == AppointmentStatus.PLANNED), None)
    if agreed is not None:
        due, text = local_date(agreed.starts_at), f"第 {count + 1} 次会商"
        why = f"{agreed.starts_at.astimezone(COURT_TIME):%H:%M} {agreed.where}"
    elif latest is None:
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
