"""抽签 over the API: asked for, explained, listed; and what an offer lets a mediator do."""

import hashlib

from cases.states import State
from tests.api.client import Api
from tests.build import Walk
from tests.cast import Cast

AT = "2023-05-09"


def codes(problem: dict[str, object]) -> set[str]:
    return {blocker["code"] for blocker in problem["blockers"]}


def test_a_draw_is_answered_with_why(api: Api, cast: Cast) -> None:
    case = Walk(cast).file().accept().case_id
    given = api.by("qian").act(case, "assign", draw=True, at=AT)["attempt"]
    row = given["assignment"]
    assert given["mediator"]["id"] == row["mediator"]["id"]
    assert (row["draw"], row["answer_due"], row["taken_on"]) == (1, "2023-05-12", None)
    assert row["why"].startswith("3 人参加抽签，")
    by_hand = api.by("qian").act(case, "assign", mediator=_other(cast, row["mediator"]["id"]), at=AT)
    assert (by_hand["attempt"]["assignment"]["draw"], by_hand["attempt"]["assignment"]["why"]) == (None, "")


def _other(cast: Cast, drawn: int) -> int:
    return next(row.pk for row in cast.mediators.values() if row.pk != drawn)


def test_the_lots_can_be_drawn_again_from_the_answer(api: Api, cast: Cast) -> None:
    case = Walk(cast).file().accept().case_id
    api.by("qian").act(case, "assign", draw=True, at=AT)
    row = api.by("qian").get(f"cases/{case}/draws/").json()["results"][0]
    lots = row["lots"]
    total = sum(each["weight"] for each in lots["candidates"])
    ticket = int(hashlib.sha256(lots["seed"].encode()).hexdigest(), 16) % total
    assert str(ticket) == lots["ticket"]
    for each in sorted(lots["candidates"], key=lambda each: each["mediator"]):
        if ticket < each["weight"]:
            break
        ticket -= each["weight"]
    assert each["mediator"] == row["chosen"]["id"]


def test_who_was_left_out_and_why_is_for_few(api: Api, cast: Cast) -> None:
    cast.mediator("sun").absences.create(
        kind="sick", from_on="2023-05-01", until_on="2023-05-31", entered_by=cast.shu, entered_at="2023-05-01T09:00Z"
    )
    case = Walk(cast).file().accept().case_id
    chosen = api.by("qian").act(case, "assign", draw=True, at=AT)["attempt"]["mediator"]["username"]
    for name in ("qian", "zheng", "shu"):
        row = api.by(name).get(f"cases/{case}/draws/").json()["results"][0]
        assert [each["code"] for each in row["lots"]["left_out"]] == ["absent"], name
        assert "特邀孙（2023-05-01 至 2023-05-31 病假）" in row["explanation"]
    for name in ("wang", "zhou", "feng", chosen):
        row = api.by(name).get(f"cases/{case}/draws/").json()["results"][0]
        assert row["lots"] is None, name
        assert "特邀孙" not in row["explanation"]
        assert row["explanation"].endswith("另有 1 人按规则没有参加。")


def test_a_foreign_mediator_finds_no_draws(api: Api, cast: Cast) -> None:
    case = Walk(cast).to(State.MEDIATION).case_id
    assert api.by("zhao").get(f"cases/{case}/draws/").status_code == 404
    assert api.by("li").get(f"cases/{case}/draws/").json()["results"] == []


def test_nobody_to_draw_names_everybody(api: Api, cast: Cast) -> None:
    for row in cast.mediators.values():
        row.capacity = 1
        row.save()
    walk = Walk(cast).file().accept()
    cast.mediator("zhao").periods.update(until_on="2023-05-01")
    cast.mediator("sun").periods.update(until_on="2023-05-01")
    cast.mediator("li").absences.create(
        kind="leave", from_on="2023-05-01", until_on="2023-05-31", entered_by=cast.shu, entered_at="2023-05-01T09:00Z"
    )
    refused = api.by("qian").act(walk.case_id, "assign", expect=409, draw=True, at=AT)
    assert codes(refused) == {"nobody_to_draw"}
    assert "和解员李：2023-05-01 至 2023-05-31 请假" in refused["detail"]
    assert codes(api.by("qian").act(walk.case_id, "assign", expect=409, mediator=cast.mediator("li").pk, at=AT)) == {
        "absent"
    }


def test_an_offer_over_the_api(api: Api, cast: Cast) -> None:
    """Li keeps the case; the invited one sees it, answers, and can do nothing else until she has taken it."""
    case = Walk(cast).to(State.MEDIATION).case_id
    sun = cast.mediator("sun").pk
    given = api.by("qian").act(case, "assign", mediator=sun, reason="轮岗", at="2023-05-15")["attempt"]
    assert (given["mediator"]["username"], given["assignment"]["mediator"]["username"]) == ("li", "sun")
    steps = {row["verb"]: row["allowed"] for row in api.by("sun").get(f"cases/{case}/next-steps/").json()}
    assert {verb for verb, allowed in steps.items() if allowed} == {"take", "refuse"}
    assert api.by("sun").get(f"cases/{case}/clues/").status_code == 403
    assert api.by("sun").act(case, "log-session", expect=403, held_on="2023-05-16")["code"] == "not_assigned_to_you"
    assert api.by("li").act(case, "take", expect=403)["code"] == "not_assigned_to_you"
    taken = api.by("sun").act(case, "take", taken_on="2023-05-16")["attempt"]
    assert (taken["mediator"]["username"], taken["taken_on"], taken["deadline"]) == ("sun", "2023-05-09", "2023-06-08")
