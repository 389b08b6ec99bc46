"""``Idempotency-Key``: the first answer for a day, and another body is a conflict. The race is in tests/pg."""

from datetime import timedelta

import time_machine

from cases.models import Case, Payment
from cases.states import State
from jianli_mediation.core import clock
from jianli_mediation.core.models import IdempotencyRecord
from tests.api.bodies import S1, S2
from tests.api.client import Api, client_with
from tests.build import Walk
from tests.cast import Cast

KEY = {"Idempotency-Key": "a-1"}


def test_the_second_gets_the_first_answer(api: Api) -> None:
    first = api.by("wang").post("cases/", S1, KEY)
    again = api.by("wang").post("cases/", dict(reversed(S1.items())), KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert Case.objects.count() == 1


def test_another_body_address_or_person_is_a_conflict(api: Api) -> None:
    case = api.by("wang").post("cases/", S1, KEY).json()["id"]
    others = (
        api.by("wang").post("cases/", S2, KEY),
        api.by("wang").post(f"cases/{case}/accept/", S1, KEY),
        api.by("qian").post("cases/", S1, KEY),
    )
    for response in others:
        assert (response.status_code, response.json()["code"]) == (409, "idempotency_conflict")
    assert Case.objects.count() == 1


def test_keys_are_each_caller_s_own(api: Api) -> None:
    other = client_with("cases:write", name="另一台")
    api.by("wang").post("cases/", S1, KEY)
    assert other.by("wang").post("cases/", S2, KEY).status_code == 201


def test_a_refusal_is_an_answer_too(api: Api, cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    settle = f"cases/{walk.case_id}/settle-in-full/"
    first = api.by("li").post(settle, {}, KEY)
    walk.confirm(walk.pay("90000.00", "2023-05-20"), "2023-05-20")
    assert api.by("li").post(settle, {}, KEY).content == first.content
    assert api.by("li").post(settle, {}, {"Idempotency-Key": "a-2"}).json()["state"] == "fulfilled"


def test_what_could_not_be_read_leaves_the_key_free(api: Api, cast: Cast) -> None:
    case = Walk(cast).to(State.MEDIATION).case_id
    paying = {"paid_on": "2023-05-20", "amount": "x", "way": "cash"}
    assert api.by("shu").post(f"cases/{case}/record-payment/", paying, KEY).status_code == 400
    assert api.by("shu").post(f"cases/{case}/record-payment/", {**paying, "amount": "1"}, KEY).status_code == 200
    assert Payment.objects.count() == 1


def test_a_fault_of_ours_leaves_nothing(api: Api, monkeypatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("cases.api.views_cases.file_case", broken)
    api.client.raise_request_exception = False
    wang = api.by("wang")
    wang.client.raise_request_exception = False
    response = wang.client.post(
        "/api/v1/cases/", S1, content_type="application/json",
        headers={"Authorization": f"Bearer {api.token}", "X-Acting-User": "wang", **KEY},
    )  # fmt: skip
    assert (response.status_code, response.json()["code"]) == (500, "server_error")
    assert not IdempotencyRecord.objects.exists()


def test_after_a_day_the_key_is_free(api: Api) -> None:
    api.post("calculators/execution-fee/", {"amount": "1"}, KEY)
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        assert api.post("calculators/execution-fee/", {"amount": "2"}, KEY).status_code == 200


def test_the_answer_is_kept_sealed(api: Api) -> None:
    reader = client_with("cases:write", "pii:read", name="送达系统")
    reader.by("wang").post("cases/", S1, KEY)
    record = IdempotencyRecord.objects.get()
    assert "429999198503120017" in record.body
    assert IdempotencyRecord.objects.extra(where=["body LIKE 'k1:%%'"]).exists()


def test_a_key_has_its_bounds(api: Api) -> None:
    for key in ("k" * 121, "键\x07"):
        response = api.post("calculators/execution-fee/", {"amount": "1"}, {"Idempotency-Key": key})
        assert (response.status_code, list(response.json()["errors"])) == (400, ["Idempotency-Key"])
