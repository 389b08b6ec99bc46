"""Every code of the document is produced once, by a request that a program may well send."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from cases.api import views_statistics
from cases.api.problems import CODES
from cases.states import State
from cases.stats.indicators import StockMismatch
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope, create_client
from tests.api.bodies import S1
from tests.api.client import BASE, Api, client_with, conforms
from tests.api.seen import document
from tests.build import Walk
from tests.cast import Cast

Produce = Callable[["Bench"], HttpResponse]


class Bench:
    """What a request is made with: a machine, people, and a case in talks with 和解员李."""

    def __init__(self, cast: Cast, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cast, self.api, self.monkeypatch = cast, api, monkeypatch
        self.case = Walk(cast).to(State.MEDIATION).case_id

    def act(self, verb: str, who: str = "li", headers: dict[str, str] | None = None, **body: Any) -> HttpResponse:
        return self.api.by(who).post(f"cases/{self.case}/{verb}/", body, headers)

    def sent(self, content: bytes | str, media: str) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.api.token}"}
        return Client().post(BASE + "calculators/execution-fee/", content, content_type=media, headers=headers)

    def machine(self, **limits: Any) -> Api:
        _, token = create_client(name="另一台", scopes=Scope.values, now=clock.now(), **limits)
        return Api(token)


def _once_more(bench: Bench) -> HttpResponse:
    first, second = ({"total": "100", "count": count, "first_due": "2023-06-01"} for count in (2, 3))
    bench.api.post("calculators/instalments/", first, {"Idempotency-Key": "k"})
    return bench.api.post("calculators/instalments/", second, {"Idempotency-Key": "k"})


def _too_many(bench: Bench) -> HttpResponse:
    machine = bench.machine(per_minute=1)
    machine.get("cases/")
    return machine.get("cases/")


def _only_asked(bench: Bench) -> HttpResponse:
    """She sees the case that she is asked to take, and does nothing else in it."""
    bench.act("assign", "qian", mediator=bench.cast.mediator("sun").pk, reason="轮岗", at="2023-05-15")
    return bench.act("log-session", "sun", held_on="2023-05-16")


def _from_a_browser(bench: Bench) -> HttpResponse:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bench.cast.wang)
    return browser.post(BASE + "cases/", json.dumps(S1), content_type="application/json")


def _mismatch(bench: Bench) -> HttpResponse:
    def off(*_: object) -> None:
        raise StockMismatch(2, 9, 7, 3)

    bench.monkeypatch.setattr(views_statistics, "figures", off)
    return bench.api.get("statistics/2023-05/")


PRODUCERS: dict[str, Produce] = {
    "invalid": lambda bench: bench.api.post("calculators/execution-fee/", {"amount": "1.234"}),
    "malformed": lambda bench: bench.api.post("calculators/execution-fee/", b"{"),
    "unknown_parameter": lambda bench: bench.api.get("cases/?colour=red"),
    "bad_cursor": lambda bench: bench.api.get("events/?after=x"),
    "acting_user_required": lambda bench: bench.api.post("cases/", S1),
    "acting_user_unknown": lambda bench: bench.api.by("nobody").get("cases/"),
    "not_authenticated": lambda bench: Api().get("cases/"),
    "invalid_token": lambda bench: Api("jl_wrong").get("cases/"),
    "scope_missing": lambda bench: client_with(Scope.CALCULATORS, name="计算").get("cases/"),
    "role_forbidden": lambda bench: bench.act("assign", "wang", draw=True),
    "not_assigned_to_you": _only_asked,
    "address_not_allowed": lambda bench: bench.machine(addresses=["10.0.0.0/8"]).get("cases/"),
    "csrf_failed": _from_a_browser,
    "not_found": lambda bench: bench.api.get("cases/999999/"),
    "method_not_allowed": lambda bench: bench.api.post("mediators/", {}),
    "refused": lambda bench: bench.act("settle-in-full"),
    "stale_version": lambda bench: bench.act("fail", result_code="22", version=1),
    "idempotency_conflict": _once_more,
    "stock_mismatch": _mismatch,
    "precondition_failed": lambda bench: bench.act("fail", headers={"If-Match": '"1-1"'}, result_code="22"),
    "too_large": lambda bench: bench.sent(b" " * (5 * 1024 * 1024 + 1), "application/json"),
    "unsupported_media_type": lambda bench: bench.sent("amount=1", "text/plain"),
    "too_many_requests": _too_many,
}


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_produced_once(code: str, cast: Cast, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = PRODUCERS[code](Bench(cast, api, monkeypatch))
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (CODES[code].status, CODES[code].status, code)
    assert problem["type"] == f"urn:jianli:problem:{code}"
    assert answer["Content-Type"].startswith("application/problem+json")
    if "PUT" not in CODES[code].detail:
        conforms(answer)


def test_every_code_of_the_document_has_a_producer_and_the_other_way_round() -> None:
    named = {
        code
        for path in document()["paths"].values()
        for operation in path.values()
        for answer in operation["responses"].values()
        for content in answer.get("content", {}).values()
        for code in content.get("examples", {})
    }
    assert named == set(CODES) == set(PRODUCERS) == set(document()["components"]["examples"])


def test_every_problem_of_every_operation_names_its_codes() -> None:
    bare = [
        f"{method} {path} {status}"
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        for status, answer in operation["responses"].items()
        if status >= "400" and not answer["content"]["application/problem+json"]["examples"]
    ]
    assert bare == []
