"""决定久调不和、指导意见、接管 over the API: what it takes, what it answers, who may not."""

from datetime import date

import pytest

from cases.models import StallReview
from cases.states import State
from tests.api.client import Api
from tests.build import Walk
from tests.cases.test_atomicity import guided
from tests.cast import Cast

WHY = "差距没有缩小"


@pytest.fixture
def talks(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def test_the_signs_are_told_with_their_evidence(api: Api, talks: Walk) -> None:
    found = api.by("qian").get(f"cases/{talks.case_id}/").json()["stalling"]
    assert {each["code"] for each in found} == {"no_movement", "time_used", "expired"}
    assert next(each for each in found if each["code"] == "no_movement") == {
        "code": "no_movement",
        "text": "20 日没有新方案，也没有付款",
        "since": "2023-05-29",
        "evidence": ["接收：2023-05-09"],
    }
    assert api.by("wang").get(f"cases/{talks.case_id}/").json()["stalling"] == []


def test_going_on_then_handing_over(api: Api, talks: Walk) -> None:
    case = api.by("qian").act(
        talks.case_id, "review-talks", decision="extend", until="2023-06-05", reason=WHY, at="2023-05-29"
    )
    assert (case["state"], StallReview.objects.get().until) == ("mediation", date(2023, 6, 5))
    again = {"decision": "extend", "until": "2023-06-07", "reason": WHY, "at": "2023-06-06"}
    refused = api.by("qian").act(talks.case_id, "review-talks", expect=409, **again)
    assert [each["code"] for each in refused["blockers"]] == ["put_off_once"]
    case = api.by("qian").act(talks.case_id, "review-talks", decision="hand_over", reason=WHY, at="2023-06-06")
    assert (case["state"], case["result_code"], case["stalling"]) == ("failed", "24", [])


def test_beyond_the_period_with_both_consents(api: Api, talks: Walk) -> None:
    longer = {"decision": "extend", "until": "2023-06-15", "reason": WHY, "at": "2023-05-29"}
    refused = api.by("qian").act(talks.case_id, "review-talks", expect=409, **longer)
    assert [each["code"] for each in refused["blockers"]] == ["consent_missing", "consent_missing"]
    consents = {"applicant": True, "respondent": True}
    case = api.by("qian").act(talks.case_id, "review-talks", consents=consents, **longer)
    assert case["attempt"]["deadline"] == "2023-06-15"


def test_what_a_decision_asks_for(api: Api, talks: Walk) -> None:
    wrong = api.by("qian").act(talks.case_id, "review-talks", expect=400, decision="wait")
    assert set(wrong["errors"]) == {"decision", "reason"}
    wrong = api.by("qian").act(
        talks.case_id, "review-talks", expect=400, decision="end", until="2023-06-05", reason=WHY
    )
    assert list(wrong["errors"]) == ["until"]


@pytest.mark.parametrize(("who", "status"), [("li", 403), ("shu", 403), ("zhou", 403), ("zhao", 404)])
def test_who_may_not_decide(who: str, status: int, api: Api, talks: Walk) -> None:
    api.by(who).act(talks.case_id, "review-talks", expect=status, decision="hand_over", reason=WHY)


def test_a_comment_and_the_taking_over(api: Api, cast: Cast) -> None:
    walk = guided(cast)
    said = api.by("li").act(walk.case_id, "comment", text="先核实车辆的抵押情况")
    assert (said["text"], said["given_by"]["name"]) == ("先核实车辆的抵押情况", "和解员李")
    read = api.by("sun").get(f"cases/{walk.case_id}/").json()["guidance"]
    assert [row["text"] for row in read] == ["先核实车辆的抵押情况"]
    assert api.by("wang").get(f"cases/{walk.case_id}/").json()["guidance"] == []
    case = api.by("li").act(walk.case_id, "take-over", reason="多次会商没有进展")
    assert case["attempt"]["mediator"]["name"] == "和解员李"
    assert api.by("sun").get(f"cases/{walk.case_id}/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("sun", 403), ("zhou", 403), ("zhao", 404)])
def test_who_may_not_guide(who: str, status: int, api: Api, cast: Cast) -> None:
    walk = guided(cast)
    api.by(who).act(walk.case_id, "take-over", expect=status, reason="接管")
    if who != "zhou":
        api.by(who).act(walk.case_id, "comment", expect=status, text="看一看")
