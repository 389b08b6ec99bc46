"""Finding, filing and reading cases: filters, order, pages, warnings, and how many questions that costs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.states import State
from tests.api.bodies import S1, S2, S4
from tests.api.client import Api
from tests.build import Walk, loan_filing
from tests.cases.crowd import crowd
from tests.cast import Cast


def filed(api: Api, body: dict[str, Any], **changes: Any) -> Any:
    response = api.by("wang").post("cases/", {**body, **changes})
    assert response.status_code == 201, response.content.decode()
    return response.json()


def numbers(api: Api, **query: Any) -> list[str]:
    response = api.get("cases/", **query)
    assert response.status_code == 200, response.content.decode()
    return [row["case_no"] for row in response.json()["results"]]


FIRST, SECOND, THIRD = (f"（2023）鄂1023执前和{number}号" for number in (1, 2, 3))


@pytest.fixture
def three(api: Api, cast: Cast) -> list[int]:
    """S1 (in the talks of 和解员李 until 2023-06-08), S2 between enterprises, S4 the oldest by receipt."""
    cases = [filed(api, body)["id"] for body in (S1, S2, S4)]
    api.by("wang").act(cases[0], "accept", consent={"result": "agreed", "at": "2023-05-08T10:00:00+08:00"})
    api.by("qian").act(cases[0], "assign", mediator=cast.mediator("li").pk, taken_on="2023-05-09")
    return cases


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [SECOND, FIRST, THIRD]),
        ({"ordering": "received_at"}, [THIRD, FIRST, SECOND]),
        ({"ordering": "-amount"}, [SECOND, THIRD, FIRST]),
        ({"state": "mediation"}, [FIRST]),
        ({"state": "mediation,intake"}, [SECOND, FIRST, THIRD]),
        ({"state": ["mediation", "intake"]}, [SECOND, FIRST, THIRD]),
        ({"legal_model": "B"}, []),
        ({"enterprise_related": "both"}, [SECOND]),
        ({"enterprise_related": "any"}, [SECOND]),
        ({"party": "粮油"}, [SECOND]),
        ({"id_number": "429999198503120017"}, [FIRST]),
        ({"case_no": "(2023)鄂1023执前和2号"}, [SECOND]),
        ({"basis_no": "(2022)鄂1023民初3015号"}, [THIRD]),
        ({"received_after": "2023-05-08"}, [SECOND, FIRST]),
        ({"received_before": "2023-05-08"}, [THIRD]),
        ({"deadline_before": "2023-06-09"}, [FIRST]),
        ({"deadline_before": "2023-06-08"}, []),
        ({"overdue": "true"}, [SECOND, FIRST, THIRD]),
        ({"overdue": "false"}, []),
        ({"tag": "agriculture"}, []),
        ({"q": "陈某"}, [FIRST]),
        ({"q": "刘某", "state": "intake"}, []),
    ],
)
def test_filters(query: dict[str, Any], found: list[str], api: Api, three: list[int]) -> None:
    assert numbers(api, **query) == found


def test_the_mediator_filter_and_what_a_line_shows(api: Api, three: list[int], cast: Cast) -> None:
    row = api.get("cases/", mediator=cast.mediator("li").pk).json()["results"][0]
    assert (row["case_no"], row["mediator"]["name"], row["deadline"]) == (FIRST, "和解员李", "2023-06-08")
    assert [party["name"] for party in row["parties"]] == ["陈某", "刘某"]
    assert row["case_no_label"] == "院内编号"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "nowhere"}, "state.0"),
        ({"legal_model": "C"}, "legal_model"),
        ({"mediator": "li"}, "mediator"),
        ({"mediator": "9" * 30}, "mediator"),
        ({"received_after": "08.05.2023"}, "received_after"),
        ({"deadline_before": "0001-01-01"}, "deadline_before"),
        ({"overdue": "perhaps"}, "overdue"),
        ({"ordering": "id"}, "ordering"),
        ({"page_size": "0"}, "page_size"),
        ({"page_size": "101"}, "page_size"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "WzEsMl0="}, "cursor"),
        ({"q": "a\x00b"}, "q"),
    ],
)
def test_a_wrong_value_is_named(query: dict[str, str], field: str, api: Api) -> None:
    response = api.get("cases/", **query)
    assert (response.status_code, list(response.json()["errors"])) == (400, [field])


def test_each_sees_what_is_hers(api: Api, three: list[int]) -> None:
    assert numbers(api.by("li")) == [FIRST]
    assert numbers(api.by("zhao")) == []
    assert numbers(api.by("wu")) == [SECOND]
    assert numbers(api.by("xi")) == []


def test_pages_lead_there_and_back(api: Api, cast: Cast) -> None:
    crowd(Walk(cast).to(State.MEDIATION).case, 24)
    first = api.get("cases/", page_size=10, ordering="-amount", with_count="1").json()
    assert (first["count"], first["count_is_capped"], first["previous"]) == (25, False, None)
    assert first["next"].startswith(
        "http://testserver/api/v1/cases/?page_size=10&ordering=-amount&with_count=1&cursor="
    )
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()
    assert third["next"] is None
    seen = [row["id"] for page in (first, second, third) for row in page["results"]]
    assert len(seen) == len(set(seen)) == 25
    assert api.get(third["previous"]).json()["results"] == second["results"]
    assert api.get(second["previous"]).json()["results"] == first["results"]
    assert "count" not in api.get("cases/").json()


def test_the_count_stops_somewhere(api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(Walk(cast).to(State.MEDIATION).case, 5)
    monkeypatch.setattr("cases.queries.search.COUNT_CAP", 4)
    found = api.get("cases/", with_count="1").json()
    assert (found["count"], found["count_is_capped"]) == (4, True)


def test_pages_of_a_timeline(api: Api, cast: Cast) -> None:
    case = Walk(cast).to(State.FULFILLED).case_id
    whole = api.get(f"cases/{case}/timeline/", page_size=100).json()["results"]
    first = api.get(f"cases/{case}/timeline/", page_size=4).json()
    second = api.get(first["next"]).json()
    assert first["results"] + second["results"] == whole[:8]
    assert api.get(second["previous"]).json()["results"] == first["results"]
    assert [row["verb"] for row in whole[-3:]] == ["assign", "accept", "file"]
    assert whole[-2]["from_state"] == "intake"
    assert (whole[-2]["to_state"], whole[-2]["to_state_label"]) == ("mediation", "和解中")


def asked(api: Api, path: str, **query: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert api.get(path, **query).status_code == 200
    return len(caught)


def test_a_list_costs_the_same_for_few_and_many(api: Api, cast: Cast) -> None:
    """The client, the person, the cases, their parties' names, their mediators; and the count where it is wanted."""
    case = Walk(cast).to(State.MEDIATION).case
    few = asked(api.by("qian"), "cases/")
    crowd(case, 150)
    assert few == asked(api.by("qian"), "cases/", page_size=100) == 6
    assert asked(api.by("qian"), "cases/", with_count=1) == 7
    assert asked(api.by("qian"), "cases/", id_number="429999198503120017") == 6


def test_a_case_costs_the_same_whatever_is_on_it(api: Api, cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    payments = [walk.pay("100.00", "2023-06-20") for _ in range(2)]
    address = f"cases/{walk.case_id}/"
    few = asked(api, address)
    for payment in payments:
        walk.confirm(payment, "2023-06-21")
    for _ in range(20):
        walk.pay("100.00", "2023-06-20")
    crowd(walk.case, 50)
    assert few == asked(api, address) == 13
    assert asked(api, f"{address}next-steps/") <= few
    tag = api.get(address)["ETag"]
    with CaptureQueriesContext(connection) as caught:
        assert api.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert len(caught) == 3, "who calls, the tag, and the row that the call leaves"


def codes_of(case: Any) -> list[str]:
    return [warning["code"] for warning in case["warnings"]]


def test_filing_answers_with_the_case_and_its_address(api: Api) -> None:
    response = api.by("wang").post("cases/", S1)
    case = response.json()
    assert response["Location"] == f"http://testserver/api/v1/cases/{case['id']}/"
    assert response["ETag"] == api.by("wang").get(f"cases/{case['id']}/")["ETag"]
    assert codes_of(case) == []
    assert case["filed_by"] == {"username": "wang", "name": "窗口王"}


def test_the_number_is_of_the_year_of_receipt(api: Api) -> None:
    assert filed(api, S1)["case_no"] == FIRST
    later = filed(api, S2, received_at="2024-01-02T09:00:00+08:00")
    assert later["case_no"] == "（2024）鄂1023执前和1号"


def test_the_amount_may_be_left_to_the_instrument(api: Api) -> None:
    assert filed(api, {name: value for name, value in S1.items() if name != "amount_applied"})["amount_applied"] == (
        "87481.25"
    )


def test_warnings_tell_what_to_look_at(api: Api) -> None:
    filed(api, S1)
    frozen = {
        "kind": "pre_execution", "object_kind": "deposit", "description": "银行存款", "since": "2023-08-25",
        "until": "2024-08-24", "amount": "350000.00",
    }  # fmt: skip
    debtor = {**S2["parties"][1], "legal_rep": "", "account_no": "6222020200000000000"}
    body = {
        **S2, "amount_applied": "10000000.00", "preservations": [frozen], "parties": [S1["parties"][0], debtor],
        "basis": {**S2["basis"], "served_by_notice": True},
    }  # fmt: skip
    case = filed(api, body)
    assert case["legal_model"] == "B"
    assert case["forced_b_reasons"] == ["preservation"]
    expected = {"forced_model_b", "green_lane", "large_amount", "legal_rep_missing", "account_check", "other_cases"}
    assert expected <= set(codes_of(case))
    assert "陈某" in next(each["message"] for each in case["warnings"] if each["code"] == "other_cases")
    assert "phone_missing" in codes_of(case)


def test_a_number_that_fits_no_pattern_is_taken_with_a_note_and_told(api: Api) -> None:
    odd = {**S1["parties"][0], "id_number": "429999198503120018", "id_note": "证件如此，已核对原件"}
    case = filed(api, {**S1, "parties": [odd, S1["parties"][1]]})
    assert codes_of(case) == ["id_number_check"]


def test_an_old_number_becomes_a_new_one(api: Api) -> None:
    old = {**S1["parties"][0], "id_number": "429999850312001"}
    case = filed(api, {**S1, "parties": [old, S1["parties"][1]]})
    assert (case["parties"][0]["born_on"], len(case["parties"][0]["id_number"])) == ("1985-03-12", 18)


def test_limitation_near_is_told(api: Api) -> None:
    body = {**S1, "basis": {**S1["basis"], "effective_on": "2021-04-30", "doc_no": "（2021）鄂1023民初5号"}}
    case = filed(api, body)
    assert {"limitation_near", "forced_model_b"} <= set(codes_of(case))
    assert case["legal_model"] == "B"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"received_at": "2199-01-01T00:00:00+08:00"}, "received_in_future"),
        ({}, "duplicate_open_case"),
    ],
)
def test_filing_is_refused_only_for_what_cannot_be(changes: dict[str, Any], code: str, api: Api) -> None:
    filed(api, S1)
    response = api.by("wang").post("cases/", {**S1, **changes})
    assert response.status_code == 409
    assert code in [blocker["code"] for blocker in response.json()["blockers"]]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parties": []}, "parties"),
        ({"received_at": "2023-05-08T25:00:00+08:00"}, "received_at"),
        ({"received_at": "0001-01-01T00:00:00+08:00"}, "received_at"),
        ({"cause": ""}, "cause"),
        ({"cause": "案" * 61}, "cause"),
        ({"tags": ["weather"]}, "tags.0"),
        ({"basis": {**S1["basis"], "effective_on": "2023-05-09"}}, "basis.effective_on"),
        ({"basis": {**S1["basis"], "effective_on": "1900-01-01"}}, "basis.effective_on"),
        ({"basis": {**S1["basis"], "items": []}}, "basis.items"),
        ({"basis": {**S1["basis"], "performance_due": "2023-04-22"}}, "basis.performance_due"),
        ({"parties": [S1["parties"][0]]}, "parties"),
        ({"parties": [{**S1["parties"][0], "id_number": "429999198503120018"}, S1["parties"][1]]},
         "parties.0.id_number"),
        ({"parties": [{**S1["parties"][0], "phone": "123"}, S1["parties"][1]]}, "parties.0.phone"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_path(changes: dict[str, Any], field: str, api: Api) -> None:
    response = api.by("wang").post("cases/", {**S1, **changes})
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert field in response.json()["errors"]
    assert not Case.objects.exists()


def test_a_bare_day_of_receipt_is_nine_o_clock(api: Api) -> None:
    assert filed(api, S1, received_at="2023-05-08")["received_at"] == "2023-05-08T09:00:00+08:00"


def test_next_steps_name_every_act_with_its_fields(api: Api, cast: Cast) -> None:
    case = Walk(cast).to(State.MEDIATION).case_id
    steps = {step["verb"]: step for step in api.by("li").get(f"cases/{case}/next-steps/").json()}
    assert steps["log-session"]["allowed"]
    assert steps["settle-in-full"]["allowed"] is False
    assert [blocker["code"] for blocker in steps["settle-in-full"]["blockers"]] == ["nothing_paid"]
    assert [blocker["code"] for blocker in steps["fulfil"]["blockers"]] == ["wrong_state"]
    assert "accept" not in steps
    conclude = {field["name"]: field for field in steps["conclude"]["fields"]}
    assert conclude["total"] == {"name": "total", "type": "money", "required": True, "label": "协议总额"}
    assert [row["name"] for row in conclude["instalments"]["fields"]] == ["due_on", "amount", "purpose"]
    assert {"code": "statutory", "label": "法定顺序（费用、利息、本金、加倍部分）"} in conclude["imputation"]["choices"]
    assert {"record-clue", "issue-paper", "record-agent"} <= set(steps)
    assert "reveal" not in steps


def test_the_page_sees_the_case_it_filed(cast: Cast, api: Api) -> None:
    """A case filed by the page reads the same as one filed here."""
    Walk(cast, loan_filing()).file()
    case = api.get("cases/").json()["results"][0]
    assert (case["case_no"], case["state"], case["source"]) == (FIRST, "intake", "window")


def test_what_only_the_database_sees_is_a_refusal_too(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two filings of one matter of which neither saw the other: the named constraint speaks like a guard."""
    filed(api, S1)
    monkeypatch.setattr("cases.actions.intake.open_holder", lambda filing: None)
    response = api.by("wang").post("cases/", S1)
    assert (response.status_code, response.json()["code"]) == (409, "refused")
    assert [(each["code"], each["message"]) for each in response.json()["blockers"]] == [
        ("case_one_open_per_basis_and_debtor", "同一执行依据、同一债务人已有未结案件")
    ]
    assert Case.objects.count() == 1
