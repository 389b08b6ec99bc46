"""The manner of every answer: problems with their codes, parameters and fields refused by name, ETags, money, time."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse

from cases.models import Case
from cases.states import State
from jianli_mediation.core.models import AuditEntry
from tests.api.bodies import S1
from tests.api.client import Api, client_with
from tests.build import Walk
from tests.cast import Cast


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).file()


def problem(response: HttpResponse) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) >= {"type", "title", "status", "detail", "code"}
    assert body["status"] == response.status_code
    assert body["type"].endswith(body["code"])
    return response.status_code, body["code"]


def accept(**more: Any) -> dict[str, Any]:
    return {"consent": {"result": "agreed", "at": "2023-05-08T10:00:00+08:00"}, **more}


def test_not_found_is_said_alike_of_what_is_not_and_what_is_hidden(api: Api, walk: Walk) -> None:
    hidden = api.by("zhao").get(f"cases/{walk.case_id}/")
    missing = api.by("zhao").get("cases/999999999/")
    assert problem(hidden) == problem(missing) == (404, "not_found")
    assert hidden.content == missing.content
    assert problem(api.get("cases/99999999999999999999999/")) == (404, "not_found")


@pytest.mark.parametrize("path", ["nothing/", "cases", "cases/x/", "statistics/", "hooks/"])
def test_an_address_that_is_none_is_a_problem_too(path: str, api: Api) -> None:
    assert problem(api.get(path)) == (404, "not_found")


def test_method_not_allowed(api: Api, walk: Walk) -> None:
    assert problem(api.get(f"cases/{walk.case_id}/accept/")) == (405, "method_not_allowed")
    headers = {"Authorization": f"Bearer {api.token}"}
    assert problem(api.client.delete(f"/api/v1/cases/{walk.case_id}/", headers=headers)) == (405, "method_not_allowed")


def test_role_forbidden(api: Api, walk: Walk) -> None:
    assert problem(api.by("shen").get(f"cases/{walk.case_id}/")) == (404, "not_found")
    assert problem(api.by("shu").post(f"cases/{walk.case_id}/accept/", accept())) == (403, "role_forbidden")


def test_a_refusal_gives_every_reason(api: Api, cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    body = {"days": 30, "consents": {"applicant": False, "respondent": False}, "at": "2023-07-01"}
    response = api.by("li").post(f"cases/{walk.case_id}/extend/", body)
    assert problem(response) == (409, "refused")
    codes = [blocker["code"] for blocker in response.json()["blockers"]]
    assert codes == ["period_expired", "consent_missing", "consent_missing"]
    assert all(set(blocker) == {"code", "message", "article"} for blocker in response.json()["blockers"])


def test_an_unknown_parameter_is_named(api: Api, walk: Walk) -> None:
    for path in ("cases/", f"cases/{walk.case_id}/", f"cases/{walk.case_id}/timeline/", "events/", "mediators/"):
        response = api.get(path, colour="red")
        assert problem(response) == (400, "unknown_parameter"), path
        assert "colour" in response.json()["detail"]
        assert list(response.json()["errors"]) == ["colour"]
    response = api.by("wang").post(f"cases/{walk.case_id}/accept/?colour=red", accept())
    assert problem(response) == (400, "unknown_parameter")


def test_a_parameter_is_given_once(api: Api) -> None:
    response = api.get("cases/?q=a&q=b")
    assert (problem(response), list(response.json()["errors"])) == ((400, "invalid"), ["q"])


def test_an_unknown_field_is_named_with_its_path(api: Api) -> None:
    body = {**S1, "colour": "red", "basis": {**S1["basis"], "colour": "red", "amount": "x"}}
    body["parties"] = [S1["parties"][0], {**S1["parties"][1], "nick": "小刘", "kind": "robot"}]
    response = api.by("wang").post("cases/", body)
    assert problem(response) == (400, "invalid")
    wrong = {"colour", "basis.colour", "basis.amount", "parties.1.nick", "parties.1.kind"}
    assert set(response.json()["errors"]) == wrong
    assert "parties.1.nick" in response.json()["detail"]
    assert not Case.objects.exists()


def test_null_is_the_same_as_left_out(api: Api) -> None:
    body = {**S1, "remark": None, "basis": {**S1["basis"], "made_on": None}}
    assert api.by("wang").post("cases/", body).status_code == 201


@pytest.mark.parametrize(
    "raw", [b"{", b'{"amount": NaN}', b"\xff\xfe{", b"[" * 100_000, b'{"amount": ' + b"9" * 5000 + b"}"]
)
def test_what_is_no_json_is_malformed(raw: bytes, api: Api) -> None:
    assert problem(api.post("calculators/execution-fee/", raw)) == (400, "malformed")


@pytest.mark.parametrize("body", [[], "text", 5, True])
def test_a_body_is_an_object(body: Any, api: Api) -> None:
    assert problem(api.post("calculators/execution-fee/", body)) == (400, "invalid")


def test_too_large_and_of_another_kind(api: Api, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert problem(api.post("calculators/execution-fee/", {"amount": "1" * 2000})) == (413, "too_large")
    headers = {"Authorization": f"Bearer {api.token}"}
    form = api.client.post("/api/v1/calculators/execution-fee/", {"amount": "1"}, headers=headers)
    assert problem(form) == (415, "unsupported_media_type")


def test_accept_refuses_nothing(api: Api) -> None:
    assert api.get("cases/", headers={"Accept": "text/html"})["Content-Type"] == "application/json"


def test_half_a_surrogate_pair_harms_nobody(api: Api) -> None:
    for body in ({**S1, "cause": "\ud800"}, {**S1, "\ud800": 1}):
        assert problem(api.by("wang").post("cases/", body)) == (400, "invalid")


@pytest.mark.parametrize(
    "amount",
    ["86500.001", "-1", "abc", "1e3", 1.005, True, "", "99999999999.99", [], {"yuan": 1}],
)
def test_an_amount_that_is_none(amount: Any, api: Api) -> None:
    response = api.post("calculators/execution-fee/", {"amount": amount})
    assert (problem(response), list(response.json()["errors"])) == ((400, "invalid"), ["amount"])


@pytest.mark.parametrize("amount", ["100000.00", "100,000.00", "100000", 100000, 100000.0])
def test_an_amount_as_people_write_it(amount: Any, api: Api) -> None:
    assert api.post("calculators/execution-fee/", {"amount": amount}).json()["fee"] == "1400.00"


def test_money_days_and_moments_have_one_form(api: Api, cast: Cast) -> None:
    text = api.get(f"cases/{Walk(cast).to(State.DEFAULTED).case_id}/").content.decode()
    moments = re.findall(r'"\d{4}-\d{2}-\d{2}T[^"]*"', text)
    assert moments
    assert all(re.fullmatch(r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00"', moment) for moment in moments)
    amounts = re.findall(r'"(?:amount|total|left|paid|fee)":("[^"]*"|\d[\d.]*)', text)
    assert amounts
    assert all(re.fullmatch(r'"-?\d+\.\d\d"', amount) for amount in amounts)


def test_every_code_has_its_word_beside_it(api: Api, cast: Cast) -> None:
    def look(value: Any) -> None:
        if isinstance(value, dict):
            for name in ("state", "legal_model", "role", "kind", "way", "confirmation", "imputation", "mode"):
                if name in value and name + "_label" in value:
                    assert bool(value[name]) == bool(value[name + "_label"])
                assert name not in value or name + "_label" in value
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(api.get(f"cases/{Walk(cast).to(State.DEFAULTED).case_id}/").json())


def test_etag_of_a_case_follows_its_version(api: Api, walk: Walk) -> None:
    address = f"cases/{walk.case_id}/"
    first = api.get(address)
    tag = first["ETag"]
    again = api.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert api.get(address, headers={"If-None-Match": f'"x", W/{tag}'}).status_code == 304
    assert api.by("wang").get(address, headers={"If-None-Match": tag}).status_code == 200
    done = api.by("wang").post(f"{address}accept/", accept(), {"If-Match": tag})
    assert done.status_code == 200
    assert api.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert done["ETag"] == api.by("wang").get(address)["ETag"]


def test_if_match_of_an_older_version_fails(api: Api, walk: Walk) -> None:
    address = f"cases/{walk.case_id}/"
    tag = api.get(address)["ETag"]
    api.by("wang").act(walk.case_id, "accept", **accept())
    body = {"result_code": "30"}
    for wrong in (tag, '"nonsense"', f'"{walk.case_id + 1}.{walk.case.version}.00000000"'):
        response = api.by("wang").post(f"{address}withdraw/", body, {"If-Match": wrong})
        assert problem(response) == (412, "precondition_failed")
    assert api.by("wang").post(f"{address}withdraw/", body, {"If-Match": "*"}).status_code == 200
    assert problem(api.by("wang").post("cases/999999/withdraw/", body, {"If-Match": tag})) == (404, "not_found")


def test_a_stale_version_in_the_body_is_409(api: Api, walk: Walk) -> None:
    version = walk.case.version
    stale = api.by("wang").post(f"cases/{walk.case_id}/accept/", accept(version=version - 1))
    assert problem(stale) == (409, "stale_version")
    assert api.by("wang").act(walk.case_id, "accept", **accept(version=version))["version"] == version + 1


def test_other_single_resources_have_their_tag(api: Api, cast: Cast) -> None:
    address = f"mediators/{cast.mediator('li').pk}/"
    tag = api.get(address)["ETag"]
    assert api.get(address, headers={"If-None-Match": tag}).status_code == 304
    Walk(cast).to(State.MEDIATION)
    assert api.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("sent", [quote("当事人来电"), "当事人来电", "当事人来电".encode().decode("latin-1")])
def test_the_reason_goes_into_the_trail(sent: str, api: Api, walk: Walk) -> None:
    response = api.by("wang").post(f"cases/{walk.case_id}/accept/", accept(), {"X-Audit-Reason": sent})
    assert response.status_code == 200
    entry = AuditEntry.objects.get(verb="accept")
    assert (entry.reason, entry.client, entry.actor.username) == ("当事人来电", "指挥中心", "wang")


def test_both_reasons_are_kept(api: Api, cast: Cast) -> None:
    """And who gives a case back has lost sight of it: done, and nothing to show."""
    walk = Walk(cast).file().accept().assign(taken_on=None)
    headers = {"X-Audit-Reason": quote("工单 17")}
    response = api.by("li").post(f"cases/{walk.case_id}/refuse/", {"reason": "与当事人相识"}, headers)
    assert (response.status_code, response.content) == (204, b"")
    entry = AuditEntry.objects.get(verb="refuse")
    assert (entry.reason, entry.facts["audit_reason"]) == ("与当事人相识", "工单 17")


def test_a_reason_too_long_is_refused(api: Api, walk: Walk) -> None:
    response = api.by("wang").post(f"cases/{walk.case_id}/accept/", accept(), {"X-Audit-Reason": "x" * 501})
    assert (problem(response), list(response.json()["errors"])) == ((400, "invalid"), ["X-Audit-Reason"])


def test_numbers_are_masked_and_reading_them_leaves_a_trace(api: Api, cast: Cast) -> None:
    walk = Walk(cast).file()
    address = f"cases/{walk.case_id}/"
    party = api.get(address).json()["parties"][0]
    assert (party["id_number"], party["phone"]) == ("4299**********0017", "138****0000")
    assert not AuditEntry.objects.filter(verb="api_pii_read").exists()

    reader = client_with("cases:read", "cases:write", "pii:read", name="送达系统")
    party = reader.get(address, headers={"X-Audit-Reason": quote("送达")}).json()["parties"][0]
    assert (party["id_number"], party["phone"]) == ("429999198503120017", "13800000000")
    entry = AuditEntry.objects.get(verb="api_pii_read")
    assert (entry.client, entry.actor, entry.reason, entry.case_id) == ("送达系统", None, "送达", walk.case_id)
    reader.by("shu").get(address)
    assert AuditEntry.objects.filter(verb="api_pii_read").latest("id").actor == cast.shu
    text = api.get(f"{address}timeline/").content.decode()
    assert "429999198503120017" not in text
    assert "经接口读取完整号码" in text


def test_a_confidential_address_is_hidden_with_the_numbers(api: Api) -> None:
    body = {**S1, "parties": [{**S1["parties"][0], "address_confidential": True}, S1["parties"][1]]}
    case = api.by("wang").post("cases/", body).json()
    assert case["parties"][0]["address"] == "（保密）"


def test_property_is_not_for_everybody(api: Api, cast: Cast) -> None:
    walk = Walk(cast, mediator="sun").to(State.MEDIATION)
    clue = {"source": "applicant", "kind": "vehicle", "description": "鄂D12345", "reported_on": "2023-05-10"}
    made = api.by("shu").post(f"cases/{walk.case_id}/clues/", clue)
    assert (made.status_code, made.json()["kind_label"]) == (201, "车辆")
    assert [row["description"] for row in api.get(f"cases/{walk.case_id}/clues/").json()["results"]] == ["鄂D12345"]
    assert problem(api.by("sun").get(f"cases/{walk.case_id}/clues/")) == (403, "role_forbidden")
    assert api.by("sun").get(f"cases/{walk.case_id}/").json()["preservations"] is None
    seen = [row["verb"] for row in api.by("sun").get(f"cases/{walk.case_id}/timeline/").json()["results"]]
    assert "record-clue" not in seen
    assert problem(api.by("zhao").get(f"cases/{walk.case_id}/clues/")) == (404, "not_found")
