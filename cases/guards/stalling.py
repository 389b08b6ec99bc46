"""Why a decision on talks that lead nowhere is refused now."""

from datetime import date

from cases.facts.stalling import findings_on, put_off
from cases.models import Attempt, Case
from cases.models.choices_talks import StallDecision
from cases.states import ResultCode
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import Blocker

from .intake import to_withdraw
from .mediation import to_extend, to_fail
from .standing import Day, free_to_talk, in_state, talks_open

STALLED_CODES = (ResultCode.NO_PROGRESS, ResultCode.PERIOD_EXPIRED)


def to_review_talks(
    case: Case,
    day: Day,
    *,
    decision: str = "",
    reason: str = "-",
    until: date | None = None,
    code: str = "",
    applicant_agrees: bool = True,
    respondent_agrees: bool = True,
) -> list[Blocker]:
    """Only while a sign of 久调不和 holds, with a reason; the talks may go on once, as far as the period reaches."""
    found = in_state(case, Verb.REVIEW_TALKS)
    attempt, closed = talks_open(case)
    found += closed
    if not found and not findings_on(case, day.today, day.periods.limits):
        found.append(Blocker("not_stalled", "今天还没有久调不和的情形"))
    if not reason.strip():
        found.append(Blocker("reason_required", "决定须写明理由"))
    if decision == StallDecision.EXTEND and attempt is not None and not closed:
        consents = {"applicant_agrees": applicant_agrees, "respondent_agrees": respondent_agrees}
        found += free_to_talk(case) + _once_more(case, day, attempt, until, consents)
    if decision == StallDecision.HAND_OVER:
        found += to_fail(case, day, code=code) if code else []
        if code and code not in STALLED_CODES:
            found.append(Blocker("wrong_code", "久调不和移送的结案方式只能是 23 或者 24"))
    if decision == StallDecision.END:
        found += to_withdraw(case, day, code=code)
    return found


def days_beyond(attempt: Attempt, until: date) -> int:
    """How many days the period must be longer for the talks to last until then; 0 when it reaches so far."""
    return max((until - attempt.deadline).days, 0) if attempt.deadline else 0


def _once_more(case: Case, day: Day, attempt: Attempt, until: date | None, consents: dict[str, bool]) -> list[Blocker]:
    found = []
    if put_off(attempt) is not None:
        found.append(Blocker("put_off_once", "已准许再谈一次，这次须移送或者终结"))
    if attempt.deadline is None:
        found.append(Blocker("suspended", "和解期限中止中，没有届满日，恢复以后再决定"))
    if until is None:
        found.append(Blocker("until_required", "准许再谈须定到哪一天"))
        return found
    if until <= day.today:
        found.append(Blocker("until_past", "再谈须定到今天以后"))
    beyond = days_beyond(attempt, until)
    if beyond:
        known = {blocker.code for blocker in found}
        longer = to_extend(case, day, days=beyond, **consents)
        found += [blocker for blocker in longer if blocker.code not in known | {"party_not_able"}]
    return found
