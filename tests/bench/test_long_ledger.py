"""The longest ledger that is taken, end to end: over HTTP to a real server, worked off by a real worker that is killed.

Five thousand rows, each fiftieth bad. Tried out, the sound ones filed one by one, the worker killed (-9) in the middle of
both and started again: nothing is lost, nothing filed twice, no number left out.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from cases.forms.ledger_file import MOST_LINES
from cases.models import Case, Todo
from jianli_mediation.core import audit, clock
from jianli_mediation.core.clients import MOST_PER_MINUTE, Scope, create_client
from tests.bench.server import Server, serving
from tests.cases.ledger_files import row, xlsx
from tests.cast import make_cast
from tests.clone import database_clone
from tests.pg.test_paper_races import worker

pytestmark = pytest.mark.bench

EACH = 50  # one row in so many is bad
PATIENCE = 1800.0
BORDER = "----ledger"


class Caller:
    def __init__(self, server: Server, token: str) -> None:
        self.server = server
        self.headers = {"Authorization": f"Bearer {token}", "X-Acting-User": "wang"}

    def get(self, path: str) -> Any:
        return self._read("GET", path, None, {})

    def post(self, path: str, body: Any) -> Any:
        return self._read("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def hand_in(self, content: bytes) -> Any:
        head = f'--{BORDER}\r\nContent-Disposition: form-data; name="file"; filename="l.xlsx"\r\n\r\n'.encode()
        body = head + content + f"\r\n--{BORDER}--\r\n".encode()
        return self._read("POST", "imports/", body, {"Content-Type": f"multipart/form-data; boundary={BORDER}"})

    def _read(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Any:
        status, answer = self.server.send(method, f"/api/v1/{path}", body, {**self.headers, **headers})
        assert status < 300, answer.decode()[:500]
        return json.loads(answer)


@contextmanager
def working() -> "Iterator[subprocess.Popen[str]]":
    process = worker()
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def worked_off(by: Caller, ledger: int, stage: str, done: str) -> float:
    """Until the ledger has reached ``stage``; the first worker is killed when some rows are ``done``. Seconds."""
    begun = time.monotonic()

    def wait(until: Callable[[dict[str, Any]], bool]) -> None:
        while not until(by.get(f"imports/{ledger}/")):
            assert time.monotonic() - begun < PATIENCE
            time.sleep(0.5)

    with working():
        wait(lambda told: told[done] > MOST_LINES // 4)
    with working():
        wait(lambda told: told["stage"] == stage)
    return time.monotonic() - begun


def test_five_thousand_rows(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    tell: Callable[[str], None],
) -> None:
    rows = [row(number, **({"案由": ""} if number % EACH == 0 else {})) for number in range(1, MOST_LINES + 1)]
    sound = MOST_LINES - MOST_LINES // EACH
    with database_clone("ledger", django_db_blocker), serving(tmp_path_factory.mktemp("ledger")) as server:
        make_cast()
        scopes = (Scope.CASES_READ, Scope.CASES_WRITE)
        _, token = create_client(name="台账", scopes=scopes, now=clock.now(), per_minute=MOST_PER_MINUTE)
        by = Caller(server, token)
        begun = time.monotonic()
        ledger = by.hand_in(xlsx(*rows))["id"]
        handed = time.monotonic() - begun
        tried = worked_off(by, ledger, "checked", "checked")
        told = by.get(f"imports/{ledger}/")
        assert (told["total"], told["bad"], told["sound"]) == (MOST_LINES, MOST_LINES // EACH, sound)
        assert not Case.objects.exists()
        by.post(f"imports/{ledger}/file/", {"rows": [line for line in range(2, MOST_LINES + 2) if (line - 1) % EACH]})
        filed = worked_off(by, ledger, "done", "filed")
        assert by.get(f"imports/{ledger}/")["filed"] == sound
        numbers = list(Case.objects.order_by("number_seq").values_list("number_seq", flat=True))
        assert numbers == list(range(1, sound + 1))
        assert Todo.objects.filter(code="accept").count() == sound
        assert list(audit.verify()) == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_auditentry WHERE verb = 'file'")
            assert cursor.fetchone() == (sound,)
    tell(
        f"ledger of {MOST_LINES} rows: read {handed:.1f} s, tried {MOST_LINES / tried:.0f} rows/s, "
        f"filed {sound / filed:.0f} rows/s, worker killed twice"
    )
