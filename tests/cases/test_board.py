"""The wall board: today's numbers, nobody's name, and an address for a screen without a person."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Appointment
from cases.queries.board import Board
from cases.states import State
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.roles import Role
from mediators.models import Room
from tests.build import Walk, loan_filing, moment
from tests.cast import Cast

NOON = moment("2023-05-20 12:00")


def board(at: str) -> Board:
    return Board(moment(at), load_calendar())


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


def test_what_happened_today_is_counted_on_its_day(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    walk.confirm(walk.pay("40000.00", "2023-06-20"), "2023-06-21")
    filed, signed, paid, other = (
        board(f"{on} 18:00") for on in ("2023-05-08", "2023-05-20", "2023-06-20", "2023-06-19")
    )
    assert (filed.received, filed.registered, filed.closed["all"]) == (1, 1, 0)
    assert (signed.received, signed.closed) == (0, {"all": 1, "agreed": 1})
    assert (paid.paid, other.paid) == (Decimal("40000.00"), Decimal(0))
    assert dict(signed.stock) == {
        "收案审查": 0,
        "和解中": 0,
        "履行中": 1,
        "和解未成，待移送": 0,
        "违约，待申请执行": 0,
    }


def test_the_day_of_the_court_ends_at_its_midnight(cast: Cast) -> None:
    Walk(cast, loan_filing(received_at=moment("2023-05-08 23:59"))).file()
    assert [board(f"{on} 12:00").received for on in ("2023-05-07", "2023-05-08", "2023-05-09")] == [0, 1, 0]


@pytest.mark.parametrize(
    ("on", "late", "soon"), [("2023-06-02", 0, 0), ("2023-06-05", 0, 1), ("2023-06-08", 0, 1), ("2023-06-09", 1, 0)]
)
def test_deadlines_near_and_past(cast: Cast, on: str, late: int, soon: int) -> None:
    """Taken on 2023-05-09, the talks may last until Thursday, 2023-06-08."""
    Walk(cast).to(State.MEDIATION)
    assert board(f"{on} 09:00").deadlines == {"late": late, "soon": soon}


@pytest.mark.parametrize(("at", "word"), [("08:59", "待会商"), ("09:30", "会商中"), ("10:31", "待记录")])
def test_a_talk_of_today_says_whether_it_is_going_on(cast: Cast, at: str, word: str) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    starts = moment("2023-05-12 09:00")
    Appointment.objects.create(
        attempt=walk.case.attempts.get(),
        mediator=cast.mediator("li"),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=90),
        room=Room.objects.get(),
        entered_by=cast.li,
        entered_at=moment("2023-05-10"),
    )
    seen = board(f"2023-05-12 {at}").talks
    assert [(talk.place, talk.mode, talk.word) for talk in seen] == [("2 号和解室", "现场", word)]
    assert board("2023-05-13 09:00").talks == []


def test_the_screen_shows_numbers_and_nobody(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    with time_machine.travel(NOON, tick=False):
        page = signed_in(cast, "feng").get(reverse("cases:board"))
        screen = page.context["screen"]
        bare = Client().get(screen)
    for text in (page.content.decode(), bare.content.decode()):
        assert "今日签协议" in text
        assert not [name for name in ("陈某", "刘某", walk.case.case_no, "和解员李") if name in text]
    assert "大屏地址" not in bare.content.decode()


def test_what_the_screen_asks_for_again_is_only_its_live_part(cast: Cast) -> None:
    page = signed_in(cast, "feng").get(reverse("cases:board"))
    again = Client().get(page.context["screen"], headers={"HX-Request": "true"})
    assert again.content.decode().startswith('<div id="board"')
    assert page.context["screen"].removeprefix("http://testserver") in again.content.decode()


def test_an_address_wears_out_and_goes_with_its_owner(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        screen = signed_in(cast, "feng").get(reverse("cases:board")).context["screen"]
    for later, status in ((179, 200), (181, 404)):
        with time_machine.travel(NOON + timedelta(days=later), tick=False):
            assert Client().get(screen).status_code == status
    with time_machine.travel(NOON, tick=False):
        assert Client().get(screen[:-2] + "x/").status_code == 404
        cast.feng.role = Role.WINDOW
        cast.feng.save()
        assert Client().get(screen).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("feng", 200), ("ling", 200), ("li", 403), ("sun", 403), ("xi", 403)])
def test_who_may_look(cast: Cast, who: str, status: int) -> None:
    assert signed_in(cast, who).get(reverse("cases:board")).status_code == status


def test_a_bounded_number_of_queries(cast: Cast) -> None:
    Walk(cast).to(State.PERFORMING)
    client = signed_in(cast, "feng")
    screen = client.get(reverse("cases:board")).context["screen"]
    with CaptureQueriesContext(connection) as caught:
        Client().get(screen)
    assert len(caught) <= 24
