"""执前和解: log a session, extend, fail, settle in full. Who does it is a matter of ``assignment``."""

from datetime import date, datetime

from cases import guards
from cases.facts import confirmed_total, live_payments
from cases.models import Attempt, Case, Session, SessionNote
from cases.rules import deadlines
from cases.states import ResultCode
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Act, Actor, InvalidInput, When, acting, attempt_of
from .appointments import book, hold
from .follow_ups import agree
from .inputs import SessionInput
from .intake import close_attempt


def log_session(*, by: Actor, now: datetime, case_id: int, session: SessionInput, at: When = None) -> Session:
    """Append one session. A correction is a new row that points at the old one. The confidential note stays apart.

    In the same act the appointment it fulfils is marked held, the next one is made, and what was agreed is written down.
    """
    with acting(Verb.LOG_SESSION, by=by, now=now, case_id=case_id, at=at or session.held_on) as act:
        next_on = _next_on(session)
        refuse_if(
            guards.to_log_session(
                act.case,
                act.day,
                held_on=session.held_on,
                next_on=next_on,
                outcome=session.outcome,
                attendees=session.attendees,
                offers=session.offers,
            )
        )
        row = _written(act, session, next_on)
        act.facts = {
            "session": row.pk,
            "number": row.number,
            "held_on": session.held_on,
            "mode": session.mode,
            "outcome": session.outcome,
            "offers": len(session.offers),
            "no_shows": sum(bool(person.get("no_show")) for person in session.attendees),
            "corrects": session.corrects,
            **_agreed_on(act, session, row),
        }
    return row


def _written(act: Act, session: SessionInput, next_on: date | None) -> Session:
    """The row of the session, and apart from it what was said in confidence."""
    attempt = attempt_of(act)
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
        next_on=next_on,
        follow_up=session.follow_up,
        corrects=corrected,
        entered_by=act.by,
        entered_at=act.now,
    )
    if session.confidential_note:
        SessionNote.objects.create(session=row, text=session.confidential_note)
    return row


def _next_on(session: SessionInput) -> date | None:
    """The day of the next session: as told, else that of the appointment made for it. InvalidInput where the two differ."""
    if session.next_appointment is None:
        return session.next_on
    day = local_date(session.next_appointment.starts_at)
    if session.next_on not in (None, day):
        raise InvalidInput({"next_on": [f"与约定的会商（{day:%Y-%m-%d}）不是同一天"]})
    return day


def _agreed_on(act: Act, session: SessionInput, row: Session) -> dict[str, object]:
    """What the session leaves behind beside its own row, told as facts of the act."""
    if session.appointment is not None:
        hold(act, session.appointment, row)
    planned = book(act, session.next_appointment) if session.next_appointment else None
    follow_ups = agree(act, session.follow_ups, session=row)
    return {
        "appointment": session.appointment,
        "next_appointment": planned.pk if planned else None,
        "next_at": planned.starts_at if planned else None,
        "follow_ups": len(follow_ups),
    }


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
        attempt = attempt_of(act)
        old = prolong(act, attempt, wanted, reason)
        act.reason = act.reason or reason
        act.facts = {"from": old, "to": attempt.deadline, "days": wanted}
    return act.case


def prolong(act: Act, attempt: Attempt, days: int, reason: str) -> date:
    """Lengthen the period by ``days`` from its end, which is returned. What speaks against it was asked before."""
    old = attempt.deadline
    if old is None:
        raise InvalidInput({"days": ["和解期限还没有起算"]})
    attempt.deadline = deadlines.extended(old_due=old, days=days, calendar=act.day.calendar).due
    attempt.extended_on, attempt.extension_days, attempt.extension_reason = act.day.today, days, reason
    attempt.save()
    return old


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
