"""Why an appointment cannot be made or taken back now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.facts.appointments import Clash
from cases.models import Appointment, Attempt, Case
from cases.models.choices import SessionMode
from cases.models.choices_talks import AppointmentStatus
from cases.verbs import Verb
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.kernel.refusal import Blocker
from mediators.kinds import AbsenceKind
from mediators.models import Mediator, Room

from .mediation import in_suspension
from .standing import Day, free_to_talk, in_state, talks_open

# Where people meet in one place, the place has to be told.
AT_A_PLACE = (SessionMode.ON_SITE, SessionMode.BACK_TO_BACK, SessionMode.VISIT)


@dataclass(frozen=True)
class Slot:
    """The wanted time and place, with what is in its way; ``made_at``: when it is agreed on."""

    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    mode: str
    room: Room | None = None
    place: str = ""
    clashes: tuple[Clash, ...] = ()


def to_schedule_session(case: Case, day: Day, *, slot: Slot | None = None) -> list[Blocker]:
    """The talks are open and taken; the time lies ahead, outside a suspension, and mediator and room are free."""
    found = in_state(case, Verb.SCHEDULE_SESSION) + free_to_talk(case)
    attempt, closed = talks_open(case)
    found += closed
    if slot is None:
        return found + in_suspension(attempt, day.today)
    return found + slot_faults(attempt, slot)


def slot_faults(attempt: Attempt | None, slot: Slot) -> list[Blocker]:
    """What speaks against the time and the place alone."""
    found = _time_faults(slot) + in_suspension(attempt, local_date(slot.starts_at))
    if slot.mode in AT_A_PLACE and slot.room is None and not slot.place.strip():
        found.append(Blocker("place_missing", "请选和解室，或者写明地点"))
    if slot.room is not None and not slot.room.in_use:
        found.append(Blocker("room_not_in_use", f"{slot.room}已停用，请另选"))
    if attempt is not None and attempt.mediator is not None:
        found += _away(attempt.mediator, slot)
    return found + _taken(slot.clashes)


def _time_faults(slot: Slot) -> list[Blocker]:
    if slot.ends_at <= slot.starts_at:
        return [Blocker("appointment_forward", "结束须晚于开始")]
    found = []
    if local_date(slot.ends_at) != local_date(slot.starts_at):
        found.append(Blocker("appointment_over_midnight", "一次会商不能跨日"))
    if slot.starts_at <= slot.made_at:
        found.append(Blocker("appointment_in_past", "约定的时间已经过去，已会商的请记录会商"))
    return found


def _away(mediator: Mediator, slot: Slot) -> list[Blocker]:
    """Who is suspended gets no new cases, but goes on with those she has."""
    absence = mediator.absence_on(local_date(slot.starts_at))
    if absence is None or absence.kind == AbsenceKind.SUSPENDED:
        return []
    return [Blocker("mediator_away", f"{mediator} {absence.days} {absence.get_kind_display()}，请另约时间")]


def _taken(clashes: Iterable[Clash]) -> list[Blocker]:
    return [
        Blocker(
            "slot_taken",
            f"{clash.what} {clash.starts_at.astimezone(COURT_TIME):%m-%d %H:%M}"
            f"–{clash.ends_at.astimezone(COURT_TIME):%H:%M} 已经有约" + (f"：{clash.case_no}" if clash.case_no else ""),
        )
        for clash in clashes
    ]


def to_cancel_session(
    case: Case, day: Day, *, appointment: Appointment | None = None, reason: str = "-"
) -> list[Blocker]:
    """There is a planned appointment to take back, and a reason."""
    found = in_state(case, Verb.CANCEL_SESSION)
    attempt = case.attempt
    planned = [row for row in attempt.appointments.all() if row.status == AppointmentStatus.PLANNED] if attempt else []
    if appointment is not None and appointment.status != AppointmentStatus.PLANNED:
        found.append(Blocker("not_planned", f"这次约定{appointment.get_status_display()}，不能再取消"))
    elif not planned:
        found.append(Blocker("nothing_planned", "没有约好的会商"))
    if not reason.strip():
        found.append(Blocker("reason_required", "取消须写明理由"))
    return found
