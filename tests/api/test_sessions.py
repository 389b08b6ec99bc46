"""A session over the API with all that it brings: the appointment it fulfils, the next one, what was agreed, who stayed away."""

from typing import Any

import pytest
import time_machine

from cases.models import Appointment, FollowUp, Session
from cases.states import State
from mediators.models import Room
from tests.api.client import Api
from tests.build import Walk, moment
from tests.cast import Cast

NOW = "2023-05-16 11:00"
SLOT = {"starts_at": "2023-05-16T09:30:00+08:00", "ends_at": "2023-05-16T10:30:00+08:00"}
NEXT = {"starts_at": "2023-05-23T09:30:00+08:00", "ends_at": "2023-05-23T10:30:00+08:00", "mode": "phone"}


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def post(api: Api, walk: Walk, verb: str, at: str = NOW, **body: Any) -> Any:
    with time_machine.travel(moment(at), tick=False):
        return api.by("li").post(f"cases/{walk.case_id}/{verb}/", body)


def booked(api: Api, walk: Walk) -> int:
    made = post(api, walk, "schedule-session", at="2023-05-10 12:00", **SLOT, room=Room.objects.get().pk)
    assert made.status_code == 200, made.content
    number: int = made.json()["id"]
    return number


def test_a_session_fulfils_one_appointment_and_makes_the_next(api: Api, walk: Walk) -> None:
    task = {"kind": "task", "text": "提交还款来源说明", "due_on": "2023-05-19", "party": "刘某"}
    given = {"appointment": booked(api, walk), "next_appointment": NEXT, "follow_ups": [task]}
    answer = post(api, walk, "log-session", held_on="2023-05-16", outcome="continue", **given)
    assert answer.status_code == 200, answer.content
    attempt = api.get(f"cases/{walk.case_id}/").json()["attempt"]
    assert [(row["status"], row["starts_at"][:10]) for row in attempt["appointments"]] == [
        ("held", "2023-05-16"),
        ("planned", "2023-05-23"),
    ]
    assert [(row["text"], row["due_on"]) for row in attempt["follow_ups"]] == [("提交还款来源说明", "2023-05-19")]
    assert attempt["sessions"][0]["next_on"] == "2023-05-23"


def test_who_stayed_away_is_named(api: Api, walk: Walk) -> None:
    debtor = walk.case.parties.get(role="respondent")
    there = {"party": debtor.pk, "name": "刘某", "as": "本人", "no_show": True}
    answer = post(api, walk, "log-session", held_on="2023-05-16", outcome="no_show", attendees=[there])
    assert answer.status_code == 200, answer.content
    assert answer.json()["attendees"][0]["no_show"] is True
    unnamed = post(api, walk, "log-session", held_on="2023-05-16", outcome="no_show", attendees=[])
    assert [each["code"] for each in unnamed.json()["blockers"]] == ["no_show_unnamed"]


def test_nothing_is_kept_when_the_next_hour_is_taken(api: Api, walk: Walk) -> None:
    first = booked(api, walk)
    assert post(api, walk, "schedule-session", at="2023-05-10 12:00", **NEXT).status_code == 200
    answer = post(api, walk, "log-session", held_on="2023-05-16", appointment=first, next_appointment=NEXT)
    assert (answer.status_code, answer.json()["blockers"][0]["code"]) == (409, "slot_taken")
    assert not Session.objects.exists()
    assert not FollowUp.objects.exists()
    assert Appointment.objects.get(pk=first).status == "planned"


def test_another_day_than_that_of_the_appointment_is_told_at_its_field(api: Api, walk: Walk) -> None:
    answer = post(api, walk, "log-session", held_on="2023-05-16", next_on="2023-05-24", next_appointment=NEXT)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"next_on"}
