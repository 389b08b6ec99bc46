"""The API under fire, on a real PostgreSQL: one act for twenty requests with one key."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from cases.actions.inputs import Filing
from cases.models import Case
from cases.states import State
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.models import AuditEntry, IdempotencyRecord, Serial
from tests.api.bodies import S1
from tests.api.client import Api, client_with
from tests.build import Walk, loan_filing
from tests.cast import Cast


def closing(job: Callable[[], Any]) -> Any:
    try:
        return job()
    finally:
        connections.close_all()


def in_threads(count: int, job: Callable[[], Any]) -> list[Any]:
    """What ``job`` gives in each of so many threads that start together."""
    barrier = Barrier(count)

    def run(_: int) -> Any:
        barrier.wait()
        return closing(job)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def filing_of(number: int) -> Filing:
    return loan_filing(basis={"doc_no": f"（2023）鄂1023民初{600 + number}号"})


@pytest.fixture
def api(race_cast: Cast) -> Api:
    return client_with(*Scope.values)


def test_twenty_requests_with_one_key_file_one_case(api: Api) -> None:
    def file() -> tuple[int, bytes, bool]:
        response = api.by("wang").post("cases/", S1, {"Idempotency-Key": "k-1"})
        return response.status_code, response.content, "Idempotency-Replayed" in response.headers

    answers = in_threads(20, file)
    assert {status for status, _, _ in answers} == {201}
    assert len({body for _, body, _ in answers}) == 1
    assert sorted(again for _, _, again in answers) == [False] + [True] * 19
    assert Case.objects.count() == IdempotencyRecord.objects.count() == 1
    assert AuditEntry.objects.filter(verb="file").count() == 1
    assert Serial.objects.get(kind="执前和").n == 1


def test_twenty_refused_requests_with_one_key_are_refused_once(api: Api, race_cast: Cast) -> None:
    case = Walk(race_cast).to(State.MEDIATION).case_id

    def settle() -> tuple[int, bytes]:
        response = api.by("li").post(f"cases/{case}/settle-in-full/", {}, {"Idempotency-Key": "k-2"})
        return response.status_code, response.content

    assert {status for status, _ in in_threads(20, settle)} == {409}
    assert Case.objects.get(pk=case).state == State.MEDIATION


def test_without_a_key_the_second_of_two_is_told(api: Api, race_cast: Cast) -> None:
    case = Walk(race_cast).to(State.MEDIATION).case_id
    body = {"result_code": "22"}
    answers = in_threads(2, lambda: api.by("li").post(f"cases/{case}/fail/", body).status_code)
    assert sorted(answers) == [200, 409]
    assert AuditEntry.objects.filter(verb="fail").count() == 1
