"""The feed of acts: each once, in order, from any place on, as far as the reader sees."""

import pytest

from cases.states import State
from jianli_mediation.core.models import EventPosition
from tests.api.client import Api, client_with
from tests.build import Walk, loan_filing
from tests.cast import Cast


def test_every_act_in_order_with_who_and_what(api: Api, cast: Cast) -> None:
    case = Walk(cast).file().case_id
    body = {"consent": {"result": "agreed", "at": "2023-05-08T10:00:00+08:00"}}
    api.by("wang").post(f"cases/{case}/accept/", body)
    feed = api.get("events/").json()
    assert [event["verb"] for event in feed["results"]] == ["file", "accept"]
    filed, accepted = feed["results"]
    assert (filed["actor"], filed["acting_user"], accepted["actor"]) == ("wang", "wang", "指挥中心")
    assert (accepted["acting_user"], accepted["acting_user_name"]) == ("wang", "窗口王")
    assert (accepted["from_state"], accepted["to_state"], accepted["case"]) == ("intake", "mediation", case)
    assert (accepted["case_no"], accepted["at"]) == ("（2023）鄂1023执前和1号", "2023-05-08T10:00:00+08:00")
    assert accepted["facts"]["consent"] == "agreed"
    assert feed["next_cursor"] == accepted["cursor"] == "2"


def test_it_goes_on_where_it_was_left(api: Api, cast: Cast) -> None:
    Walk(cast).to(State.FULFILLED)
    whole = api.get("events/").json()["results"]
    seen, cursor = [], ""
    while True:
        page = api.get("events/", limit=3, **({"after": cursor} if cursor else {})).json()
        if not page["results"]:
            break
        seen += page["results"]
        cursor = page["next_cursor"]
    assert seen == whole
    assert [int(event["cursor"]) for event in whole] == list(range(1, len(whole) + 1))
    assert api.get("events/", after=cursor).json() == {"next_cursor": cursor, "results": []}
    Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"})).file()
    assert [event["verb"] for event in api.get("events/", after=cursor).json()["results"]] == ["file"]


def test_readings_are_no_acts(api: Api, cast: Cast) -> None:
    """Or a client that reads what the feed tells it would feed itself for ever."""
    case = Walk(cast).file().case_id
    client_with("cases:read", "pii:read", name="送达系统").get(f"cases/{case}/")
    assert [event["verb"] for event in api.get("events/").json()["results"]] == ["file"]


def test_a_person_reads_of_her_cases(api: Api, cast: Cast) -> None:
    Walk(cast).to(State.MEDIATION)
    Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"}), mediator="zhao").to(State.MEDIATION)
    assert len(api.by("feng").get("events/").json()["results"]) == 6
    hers = api.by("zhao").get("events/").json()["results"]
    assert [event["case_no"] for event in hers] == ["（2023）鄂1023执前和2号"] * 3
    assert api.by("xi").get("events/").json()["results"] == []


@pytest.mark.parametrize(
    ("query", "field"), [({"after": "x"}, "after"), ({"after": "-1"}, "after"), ({"limit": "501"}, "limit")]
)
def test_a_place_that_is_none(query: dict[str, str], field: str, api: Api) -> None:
    response = api.get("events/", **query)
    assert (response.status_code, list(response.json()["errors"])) == (400, [field])


def test_a_place_is_given_once(api: Api, cast: Cast) -> None:
    Walk(cast).file()
    assert EventPosition.objects.get().position is None
    api.get("events/")
    Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"})).file()
    api.get("events/")
    assert list(EventPosition.objects.order_by("entry").values_list("position", flat=True)) == [1, 2]
