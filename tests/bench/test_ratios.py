"""CPU time of requests against a bare view in the same run.

Seconds say more of the machine than of us; a ratio of two measurements taken turn and turn about says something.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from statistics import median

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from cases.models import Case
from cases.states import State
from jianli_mediation.core.models import User
from tests.api.bodies import S1

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
ROUNDS, TIMES = 9, 4
Call = Callable[[], HttpResponse]


@pytest.fixture(autouse=True)
def with_bare_view() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        yield


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def cpu(call: Call) -> float:
    start = time.process_time()
    for _ in range(TIMES):
        assert call().status_code < 300
    return (time.process_time() - start) / TIMES


@dataclass(frozen=True)
class Cost:
    """CPU over that of the bare view (the median of rounds taken in turn), in milliseconds, and the queries."""

    ratio: float
    own: float
    bare: float
    queries: int


def cost(call: Call) -> Cost:
    anybody = Client()
    bare: Call = lambda: anybody.get("/bare/")  # noqa: E731
    cpu(bare), cpu(call)
    pairs = [(cpu(bare), cpu(call)) for _ in range(ROUNDS)]
    with CaptureQueriesContext(connection) as captured:
        call()
    queries = sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)
    base, own = (1000 * median(column) for column in zip(*pairs, strict=True))
    return Cost(median(own / base for base, own in pairs), own, base, queries)


def of_state(state: State) -> Iterator[int]:
    """A fresh case of the state for each call."""
    return iter(Case.objects.filter(state=state).order_by("-id").values_list("pk", flat=True)[:500])


def read(address: str, who: str = "qian") -> Call:
    client = signed_in(who)
    return lambda: client.get(address)


def read_case(address: str) -> Call:
    client, cases = signed_in("qian"), of_state(State.PERFORMING)
    return lambda: client.get(address.format(next(cases)))


def act() -> Call:
    client, cases = signed_in("shu"), of_state(State.PERFORMING)
    body = json.dumps({"paid_on": "2023-06-01", "amount": "1.00", "way": "bank_transfer"})
    return lambda: client.post(f"{API}cases/{next(cases)}/record-payment/", body, content_type="application/json")


def file_a_case() -> Call:
    client, numbers = signed_in("wang"), count(1)

    def call() -> HttpResponse:
        basis = {**S1["basis"], "doc_no": f"（2023）鄂0102民初{next(numbers)}号"}
        return client.post(f"{API}cases/", json.dumps({**S1, "basis": basis}), content_type="application/json")

    return call


API = "/api/v1/"
# What is asked, how to ask it, and how many times the bare view it may take at most.
REQUESTS: dict[str, tuple[Callable[[], Call], float]] = {
    "api: list of 20": (lambda: read(f"{API}cases/"), 12),
    "api: list of 20, mediator": (lambda: read(f"{API}cases/", "li"), 12),
    "api: list by ID number": (lambda: read(f"{API}cases/?id_number=429999199011050029"), 12),
    "api: a case with everything": (lambda: read_case(API + "cases/{}/"), 20),
    "api: record a payment": (act, 30),
    "api: file a case": (file_a_case, 40),
    "page: my work": (lambda: read("/", "li"), 40),
    "page: cases": (lambda: read("/cases/"), 40),
    "page: a case": (lambda: read_case("/cases/{}/"), 40),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_cpu(name: str, court: int, tell: Callable[[str], None]) -> None:
    prepare, at_most = REQUESTS[name]
    found = cost(prepare())
    tell(
        f"{name:28} {found.ratio:5.1f} × bare  {found.own:6.1f} ms CPU (bare {found.bare:.1f})  {found.queries:3} queries"
    )
    assert found.ratio <= at_most
