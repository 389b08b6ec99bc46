"""诉求 over the API: taken, listed, answered, rated; kept from whom it is about."""

from typing import Any

import pytest
import time_machine

from cases.states import State
from tests.api.client import Api
from tests.build import Walk, moment
from tests.cast import Cast


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def act(api: Api, walk: Walk, who: str, verb: str, **body: Any) -> Any:
    with time_machine.travel(moment("2023-06-01 10:00"), tick=False):
        return api.by(who).post(f"cases/{walk.case_id}/{verb}/", body)


def listed(api: Api, walk: Walk, who: str) -> list[dict[str, Any]]:
    answer = api.by(who).get(f"cases/{walk.case_id}/requests/")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_asked_answered_and_rated(api: Api, walk: Walk) -> None:
    asked = act(api, walk, "wang", "take-request", party="刘某", kind="extension", way="phone", content="想晚半个月付")
    assert asked.status_code == 200, asked.content
    row = asked.json()
    assert (row["kind_label"], row["way"], row["due_on"], row["answer"]) == ("申请延期", "phone", "2023-06-06", "")
    answered = act(api, walk, "li", "answer-request", request=row["id"], answer="请与申请人商量")
    assert answered.json()["answered_at"] == "2023-06-01T10:00:00+08:00"
    twice = act(api, walk, "li", "answer-request", request=row["id"], answer="再说一遍")
    assert (twice.status_code, twice.json()["blockers"][0]["code"]) == (409, "nothing_open")
    rated = act(api, walk, "wang", "rate-answer", request=row["id"], satisfaction="fair")
    assert rated.json()["satisfaction_label"] == "基本满意"
    assert [each["id"] for each in listed(api, walk, "qian")] == [row["id"]]


def test_what_is_said_of_a_mediator_is_not_there_for_her(api: Api, walk: Walk) -> None:
    body = {"party": "刘某", "kind": "about_mediator", "content": "他偏袒对方"}
    row = act(api, walk, "wang", "take-request", **body).json()
    assert listed(api, walk, "li") == []
    assert [each["id"] for each in listed(api, walk, "qian")] == [row["id"]]
    tried = act(api, walk, "li", "answer-request", request=row["id"], answer="没有")
    assert (tried.status_code, list(tried.json()["errors"])) == (400, ["request"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"party": "刘某", "kind": "dream", "content": "x"}, "kind"),
        ({"party": "马某", "kind": "other", "content": "x"}, "party"),
        ({"party": "刘某", "kind": "other"}, "content"),
        ({"party": "刘某", "kind": "other", "content": "好" * 501}, "content"),
        ({"party": "刘某", "kind": "other", "content": "x", "way": "page"}, "way"),
    ],
)
def test_bad_input_is_named(api: Api, walk: Walk, body: dict[str, str], field: str) -> None:
    answer = act(api, walk, "wang", "take-request", **body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_foreign_case_is_not_there(api: Api, walk: Walk) -> None:
    assert api.by("zhao").get(f"cases/{walk.case_id}/requests/").status_code == 404
    assert act(api, walk, "zhao", "take-request", party="刘某", kind="other", content="x").status_code == 404
