"""约定会商: what is agreed on keeps its mediator and its room, moves with the case, and ends with the talks."""

from typing import Any

import pytest
import time_machine

from cases.actions import appointments, mediation, suspension
from cases.actions.acting import Actor, InvalidInput, NotVisible, acting
from cases.actions.inputs import SessionInput
from cases.actions.inputs_talks import AppointmentInput
from cases.models import Appointment, Todo
from cases.queries.clashes import free_rooms
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from mediators.models import Absence, Mediator, Room
from tests.build import Walk, day, loan_filing, moment
from tests.cases.desk import Desk
from tests.cast import Cast

NOW = "2023-05-10 09:00"


def slot(on: str = "2023-05-16", starts: str = "09:30", ends: str = "10:30", **more: Any) -> AppointmentInput:
    if "room_id" not in more:
        more["room_id"] = Room.objects.get(name="2 号和解室").pk
    return AppointmentInput(starts_at=moment(f"{on} {starts}"), ends_at=moment(f"{on} {ends}"), **more)


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def second(cast: Cast, mediator: str = "zhao") -> Walk:
    """Another case on another instrument, of another mediator."""
    filing = loan_filing(basis={"doc_no": "（2023）鄂1023民初777号"})
    return Walk(cast, filing, mediator).to(State.MEDIATION)


def schedule(walk: Walk, planned: AppointmentInput, who: str = "", now: str = NOW) -> Appointment:
    row: Appointment = walk.do(appointments.schedule_session, who or walk.mediator, now, planned=planned)
    return row


def refused(walk: Walk, planned: AppointmentInput, who: str = "", now: str = NOW) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        schedule(walk, planned, who, now)
    return {blocker.code: blocker.message for blocker in caught.value.blockers}


def test_an_appointment_is_stored_and_told(walk: Walk, cast: Cast) -> None:
    row = schedule(walk, slot(note="带流水"))
    parties = list(walk.case.parties.values_list("pk", flat=True))
    assert (row.status, row.mediator, row.expected, row.where) == (
        "planned", cast.mediator("li"), parties, "2 号和解室",
    )  # fmt: skip
    entry = AuditEntry.objects.get(verb="schedule_session")
    assert entry.facts["appointment"] == row.pk
    todo = Todo.objects.get(case=walk.case, code="session")
    assert (todo.text, todo.why, todo.due_on) == ("第 1 次会商", "09:30 2 号和解室", day("2023-05-16"))


def test_a_step_beside_the_life_of_the_case(walk: Walk) -> None:
    before = walk.case.last_act_at
    schedule(walk, slot())
    assert walk.case.last_act_at == before
    held = SessionInput(day("2023-05-09"))
    assert walk.do(mediation.log_session, "li", "2023-05-10 10:00", session=held).number == 1


@pytest.mark.parametrize(
    ("planned", "code"),
    [
        ({"starts": "10:30", "ends": "10:30"}, "appointment_forward"),
        ({"on": "2023-05-10", "starts": "08:30", "ends": "09:30"}, "appointment_in_past"),
        ({"room_id": None}, "place_missing"),
        ({"room_id": None, "mode": "visit", "place": " "}, "place_missing"),
    ],
)
def test_what_speaks_against_the_time_or_the_place(walk: Walk, planned: dict[str, Any], code: str) -> None:
    assert set(refused(walk, slot(**planned))) == {code}
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("mode", ["video", "phone"])
def test_who_does_not_meet_needs_no_place(walk: Walk, mode: str) -> None:
    assert schedule(walk, slot(room_id=None, mode=mode)).room is None


def test_no_session_over_midnight(walk: Walk) -> None:
    long = AppointmentInput(starts_at=moment("2023-05-16 23:00"), ends_at=moment("2023-05-17 01:00"), mode="phone")
    assert set(refused(walk, long)) == {"appointment_over_midnight"}


def test_people_and_rooms_of_elsewhere(walk: Walk, cast: Cast) -> None:
    other = second(cast).case.parties.first()
    assert other is not None
    for planned, field in ((slot(expected=(other.pk,)), "expected"), (slot(room_id=99999), "room")):
        with pytest.raises(InvalidInput) as wrong:
            schedule(walk, planned)
        assert set(wrong.value.errors) == {field}


def test_a_room_out_of_use(walk: Walk) -> None:
    Room.objects.update(in_use=False)
    assert refused(walk, slot()) == {"room_not_in_use": "2 号和解室已停用，请另选"}


# ── Clashes ──


def test_the_case_in_the_way_is_named_only_to_who_may_see_it(walk: Walk, cast: Cast) -> None:
    schedule(walk, slot())
    other = second(cast)
    assert refused(other, slot(starts="10:00", ends="11:00"))["slot_taken"] == ("2 号和解室 05-16 09:30–10:30 已经有约")
    assert refused(other, slot(starts="10:00", ends="11:00"), "shu")["slot_taken"].endswith(walk.case.case_no)
    assert schedule(other, slot(starts="10:30", ends="11:30")).pk


def test_the_mediator_is_in_one_place_at_a_time(walk: Walk, cast: Cast) -> None:
    schedule(walk, slot())
    other = second(cast, "li")
    told = refused(other, slot(starts="09:00", ends="09:31", room_id=None, mode="phone"))
    assert told == {"slot_taken": f"和解员李 05-16 09:30–10:30 已经有约：{walk.case.case_no}"}


def test_the_free_rooms_of_an_hour(walk: Walk) -> None:
    small = Room.objects.create(name="小会议室")
    Room.objects.create(name="旧会议室", in_use=False)
    schedule(walk, slot())
    assert free_rooms(moment("2023-05-16 10:00"), moment("2023-05-16 11:00")) == [small]
    assert len(free_rooms(moment("2023-05-16 10:30"), moment("2023-05-16 11:00"))) == 2


def test_a_mediator_who_is_away(walk: Walk, cast: Cast) -> None:
    away = {"mediator": cast.mediator("li"), "entered_by": cast.qian, "entered_at": moment(NOW)}
    Absence.objects.create(kind="leave", from_on=day("2023-05-15"), until_on=day("2023-05-17"), **away)
    Absence.objects.create(kind="suspended", from_on=day("2023-05-18"), **away)
    assert refused(walk, slot()) == {"mediator_away": "和解员李 2023-05-15 至 2023-05-17 请假，请另约时间"}
    assert schedule(walk, slot("2023-05-18")).pk


def test_not_while_the_period_is_suspended(walk: Walk) -> None:
    walk.do(suspension.suspend, "li", "2023-05-11", reason="等评估", to_on=day("2023-05-20"))
    assert set(refused(walk, slot(), now="2023-05-11 10:00")) == {"suspended"}
    assert schedule(walk, slot("2023-05-22"), now="2023-05-11 10:00").pk


@pytest.mark.parametrize(
    ("until", "left"), [(None, ["2023-05-11"]), ("2023-05-20", ["2023-05-11", "2023-05-20", "2023-05-22"])]
)
def test_a_suspension_cancels_what_is_planned_in_it(walk: Walk, until: str | None, left: list[str]) -> None:
    for on in ("2023-05-11", "2023-05-16", "2023-05-20", "2023-05-22"):
        schedule(walk, slot(on))
    to_on = day(until) if until else None
    walk.do(suspension.suspend, "li", "2023-05-11", reason="等评估", to_on=to_on)
    planned = Appointment.objects.filter(status="planned").order_by("starts_at")
    assert [f"{row.starts_at:%Y-%m-%d}" for row in planned] == left
    gone = Appointment.objects.filter(status="cancelled")
    assert {row.cancel_reason for row in gone} == {"和解期限中止"}
    told = AuditEntry.objects.get(verb="suspend").facts["appointments_cancelled"]
    assert sorted(told) == sorted(row.pk for row in gone)


# ── Cancelling, closing, changing hands ──


def test_cancelled_with_a_reason_the_hour_is_free_again(walk: Walk, cast: Cast) -> None:
    row = schedule(walk, slot())
    walk.do(appointments.cancel_session, "shu", NOW, appointment_id=row.pk, reason=" 申请人出差 ")
    row.refresh_from_db()
    assert (row.status, row.cancel_reason) == ("cancelled", "申请人出差")
    assert AuditEntry.objects.get(verb="cancel_session").reason == "申请人出差"
    assert schedule(second(cast), slot()).pk


def test_what_cannot_be_cancelled(walk: Walk, cast: Cast) -> None:
    with pytest.raises(Refused) as nothing:
        walk.do(appointments.cancel_session, "li", NOW, appointment_id=1, reason="")
    assert [blocker.code for blocker in nothing.value.blockers] == ["nothing_planned", "reason_required"]
    gone = schedule(walk, slot())
    walk.do(appointments.cancel_session, "li", NOW, appointment_id=gone.pk, reason="改期")
    schedule(walk, slot("2023-05-17"))
    with pytest.raises(Refused) as again:
        walk.do(appointments.cancel_session, "li", NOW, appointment_id=gone.pk, reason="改期")
    assert [blocker.code for blocker in again.value.blockers] == ["not_planned"]
    foreign = schedule(second(cast), slot("2023-05-18"))
    with pytest.raises(InvalidInput):
        walk.do(appointments.cancel_session, "li", NOW, appointment_id=foreign.pk, reason="改期")


def test_the_end_of_the_talks_ends_what_is_planned(walk: Walk, cast: Cast) -> None:
    row = schedule(walk, slot())
    walk.do(mediation.fail, "li", "2023-05-12", code="22")
    row.refresh_from_db()
    assert (row.status, row.cancel_reason) == ("cancelled", "和解程序结束")
    assert schedule(second(cast), slot(), now="2023-05-12 10:00").pk


def test_a_session_that_was_held(walk: Walk, cast: Cast) -> None:
    row = schedule(walk, slot())
    session = walk.do(mediation.log_session, "li", "2023-05-16 12:00", session=SessionInput(day("2023-05-16")))
    if Appointment.objects.get().status == "planned":
        with acting(
            Verb.CLOSE_FOLLOW_UP, by=Actor(cast.li), now=moment("2023-05-16 12:01"), case_id=walk.case_id
        ) as act:
            appointments.hold(act, row.pk, session)
    row.refresh_from_db()
    assert (row.status, row.session) == ("held", session)


def test_it_follows_the_case_to_the_new_mediator_unless_she_has_something_else(walk: Walk, cast: Cast) -> None:
    moving, clashing = schedule(walk, slot()), schedule(walk, slot("2023-05-17"))
    schedule(second(cast), slot("2023-05-17", room_id=None, mode="phone"))
    with acting(Verb.CLOSE_FOLLOW_UP, by=Actor(cast.li), now=moment("2023-05-11"), case_id=walk.case_id) as act:
        attempt = act.case.attempt
        assert attempt is not None
        attempt.mediator = Mediator.objects.select_related("user").get(user=cast.zhao)
        attempt.save()
        appointments.follow_mediator(act, attempt)
    moving.refresh_from_db()
    clashing.refresh_from_db()
    assert (moving.status, moving.mediator) == ("planned", cast.mediator("zhao"))
    assert (clashing.status, clashing.mediator) == ("cancelled", cast.mediator("li"))
    assert clashing.cancel_reason == "更换和解员，和解员赵这段时间已经有约"
    assert act.facts == {"appointments_moved": [moving.pk], "appointments_cancelled": [clashing.pk]}


# ── Rights and pages ──


def test_a_foreign_mediator_finds_no_case(walk: Walk) -> None:
    for who in ("zhao", "sun"):
        with pytest.raises(NotVisible):
            schedule(walk, slot(), who)


def test_the_page_checks_the_hour_before_anything_is_made(walk: Walk, cast: Cast) -> None:
    Room.objects.create(name="小会议室")
    desk, act = Desk(cast, "li"), (walk.case_id, "schedule-session")
    with time_machine.travel(moment("2023-05-10 09:30"), tick=False):
        shown = desk.act(*act, day="2023-05-20", starts="1200", rework="check").content.decode()
        assert "不全在上班时间" in shown
        assert "是休息日" in shown
        assert "<b>小会议室</b>" in shown
        assert not Appointment.objects.exists()
        assert desk.act(*act, day="2023-05-16", starts="0930").status_code == 302
        again = desk.act(*act, day="2023-05-16", starts="1000", ends="1100")
        assert (again.status_code, "已经有约" in again.content.decode()) == (409, True)
        bad = desk.act(*act, day="2023-05-16", starts="1100", ends="1000")
        assert (bad.status_code, "结束要在开始" in bad.content.decode()) == (400, True)
        tab = desk.page(f"/cases/{walk.case_id}/sessions/")
    row = Appointment.objects.get()
    assert (row.ends_at - row.starts_at).total_seconds() == 3600
    assert f"/acts/cancel-session/?appointment={row.pk}" in tab
    assert "2023-05-16 09:30–10:30" in tab
