"""CPU of requests against a bare view in the same run, under gunicorn as a court runs it.

Seconds say more of the machine than of us; a ratio of two measurements taken turn and turn about says something. A
machine calls with its token and, where it acts, a key of its own for each call: admission and count of the call, its
row in the log, the key, the audit trail, the to-do list and the feed are all in it. So are connection and middleware,
on both sides.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from itertools import count, cycle

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from cases.models import Case
from cases.states import State
from jianli_mediation.core import clock
from jianli_mediation.core.clients import MOST_PER_MINUTE, Scope, create_client
from jianli_mediation.core.models import User
from tests.api.bodies import S1
from tests.bench.server import Send, Server, cost, serving
from tests.clone import database_clone

pytestmark = pytest.mark.bench
API = "/api/v1/"
PAYMENT = json.dumps({"paid_on": "2023-06-01", "amount": "1.00", "way": "bank_transfer"}).encode()
SCOPES = (Scope.CASES_READ, Scope.CASES_WRITE)


@pytest.fixture(scope="module")
def server(
    court: int, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The server over a database of its own, in which everything is really committed; a kept court is left as it is."""
    with database_clone("served", django_db_blocker), serving(tmp_path_factory.mktemp("served")) as found:
        yield found


class Caller:
    """A machine that reads and, as somebody, acts; and people at browsers."""

    def __init__(self, server: Server) -> None:
        self.server = server
        _, token = create_client(
            name=f"bench {uuid.uuid4().hex[:8]}", scopes=SCOPES, now=clock.now(), per_minute=MOST_PER_MINUTE
        )
        self.headers = {"Authorization": f"Bearer {token}"}
        found = Case.objects.filter(state=State.PERFORMING).order_by("-id").values_list("pk", flat=True)[:500]
        self.cases = cycle(found)
        self.numbers = count(1)

    def read(self, path: str) -> Send:
        return lambda: self.server.send("GET", API + path.format(next(self.cases)), None, self.headers)

    def post(self, who: str, path: str, body: Callable[[], bytes]) -> Send:
        def call() -> tuple[int, bytes]:
            key = {"X-Acting-User": who, "Idempotency-Key": uuid.uuid4().hex, "Content-Type": "application/json"}
            return self.server.send("POST", API + path.format(next(self.cases)), body(), {**self.headers, **key})

        return call

    def page(self, path: str, who: str = "qian") -> Send:
        browser = Client()
        browser.force_login(User.objects.get(username=who))
        cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"}
        return lambda: self.server.send("GET", path.format(next(self.cases)), None, cookie)

    def application(self) -> bytes:
        basis = {**S1["basis"], "doc_no": f"（2023）鄂0102民初{next(self.numbers)}号"}
        return json.dumps({**S1, "basis": basis}).encode()


# What is asked, how, what is aimed at, and how many times the bare view it may take at most on a busy machine.
REQUESTS: dict[str, tuple[Callable[[Caller], Send], float | None, float]] = {
    "api: list of 20": (lambda by: by.read("cases/"), 2.5, 4),
    "api: list by ID number": (lambda by: by.read("cases/?id_number=429999199011050029"), 2.5, 4),
    "api: a case with everything": (lambda by: by.read("cases/{}/"), 4, 9),
    "api: record a payment": (lambda by: by.post("shu", "cases/{}/record-payment/", lambda: PAYMENT), 6, 9),
    "api: file a case": (lambda by: by.post("wang", "cases/", by.application), 8, 14),
    "page: my work": (lambda by: by.page("/", "li"), None, 40),
    "page: cases": (lambda by: by.page("/cases/"), None, 40),
    "page: a case": (lambda by: by.page("/cases/{}/"), None, 40),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_cpu(name: str, server: Server, django_db_blocker: DjangoDbBlocker, tell: Callable[[str], None]) -> None:
    prepare, aim, at_most = REQUESTS[name]
    with django_db_blocker.unblock():
        send = prepare(Caller(server))
        connection.close()
    found = cost(server, send)
    wanted = f"aim {aim}" if aim else "no aim"
    tell(
        f"{name:28} {found.ratio:5.1f} × bare ({wanted:7})  {found.own.server:5.1f} ms CPU + {found.own.database:4.1f} "
        f"in PostgreSQL (bare {found.bare.server:.1f} + {found.bare.database:.1f})"
    )
    assert found.ratio <= at_most
