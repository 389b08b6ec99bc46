"""Two people who want one hour: one gets it, the other is told why not."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.actions import appointments
from cases.actions.acting import Actor
from cases.actions.inputs_talks import AppointmentInput
from cases.models import Appointment
from cases.states import State
from mediators.models import Room
from tests.build import Walk, loan_filing, moment
from tests.cast import Cast
from tests.pg.test_races import at_once


def wanted(walk: Walk, starts: str, **more: Any) -> Callable[[], Any]:
    planned = AppointmentInput(starts_at=moment(f"2023-05-16 {starts}"), ends_at=moment("2023-05-16 11:00"), **more)
    actor = Actor(getattr(walk.cast, walk.mediator))
    return lambda: appointments.schedule_session(
        by=actor, now=moment("2023-05-10 12:00"), case_id=walk.case_id, planned=planned
    )


def two(cast: Cast, mediator: str) -> tuple[Walk, Walk]:
    other = loan_filing(basis={"doc_no": "（2023）鄂1023民初777号"})
    return Walk(cast).to(State.MEDIATION), Walk(cast, other, mediator).to(State.MEDIATION)


def test_two_mediators_want_one_room(race_cast: Cast) -> None:
    one, another = two(race_cast, "zhao")
    room = Room.objects.get().pk
    assert at_once(wanted(one, "09:30", room_id=room), wanted(another, "10:00", room_id=room)) == ["done", "slot_taken"]
    assert Appointment.objects.count() == 1


def test_two_cases_want_one_mediator(race_cast: Cast) -> None:
    one, another = two(race_cast, "li")
    jobs = wanted(one, "09:30", mode="phone"), wanted(another, "10:00", mode="video")
    assert at_once(*jobs) == ["done", "slot_taken"]
    assert Appointment.objects.count() == 1


def test_what_nobody_saw_the_constraint_refuses(race_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appointments, "clashes", lambda *args, **kwargs: [])
    one, another = two(race_cast, "zhao")
    room = Room.objects.get().pk
    jobs = wanted(one, "09:30", room_id=room), wanted(another, "10:00", room_id=room)
    assert at_once(*jobs) == ["appointment_room_free", "done"]
    assert Appointment.objects.count() == 1
