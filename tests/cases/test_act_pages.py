"""Every act has its page: the happy path, every refusal with all its reasons, and what was typed is never lost."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cases.actions import assignment
from cases.models import Agent, Case, Party, Payment, Preservation, PropertyClue, Session
from cases.states import State
from cases.verbs import VERBS, Verb
from cases.views.acts import ACTS
from jianli_mediation.core.models import AuditEntry
from tests.build import Walk, loan_filing
from tests.cases.desk import Desk
from tests.cast import Cast


def party(case: Case, role: str) -> Party:
    return case.parties.get(role=role)


def done(answer: Any, case_id: int, tab: str = "") -> None:
    """The act was done and led back to the case."""
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"/cases/{case_id}/{tab}"


def last_entry(case_id: int) -> AuditEntry:
    return AuditEntry.objects.filter(case_id=case_id).latest("id")


# ── 收案审查 ──


def test_accept(cast: Cast) -> None:
    walk = Walk(cast).file()
    answer = Desk(cast, "wang").act(walk.case_id, "accept", asked_at="2023-05-08 10:00", at="2023-05-08")
    done(answer, walk.case_id)
    assert (walk.case.state, walk.case.registered_on) == (State.MEDIATION, date(2023, 5, 8))
    attempt = walk.case.attempt
    assert (attempt.consent_result, attempt.consent_signer, attempt.consent_channel) == ("agreed", "陈某", "counter")


def test_accept_without_consent_is_refused_with_the_reason(cast: Cast) -> None:
    walk = Walk(cast).file()
    answer = Desk(cast, "wang").act(walk.case_id, "accept", result="refused", asked_at="2023-05-08 10:00")
    page = answer.content.decode()
    assert (answer.status_code, walk.case.state) == (409, State.INTAKE)
    assert "申请人不同意执前和解，应转立案执行" in page


def test_decline_and_withdraw(cast: Cast) -> None:
    declined = Walk(cast).file()
    done(
        Desk(cast, "wang").act(declined.case_id, "decline", code="27", note="标的物已灭失", at="2023-05-09"),
        declined.case_id,
    )
    assert (declined.case.state, declined.case.result_code) == (State.FAILED, "27")
    other = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"})).file()
    done(Desk(cast, "wang").act(other.case_id, "withdraw", code="30", note="自行了结", at="2023-05-09"), other.case_id)
    assert (other.case.state, other.case.result_note) == (State.WITHDRAWN, "自行了结")


# ── 执前和解 ──


def test_assign_with_taking_on_the_spot(cast: Cast) -> None:
    walk = Walk(cast).file().accept()
    page = Desk(cast, "qian").page(f"/cases/{walk.case_id}/acts/assign/")
    assert "和解员李" in page
    assert "0 件" in page
    answer = Desk(cast, "qian").act(walk.case_id, "assign", mediator=cast.mediator("li").pk, taken_on="2023-05-09")
    done(answer, walk.case_id)
    assert (walk.case.attempt.mediator.user.username, walk.case.attempt.deadline) == ("li", date(2023, 6, 8))


def test_assign_asks_for_a_mediator_and_for_a_reason_when_she_is_replaced(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    head = Desk(cast, "qian")
    assert "请选一位和解员，或者抽签。" in head.act(walk.case_id, "assign").content.decode()
    refused = head.act(walk.case_id, "assign", mediator=cast.mediator("zhao").pk)
    assert refused.status_code == 409
    assert "和解员李已经接收，更换和解员须写明理由" in refused.content.decode()
    done(head.act(walk.case_id, "assign", mediator=cast.mediator("zhao").pk, reason="回避"), walk.case_id)


def test_take_and_refuse(cast: Cast) -> None:
    walk = Walk(cast).file().accept().assign(taken_on=None)
    done(Desk(cast, "li").act(walk.case_id, "take", taken_on="2023-05-10"), walk.case_id)
    assert walk.case.attempt.taken_on == date(2023, 5, 10)
    other = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"})).file().accept().assign(taken_on=None)
    answer = Desk(cast, "li").act(other.case_id, "refuse", reason="与当事人相识", at="2023-05-10")
    assert (answer.status_code, answer["Location"]) == (302, "/"), "she no longer sees the case"
    assert other.case.attempt.mediator is None


def test_record_service_starts_the_urging_period(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    fields = Desk(cast, "shu").open(walk.case_id, "record-service")
    assert fields["form"] == ["D08"]
    assert fields["party"] == [str(party(walk.case, "respondent").pk)]
    done(Desk(cast, "shu").act(walk.case_id, "record-service", served_on="2023-05-10", signer="刘某"), walk.case_id)
    assert walk.case.attempt.urge_end == date(2023, 5, 25)


def test_extend_needs_both_consents_and_says_so_at_once(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    refused = Desk(cast, "li").act(walk.case_id, "extend", reason="等评估", at="2023-06-01").content.decode()
    assert "没有申请人的书面同意" in refused
    assert "没有被申请人的书面同意" in refused
    assert "等评估" in refused
    agreed = {"applicant_agrees": "on", "respondent_agrees": "on", "reason": "等评估", "at": "2023-06-01"}
    done(Desk(cast, "li").act(walk.case_id, "extend", **agreed), walk.case_id)
    assert walk.case.attempt.deadline == date(2023, 6, 25)


def test_fail_with_its_code(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    done(Desk(cast, "li").act(walk.case_id, "fail", code="22", note="差距过大", at="2023-05-30"), walk.case_id)
    assert (walk.case.state, walk.case.result_code, walk.case.stage_closed_on) == (
        State.FAILED,
        "22",
        date(2023, 5, 30),
    )


def test_settle_in_full_after_urging(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION).urge()
    payment = walk.pay("87950.51", "2023-05-24")
    refused = Desk(cast, "li").act(walk.case_id, "settle-in-full", at="2023-05-25")
    assert (refused.status_code, "未经申请人确认" in refused.content.decode()) == (409, True)
    walk.confirm(payment, "2023-05-25")
    done(Desk(cast, "li").act(walk.case_id, "settle-in-full", at="2023-05-25"), walk.case_id)
    assert (walk.case.state, walk.case.result_code, walk.case.performed_on) == (
        State.FULFILLED,
        "11",
        date(2023, 5, 24),
    )


# ── 会商 ──


def session_fields(walk: Walk, **changes: Any) -> dict[str, Any]:
    debtor = party(walk.case, "respondent").pk
    offer = {
        "offers-TOTAL_FORMS": "1",
        "offers-0-party": str(debtor),
        "offers-0-total": "８0,000.00",
        "offers-0-down": "20000",
        "offers-0-count": "3",
        "offers-0-last_on": "2023-08-30",
    }
    return {
        "held_on": "2023-05-12",
        "starts": "9:30",
        "ends": "１１：００",
        "outcome": "continue",
        "next_on": "2023-05-19",
        "confidential_note": "底线三万",
        **offer,
        **changes,
    }


def test_log_session_with_people_offers_and_a_note_apart(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    done(Desk(cast, "li").act(walk.case_id, "log-session", **session_fields(walk)), walk.case_id, "sessions/")
    row = Session.objects.get(attempt__case=walk.case_id)
    assert [(person["name"], person["as"]) for person in row.attendees] == [("陈某", "本人"), ("刘某", "本人")]
    assert (row.offers[0]["by"], row.offers[0]["total"], row.offers[0]["down"]) == ("刘某", "80000.00", "20000.00")
    assert (f"{row.starts:%H:%M}", f"{row.ends:%H:%M}", row.note.text) == ("09:30", "11:00", "底线三万")
    assert "底线三万" not in str(last_entry(walk.case_id).facts)


def test_session_rows_can_be_added_without_script_and_nothing_is_lost(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    desk = Desk(cast, "li")
    fields = {**desk.open(walk.case_id, "log-session"), "positions": "申请人要求一次付清", "add_row": "offers"}
    page = desk.hand_in(walk.case_id, "log-session", fields).content.decode()
    assert 'name="offers-0-total"' in page
    assert "申请人要求一次付清" in page
    assert not Session.objects.exists()


def test_wrong_session_keeps_everything_typed(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    wrong = session_fields(
        walk, starts="11:00", ends="9:30", outcome="", **{"offers-0-total": "八万", "people-0-name": ""}
    )
    answer = Desk(cast, "li").act(walk.case_id, "log-session", **wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    for said in ("结束要在开始（11:00）以后", "请选结果。", "请写成 86,500.00 这样", "请填姓名。", "底线三万", "八万"):
        assert said in page
    assert "还有 4 处要改" in page


def test_correction_is_a_new_session_that_begins_with_the_old_one(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    desk = Desk(cast, "li")
    done(desk.act(walk.case_id, "log-session", **session_fields(walk)), walk.case_id, "sessions/")
    first = Session.objects.get(attempt__case=walk.case_id)
    fields = desk.open(walk.case_id, "log-session", f"?corrects={first.pk}")
    assert (fields["held_on"], fields["offers-0-total"], fields["outcome"]) == (
        ["2023-05-12"],
        ["80,000.00"],
        ["continue"],
    )
    done(desk.hand_in(walk.case_id, "log-session", {**fields, "place": "1 号和解室"}), walk.case_id, "sessions/")
    second = Session.objects.get(corrects=first)
    assert (second.number, second.place, first.place) == (first.number, "1 号和解室", "2 号和解室")


# ── 随时可记 ──


def test_records_beside_the_steps(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    clerk, pk = Desk(cast, "shu"), walk.case_id
    debtor = party(walk.case, "respondent").pk
    agent = {"party": debtor, "kind": "lawyer", "name": "秦某", "special": "on", "powers": ["reconcile"]}
    done(clerk.act(pk, "record-agent", **agent), pk)
    assert Agent.objects.get(party=debtor).powers == ["reconcile"]
    clue = {"source": "session", "kind": "vehicle", "description": "小型货车一辆", "value": "6万"}
    wrong = clerk.act(pk, "record-clue", **clue)
    assert (wrong.status_code, "小型货车一辆" in wrong.content.decode()) == (400, True)
    done(clerk.act(pk, "record-clue", **{**clue, "value": "60,000"}), pk)
    assert PropertyClue.objects.get(case=pk).value == Decimal("60000.00")
    frozen = {"kind": "in_suit", "object_kind": "deposit", "description": "存款", "since": "2023-05-01"}
    assert "止日要晚于起日" in clerk.act(pk, "record-preservation", **frozen, until="2023-05-01").content.decode()
    done(clerk.act(pk, "record-preservation", **frozen, until="2024-04-30"), pk)
    assert Preservation.objects.get(case=pk).until == date(2024, 4, 30)
    done(clerk.act(pk, "record-party-status", party=debtor, status="bankrupt", note="（2023）鄂1023破1号"), pk)
    assert party(walk.case, "respondent").status == "bankrupt"


def test_powers_need_a_special_mandate(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    agent = {"party": party(walk.case, "respondent").pk, "kind": "relative", "name": "秦某", "powers": ["reconcile"]}
    answer = Desk(cast, "shu").act(walk.case_id, "record-agent", **agent)
    assert (answer.status_code, "授权须是特别授权" in answer.content.decode()) == (400, True)


def test_a_guarantor_comes_in_after_filing(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    guarantor = {
        "role": "guarantor",
        "kind": "person",
        "name": "鲁某",
        "id_type": "resident_id",
        "id_number": "429999194702280032",
        "address": "容城镇示例路 3 号",
    }
    wrong = Desk(cast, "shu").act(walk.case_id, "add-party", **guarantor).content.decode()
    assert "末位应为 1，现为 2" in wrong
    assert "容城镇示例路 3 号" in wrong
    done(
        Desk(cast, "shu").act(walk.case_id, "add-party", **{**guarantor, "id_number": "429999194702280031"}),
        walk.case_id,
    )
    row = party(walk.case, "guarantor")
    assert (row.name, row.seq, row.sex) == ("鲁某", 3, "male")
    twice = Desk(cast, "shu").act(walk.case_id, "add-party", **{**guarantor, "id_number": "429999194702280031"})
    assert "同一当事人已经在案" in twice.content.decode()


def test_a_further_debtor_is_in_the_title(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    debtor = {
        "role": "co_debtor",
        "kind": "person",
        "name": "鲁某",
        "id_type": "resident_id",
        "id_number": "429999194702280031",
    }
    done(Desk(cast, "shu").act(walk.case_id, "add-party", **debtor), walk.case_id)
    assert walk.case.title == "陈某 与 刘某、鲁某"


def test_amend_party_changes_only_what_was_filled_in(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    creditor = party(walk.case, "applicant")
    page = Desk(cast, "shu").page(f"/cases/{walk.case_id}/acts/amend-party/")
    assert creditor.phone not in page
    answer = Desk(cast, "shu").act(walk.case_id, "amend-party", party=creditor.pk)
    assert "还没有填要补正的内容" in answer.content.decode()
    done(Desk(cast, "shu").act(walk.case_id, "amend-party", party=creditor.pk, e_service_consent="yes"), walk.case_id)
    changed = party(walk.case, "applicant")
    assert (changed.e_service_consent, changed.phone) == (True, creditor.phone)


def test_register_execution_checks_the_number(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    refused = Desk(cast, "chen").act(walk.case_id, "register-execution", exec_case_no="执1号")
    assert (refused.status_code, "执行案号应如" in refused.content.decode()) == (409, True)
    good = Desk(cast, "chen").act(walk.case_id, "register-execution", exec_case_no="(2023)鄂1023执88号")
    done(good, walk.case_id)
    assert (walk.case.legal_model, walk.case.exec_case_no) == ("B", "（2023）鄂1023执88号")


# ── What every page does ──


def test_every_verb_of_a_case_has_its_page() -> None:
    assert set(ACTS) == set(Verb) - {Verb.FILE, Verb.ATTACH, Verb.REVEAL}


def test_foreign_case_is_not_there_for_any_act(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    zhao = Desk(cast, "zhao")
    for verb in ACTS:
        address = f"/cases/{walk.case_id}/acts/{verb.path}/"
        assert (zhao.get(address).status_code, zhao.client.post(address).status_code) == (404, 404), verb
    assert zhao.get("/cases/999999/acts/accept/").status_code == 404
    assert zhao.get(f"/cases/{walk.case_id}/acts/no-such-act/").status_code == 404


def test_wrong_role_is_told_whose_work_it_is(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    leader = Desk(cast, "ling")
    for verb in ACTS:
        address = f"/cases/{walk.case_id}/acts/{verb.path}/"
        asked, handed_in = leader.get(address), leader.client.post(address)
        assert (asked.status_code, handed_in.status_code) == (403, 403), verb
        assert f"“{VERBS[verb].label}”不由领导小组办理。" in asked.content.decode()


def test_mediator_without_the_assignment_is_barred(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    walk.do(assignment.assign, "qian", "2023-05-12", mediator_id=cast.mediator("zhao").pk, reason="回避")
    assert Desk(cast, "li").get(f"/cases/{walk.case_id}/acts/log-session/").status_code == 200, "until zhao takes it"
    walk.do(assignment.take, "zhao", "2023-05-13")
    asked = Desk(cast, "li").get(f"/cases/{walk.case_id}/acts/log-session/")
    assert asked.status_code == 404, "a case that changed hands is no longer hers"


def test_signed_out_goes_to_the_sign_in_page(cast: Cast) -> None:
    walk = Walk(cast).file()
    answer = Client().get(f"/cases/{walk.case_id}/acts/accept/")
    assert (answer.status_code, answer["Location"].startswith("/login/")) == (302, True)


def test_refused_act_shows_all_reasons_before_and_after(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    walk.pay("40000.00", "2023-06-20")
    desk = Desk(cast, "li")
    asked = desk.page(f"/cases/{walk.case_id}/acts/fulfil/")
    refused = desk.act(walk.case_id, "fulfil", at="2023-06-21")
    for page in (asked, refused.content.decode()):
        assert "第 2 期还差 47,481.25 元" in page
        assert "06-20 的 40,000.00 元未经申请人确认" in page
    assert refused.status_code == 409


def test_stale_version_shows_what_changed_and_keeps_what_was_typed(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    desk = Desk(cast, "li")
    fields = {**desk.open(walk.case_id, "fail"), "code": "22", "note": "差距过大", "at": "2023-05-30"}
    walk.pay("1000.00", "2023-05-20")
    answer = desk.hand_in(walk.case_id, "fail", fields)
    page = answer.content.decode()
    assert (answer.status_code, walk.case.state) == (409, State.MEDIATION)
    assert "书记员舒：收到 1,000.00 元" in page
    assert "差距过大" in page
    again = desk.hand_in(walk.case_id, "fail", {**fields, "version": str(walk.case.version), "submission_token": ""})
    done(again, walk.case_id)


def test_double_submit_is_one_act(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    clerk = Desk(cast, "shu")
    fields = {**clerk.open(walk.case_id, "record-payment"), "amount": "40000", "paid_on": "2023-06-20"}
    for _ in range(2):
        done(clerk.hand_in(walk.case_id, "record-payment", fields), walk.case_id)
    assert Payment.objects.filter(case=walk.case_id).count() == 1


def test_act_in_the_future_is_refused(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    answer = Desk(cast, "li").act(walk.case_id, "fail", code="22", note="差距过大", at="2099-01-01")
    assert (answer.status_code, "办理时间不能晚于现在" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("typed", ["20２3年6月20日", "20230620", "2023.6.20"])
def test_days_are_read_as_people_type_them(cast: Cast, typed: str) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    done(
        Desk(cast, "shu").act(walk.case_id, "record-payment", paid_on=typed, amount="￥4万".replace("4万", "40,000")),
        walk.case_id,
    )
    assert Payment.objects.get(case=walk.case_id).paid_on == date(2023, 6, 20)


def test_text_is_shown_as_text(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    done(
        Desk(cast, "li").act(walk.case_id, "fail", code="22", note="<script>alert(1)</script>", at="2023-05-30"),
        walk.case_id,
    )
    page = Desk(cast, "li").page(f"/cases/{walk.case_id}/trail/")
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
