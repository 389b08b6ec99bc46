"""Messages over a real line: a gateway that answers, refuses, fails, hangs, answers late; and a mail server."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from cases.actions import delivery
from cases.actions.inputs import AddressInput
from cases.actions.sending import LEASE, claim, drop_stale, send_one, settle
from cases.models import Message
from cases.models.choices_notices import Channel, MessageStatus
from jianli_mediation.core import wire
from jianli_mediation.core.gateways import SmsGateway
from jianli_mediation.core.sms import HandedIn
from tests.build import Walk, day, moment
from tests.cases.gateways import DOWN, GATEWAY, MAIL, REFUSED, Gateway, worked
from tests.cast import Cast, make_cast

NOON = moment("2023-05-08 12:00")


@dataclass
class Line:
    """What the gateway was asked, and how it answers: status, body, and after how long."""

    status: int = 200
    body: str = '{"data": {"msgid": "G-1"}}'
    wait: float = 0.0
    asked: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    answered: Event = field(default_factory=Event)


@contextmanager
def listening(line: Line) -> Iterator[str]:
    """A real HTTP server that takes messages."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            line.asked.append((dict(self.headers), told))
            time.sleep(line.wait)
            try:
                self.send_response(line.status)
                self.end_headers()
                self.wfile.write(line.body.encode())
            except OSError:
                pass  # whoever asked has gone
            line.answered.set()

        def log_message(self, *args: object) -> None:
            """A test prints nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sms"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def cast(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Cast:
    settings.SMS = GATEWAY
    monkeypatch.setattr(wire, "READ", 0.3)
    return make_cast()


def accepted(cast: Cast) -> Message:
    """The word to the applicant that his case was taken in."""
    walk = Walk(cast).file().accept()
    return Message.objects.get(case=walk.case, trigger="accepted")


def again(row: Message) -> Message:
    row.refresh_from_db()
    return row


def test_what_the_gateway_is_asked(cast: Cast, settings: Settings) -> None:
    row, line = accepted(cast), Line()
    body = '{"mobile": "{phone}", "params": ["{sign}", "{text}"], "out_id": "{id}", "kind": 1}'
    with listening(line) as url:
        settings.SMS = SmsGateway(url, sign="监利法院{text}", body=body, receipt="data.msgid", token="t0ken")
        assert send_one(NOON)
        assert not send_one(NOON)
    headers, told = line.asked[0]
    assert told == {
        "mobile": "13800000000",
        "params": ["监利法院{text}", row.text],
        "out_id": str(row.uid),
        "kind": 1,
    }
    assert headers["Authorization"] == "Bearer t0ken"
    row = again(row)
    assert (row.status, row.receipt, row.tries, row.next_at) == (MessageStatus.SENT, "G-1", 1, None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (Line(status=500), "应答 500"),
        (Line(status=429), "应答 429"),
        (Line(wait=0.8), "没有应答"),
        (Line(body="not json"), "没有回执号"),
        (Line(body='{"data": {"msgid": ""}}'), "没有回执号"),
        (Line(body='{"data": {"msgid": true}}'), "没有回执号"),
        (Line(body='{"data": 7}'), "没有回执号"),
    ],
    ids=["500", "429", "hangs", "no json", "empty receipt", "no receipt", "other shape"],
)
def test_without_a_receipt_nothing_counts_as_sent(cast: Cast, settings: Settings, line: Line, problem: str) -> None:
    row = accepted(cast)
    with listening(line) as url:
        settings.SMS = SmsGateway(url, receipt="data.msgid")
        send_one(NOON)
        line.answered.wait(2)
    row = again(row)
    assert (row.status, row.receipt, row.sent_at) == (MessageStatus.WAITING, "", None)
    assert problem in row.last_problem
    assert row.next_at is not None
    assert row.next_at > NOON


def test_a_late_answer_leads_to_a_second_try_with_the_same_id(cast: Cast, settings: Settings) -> None:
    row, line = accepted(cast), Line(wait=0.8)
    with listening(line) as url:
        settings.SMS = SmsGateway(url, receipt="data.msgid")
        send_one(NOON)
        line.answered.wait(2)
        line.wait = 0
        send_one(NOON + timedelta(minutes=3))
    assert [told["id"] for _, told in line.asked] == [str(row.uid)] * 2
    assert again(row).status == MessageStatus.SENT


def test_nobody_there(cast: Cast, settings: Settings) -> None:
    row = accepted(cast)
    settings.SMS = SmsGateway("http://127.0.0.1:1/sms")
    send_one(NOON)
    assert "连接失败" in again(row).last_problem


def test_a_gateway_that_is_down_for_a_day_loses_nothing(cast: Cast) -> None:
    row, gateway = accepted(cast), Gateway(then=DOWN)
    now = NOON
    while now < NOON + timedelta(days=1):
        worked(now, gateway)
        now += timedelta(minutes=10)
    row = again(row)
    assert (row.status, row.refusals) == (MessageStatus.WAITING, 0)
    assert row.tries > 20
    gateway.then = None
    worked(now, gateway)
    assert again(row).status == MessageStatus.SENT
    assert {claimed.uid for claimed in gateway.tried} == {str(row.uid)}


def test_one_that_is_refused_is_given_up_after_four_tries(cast: Cast) -> None:
    row, gateway = accepted(cast), Gateway(then=REFUSED)
    for minutes in range(0, 120, 2):
        worked(NOON + timedelta(minutes=minutes), gateway)
    row = again(row)
    assert (row.status, row.tries, row.next_at) == (MessageStatus.FAILED, 4, None)
    assert row.last_problem == "应答 400"


def test_what_is_tried_for_three_days_in_vain_is_given_up_where_it_is_seen(cast: Cast) -> None:
    row, gateway = accepted(cast), Gateway(then=DOWN)
    edge = row.not_before + timedelta(days=3)
    worked(edge, gateway)
    assert again(row).status == MessageStatus.WAITING
    worked(edge + timedelta(seconds=1), gateway)
    assert again(row).status == MessageStatus.FAILED


@pytest.mark.parametrize(("at", "goes"), [("07:59", False), ("08:00", True), ("20:59", True), ("21:00", False)])
def test_quiet_hours(cast: Cast, at: str, goes: bool) -> None:
    accepted(cast)
    assert send_one(moment(f"2023-05-09 {at}"), Gateway(then=DOWN)) is goes


def test_a_claim_is_nobody_elses_until_its_lease_is_over(cast: Cast) -> None:
    accepted(cast)
    first = claim(NOON)
    assert first is not None
    assert claim(NOON + LEASE - timedelta(seconds=1)) is None
    second = claim(NOON + LEASE)
    assert second is not None
    assert (second.uid, second.tries) == (first.uid, 2)
    settle(first, REFUSED, NOON + LEASE)
    row = Message.objects.get(pk=first.message_id)
    assert (row.refusals, row.next_at) == (0, NOON + LEASE * 2), "whoever comes late changes nothing"


def test_a_receipt_counts_even_for_what_was_dropped_in_the_meantime(cast: Cast) -> None:
    row = accepted(cast)
    claimed = claim(NOON)
    assert claimed is not None
    Message.objects.filter(pk=row.pk).update(status=MessageStatus.DROPPED, next_at=None, ended_at=NOON)
    settle(claimed, HandedIn("G-9"), NOON)
    assert (again(row).status, row.receipt) == (MessageStatus.SENT, "G-9")


def test_a_stale_one_is_dropped_on_paper_too(cast: Cast) -> None:
    row = accepted(cast)
    Message.objects.filter(pk=row.pk).update(channel=Channel.SLIP, good_until=day("2023-05-10"))
    assert not drop_stale(moment("2023-05-10 23:59"))
    assert again(row).status == MessageStatus.WAITING
    drop_stale(moment("2023-05-11 00:00"))
    assert again(row).status == MessageStatus.DROPPED


def test_a_slip_lies_there_for_a_month(cast: Cast) -> None:
    row = accepted(cast)
    Message.objects.filter(pk=row.pk).update(channel=Channel.SLIP)
    edge = row.not_before + timedelta(days=30)
    drop_stale(edge)
    assert again(row).status == MessageStatus.WAITING
    drop_stale(edge + timedelta(seconds=1))
    assert again(row).status == MessageStatus.DROPPED


def test_a_number_that_changed_is_the_one_that_is_used(cast: Cast, settings: Settings) -> None:
    row, gateway = accepted(cast), Gateway(then=DOWN)
    row.party.phone = "137 1234 5678"
    row.party.seal_hashes()
    row.party.save()
    worked(NOON, gateway)
    assert gateway.tried[0].to == "13712345678"
    row.party.phone = "0716-3300000"
    row.party.save()
    send_one(NOON + timedelta(minutes=5))
    assert again(row).last_problem == "当事人没有可用的号码或者邮箱"


class Post:
    """A mail server's clerk: keeps what it takes, or answers each recipient as told."""

    def __init__(self, to_recipients: str = "250 OK") -> None:
        self.to_recipients = to_recipients
        self.took: list[bytes] = []

    async def handle_RCPT(  # noqa: N802 - a name of the package
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.to_recipients.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipients

    async def handle_DATA(  # noqa: N802 - a name of the package
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.took.append(envelope.content)
        return "250 taken"


@contextmanager
def mailing(post: Post) -> Iterator[int]:
    """A real mail server on this machine."""
    server = Controller(post, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class TestMail:
    """With a mail server and an address that the party has confirmed, and no gateway for her number."""

    @pytest.fixture
    def confirmed(self, cast: Cast, settings: Settings) -> Walk:
        settings.SMS, settings.MAIL = None, MAIL
        walk = Walk(cast).file()
        party = walk.case.parties.get(role="applicant")
        given = AddressInput(
            address="容城镇示例路1号", signed_on=day("2023-05-08"), e_consent=True, e_address="chen@example.cn"
        )
        walk.do(delivery.confirm_address, "wang", "2023-05-08 09:40", party_id=party.pk, confirmation=given)
        return walk.accept()

    def test_it_goes_to_the_address_that_was_confirmed(self, confirmed: Walk) -> None:
        row = Message.objects.get(case=confirmed.case, trigger="accepted")
        assert row.channel == Channel.EMAIL
        gateway = Gateway(then=DOWN)
        worked(NOON, gateway)
        assert (gateway.tried[0].channel, gateway.tried[0].to) == ("email", "chen@example.cn")

    def test_a_real_server_takes_it_and_its_message_id_is_the_receipt(
        self, confirmed: Walk, settings: Settings
    ) -> None:
        row = Message.objects.get(case=confirmed.case, trigger="accepted")
        post = Post()
        with mailing(post) as port:
            settings.MAIL = replace(MAIL, host="127.0.0.1", port=port)
            assert send_one(NOON)
        row = again(row)
        assert (row.status, row.receipt) == (MessageStatus.SENT, f"<{row.uid}@court.example.cn>")
        taken = message_from_bytes(post.took[0], policy=policy.default)
        assert (taken["To"], taken["From"], taken["Message-ID"]) == (
            "chen@example.cn",
            "notice@court.example.cn",
            row.receipt,
        )
        assert taken.get_content().strip() == row.text

    @pytest.mark.parametrize(
        ("answer", "refusals", "problem"),
        [("550 no such user", 1, "邮件服务器应答 550：no such user"), ("451 later", 0, "邮件服务器应答 451：later")],
    )
    def test_a_refusal_is_about_the_message_and_a_delay_is_not(
        self, confirmed: Walk, settings: Settings, answer: str, refusals: int, problem: str
    ) -> None:
        with mailing(Post(answer)) as port:
            settings.MAIL = replace(MAIL, host="127.0.0.1", port=port)
            send_one(NOON)
        row = Message.objects.get(case=confirmed.case, trigger="accepted")
        assert (row.status, row.refusals, row.last_problem) == (MessageStatus.WAITING, refusals, problem)

    def test_no_server_there(self, confirmed: Walk, settings: Settings) -> None:
        settings.MAIL = replace(MAIL, host="127.0.0.1", port=1)
        send_one(NOON)
        row = Message.objects.get(case=confirmed.case, trigger="accepted")
        assert row.last_problem == "邮件没有交出：ConnectionRefusedError"
