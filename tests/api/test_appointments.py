"""约定会商、记录联系、办结约定事项 over the API, and the list of appointments."""

from typing import Any

import pytest
import time_machine

from cases.models import Appointment
from cases.states import State
from mediators.models import Room
from tests.api.client import Api
from tests.build import Walk, loan_filing, moment
from tests.cast import Cast

NOW = "2023-05-10 12:00"
SLOT = {"starts_at": "2023-05-16T09:30:00+08:00", "ends_at": "2023-05-16T10:30:00+08:00"}


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def act(api: Api, walk: Walk, verb: str, **body: Any) -> Any:
    with time_machine.travel(moment(NOW), tick=False):
        return api.by("shu").post(f"cases/{walk.case_id}/{verb}/", body)


def test_booked_shown_and_cancelled(api: Api, walk: Walk) -> None:
    room = Room.objects.get().pk
    made = act(api, walk, "schedule-session", **SLOT, room=room, expected=["刘某"])
    assert made.status_code == 200, made.content
    row = made.json()
    assert (row["where"], row["status"], row["hints"]) == ("2 号和解室", "planned", [])
    assert row["expected"] == [walk.case.parties.get(role="respondent").pk]
    again = act(api, walk, "schedule-session", **SLOT, mode="phone")
    assert (again.status_code, again.json()["blockers"][0]["code"]) == (409, "slot_taken")
    detail = api.get(f"cases/{walk.case_id}/").json()
    assert [each["id"] for each in detail["attempt"]["appointments"]] == [row["id"]]
    gone = act(api, walk, "cancel-session", appointment=row["id"], reason="申请人出差")
    assert (gone.status_code, gone.json()["cancel_reason"]) == (200, "申请人出差")


def test_a_call_and_what_came_of_it(api: Api, walk: Walk) -> None:
    promise = {"kind": "promise", "amount": "5000.00", "due_on": "2023-05-18", "party": "刘某"}
    body = {"party": "刘某", "contacted_at": "2023-05-10T10:00:00+08:00", "outcome": "reached", "follow_ups": [promise]}
    assert act(api, walk, "log-contact", **body).status_code == 200
    attempt = api.get(f"cases/{walk.case_id}/").json()["attempt"]
    assert [each["outcome_label"] for each in attempt["contacts"]] == ["接通、见到"]
    (row,) = attempt["follow_ups"]
    assert (row["amount"], row["result"], row["contact"]) == ("5000.00", "", attempt["contacts"][0]["id"])
    closed = act(api, walk, "close-follow-up", follow_up=row["id"], result="dropped")
    assert (closed.status_code, closed.json()["result_label"]) == (200, "不再需要")


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("schedule-session", {"starts_at": SLOT["starts_at"]}, "ends_at"),
        ("schedule-session", {**SLOT, "expected": ["马某"]}, "expected"),
        ("schedule-session", {**SLOT, "room": 99999}, "room"),
        ("cancel-session", {"appointment": 1}, "reason"),
        ("log-contact", {"party": "刘某", "contacted_at": "2023-05-10T10:00:00+08:00"}, "outcome"),
        ("close-follow-up", {"follow_up": 1, "result": "lost"}, "result"),
    ],
)
def test_bad_input_is_named(api: Api, walk: Walk, verb: str, body: dict[str, Any], field: str) -> None:
    answer = act(api, walk, verb, **body)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_the_list_is_of_visible_cases_only(api: Api, walk: Walk, cast: Cast) -> None:
    other = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初777号"}), "zhao").to(State.MEDIATION)
    act(api, walk, "schedule-session", **SLOT, mode="phone")
    later = {name: value.replace("05-16", "05-17") for name, value in SLOT.items()}
    act(api, other, "schedule-session", **later, mode="phone")

    def cases(who: str = "", **query: Any) -> list[int]:
        caller = api.by(who) if who else api
        return [row["case"] for row in caller.get("appointments/", **query).json()["results"]]

    assert cases() == [walk.case_id, other.case_id]
    assert [cases("li"), cases("zhao"), cases("sun")] == [[walk.case_id], [other.case_id], []]
    assert cases("li", mediator=cast.mediator("zhao").pk) == []
    assert cases(mediator=cast.mediator("zhao").pk) == [other.case_id]
    assert cases(**{"from": "2023-05-17"}) == [other.case_id]
    assert cases(until="2023-05-16") == [walk.case_id]
    assert cases(room=Room.objects.get().pk) == []
    backwards = api.get("appointments/", **{"from": "2023-05-17", "until": "2023-05-16"})
    assert (backwards.status_code, list(backwards.json()["errors"])) == (400, ["until"])
    assert Appointment.objects.count() == 2
