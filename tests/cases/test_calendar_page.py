"""会商日程: the week and the day, of a mediator, of a room, of the court; foreign cases only as taken time."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import appointments
from cases.actions.inputs_talks import AppointmentInput
from cases.models import Appointment
from cases.states import State
from mediators.models import Room
from tests.build import Walk, loan_filing, moment
from tests.cases.desk import Desk
from tests.cast import Cast

NOW = "2023-05-10 12:00"
TUESDAY = "2023-05-16"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def book(walk: Walk, starts: str, **more: Any) -> Appointment:
    begins = moment(starts)
    more.setdefault("room_id", Room.objects.get(name="2 号和解室").pk)
    planned = AppointmentInput(starts_at=begins, ends_at=begins + timedelta(hours=1), **more)
    row: Appointment = walk.do(appointments.schedule_session, walk.mediator, NOW, planned=planned)
    return row


def page(cast: Cast, who: str, address: str) -> str:
    with time_machine.travel(moment(NOW), tick=False):
        return Desk(cast, who).page(address)


def test_the_week_of_a_mediator(walk: Walk, cast: Cast) -> None:
    book(walk, f"{TUESDAY} 09:30", note="带流水")
    text = page(cast, "li", f"/calendar/?on={TUESDAY}")
    for words in (
        "09:30</b>–10:30",
        walk.case.case_no,
        "陈某、刘某",
        "2 号和解室",
        "带流水",
        "2023-05-15 周一",
        "2023-05-19 周五",
    ):
        assert words in text
    assert "2023-05-20 周六" not in text
    assert f"/calendar/?on={'2023-05-08'}" in text
    assert f"/calendar/?on={'2023-05-22'}" in text
    assert walk.case.case_no not in page(cast, "li", "/calendar/")


def test_a_rest_day_stands_there_when_something_is_on(walk: Walk, cast: Cast) -> None:
    book(walk, "2023-05-20 09:30")
    assert "2023-05-20 周六" in page(cast, "li", f"/calendar/?on={TUESDAY}")


def test_of_a_room_foreign_cases_are_only_taken_time(walk: Walk, cast: Cast) -> None:
    row = book(walk, f"{TUESDAY} 09:30", note="带流水")
    for who in ("zhao", "sun"):
        text = page(cast, who, f"/calendar/?on={TUESDAY}&who=r{row.room_id}")
        assert ("已占用" in text, "09:30" in text) == (True, True)
        for words in (walk.case.case_no, "陈某", "刘某", "带流水", f"/cases/{walk.case_id}/", "和解员李"):
            assert words not in text, (who, words)
    assert "已占用" not in page(cast, "li", f"/calendar/?on={TUESDAY}&who=r{row.room_id}")


def test_a_mediator_opens_nobody_elses(walk: Walk, cast: Cast) -> None:
    book(walk, f"{TUESDAY} 09:30")
    hers = cast.mediator("li").pk
    for who in ("zhao", "sun"):
        assert walk.case.case_no not in page(cast, who, f"/calendar/?on={TUESDAY}&who=m{hers}")
    for who in ("shu", "qian"):
        assert walk.case.case_no in page(cast, who, f"/calendar/?on={TUESDAY}&who=m{hers}")
        assert walk.case.case_no in page(cast, who, f"/calendar/?on={TUESDAY}")
        assert walk.case.case_no not in page(cast, who, f"/calendar/?on={TUESDAY}&who=m{cast.mediator('zhao').pk}")


@pytest.mark.parametrize("who", ["wu", "cai", "ling", "feng", "xi", "an", "shen"])
def test_it_is_not_for_everybody(cast: Cast, who: str) -> None:
    for address in ("/calendar/", "/calendar/day/"):
        assert Desk(cast, who).get(address).status_code == 403


def test_what_cannot_be_read_is_told_and_left_out(cast: Cast) -> None:
    text = page(cast, "shu", "/calendar/?on=morgen&who=m99999")
    assert "2023-05-08 周一" in text
    assert 'class="err"' in text


def test_the_day_names_parties_and_no_numbers(walk: Walk, cast: Cast) -> None:
    book(walk, f"{TUESDAY} 09:30")
    cancelled = book(walk, f"{TUESDAY} 15:00")
    walk.do(appointments.cancel_session, "li", NOW, appointment_id=cancelled.pk, reason="改期")
    text = page(cast, "shu", f"/calendar/day/?on={TUESDAY}")
    assert ("陈某、刘某" in text, "和解员李" in text, "15:00" in text) == (True, True, False)
    for party in walk.case.parties.all():
        for secret in (party.phone, party.id_number, party.address):
            assert secret not in text
    assert "没有约定。" in page(cast, "shu", "/calendar/day/?on=2023-05-17")


def test_home_shows_today_and_tomorrow(walk: Walk, cast: Cast) -> None:
    book(walk, "2023-05-10 15:00")
    book(walk, "2023-05-11 09:30")
    book(walk, "2023-05-12 09:30")
    text = page(cast, "li", "/")
    assert ("今天 <b>15:00</b>" in text, "明天 <b>09:30</b>" in text, "本周还有 3 场" in text) == (True, True, True)
    assert "今天和明天的会商" not in page(cast, "shu", "/")


def test_queries_do_not_grow_with_the_appointments(walk: Walk, cast: Cast) -> None:
    def queries(who: str, address: str) -> int:
        desk = Desk(cast, who)
        with time_machine.travel(moment(NOW), tick=False), CaptureQueriesContext(connection) as captured:
            desk.page(address)
        return len(captured)

    book(walk, f"{TUESDAY} 09:30")
    other = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初777号"}), "zhao").to(State.MEDIATION)
    book(other, "2023-05-17 09:30")
    pages = [("shu", f"/calendar/?on={TUESDAY}"), ("zhao", f"/calendar/?on={TUESDAY}"), ("li", "/")]
    few = [queries(*each) for each in pages]
    for hour in ("10:30", "14:00", "15:00", "16:00"):
        book(walk, f"{TUESDAY} {hour}")
        book(other, f"2023-05-17 {hour}")
    assert [queries(*each) for each in pages] == few
    assert max(few) <= 16, few
