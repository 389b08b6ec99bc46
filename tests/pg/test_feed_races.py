"""The feed and the pushes under fire: many write, many read, workers are killed; nothing is lost, nothing out of order.

``JIANLI_FEED_SECONDS=60`` makes the writers go on for a minute.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection, connections, transaction
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from cases.actions import performance
from cases.actions.acting import Actor
from cases.actions.inputs import PaymentInput
from cases.actions.pushing import lay_out, push_one
from cases.models import Payment
from cases.queries.feed import events_after
from cases.states import State
from jianli_mediation.core import clock, webhooks
from jianli_mediation.core.clients import Scope, create_client
from jianli_mediation.core.models import AuditEntry, Webhook, WebhookDelivery
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast

WRITERS, READERS, LAYERS = 16, 4, 2
SECONDS = float(os.environ.get("JIANLI_FEED_SECONDS", "3"))
EXAMPLE = Path(settings.BASE_DIR) / "docs" / "example_client.py"
SECRET = "0123456789abcdef0123456789abcdef"


class Undone(Exception):
    """Rolls an act back after it was done."""


def closing(job: Callable[[], Any]) -> Any:
    try:
        return job()
    finally:
        connections.close_all()


def filed(cast: Cast, number: int) -> Walk:
    return Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{600 + number}号"})).file()


def hook_to(url: str) -> Webhook:
    client, _ = create_client(name=f"程序{url}", scopes=[Scope.EVENTS_READ, Scope.WEBHOOKS_MANAGE], now=clock.now())
    return webhooks.register(client=client, url=url, verbs=[], passed=0, now=clock.now(), secret=SECRET)[0]


def write(cast: Cast, case_id: int, until: float) -> int:
    """One payment after the other, every fifth undone. Returns how many stayed."""
    payment, number, stayed = PaymentInput(day("2023-05-20"), Decimal(1), "cash"), 0, 0
    while time.monotonic() < until:
        number += 1
        try:
            with transaction.atomic():
                performance.record_payment(
                    by=Actor(cast.shu), now=moment("2023-05-20"), case_id=case_id, payment=payment
                )
                if number % 5 == 0:
                    raise Undone
        except Undone:
            continue
        stayed += 1
    return stayed


def read(cast: Cast, written: Event) -> list[int]:
    """Follow the feed to its end; each page begins where the last one ended, and lacks nothing."""
    seen: list[int] = []
    last_round = False
    while True:
        found = events_after(cast.feng, len(seen), 50)
        assert [event.position for event in found] == list(range(len(seen) + 1, len(seen) + 1 + len(found)))
        seen += [event.entry.pk for event in found]
        if not found and last_round:
            return seen
        last_round = written.is_set()


def keep_laying_out(written: Event) -> None:
    while lay_out(clock.now()) or not written.is_set():
        pass
    lay_out(clock.now())


def test_sixteen_write_and_four_read_the_same_in_order_and_whole(race_cast: Cast) -> None:
    walks = [filed(race_cast, number).accept() for number in range(WRITERS)]
    hook = hook_to("http://10.1.2.3/")
    written = Event()
    with ThreadPoolExecutor(WRITERS + READERS + LAYERS) as pool:
        readers = [pool.submit(closing, lambda: read(race_cast, written)) for _ in range(READERS)]
        layers = [pool.submit(closing, lambda: keep_laying_out(written)) for _ in range(LAYERS)]
        until = time.monotonic() + SECONDS
        writers = [pool.submit(closing, lambda walk=walk: write(race_cast, walk.case_id, until)) for walk in walks]
        stayed = sum(writer.result() for writer in writers)
        written.set()
        readings = [reader.result() for reader in readers]
        for layer in layers:
            layer.result()
    lay_out(clock.now())
    entries = set(AuditEntry.objects.filter(case_id__isnull=False).values_list("pk", flat=True))
    assert readings[0] == readings[1] == readings[2] == readings[3]
    assert (len(readings[0]), set(readings[0])) == (len(entries), entries)
    assert Payment.objects.count() == stayed > WRITERS
    laid = list(hook.deliveries.order_by("position").values_list("position", "entry_id"))
    assert laid == list(enumerate(readings[0], start=1))


# ── Workers ──


class Hook(BaseHTTPRequestHandler):
    """Keeps what came; the server's ``before`` is called before it is answered."""

    server: "HookServer"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        delivery = int(self.headers["X-Jianli-Delivery"])
        self.server.came.append(delivery)
        self.server.before(delivery)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class HookServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, before: Callable[[int], object]) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.came: list[int] = []
        self.before = before

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked was killed meanwhile."""


@contextmanager
def receiving(before: Callable[[int], object] = lambda _: None) -> Iterator[HookServer]:
    server = HookServer(before)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


WORKER = """
import django; django.setup()
from datetime import timedelta
from django.conf import settings
from django.core.management import call_command
from jianli_mediation.core import webhooks
settings.WEBHOOK_HOSTS = ["127.0.0.1"]
webhooks.LEASE = timedelta(seconds=2)
call_command("work")
"""


def database_url() -> str:
    """Where a process of its own finds the database of this test."""
    there = connection.settings_dict
    host = quote(there["HOST"] or "localhost", safe="")
    return f"postgresql://{there['USER']}:{there['PASSWORD']}@:{there['PORT']}/{there['NAME']}?host={host}"


def worker() -> "subprocess.Popen[bytes]":
    """A worker of its own on the database of this test, with a short lease."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE_URL": database_url()}
    return subprocess.Popen([sys.executable, "-c", WORKER], cwd=settings.BASE_DIR, env=environment)


def wait_for(done: Callable[[], bool], seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "it did not come to pass in time"
        time.sleep(0.05)


def test_a_worker_killed_between_send_and_mark_is_replaced_and_nothing_is_lost(race_cast: Cast) -> None:
    """The first worker dies while the receiver has the third event in hand; a hanging receiver holds nobody up."""
    hanging, killed = Event(), Event()

    def kill(delivery: int) -> None:
        if len(good.came) == 3 and not killed.is_set():
            killed.set()
            first.send_signal(signal.SIGKILL)

    with receiving(kill) as good, receiving(lambda _: hanging.wait(60)) as bad:
        hook_to(bad.url)
        hook = hook_to(good.url)
        for number in range(5):
            filed(race_cast, number)
        first = worker()
        try:
            wait_for(killed.is_set)
            first.wait(10)
            assert hook.deliveries.filter(delivered_at__isnull=False).count() == 2
            second = worker()
            try:
                wait_for(lambda: not hook.deliveries.filter(next_at__isnull=False).exists())
            finally:
                hanging.set()
                second.send_signal(signal.SIGTERM)
                assert second.wait(30) == 0
        finally:
            first.kill()
            first.wait()
    ids = list(hook.deliveries.order_by("position").values_list("pk", flat=True))
    assert good.came == [*ids[:3], ids[2], *ids[3:]]
    assert WebhookDelivery.objects.get(pk=ids[2]).tries == 2
    assert len(bad.came) >= 1


# ── The example client, as a process ──


def run_tail(api: str, token: str, kept: Path) -> list[str]:
    """What it told from where it had been, until there was nothing more."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), "tail", "--api", api, "--cursor", str(kept), "--once"],
        env={**os.environ, "JIANLI_TOKEN": token},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout.decode().splitlines()


def test_the_example_client_follows_the_feed_over_restarts(race_cast: Cast, tmp_path: Path) -> None:
    _, token = create_client(name="指挥中心", scopes=[Scope.EVENTS_READ], now=clock.now())
    server, kept = LiveServer("127.0.0.1"), tmp_path / "events.cursor"
    api = f"{server.url}/api/v1/"
    try:
        Walk(race_cast).to(State.MEDIATION)
        first = run_tail(api, token, kept)
        assert (len(first), kept.read_text()) == (3, "3")
        assert run_tail(api, token, kept) == []
        filed(race_cast, 1)
        assert (len(run_tail(api, token, kept)), kept.read_text()) == (1, "4")
        kept.write_text("2")
        assert ['"cursor": "3"' in run_tail(api, token, kept)[0]] == [True]
        assert [path.name for path in tmp_path.iterdir()] == ["events.cursor"]
    finally:
        server.stop()


@contextmanager
def taking(seen: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The example client as a receiver: where it listens, and the process."""
    process = subprocess.Popen(
        [sys.executable, str(EXAMPLE), "receive", "--port", "0", "--seen", str(seen)],
        env={**os.environ, "JIANLI_WEBHOOK_SECRET": SECRET},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        yield f"http://{process.stderr.readline().split()[-1]}/", process
    finally:
        process.kill()
        process.communicate()


def all_pushed() -> None:
    now = clock.now()
    while lay_out(now):
        pass
    while push_one(now):
        pass


def test_the_example_client_takes_what_is_pushed_once(race_cast: Cast, tmp_path: Path, settings: Settings) -> None:
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    seen = tmp_path / "events.seen"
    with taking(seen) as (url, process):
        hook = hook_to(url)
        filed(race_cast, 1)
        filed(race_cast, 2)
        all_pushed()
        webhooks.replay(hook, now=clock.now(), delivery_id=hook.deliveries.earliest("position").pk)
        all_pushed()
        Webhook.objects.update(secret="x" * 32)
        filed(race_cast, 3)
        all_pushed()
        forged = hook.deliveries.latest("position")
        process.kill()
        told = process.communicate()[0].splitlines()
    assert (["file" in line for line in told], forged.last_status) == ([True, True], 401)
    ids = [str(pk) for pk in hook.deliveries.order_by("position").values_list("pk", flat=True)]
    assert seen.read_text().split() == ids[:2]
    with taking(seen) as (url, process):
        Webhook.objects.update(secret=SECRET, url=url)
        webhooks.replay(hook, now=clock.now(), delivery_id=int(ids[0]))
        WebhookDelivery.objects.filter(pk=ids[2]).update(next_at=clock.now())
        all_pushed()
        process.kill()
        told = process.communicate()[0].splitlines()
    assert (len(told), seen.read_text().split()) == (1, ids)
