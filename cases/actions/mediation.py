"""执前和解: assign, take, refuse, log a session, extend, fail, settle in full."""

from datetime import date, datetime

from cases import guards
from cases.facts import confirmed_total, live_payments
from cases.models import Attempt, Case, Session, SessionNote
from cases.rules import deadlines
from cases.states import ResultCode
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import refuse_if
from mediators.models import Mediator

from .acting import Act, Actor, InvalidInput, When, acting
from .inputs import SessionInput
from .intake import close_attempt


def assign(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    mediator_id: int,
    reason: str = "",
    taken_on: date | None = None,
    at: When = None,
) -> Case:
    """Give the case to a mediator; with ``taken_on`` she takes it on the spot and the period runs from that day.

    A case already taken changes hands with a reason; its period runs on.
    """
    with acting(Verb.ASSIGN, by=by, now=now, case_id=case_id, at=at or taken_on) as act:
        mediator = Mediator.objects.select_related("user").filter(pk=mediator_id).first()
        if mediator is None:
            raise InvalidInput({"mediator": ["名册里没有这位和解员"]})
        refuse_if(guards.to_assign(act.case, act.day, mediator=mediator, reason=reason, taken_on=taken_on))
        attempt = _attempt(act)
        _end_assignment(attempt, act, reason)
        replaced = attempt.mediator_id
        attempt.mediator, attempt.assigned_at = mediator, act.at
        attempt.assignments.create(mediator=mediator, assigned_at=act.at, assigned_by=act.by, reason=reason)
        if taken_on is not None:
            _take(attempt, taken_on, act)
        attempt.save()
        act.reason = act.reason or reason
        act.facts = {"mediator": mediator.pk, "replaced": replaced, "taken_on": taken_on, "deadline": attempt.deadline}
    return act.case


def take(*, by: Actor, now: datetime, case_id: int, taken_on: date | None = None, at: When = None) -> Case:
    """The assigned mediator takes the case; the reconciliation period runs from ``taken_on``."""
    with acting(Verb.TAKE, by=by, now=now, case_id=case_id, at=at or taken_on) as act:
        day = taken_on or act.day.today
        refuse_if(guards.to_take(act.case, act.day, taken_on=day))
        attempt = _attempt(act)
        _take(attempt, day, act)
        attempt.save()
        act.facts = {"mediator": attempt.mediator_id, "taken_on": day, "deadline": attempt.deadline}
    return act.case


def refuse(*, by: Actor, now: datetime, case_id: int, reason: str, at: When = None) -> Case:
    """The assigned mediator gives the case back before taking it, with a reason."""
    with acting(Verb.REFUSE, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_refuse(act.case, act.day, reason=reason))
        attempt = _attempt(act)
        act.facts = {"mediator": attempt.mediator_id}
        _end_assignment(attempt, act, reason)
        attempt.mediator, attempt.assigned_at = None, None
        attempt.save()
        act.reason = reason
    return act.case


def log_session(*, by: Actor, now: datetime, case_id: int, session: SessionInput, at: When = None) -> Session:
    """Append one session. A correction is a new row that points at the old one. The confidential note stays apart."""
    with acting(Verb.LOG_SESSION, by=by, now=now, case_id=case_id, at=at or session.held_on) as act:
        refuse_if(guards.to_log_session(act.case, act.day, held_on=session.held_on, next_on=session.next_on))
        attempt = _attempt(act)
        corrected = _corrected(attempt, session.corrects)
        number = corrected.number if corrected else 1 + sum(s.corrects_id is None for s in attempt.sessions.all())
        row = attempt.sessions.create(
            number=number,
            held_on=session.held_on,
            starts=session.starts,
            ends=session.ends,
            mode=session.mode,
            place=session.place,
            attendees=list(session.attendees),
            offers=list(session.offers),
            positions=session.positions,
            agreed_facts=session.agreed_facts,
            outcome=session.outcome,
            next_on=session.next_on,
            follow_up=session.follow_up,
            corrects=corrected,
            entered_by=act.by,
            entered_at=now,
        )
        if session.confidential_note:
            SessionNote.objects.create(session=row, text=session.confidential_note)
        act.facts = {
            "session": row.pk,
            "number": number,
            "held_on": session.held_on,
            "mode": session.mode,
            "outcome": session.outcome,
            "offers": len(session.offers),
            "corrects": session.corrects,
        }
    return row


def _corrected(attempt: Attempt, session_id: int | None) -> Session | None:
    if session_id is None:
        return None
    for session in attempt.sessions.all():
        if session.pk == session_id:
            return session
    raise InvalidInput({"corrects": ["本次和解没有这次会商"]})


def extend(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    days: int | None = None,
    applicant_agrees: bool,
    respondent_agrees: bool,
    reason: str = "",
    at: When = None,
) -> Case:
    """Lengthen the period once, counted from the old end, with both sides' signed consent. ``days``: default T_EXT."""
    with acting(Verb.EXTEND, by=by, now=now, case_id=case_id, at=at) as act:
        wanted = act.day.periods["T_EXT"].amount if days is None else days
        refuse_if(
            guards.to_extend(
                act.case, act.day, days=wanted, applicant_agrees=applicant_agrees, respondent_agrees=respondent_agrees
            )
        )
        attempt = _attempt(act)
        old = attempt.deadline
        if old is None:
            raise InvalidInput({"days": ["和解期限还没有起算"]})
        attempt.deadline = deadlines.extended(old_due=old, days=wanted, calendar=act.day.calendar).due
        attempt.extended_on, attempt.extension_days, attempt.extension_reason = act.day.today, wanted, reason
        attempt.save()
        act.reason = act.reason or reason
        act.facts = {"from": old, "to": attempt.deadline, "days": wanted}
    return act.case


def fail(*, by: Actor, now: datetime, case_id: int, code: str, note: str = "", at: When = None) -> Case:
    """End the talks without an agreement, with one of the codes 20–27; the matter goes to enforcement."""
    with acting(Verb.FAIL, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_fail(act.case, act.day, code=code))
        close_attempt(act, code)
        act.case.fail(at=act.at, code=code, note=note)
        act.facts = {"result_code": code, "note": note}
    return act.case


def settle_in_full(
    *, by: Actor, now: datetime, case_id: int, code: str = "", creditor_satisfied: bool = False, at: When = None
) -> Case:
    """Close as paid without an agreement. ``code`` defaults to 11 after urging, else to 10.

    The day of performance is that of the last payment, the closing day that of this act.
    """
    with acting(Verb.SETTLE_IN_FULL, by=by, now=now, case_id=case_id, at=at) as act:
        urged = act.case.attempt is not None and act.case.attempt.urged_on is not None
        result = code or (ResultCode.AFTER_URGING if urged else ResultCode.ON_THE_SPOT)
        refuse_if(guards.to_settle_in_full(act.case, act.day, code=result, creditor_satisfied=creditor_satisfied))
        performed_on = max(paid.paid_on for paid in live_payments(act.case))
        close_attempt(act, result)
        act.case.settle_in_full(at=act.at, code=result, performed_on=performed_on)
        act.facts = {
            "result_code": result,
            "paid": confirmed_total(act.case),
            "performed_on": performed_on,
            "creditor_satisfied": creditor_satisfied,
        }
    return act.case


def _attempt(act: Act) -> Attempt:
    attempt = act.case.attempt
    if attempt is None:
        raise InvalidInput({"case": ["没有进行中的和解程序"]})
    return attempt


def _take(attempt: Attempt, day: date, act: Act) -> None:
    attempt.assignments.filter(ended_at__isnull=True).update(taken_on=day)
    if attempt.taken_on is None:
        attempt.taken_on = day
        attempt.deadline = deadlines.reconciliation(
            taken_on=day, periods=act.day.periods, calendar=act.day.calendar
        ).due


def _end_assignment(attempt: Attempt, act: Act, reason: str) -> None:
    attempt.assignments.filter(ended_at__isnull=True).update(ended_at=act.at, end_reason=reason)
