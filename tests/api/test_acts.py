"""The acts in the words a program may use for them: defaults, other words, dates, and what each leaves behind."""

from typing import Any

import pytest

from cases.models import SessionNote
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core.models import AuditEntry
from tests.api.client import Api
from tests.build import Walk
from tests.cast import Cast


@pytest.fixture
def talks(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


@pytest.fixture
def performing(cast: Cast) -> Walk:
    return Walk(cast).to(State.PERFORMING)


@pytest.mark.parametrize(
    "body",
    [
        {"result_code": "22", "note": "差距过大"},
        {"result_code": "22", "reason": "差距过大"},
        {"code": "22", "note": "差距过大"},
    ],
)
def test_fail(body: dict[str, str], api: Api, talks: Walk) -> None:
    case = api.by("li").act(talks.case_id, "fail", at="2023-05-30", **body)
    assert (case["state"], case["result_code"], case["result_note"]) == ("failed", "22", "差距过大")
    assert case["attempt"]["result_code_label"] == "分歧较大"
    assert case["stage_closed_on"] == "2023-05-30"


def test_fail_needs_one_of_its_codes(api: Api, talks: Walk) -> None:
    for body in ({}, {"result_code": "30"}):
        wrong = api.by("li").act(talks.case_id, "fail", expect=400, **body)
        assert list(wrong["errors"]) == ["result_code"]


def test_decline_and_withdraw_have_a_usual_code(api: Api, cast: Cast) -> None:
    declined = api.by("wang").act(Walk(cast).file().case_id, "decline", reason="已下落不明")
    assert (declined["state"], declined["result_code"]) == ("failed", "27")
    withdrawn = api.by("qian").act(declined["id"], "hand-over")
    assert withdrawn["state"] == "enforcement"


def test_withdraw(api: Api, talks: Walk) -> None:
    case = api.by("li").act(talks.case_id, "withdraw", note="已自行了结")
    assert (case["state"], case["result_code"]) == ("withdrawn", "30")
    assert api.by("qian").act(talks.case_id, "reopen", reason="误登记")["state"] == "mediation"


def test_the_applicant_who_refuses_is_told_where_to_go(api: Api, cast: Cast) -> None:
    case = Walk(cast).file().case_id
    refused = api.by("wang").act(case, "accept", expect=409, consent={"result": "refused"})
    assert "applicant_refused" in [blocker["code"] for blocker in refused["blockers"]]


def test_assign_take_refuse(api: Api, cast: Cast) -> None:
    case = Walk(cast).file().accept().case_id
    both = api.by("qian").act(case, "assign", expect=400, draw=True, mediator=cast.mediator("li").pk)
    assert list(both["errors"]) == ["draw"]
    assert list(api.by("qian").act(case, "assign", expect=400)["errors"]) == ["mediator"]
    assert list(api.by("qian").act(case, "assign", expect=400, mediator=999_999)["errors"]) == ["mediator"]
    given = api.by("qian").act(case, "assign", mediator=cast.mediator("li").pk, at="2023-05-09")
    assert (given["attempt"]["taken_on"], given["attempt"]["deadline"]) == (None, None)
    taken = api.by("li").act(case, "take", taken_on="2023-05-10")
    assert (taken["attempt"]["taken_on"], taken["attempt"]["deadline"]) == ("2023-05-10", "2023-06-09")
    again = api.by("li").act(case, "refuse", expect=409, reason="忙")
    assert [blocker["code"] for blocker in again["blockers"]] == ["already_taken"]


@pytest.mark.parametrize(
    "consents",
    [
        {"consents": {"applicant": True, "respondent": True}},
        {"applicant_agrees": True, "respondent_agrees": True},
    ],
)
def test_extend(consents: dict[str, Any], api: Api, talks: Walk) -> None:
    case = api.by("li").act(talks.case_id, "extend", days=10, at="2023-06-01", reason="在筹款", **consents)
    assert (case["attempt"]["deadline"], case["attempt"]["extension_days"]) == ("2023-06-19", 10)
    deadline = next(each for each in case["deadlines"] if each["code"] == "T_RECON")
    assert (deadline["raw"], deadline["due"], deadline["moved"]) == ("2023-06-18", "2023-06-19", True)
    assert deadline["steps"][-1]["text"].startswith("顺延到 2023-06-19")


def test_extend_without_consents_is_refused(api: Api, talks: Walk) -> None:
    refused = api.by("li").act(talks.case_id, "extend", expect=409, at="2023-06-01")
    assert [blocker["code"] for blocker in refused["blockers"]] == ["consent_missing"] * 2


def test_a_session_with_its_offers_and_a_note_apart(api: Api, talks: Walk) -> None:
    offer = {"by": "被申请人", "total": "80000", "down": 20000, "count": 3, "last_on": "2023-08-31"}
    session = api.by("li").act(
        talks.case_id, "log-session", held_on="2023-05-15", mode="video", starts="09:00", ends="10:30",
        attendees=[{"name": "刘某", "as": "本人", "identity": "在线身份认证"}], offers=[offer], next_on="2023-05-20",
        outcome="continue", confidential_note="底线七万",
    )  # fmt: skip
    assert (session["number"], session["mode_label"], session["starts"]) == (1, "视频", "09:00")
    assert (session["offers"][0]["total"], session["offers"][0]["down"]) == ("80000.00", "20000.00")
    assert SessionNote.objects.get().text == "底线七万"
    assert "底线" not in api.by("li").get(f"cases/{talks.case_id}/").content.decode()
    mended = api.by("li").act(talks.case_id, "log-session", held_on="2023-05-15", corrects=session["id"])
    assert (mended["number"], mended["corrects"]) == (1, session["id"])


def terms(walk: Walk, **changes: Any) -> dict[str, Any]:
    return {
        "signed_on": "2023-05-20", "total": "87481.25", "grace_days": 3,
        "instalments": [{"due_on": "2023-06-20", "amount": "87481.25"}],
        "signatures": [{"party": "applicant"}, {"party": "刘某"}],
        **changes,
    }  # fmt: skip


def test_conclude_names_people_as_it_likes(api: Api, talks: Walk) -> None:
    case = api.by("li").act(talks.case_id, "conclude", **terms(talks))
    assert [row["signer"] for row in case["agreement"]["signatures"]] == ["陈某", "刘某"]
    assert case["agreement"]["instalments"][0]["grace_until"] == "2023-06-25"


@pytest.mark.parametrize(
    ("waiver", "kept"),
    [
        ("利息全免", {"text": "利息全免", "amount": "0.00", "condition": ""}),
        (
            {"text": "利息全免", "amount": "469.26", "condition": "按期履行"},
            {"text": "利息全免", "amount": "469.26", "condition": "按期履行"},
        ),
    ],
)
def test_a_waiver_in_words_or_in_parts(waiver: Any, kept: dict[str, str], api: Api, talks: Walk) -> None:
    case = api.by("li").act(talks.case_id, "conclude", **terms(talks, waiver=waiver))
    assert case["agreement"]["waiver"] == kept


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signatures": [{"party": "王五"}]}, "signatures.0.party"),
        ({"signatures": [{"party": 10**9}]}, "signatures.0.party"),
        ({"signatures": [{"party": "刘某", "agent": "张律师"}]}, "signatures.0.agent"),
        ({"signatures": [{"party": True}]}, "signatures.0.party"),
        ({"instalments": [{"due_on": "2023-06-20", "amount": "0"}]}, "instalments.0.amount"),
        ({"imputation": "custom"}, "custom_order"),
        ({"total": "0"}, "total"),
        ({"waiver": {"sum": 1}}, "waiver.sum"),
        ({"grace_days": 91}, "grace_days"),
        ({"result_code": "22"}, "result_code"),
    ],
)
def test_wrong_terms_are_named(changes: dict[str, Any], field: str, api: Api, talks: Walk) -> None:
    wrong = api.by("li").act(talks.case_id, "conclude", expect=400, **terms(talks, **changes))
    assert list(wrong["errors"]) == [field]


def test_red_findings_refuse_the_agreement(api: Api, talks: Walk) -> None:
    refused = api.by("li").act(talks.case_id, "conclude", expect=409, **terms(talks, total="90000", signatures=[]))
    codes = {blocker["code"] for blocker in refused["blockers"]}
    assert {"signature_missing"} < codes


def test_amend_keeps_the_old_version(api: Api, performing: Walk) -> None:
    changed = terms(
        performing, signed_on="2023-06-10", instalments=[{"due_on": "2023-07-31", "amount": "87481.25"}],
        reason="资金周转",
    )  # fmt: skip
    case = api.by("li").act(performing.case_id, "amend", **changed)
    assert (case["state"], case["agreement"]["version"], case["agreement"]["amend_reason"]) == (
        "performing",
        2,
        "资金周转",
    )
    assert [old["version"] for old in case["agreement"]["earlier_versions"]] == [1]


def test_a_payment_is_booked_confirmed_reversed(api: Api, performing: Walk) -> None:
    clerk, case = api.by("shu"), performing.case_id
    paying = {"paid_on": "2023-06-20", "amount": "40000.00", "way": "wechat_alipay", "payer": "刘某"}
    payment = clerk.act(case, "record-payment", **paying)
    assert (payment["confirmation"], payment["confirmation_label"]) == ("pending", "待确认")
    unknown = clerk.act(case, "confirm-payment", expect=400, payment=10**9, channel="online")
    assert list(unknown["errors"]) == ["payment"]
    undecided = clerk.act(case, "confirm-payment", expect=400, payment=payment["id"], channel="pending")
    assert list(undecided["errors"]) == ["channel"]
    confirmed = clerk.act(case, "confirm-payment", payment=payment["id"], channel="online", confirmed_on="2023-06-21")
    assert (confirmed["confirmation"], confirmed["confirmed_on"]) == ("online", "2023-06-21")
    assert api.get(f"cases/{case}/").json()["agreement"]["instalments"][0]["state"] == "paid"
    struck = clerk.act(case, "reverse-payment", payment=payment["id"], reason="录错案件")
    assert (struck["amount"], struck["reverses"]) == ("-40000.00", payment["id"])
    assert api.get(f"cases/{case}/").json()["agreement"]["instalments"][0]["paid"] == "0.00"
    again = clerk.act(case, "reverse-payment", expect=409, payment=payment["id"], reason="再来")
    assert again["code"] == "refused"


def test_default_declared_with_an_empty_body_and_cured(api: Api, performing: Walk) -> None:
    response = api.by("li").post(f"cases/{performing.case_id}/declare-default/")
    case = response.json()
    assert (response.status_code, case["state"]) == (200, "defaulted")
    assert case["agreement"]["defaults"][0]["left"] == "40000.00"
    case = api.by("li").act(performing.case_id, "reinstate", reason="已补付")
    assert case["state"] == "performing"
    assert case["agreement"]["defaults"][0]["reinstate_reason"] == "已补付"
    refused = api.by("li").act(performing.case_id, "fulfil", expect=409)
    assert "instalment_unpaid" in [blocker["code"] for blocker in refused["blockers"]]
    assert api.by("li").act(performing.case_id, "fulfil", creditor_satisfied=True)["state"] == "fulfilled"


def test_hand_over_returned_and_handed_over_again(api: Api, talks: Walk) -> None:
    case = talks.case_id
    api.by("li").act(case, "fail", result_code="22", at="2023-05-30")
    sent = api.by("qian").post(f"cases/{case}/hand-over/")
    assert (sent.status_code, sent.json()["handovers"][0]["applied_on"]) == (200, "2023-05-08")
    back = api.by("chen").act(case, "return", reason="缺生效证明")
    assert (back["state"], back["handovers"][0]["return_reason"]) == ("failed", "缺生效证明")
    assert len(api.by("qian").act(case, "hand-over", urgent=True)["handovers"]) == 2
    wrong = api.by("chen").act(case, "acknowledge", expect=409, exec_case_no="（2023）鄂1023民初1号")
    assert [blocker["code"] for blocker in wrong["blockers"]] == ["bad_exec_number"]


def test_what_is_added_to_the_file(api: Api, talks: Walk) -> None:
    case, clerk = talks.case_id, api.by("shu")
    agent = clerk.act(
        case, "record-agent", party="applicant", kind="lawyer", name="张律师", id_number="429999194702280031",
        special=True, powers=["reconcile", "collect"],
    )  # fmt: skip
    assert (agent["powers_label"], agent["id_number"]) == (["代为和解", "代收执行款"], "4299**********0031")
    done = terms(talks, signatures=[{"party": "applicant", "agent": "张律师"}, {"party": "respondent"}])
    frozen = {
        "kind": "in_suit", "object_kind": "deposit", "description": "存款", "since": "2023-01-01", "until": "2024-01-01"
    }  # fmt: skip
    assert clerk.act(case, "record-preservation", **frozen)["object_kind_label"] == "存款"
    assert list(clerk.act(case, "record-preservation", expect=400, **{**frozen, "until": "2022-01-01"})["errors"]) == [
        "until"
    ]
    late = {"role": "guarantor", "kind": "person", "name": "鲁某", "id_type": "resident_id"}
    assert list(clerk.act(case, "add-party", expect=400, **late, id_number="429999194702280032")["errors"]) == [
        "id_number"
    ]
    added = clerk.act(case, "add-party", **late, id_number="429999194702280031")
    assert added["parties"][2]["role_label"] == "担保人"
    amended = clerk.act(case, "amend-party", party="刘某", phone="13700000000", address="红城乡1号")
    assert amended["parties"][1]["phone"] == "137****0000"
    assert list(clerk.act(case, "amend-party", expect=400, party="刘某", phone="1")["errors"]) == ["phone"]
    registered = api.by("chen").act(case, "register-execution", exec_case_no="（2023）鄂1023执9号")
    assert (registered["legal_model"], registered["exec_case_no"]) == ("B", "（2023）鄂1023执9号")
    done["preservation_handling"] = "keep"
    signed = api.by("li").act(case, "conclude", **done)
    assert signed["agreement"]["signatures"][0]["signed_by"] == "agent"
    status = clerk.act(case, "record-party-status", party="刘某", status="bankrupt", note="受理裁定")
    assert status["parties"][1]["status_label"] == "破产"


def test_every_act_takes_the_moment_it_happened(api: Api, talks: Walk) -> None:
    body = {"paid_on": "2023-05-20", "amount": "1.00", "way": "cash", "at": "2023-05-21T15:00:00+08:00"}
    api.by("shu").act(talks.case_id, "record-payment", **body)
    entry = AuditEntry.objects.get(verb="record_payment")
    assert entry.at.isoformat() == "2023-05-21T07:00:00+00:00"
    assert entry.entered_at > entry.at
    future = api.by("li").act(talks.case_id, "fail", expect=409, result_code="22", at="2199-01-01")
    assert "at_in_future" in [blocker["code"] for blocker in future["blockers"]]
    early = api.by("li").act(talks.case_id, "fail", expect=409, result_code="22", at="2023-05-08")
    assert "at_out_of_order" in [blocker["code"] for blocker in early["blockers"]]


@pytest.mark.parametrize(
    "verb", sorted(set(Verb) - {Verb.FILE, Verb.RECORD_CLUE, Verb.ISSUE_PAPER, Verb.ATTACH, Verb.REVEAL})
)
def test_every_act_refuses_an_unknown_field_by_name(verb: Verb, api: Api, talks: Walk) -> None:
    wrong = api.by("qian").act(talks.case_id, verb.path, expect=400, colour="red")
    assert wrong["errors"]["colour"] == ["没有这个字段。"]


def test_suspend_and_resume(api: Api, talks: Walk) -> None:
    case = api.by("li").act(talks.case_id, "suspend", from_on="2023-05-20", reason="等评估报告")
    attempt = case["attempt"]
    assert (case["state"], attempt["deadline"]) == ("mediation", None)
    assert attempt["hold"] == {"since": "2023-05-20", "reason": "等评估报告", "days_left": 20}
    assert attempt["deadline_steps"][-1] == {"day": None, "text": "中止中，没有届满日；恢复的次日接着算，还有 20 日"}
    assert "T_RECON" not in [each["code"] for each in case["deadlines"]]
    assert [(row["from_on"], row["to_on"], row["ended_at"]) for row in attempt["suspensions"]] == [
        ("2023-05-20", None, None)
    ]
    listed = api.get("cases/", deadline_before="2199-01-01").json()["results"]
    assert talks.case_id not in [row["id"] for row in listed]
    resumed = api.by("qian").act(talks.case_id, "resume", resumed_on="2023-05-29", note="报告已到")
    attempt = resumed["attempt"]
    assert (attempt["deadline"], attempt["hold"]) == ("2023-06-19", None)
    assert (attempt["suspensions"][0]["to_on"], attempt["suspensions"][0]["end_note"]) == ("2023-05-29", "报告已到")
    deadline = next(each for each in resumed["deadlines"] if each["code"] == "T_RECON")
    assert (deadline["raw"], deadline["due"], deadline["moved"]) == ("2023-06-18", "2023-06-19", True)
    assert {"day": "2023-05-29", "text": "恢复，共中止 10 日，次日接着算"} in attempt["deadline_steps"]
    verbs = [row["verb"] for row in api.get(f"cases/{talks.case_id}/timeline/").json()["results"]][:2]
    assert verbs == ["resume", "suspend"]


def test_suspend_until_a_day_that_is_known(api: Api, talks: Walk) -> None:
    case = api.by("li").act(
        talks.case_id, "suspend", from_on="2023-05-20", to_on="2023-05-29", note="等评估报告", at="2023-05-22"
    )
    assert (case["attempt"]["deadline"], case["attempt"]["hold"]) == ("2023-06-19", None)


def test_what_a_suspension_asks_for(api: Api, talks: Walk) -> None:
    missing = api.by("li").act(talks.case_id, "suspend", expect=400, at="2023-05-20")
    assert list(missing["errors"]) == ["reason"]
    unread = api.by("li").act(
        talks.case_id, "suspend", expect=400, reason="等", from_on="2023-02-30", until="2023-05-29"
    )
    assert set(unread["errors"]) == {"from_on", "until"}
    refused = api.by("li").act(talks.case_id, "suspend", expect=409, at="2023-06-09", reason="等评估报告")
    assert [blocker["code"] for blocker in refused["blockers"]] == ["period_expired"]
    refused = api.by("li").act(talks.case_id, "resume", expect=409, at="2023-05-20")
    assert [blocker["code"] for blocker in refused["blockers"]] == ["not_suspended"]


@pytest.mark.parametrize(("who", "status"), [("zhao", 404), ("shu", 403), ("zheng", 403), ("xi", 404)])
def test_who_may_not_suspend(who: str, status: int, api: Api, talks: Walk) -> None:
    for verb in ("suspend", "resume"):
        api.by(who).act(talks.case_id, verb, expect=status, at="2023-05-20", reason="等评估报告")
