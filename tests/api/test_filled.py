"""What a case rarely has, in real answers: every property of the description is seen filled by some test.

``tests.api.seen`` adds up what the whole run saw.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from cases.actions import attachments, papers
from cases.actions.acting import Actor
from cases.actions.attachments import ScanInput
from cases.actions.targets import set_target
from cases.models import Case
from cases.rules.allocation import KINDS
from cases.states import State
from jianli_mediation.core.clients import Scope
from mediators.actions.records import add_certificate
from mediators.models import Organisation, Room
from tests.api.bodies import S1
from tests.api.client import Api, client_with
from tests.api.test_attachments import send
from tests.api.test_imports import send as hand_in
from tests.build import Walk, day, loan_filing, moment
from tests.cases.ledger_files import drained, row, xlsx
from tests.cast import Cast
from tests.scan_files import looked_at, pdf

NOW = "2023-05-12 12:00"


@pytest.fixture
def talks(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


@pytest.fixture
def at_noon() -> Iterator[None]:
    with time_machine.travel(moment(NOW), tick=False):
        yield


def scan(walk: Walk) -> int:
    given = ScanInput(scan=looked_at(), kind="identity", title="证件")
    kept: int = walk.do(attachments.attach, "shu", "2023-05-10", given=given).pk
    return kept


def test_a_filing_with_all_there_is(api: Api, cast: Cast) -> None:
    body = {
        **S1,
        "tags": ["labour_pay"],
        "basis": {**S1["basis"], "made_on": "2023-04-10"},
    }
    case = api.by("wang").post("cases/", body).json()
    Case.objects.filter(pk=case["id"]).update(clerk=cast.shu)
    read = api.get(f"cases/{case['id']}/").json()
    assert (read["clerk"]["username"], read["tags_label"]) == ("shu", ["劳动报酬"])
    assert (case["basis"]["made_on"], case["tags"]) == ("2023-04-10", ["labour_pay"])
    assert api.get("cases/").json()["results"][0]["tags_label"] == ["劳动报酬"]


def test_a_freeze_before_enforcement_makes_it_model_b(api: Api, talks: Walk, at_noon: None) -> None:
    frozen = {"kind": "pre_execution", "object_kind": "deposit", "description": "存款", "since": "2023-05-10"}
    api.by("wang").act(talks.case_id, "record-preservation", **frozen, until="2024-05-09")
    case = api.get(f"cases/{talks.case_id}/").json()
    assert (case["legal_model"], case["forced_b_reasons"]) == ("B", ["preservation"])
    (held,) = case["preservations"]
    body = {"preservation": held["id"], "reason": "（2023）鄂1023执保3号之一裁定解除"}
    early = api.by("wang").act(talks.case_id, "lift-preservation", 409, lifted_on="2023-05-09", **body)
    assert [each["code"] for each in early["blockers"]] == ["lifted_before_begun"]
    lifted = api.by("wang").act(talks.case_id, "lift-preservation", lifted_on="2023-05-12", **body)
    assert lifted == {**held, "lifted_on": "2023-05-12"}
    again = api.by("wang").act(talks.case_id, "lift-preservation", 409, lifted_on="2023-05-12", **body)
    assert [each["code"] for each in again["blockers"]] == ["no_preservation"]


def test_an_address_confirmed(api: Api, talks: Walk, at_noon: None) -> None:
    kept = scan(talks)
    body = {
        "party": "respondent",
        "signed_on": "2023-05-11",
        "address": "红城乡示例村2组",
        "receiver": "刘妻",
        "receiver_relation": "配偶",
        "phone": "13900000000",
        "e_consent": True,
        "e_address": "13900000000",
        "for_reconciliation": True,
        "for_enforcement": True,
        "scan": kept,
    }
    answer = api.by("shu").act(talks.case_id, "confirm-address", **body)
    assert (answer["signed_on"], answer["scan"], answer["e_consent"]) == ("2023-05-11", kept, True)


def test_an_agent_for_a_time(api: Api, talks: Walk, at_noon: None) -> None:
    body = {"party": "applicant", "kind": "lawyer", "name": "律某", "valid_from": "2023-05-01"}
    agent = api.by("wang").act(talks.case_id, "record-agent", **body, valid_until="2023-12-31")
    assert (agent["valid_from"], agent["valid_until"]) == ("2023-05-01", "2023-12-31")


def test_terms_with_an_order_and_a_guarantor(api: Api, talks: Walk) -> None:
    with time_machine.travel(moment("2023-05-19"), tick=False):
        guarantor = {"role": "guarantor", "kind": "person", "name": "何某", "id_type": "other", "id_number": "A123456"}
        assert api.by("wang").post(f"cases/{talks.case_id}/add-party/", guarantor).status_code == 200
    with time_machine.travel(moment("2023-05-20"), tick=False):
        terms = {
            "signed_on": "2023-05-20",
            "total": "87481.25",
            "instalments": [{"due_on": "2023-06-20", "amount": "87481.25"}],
            "imputation": "custom",
            "custom_order": list(KINDS),
            "signatures": [{"party": name} for name in ("陈某", "刘某", "何某")],
            "guarantees": [
                {
                    "guarantor": "何某",
                    "kind": "surety",
                    "scope": "全部债务",
                    "until": "2024-06-20",
                    "direct_enforcement_declared": True,
                }
            ],
            "carried": {"no_down_payment": "双方同意一次付清"},
        }
        case = api.by("li").act(talks.case_id, "conclude", **terms)
    assert case["agreement"]["custom_order"] == list(KINDS)
    (given,) = case["agreement"]["guarantees"]
    assert (given["kind"], given["until"], given["direct_enforcement_declared"]) == ("surety", "2024-06-20", True)


def test_a_session_in_a_room_and_held(api: Api, talks: Walk, at_noon: None) -> None:
    room = Room.objects.get().pk
    slot = {"starts_at": "2023-06-24T09:30:00+08:00", "ends_at": "2023-06-24T10:30:00+08:00"}
    late = api.by("shu").act(talks.case_id, "schedule-session", **slot, room=room)
    assert any("期限" in hint for hint in late["hints"])
    slot = {"starts_at": "2023-05-12T13:00:00+08:00", "ends_at": "2023-05-12T14:00:00+08:00"}
    made = api.by("shu").act(talks.case_id, "schedule-session", **slot, room=room)
    with time_machine.travel(moment("2023-05-12 15:00"), tick=False):
        held = api.by("li").act(talks.case_id, "log-session", held_on="2023-05-12", appointment=made["id"])
        listed = api.by("qian").get("appointments/", **{"from": "2023-05-12", "until": "2023-05-12"}).json()["results"]
        later = {"starts_at": "2023-05-15T09:00:00+08:00", "ends_at": "2023-05-15T10:00:00+08:00"}
        api.by("shu").act(talks.case_id, "schedule-session", **later, room=room)
        first = api.by("qian").get("appointments/", **{"from": "2023-05-01", "until": "2023-06-30"}, page_size=1).json()
    assert [(each["id"], each["session"], each["room"]) for each in listed] == [(made["id"], held["id"], room)]
    assert api.by("qian").get(first["next"]).json()["previous"]


def test_what_was_served_is_corrected_and_has_its_proof(api: Api, talks: Walk, at_noon: None) -> None:
    creditor = talks.case.parties.get(role="applicant").pk
    paper = talks.do(papers.issue_paper, "shu", "2023-05-10", form="D03", subject=f"party:{creditor}").pk
    sent = {
        "paper": paper,
        "party": "applicant",
        "way": "electronic",
        "served_on": "2023-05-11",
        "e_platform": "人民法院送达平台",
        "e_address": "13800000000",
        "sent_at": "2023-05-11T09:00:00+08:00",
        "arrived_at": "2023-05-11T09:01:00+08:00",
        "proof": "平台回执",
        "scan": scan(talks),
    }
    shu = api.by("shu")
    address = {"party": "applicant", "signed_on": "2023-05-10", "address": "容城镇", "e_consent": True}
    shu.act(talks.case_id, "confirm-address", **address, e_address="13800000000", for_reconciliation=True)
    first = shu.act(talks.case_id, "record-service", **sent)
    again = shu.act(talks.case_id, "record-service", **{**sent, "proof": "平台回执二"}, corrects=first["id"])
    assert (again["paper"], again["scan"], again["corrects"]) == (paper, sent["scan"], first["id"])
    assert again["arrived_at"] == "2023-05-11T09:01:00+08:00"
    (listed,) = api.get(f"cases/{talks.case_id}/").json()["services"]
    assert listed == again


def test_a_call_is_corrected(api: Api, talks: Walk, at_noon: None) -> None:
    call = {"party": "刘某", "contacted_at": "2023-05-12T10:00:00+08:00", "outcome": "no_answer"}
    first = api.by("shu").act(talks.case_id, "log-contact", **call)
    again = api.by("shu").act(talks.case_id, "log-contact", **{**call, "outcome": "reached"}, corrects=first["id"])
    assert again["corrects"] == first["id"]


def test_registered_for_enforcement_and_what_is_known_of_property(api: Api, talks: Walk, at_noon: None) -> None:
    number = "（2023）鄂1023执66号"
    case = api.by("chen").act(talks.case_id, "register-execution", exec_case_no=number, registered_on="2023-05-11")
    assert (case["exec_registered_on"], case["forced_b_reasons"]) == ("2023-05-11", [])
    assert api.get("cases/").json()["results"][0]["exec_registered_on"] == "2023-05-11"
    clue = {"source": "applicant", "kind": "vehicle", "description": "轿车", "reported_on": "2023-05-10"}
    path = f"cases/{talks.case_id}/clues/"
    made = [api.by("wang").post(path, {**clue, "value": f"{place}0000.00"}).json() for place in (1, 2)]
    assert [each["value"] for each in made] == ["10000.00", "20000.00"]
    walked_through(api.by("qian"), path)


def test_fulfilled_with_its_certificate_withdrawn(api: Api, cast: Cast) -> None:
    walk = Walk(cast).to(State.FULFILLED)
    line = api.get("cases/").json()["results"][0]
    assert line["performed_on"] == "2023-07-20"
    with time_machine.travel(moment("2023-07-24 10:00"), tick=False):
        given = {"form": "D24", "party": "respondent"}
        paper = api.by("shu").post(f"cases/{walk.case_id}/documents/", given).json()
        again = api.by("shu").post(f"cases/{walk.case_id}/documents/", given).json()
        assert again["replaces"] == paper["id"]
        tag = api.get(f"documents/{again['id']}/")["ETag"]
        assert api.get(f"documents/{again['id']}/", {"If-None-Match": tag}).status_code == 304
        body = {"paper": again["id"], "reason": "转账凭证是伪造的", "proof": "银行回函"}
        assert api.by("qian").act(walk.case_id, "withdraw-certificate", **body)["state"] == "fulfilled"
    walked_through(api.by("qian"), f"cases/{walk.case_id}/documents/")


def test_linked_and_taken_out_again(api: Api, talks: Walk, cast: Cast, at_noon: None) -> None:
    other = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"})).file()
    linked = api.by("qian").act(talks.case_id, "link", cases=[other.case_id], name="刘某系列案件")
    assert linked["group"]["name"] == "刘某系列案件"
    assert api.by("qian").act(talks.case_id, "unlink", reason="不是一个系列")["group"] is None


def test_a_mediator_refuses_what_comes_back_to_her(api: Api, talks: Walk, cast: Cast, at_noon: None) -> None:
    """She guides him who has it, and goes on seeing it; who never had it sees it no more, as he whose talks are over."""
    sun = cast.mediator("sun")
    sun.supervisor = cast.li
    sun.save()
    head = api.by("qian")
    head.act(talks.case_id, "assign", mediator=cast.mediator("zhao").pk, reason="换人")
    assert api.by("zhao").post(f"cases/{talks.case_id}/refuse/", {"reason": "与一方相识"}).status_code == 204
    head.act(talks.case_id, "assign", mediator=sun.pk, taken_on="2023-05-12", reason="换人")
    head.act(talks.case_id, "assign", mediator=cast.mediator("li").pk, reason="再换")
    seen = api.by("li").act(talks.case_id, "refuse", reason="手上案件太多")
    assert seen["attempt"]["mediator"]["username"] == "sun"
    terms = {
        "signed_on": "2023-05-12",
        "total": "87481.25",
        "instalments": [{"due_on": "2023-06-20", "amount": "87481.25"}],
        "signatures": [{"party": "陈某"}, {"party": "刘某"}],
    }
    assert api.by("sun").post(f"cases/{talks.case_id}/conclude/", terms).status_code == 204


def test_lists_have_pages(api: Api, talks: Walk, cast: Cast, at_noon: None) -> None:
    for name in ("甲中心", "乙中心", "丙中心"):
        Organisation.objects.create(name=name, kind="commercial", charges=False)
    walked_through(api.by("qian"), "organisations/")
    for pages in (1, 2):
        asked = {"party": "刘某", "kind": "other", "way": "phone", "content": "何时付款"}
        api.by("wang").act(talks.case_id, "take-request", **asked)
        assert send(api.by("shu"), talks.case_id, pdf(pages)).status_code == 201
        api.by("qian").act(talks.case_id, "assign", draw=True, reason="换人")
    for part in ("requests", "attachments", "draws"):
        walked_through(api.by("qian"), f"cases/{talks.case_id}/{part}/")


def test_ledgers_and_webhooks_have_pages(api: Api, cast: Cast, settings: Any) -> None:
    settings.WEBHOOK_HOSTS = ("127.0.0.1",)
    for number in (1, 2):
        assert hand_in(api.by("wang"), xlsx(row(number, 申请人手机=""))).status_code == 201
        assert api.post("webhooks/", {"url": f"http://127.0.0.1/{number}"}).status_code == 201
    drained()
    walked_through(api.by("wang"), "imports/")
    walked_through(api, "webhooks/")
    newest = api.by("wang").get("imports/").json()["results"][0]["id"]
    (line,) = api.by("wang").get(f"imports/{newest}/rows/").json()["results"]
    assert line["warnings"]


def test_a_certificate_with_both_its_days(api: Api, cast: Cast) -> None:
    li = cast.mediator("li").pk
    days = {"valid_from": day("2023-01-01"), "valid_until": day("2025-12-31")}
    add_certificate(by=cast.qian, now=moment("2023-05-01"), mediator_id=li, title="聘书", number="1", **days)
    (told,) = api.by("qian").get(f"mediators/{li}/").json()["certificates"]
    assert (told["valid_from"], told["valid_until"]) == ("2023-01-01", "2025-12-31")


def test_a_target_for_a_part_of_an_indicator(api: Api, cast: Cast) -> None:
    with time_machine.travel(moment("2023-06-10"), tick=False):
        given = {"code": "m14.median", "from_month": day("2023-06-01"), "amount": Decimal(20), "basis": "党组会"}
        set_target(by=Actor(cast.qian), now=moment("2023-06-10"), **given)
        figures = api.by("qian").get("statistics/2023-06/").json()["indicators"]
    (part,) = [part for each in figures for part in each["parts"] if part["code"] == "m14.median"]
    assert part["target"]["amount"] == "20.00"


def test_the_list_as_a_file_is_described(api: Api, talks: Walk) -> None:
    reader = client_with(Scope.CASES_READ, name="读")
    for kind in ("csv", "xlsx"):
        assert reader.get("cases/export/", file_type=kind).status_code == 200


def walked_through(api: Api, path: str) -> None:
    """Page by page to the end and back again: the same rows, each once."""
    at: str | None = path
    there, back = [], []
    while at:
        page = api.get(at, **({"page_size": 1} if at == path else {})).json()
        there += page["results"]
        last, at = page, page["next"]
    assert len(there) > 1
    at = last["previous"]
    while at:
        page = api.get(at).json()
        back = page["results"] + back
        at = page["previous"]
    assert back == there[:-1]
