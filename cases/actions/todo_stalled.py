"""Talks that lead nowhere, on the head's list; a comment of guidance, on the invited mediator's."""

from collections.abc import Iterator
from datetime import date, timedelta

from cases.facts import suspension_on
from cases.facts.guidance import outsider_of, unanswered
from cases.facts.stalling import put_off, stalled_signs
from cases.guards import Day
from cases.models import Case
from cases.rules.deadlines import escalation_due
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.roles import Role

from .wanted import Wanted

ONE_DAY = timedelta(days=1)
GUIDANCE_WITHIN = 5


def stalled(case: Case, day: Day) -> Iterator[Wanted]:
    """From the day on which the first sign holds, written ahead; once the talks may go on, after that time is over.

    While the period stands still without an end, nobody is asked.
    """
    attempt = case.attempt
    if attempt is None or attempt.taken_on is None or attempt.deadline is None:
        return
    signs = stalled_signs(case, day.periods.limits)
    if not signs:
        return
    shown = signs[0].since
    suspended = suspension_on(attempt, day.today)
    if suspended is not None and suspended.to_on:
        shown = max(shown, suspended.to_on + ONE_DAY)
    before = put_off(attempt)
    if before is not None and before.until is not None:
        shown = max(shown, before.until + ONE_DAY)
    seen = max(shown, day.today)
    why = "；".join(each.text for each in signs if each.since <= seen)
    text = "再谈期满，请决定移送或者终结" if before is not None else "久调不和，请决定再谈、移送或者终结"
    yield Wanted("stalled", text, why, shown, Verb.REVIEW_TALKS, role=Role.HEAD, show_from=shown)
    yield _escalated(attempt.deadline, shown, day)


def _escalated(deadline: date, shown: date, day: Day) -> Wanted:
    """Talks whose time has been over for days, and neither the mediator nor the head has decided: the director's."""
    since = escalation_due(ended_on=max(deadline, shown - ONE_DAY), periods=day.periods, calendar=day.calendar).due
    why = f"和解期限 {deadline:%m-%d} 届满，{since:%m-%d} 仍没有定去向；移送、终结、签协议或者决定再谈就撤下"
    return Wanted(
        "escalated", "期满未定去向，请督办", why, since, Verb.REVIEW_TALKS, role=Role.DIRECTOR, show_from=since
    )


def guidance(case: Case, day: Day) -> Iterator[Wanted]:
    """A comment stands on the invited mediator's list until she has logged a session or a contact after it."""
    attempt = case.attempt
    outsider = outsider_of(attempt)
    newest = unanswered(attempt) if attempt is not None and outsider is not None else None
    if newest is None or outsider is None:
        return
    due = day.calendar.add_workdays(local_date(newest.given_at), GUIDANCE_WITHIN)
    why = f"{local_date(newest.given_at):%m-%d} 收到指导意见，见案件页；记录下一次会商或者联系以后消去"
    yield Wanted("guidance", "按指导意见办理", why, due, Verb.LOG_SESSION, user_id=outsider.user_id)
