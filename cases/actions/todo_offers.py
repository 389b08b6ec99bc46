"""Whom a case waits for before somebody has it in hand, or while another is asked to go on with it."""

from collections.abc import Iterator
from datetime import timedelta

from cases.guards import Day
from cases.models import Attempt, Case
from cases.rules.deadlines import by_period, taking_due
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.roles import Role

from .wanted import Wanted

ONE_DAY = timedelta(days=1)


def offers(case: Case, attempt: Attempt, day: Day) -> Iterator[Wanted]:
    """The head assigns; whoever is asked answers; when her time is over the head is told."""
    if attempt.mediator is None:
        start = case.registered_on or day.today
        due = by_period(period=day.periods["T_ASSIGN"], start=start, calendar=day.calendar).due
        yield Wanted("assign", "指派和解员", _why(attempt), due, Verb.ASSIGN, role=Role.HEAD)
        return
    offer = attempt.offer
    if offer is None:
        return
    start = local_date(offer.assigned_at)
    due = offer.answer_due or taking_due(assigned_on=start, periods=day.periods, calendar=day.calendar).due
    limit = day.periods["T_TAKE"].text
    kept = f"{attempt.mediator}移交，" if attempt.taken_on else ""
    yield Wanted("take", "接收或退回这件案子", f"{kept}{limit}内答复", due, Verb.TAKE, user_id=offer.mediator.user_id)
    yield Wanted(
        "answer_overdue",
        f"{offer.mediator}没有按期答复，请催促或另行指派",
        f"{start:%m-%d} 指派，{due:%m-%d} 前应当答复",
        due,
        Verb.ASSIGN,
        role=Role.HEAD,
        show_from=due + ONE_DAY,
    )


def _why(attempt: Attempt) -> str:
    """Why the head has to assign: nobody was asked yet, or the last one gave it back."""
    rows = [row for row in attempt.assignments.all() if row.refused]
    if not rows:
        return "登记后 1 个工作日内指派"
    last = rows[-1]
    again = "，抽签没有别人可抽" if last.draw_id is not None else ""
    return f"{last.mediator}退回{again}：{last.end_reason}"
