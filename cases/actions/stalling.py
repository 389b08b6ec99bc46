"""决定久调不和: the head of the centre decides on talks that lead nowhere. Going on is possible once."""

from datetime import date, datetime

from cases import guards
from cases.facts.stalling import findings_on
from cases.guards.stalling import days_beyond
from cases.models import Case
from cases.models.choices_talks import StallDecision
from cases.states import ResultCode
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Act, Actor, InvalidInput, When, acting
from .intake import close_attempt
from .mediation import prolong


def review_talks(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    decision: str,
    reason: str,
    until: date | None = None,
    code: str = "",
    applicant_agrees: bool = False,
    respondent_agrees: bool = False,
    at: When = None,
) -> Case:
    """Let the talks go on until a day (``extend``), end them for enforcement (``hand_over``), or end the matter (``end``).

    ``until`` beyond the period lengthens it in the same act, as ``extend`` would, with both sides' written consent.
    ``code``: one of 23 and 24 (default: 23 once the period is over), or one of 30–33 for ``end``.
    """
    with acting(Verb.REVIEW_TALKS, by=by, now=now, case_id=case_id, at=at) as act:
        if decision not in StallDecision.values:
            raise InvalidInput({"decision": ["请选一种决定"]})
        ends_with = _code(act, decision, code)
        refuse_if(
            guards.to_review_talks(
                act.case,
                act.day,
                decision=decision,
                reason=reason,
                until=until if decision == StallDecision.EXTEND else None,
                code=ends_with,
                applicant_agrees=applicant_agrees,
                respondent_agrees=respondent_agrees,
            )
        )
        act.reason = act.reason or reason.strip()
        _write(act, decision, reason, until)
        if decision == StallDecision.HAND_OVER:
            close_attempt(act, ends_with)
            act.case.fail(at=act.at, code=ends_with, note=reason.strip())
        if decision == StallDecision.END:
            close_attempt(act, ends_with)
            act.case.withdraw(at=act.at, code=ends_with, note=reason.strip())
        if ends_with:
            act.facts["result_code"] = ends_with
    return act.case


def _code(act: Act, decision: str, code: str) -> str:
    if decision == StallDecision.EXTEND:
        return ""
    if decision == StallDecision.END:
        return code or ResultCode.APPLICATION_WITHDRAWN
    deadline = act.case.attempt.deadline if act.case.attempt else None
    over = deadline is not None and deadline < act.day.today
    return code or (ResultCode.PERIOD_EXPIRED if over else ResultCode.NO_PROGRESS)


def _write(act: Act, decision: str, reason: str, until: date | None) -> None:
    """The decision with what the detector had found, and the longer period where it needs one."""
    attempt = act.case.attempt
    if attempt is None:
        raise InvalidInput({"case": ["没有进行中的和解程序"]})
    going_on = until if decision == StallDecision.EXTEND else None
    found = findings_on(act.case, act.day.today, act.day.periods.limits)
    attempt.stall_reviews.create(
        decided_at=act.at,
        decided_by=act.by,
        findings=[{"code": each.code, "text": each.text} for each in found],
        decision=decision,
        reason=reason.strip(),
        until=going_on,
    )
    act.facts = {"decision": decision, "findings": [each.code for each in found], "until": going_on}
    beyond = days_beyond(attempt, going_on) if going_on else 0
    if beyond:
        old = prolong(act, attempt, beyond, reason.strip())
        act.facts |= {"from": old, "to": attempt.deadline, "days": beyond}
