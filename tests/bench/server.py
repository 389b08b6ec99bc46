"""One worker of the real server, in production mode, and the CPU it and its database process take for a request.

The kernel counts the nanoseconds a process was on a processor (``schedstat``), so that others on the machine show in
nothing but caches.
"""

import base64
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import quote

from django.conf import settings
from django.db import connection

HERE = "127.0.0.1"
START_WITHIN, ANSWER_WITHIN = 60.0, 30.0
BARE = "/bare/"
Send = Callable[[], tuple[int, bytes]]


@dataclass(frozen=True)
class Spent:
    """Milliseconds of CPU per request: in the worker, and in the PostgreSQL process it speaks to."""

    server: float
    database: float


def _nanoseconds(pid: int) -> int:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


class Server:
    """gunicorn with one worker, so that whose CPU it is stands beyond doubt."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.send("GET", BARE)

    def processes(self) -> tuple[int, int]:
        """The worker, and the PostgreSQL process it speaks to; that one changes with each connection's old age."""
        _, answer = self.send("GET", f"{BARE}processes/")
        worker, backend = json.loads(answer)
        return worker, backend

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """The status and body of one request over a connection of its own."""
        with contextlib.closing(HTTPConnection(HERE, self.port, timeout=ANSWER_WITHIN)) as line:
            line.request(method, path, body, dict(headers or {}))
            answer = line.getresponse()
            return answer.status, answer.read()

    def spent(self, send: Send, times: int) -> Spent:
        """What one of ``times`` requests takes. Each has to succeed."""
        while True:
            worker, backend = self.processes()
            server, database = _nanoseconds(worker), _nanoseconds(backend)
            for _ in range(times):
                status, answer = send()
                assert status < 300, answer.decode()
            server, asked = _nanoseconds(worker) - server, self.processes()
            if asked == (worker, backend):
                per = 1_000_000 * times
                return Spent(server / per, (_nanoseconds(backend) - database) / per)


@dataclass(frozen=True)
class Cost:
    """Medians of rounds taken turn and turn about with the bare view; ``ratio`` is of the worker's CPU."""

    ratio: float
    own: Spent
    bare: Spent


def cost(server: Server, send: Send, *, rounds: int = 27, times: int = 4) -> Cost:
    """What a request costs, and what the bare view costs meanwhile."""
    bare: Send = lambda: server.send("GET", BARE)  # noqa: E731
    server.spent(bare, times), server.spent(send, times)
    pairs = [(server.spent(bare, times), server.spent(send, times)) for _ in range(rounds)]
    return Cost(
        median(own.server / base.server for base, own in pairs),
        _middle([own for _, own in pairs]),
        _middle([base for base, _ in pairs]),
    )


def _middle(found: Sequence[Spent]) -> Spent:
    return Spent(median(each.server for each in found), median(each.database for each in found))


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The server over the database this process speaks to, with its keys, until the end of the block."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port = probe.getsockname()[1]
    where = {**os.environ, **_environment(folder)}
    where.pop("JIANLI_CLUSTER", None)
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"], env=where, check=True)
    config = settings.BASE_DIR / "deploy" / "gunicorn.conf.py"
    command = [sys.executable, "-m", "gunicorn", "tests.bench.wsgi", "--bind", f"{HERE}:{port}", "--workers", "1"]
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen([*command, "--config", str(config), "--max-requests", "0"], env=where, stderr=log)
    try:
        _wait_for(port)
        yield Server(port)
    finally:
        process.terminate()
        process.wait()
        log.close()


def _wait_for(port: int) -> None:
    end = time.monotonic() + START_WITHIN
    while True:
        try:
            with socket.create_connection((HERE, port), 1):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _environment(folder: Path) -> dict[str, str]:
    keys = settings.SECRETS
    secrets = folder / "secrets.json"
    secrets.touch(0o600)
    secrets.write_text(
        json.dumps(
            {
                "django_secret": keys.django_secret,
                "field_key": base64.b64encode(keys.field_key).decode(),
                "lookup_key": base64.b64encode(keys.lookup_key).decode(),
            }
        )
    )
    return {
        "DJANGO_SETTINGS_MODULE": "jianli_mediation.settings",
        "JIANLI_MODE": "production",
        "JIANLI_DATA": str(folder),
        "JIANLI_SECRETS": str(secrets),
        "JIANLI_ALLOWED_HOSTS": HERE,
        "JIANLI_LOG_LEVEL": "INFO",
        "DATABASE_URL": _address(connection.settings_dict),
    }


def _address(database: Mapping[str, str]) -> str:
    user, password = quote(database["USER"], ""), quote(database["PASSWORD"], "")
    host, port = database["HOST"], database["PORT"]
    if host.startswith("/"):
        return f"postgresql://{user}:{password}@:{port}/{database['NAME']}?host={quote(host, '')}"
    return f"postgresql://{user}:{password}@{host}:{port}/{database['NAME']}"
