"""约定会商: the sessions to come, kept free of one another by mediator and by room."""

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from cases import guards
from cases.guards.appointments import Slot
from cases.models import Appointment, Attempt, Session
from cases.models.choices_talks import AppointmentStatus
from cases.queries.clashes import clashes, planned_over
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import Blocker, Refused, refuse_if
from mediators.models import Room

from .acting import Act, Actor, InvalidInput, When, acting, attempt_of
from .inputs_talks import AppointmentInput

TALKS_ENDED, SUSPENDED = "和解程序结束", "和解期限中止"
HER_TIME, A_ROOM = 7101, 7102  # advisory locks of those who give out a mediator's time, a room


def schedule_session(
    *, by: Actor, now: datetime, case_id: int, planned: AppointmentInput, at: When = None
) -> Appointment:
    """Agree on the next session: when, where, with whom."""
    with acting(Verb.SCHEDULE_SESSION, by=by, now=now, case_id=case_id, at=at) as act:
        attempt = act.case.attempt
        slot = _claimed(act, attempt, planned)
        refuse_if(guards.to_schedule_session(act.case, act.day, slot=slot))
        row = _write(act, attempt_of(act), planned, slot)
        act.facts = {
            "appointment": row.pk,
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "mode": row.mode,
            "room": row.room_id,
        }
    return row


def cancel_session(
    *, by: Actor, now: datetime, case_id: int, appointment_id: int, reason: str, at: When = None
) -> Appointment:
    """Take back an appointment, with the reason; room and mediator are free again."""
    with acting(Verb.CANCEL_SESSION, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_cancel_session(act.case, act.day, reason=reason))
        row = _of_case(act, appointment_id)
        refuse_if(guards.to_cancel_session(act.case, act.day, appointment=row, reason=reason))
        _cancel(row, reason.strip())
        act.reason = reason.strip()
        act.facts = {"appointment": row.pk, "starts_at": row.starts_at}
    return row


def book(act: Act, planned: AppointmentInput) -> Appointment:
    """Agree on a session, inside an act that is open. The mediator is that of the attempt.

    Her time and the room are locked first, so that of two people who want the same hour the second is told.
    Raises InvalidInput for a room or a party that is not there, Refused for what speaks against the time.
    """
    attempt = attempt_of(act)
    slot = _claimed(act, attempt, planned)
    refuse_if(guards.slot_faults(attempt, slot))
    return _write(act, attempt, planned, slot)


def _claimed(act: Act, attempt: Attempt | None, planned: AppointmentInput) -> Slot:
    """The wanted time with all that is in its way, mediator and room held until the act is over."""
    mediator = attempt.mediator if attempt else None
    room = _hold_time(mediator.pk if mediator else None, planned.room_id)
    in_the_way = clashes(act.by, starts_at=planned.starts_at, ends_at=planned.ends_at, mediator=mediator, room=room)
    return Slot(
        planned.starts_at, planned.ends_at, act.at, planned.mode, room, planned.place, clashes=tuple(in_the_way)
    )


def _write(act: Act, attempt: Attempt, planned: AppointmentInput, slot: Slot) -> Appointment:
    """Store it. What the database itself refuses is told as a refusal, in the words of the constraint."""
    mediator, own = attempt.mediator, [party.pk for party in act.case.parties.all()]
    if mediator is None:
        raise InvalidInput({"case": ["还没有指派和解员"]})
    if not set(planned.expected) <= set(own):
        raise InvalidInput({"expected": ["本案没有这个当事人"]})
    try:
        with transaction.atomic():
            return attempt.appointments.create(
                mediator=mediator,
                starts_at=planned.starts_at,
                ends_at=planned.ends_at,
                mode=planned.mode,
                room=slot.room,
                place=planned.place.strip(),
                expected=[pk for pk in own if not planned.expected or pk in planned.expected],
                note=planned.note.strip(),
                entered_by=act.by,
                entered_at=act.now,
            )
    except IntegrityError as error:
        raise _refused(error) from error


def hold(act: Act, appointment_id: int, session: Session) -> None:
    """The planned session took place, and this is its record. InvalidInput for one that is not planned in these talks."""
    row = planned_row(attempt_of(act), appointment_id)
    row.status, row.session = AppointmentStatus.HELD, session
    row.save(update_fields=["status", "session"])


def planned_row(attempt: Attempt, appointment_id: int) -> Appointment:
    """The planned appointment of these talks with that id; InvalidInput for any other."""
    for row in _planned(attempt):
        if row.pk == appointment_id:
            return row
    raise InvalidInput({"appointment": ["没有这次约好的会商"]})


def follow_mediator(act: Act, attempt: Attempt) -> None:
    """The case changed hands: what is planned moves to the new mediator, and what clashes with her own plans is cancelled.

    Both are told in ``act.facts`` (``appointments_moved``, ``appointments_cancelled``).
    """
    planned = [row for row in _planned(attempt) if row.mediator_id != attempt.mediator_id]
    if not planned or attempt.mediator is None:
        return
    _hold_time(attempt.mediator_id, None)
    moved, cancelled = [], []
    for row in planned:
        taken = planned_over(row.starts_at, row.ends_at).filter(mediator=attempt.mediator).exists()
        if taken:
            _cancel(row, f"更换和解员，{attempt.mediator}这段时间已经有约")
            cancelled.append(row.pk)
        else:
            row.mediator = attempt.mediator
            row.save(update_fields=["mediator"])
            moved.append(row.pk)
    act.facts = {**act.facts, "appointments_moved": moved, "appointments_cancelled": cancelled}


def cancel_with_talks(attempt: Attempt) -> None:
    """The talks end: nobody has to come any more, and mediator and rooms are free."""
    for row in _planned(attempt):
        _cancel(row, TALKS_ENDED)


def cancel_while_suspended(attempt: Attempt, from_on: date, to_on: date | None) -> list[int]:
    """Nobody meets on the days between: what is planned for them is cancelled. Returns the ids."""
    found = []
    for row in _planned(attempt):
        day = local_date(row.starts_at)
        if from_on < day and (to_on is None or day < to_on):
            _cancel(row, SUSPENDED)
            found.append(row.pk)
    return found


def _planned(attempt: Attempt) -> list[Appointment]:
    return [row for row in attempt.appointments.all() if row.status == AppointmentStatus.PLANNED]


def _of_case(act: Act, appointment_id: int) -> Appointment:
    attempt = act.case.attempt
    for row in attempt.appointments.all() if attempt else ():
        if row.pk == appointment_id:
            return row
    raise InvalidInput({"appointment": ["没有这次约好的会商"]})


def _cancel(row: Appointment, reason: str) -> None:
    row.status, row.cancel_reason = AppointmentStatus.CANCELLED, reason
    row.save(update_fields=["status", "cancel_reason"])


def _hold_time(mediator_id: int | None, room_id: int | None) -> Room | None:
    """Her time, then the room's, until the act is over: of two acts that want one hour the second waits here.

    Locks of their own and always the last ones taken, so that a draw, which holds rows of the roster, is in nobody's way.
    """
    with connection.cursor() as cursor:
        for kind, pk in ((HER_TIME, mediator_id), (A_ROOM, room_id)):
            if pk is not None:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [kind, pk])
    if room_id is None:
        return None
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        raise InvalidInput({"room": ["没有这间和解室"]})
    return room


def _refused(error: IntegrityError) -> Refused:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    held = {constraint.name: constraint for constraint in Appointment._meta.constraints}
    if name not in held:
        raise error
    return Refused([Blocker(name, str(held[name].get_violation_error_message()))])
