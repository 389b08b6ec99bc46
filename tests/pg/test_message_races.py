"""Messages under several workers, beside acts that take them back, and with a worker killed while the gateway holds one."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from django.conf import settings
from django.db import connection
from pytest_django import Settings

from cases.actions import duties, requests
from cases.actions.sending import Claim, send_one
from cases.models import DutyRun, Message
from cases.models.choices_notices import MessageStatus
from jianli_mediation.core.sms import HandedIn
from tests.build import Walk, moment
from tests.cases.gateways import GATEWAY
from tests.cast import Cast
from tests.pg.test_feed_races import database_url, wait_for
from tests.pg.test_roster_races import at_once

NOON = moment("2023-06-13 12:00")


def told(cast: Cast, count: int) -> Walk:
    """A case with so many answers on their way to the debtor."""
    walk = Walk(cast).file().accept().assign().urge().conclude()
    Message.objects.all().delete()
    debtor = walk.case.parties.get(role="respondent").pk
    for _ in range(count):
        row = walk.do(requests.take_request, "shu", "2023-06-12", party_id=debtor, kind="other", content="在吗")
        walk.do(requests.answer_request, "shu", "2023-06-12", request_id=row.pk, answer="在")
    Message.objects.filter(trigger__startswith="due").delete()
    Message.objects.filter(trigger="grace_end").delete()
    return walk


def test_several_workers_send_each_message_once(race_cast: Cast, settings: Settings) -> None:
    settings.SMS = GATEWAY
    told(race_cast, 8)
    took: list[str] = []

    def by_wire(claimed: Claim) -> HandedIn:
        took.append(claimed.uid)
        return HandedIn(f"R-{claimed.uid}")

    def work() -> None:
        while send_one(NOON, by_wire):
            pass

    at_once(work, work, work, work)
    assert Counter(took) == Counter({str(row.uid): 1 for row in Message.objects.all()})
    assert set(Message.objects.values_list("status", flat=True)) == {MessageStatus.SENT}


def test_money_that_comes_in_while_a_reminder_is_being_sent(race_cast: Cast, settings: Settings) -> None:
    """The gateway has it in hand and fails; meanwhile the money is entered: it is not tried again."""
    settings.SMS = GATEWAY
    walk = Walk(race_cast).file().accept().assign().urge().conclude()
    Message.objects.exclude(trigger="due_first").delete()
    in_hand, entered = Event(), Event()

    def by_wire(claimed: Claim) -> HandedIn:
        in_hand.set()
        assert entered.wait(20)
        return HandedIn(problem="应答 500")

    def pay() -> None:
        assert in_hand.wait(20)
        walk.pay("87481.25", "2023-06-13")
        entered.set()

    at_once(lambda: send_one(NOON, by_wire), pay)
    row = Message.objects.get(trigger="due_first", key__endswith=":1")
    assert (row.status, row.next_at) == (MessageStatus.DROPPED, None)


def test_two_workers_do_the_nights_duties_once(race_cast: Cast) -> None:
    night = moment("2023-06-13 02:00")
    at_once(*[lambda: duties.run_tonight(night)] * 4)
    runs = Counter(DutyRun.objects.values_list("duty", flat=True))
    assert runs == Counter({duty.code: 1 for duty in duties.DUTIES})


WORKER = """
import django; django.setup()
from datetime import timedelta
from django.conf import settings
from django.core.management import call_command
from cases.actions import sending
from cases.rules import quiet
from jianli_mediation.core.gateways import SmsGateway
settings.SMS = SmsGateway(URL)
sending.LEASE = timedelta(seconds=2)
sending.next_moment = quiet.next_moment = lambda *, at: at  # it may be night where the test runs
call_command("work")
"""


class Listening:
    """A gateway that takes messages, and what it took."""

    def __init__(self) -> None:
        self.url = ""
        self.took: list[str] = []
        self.in_hand = Event()
        self.hold = Event()


@contextmanager
def listening() -> Iterator[Listening]:
    """It keeps whoever asks waiting for the third message until ``hold`` is set."""
    gateway = Listening()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            uid = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["id"]
            gateway.took.append(uid)
            if len(gateway.took) == 3:
                gateway.in_hand.set()
                gateway.hold.wait(20)
            try:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps({"id": f"R-{uid}"}).encode())
            except OSError:
                return  # whoever asked has been killed

        def log_message(self, *args: object) -> None:
            """A test prints nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gateway.url = f"http://127.0.0.1:{server.server_port}/sms"
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield gateway
    finally:
        gateway.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()


def worker(url: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE_URL": database_url()}
    script = f"URL = {url!r}\n{WORKER}"
    return subprocess.Popen([sys.executable, "-c", script], cwd=settings.BASE_DIR, env=environment)


def test_a_worker_killed_while_the_gateway_has_it_loses_nothing(race_cast: Cast, settings: Settings) -> None:
    settings.SMS = GATEWAY
    told(race_cast, 5)
    Message.objects.update(not_before=moment("2020-01-01"), good_until="2099-01-01", next_at=moment("2020-01-01"))
    connection.close()
    with listening() as gateway:
        first = worker(gateway.url)
        try:
            assert gateway.in_hand.wait(40)
            first.send_signal(signal.SIGKILL)
            first.wait(10)
            gateway.hold.set()
            assert Message.objects.filter(status=MessageStatus.WAITING).exists()
            second = worker(gateway.url)
            try:
                wait_for(lambda: not Message.objects.filter(status=MessageStatus.WAITING).exists())
            finally:
                second.send_signal(signal.SIGTERM)
                assert second.wait(30) == 0
        finally:
            first.kill()
            first.wait()
    rows = {str(row.uid): row for row in Message.objects.all()}
    assert {row.status for row in rows.values()} == {MessageStatus.SENT}
    assert set(gateway.took) == set(rows)
    assert all(row.receipt == f"R-{uid}" for uid, row in rows.items())
    again = [uid for uid, count in Counter(gateway.took).items() if count > 1]
    assert all(rows[uid].tries == 2 for uid in again), "only what the killed worker held was sent twice"
