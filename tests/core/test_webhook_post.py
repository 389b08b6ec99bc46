"""One delivery over the wire, against receivers that behave, misbehave and hang."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from pytest_django import Settings

from jianli_mediation.core import webhook_targets, wire
from jianli_mediation.core.webhook_post import post, signature
from jianli_mediation.core.webhook_targets import TargetRefused, allowed, target_of
from jianli_mediation.core.wire import Answer

HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def _this_machine_may_be_pushed_to(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOK_HOSTS = [HERE]
    monkeypatch.setattr(wire, "READ", 0.3)


@contextmanager
def listening(answer: Callable[[socket.socket, bytes], None]) -> Iterator[tuple[str, list[bytes]]]:
    """A server of one kind of answer; what it was sent stands in the list."""
    sent: list[bytes] = []
    server = socket.create_server((HERE, 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                try:
                    sent.append(received(line))
                    answer(line, sent[-1])
                except OSError:
                    continue

    thread = Thread(target=serve)
    thread.start()
    try:
        yield f"http://{HERE}:{server.getsockname()[1]}/hook?a=1", sent
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def received(line: socket.socket) -> bytes:
    """The request, with its body; what is no request is what came first."""
    content = line.recv(65536)
    while content.startswith(b"POST ") and not content.endswith(b"}"):
        content += line.recv(65536)
    return content


def saying(head: bytes) -> Callable[[socket.socket, bytes], None]:
    return lambda line, _: line.sendall(head)


def test_what_is_sent_is_one_plain_post() -> None:
    with listening(saying(b"HTTP/1.1 202 Taken\r\nContent-Length: 0\r\n\r\n")) as (url, sent):
        assert post(url, b'{"a":1}', {"X-Jianli-Event": "7"}) == Answer(202)
    head, _, body = sent[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert (lines[0], body) == ("POST /hook?a=1 HTTP/1.1", b'{"a":1}')
    assert {f"Host: {url.split('/')[2]}", "Content-Type: application/json", "X-Jianli-Event: 7"} <= set(lines)


@pytest.mark.parametrize(
    ("status", "arrived", "refused"),
    [(200, True, False), (299, True, False), (302, False, False), (400, False, True), (410, False, True),
     (408, False, False), (425, False, False), (429, False, False), (500, False, False)],
)  # fmt: skip
def test_only_a_2xx_has_arrived(status: int, arrived: bool, refused: bool) -> None:
    head = f"HTTP/1.1 {status} X\r\nLocation: http://{HERE}:1/\r\nContent-Length: 0\r\n\r\n".encode()
    with listening(saying(head)) as (url, sent):
        answer = post(url, b"{}", {})
    assert (answer.status, answer.arrived, answer.refused, len(sent)) == (status, arrived, refused, 1)


def drips(line: socket.socket, _: bytes) -> None:
    """An answer that never ends, a letter at a time."""
    line.sendall(b"HTTP/1.1 ")
    while True:
        line.sendall(b"x")
        time.sleep(0.05)


def says_nothing(line: socket.socket, _: bytes) -> None:
    line.recv(1)


@pytest.mark.parametrize(
    ("behaviour", "problem"),
    [
        (says_nothing, "没有应答"),
        (drips, "连接失败"),
        (lambda line, _: None, "连接失败：RemoteDisconnected"),
        (saying(b"SSH-2.0-OpenSSH\r\n"), "连接失败：BadStatusLine"),
    ],
)
def test_whoever_does_not_answer_is_left_in_time(behaviour: Any, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "WHOLE", 0.6)
    with listening(behaviour) as (url, _):
        began = time.monotonic()
        answer = post(url, b"{}", {})
    assert (answer.status, answer.arrived, answer.refused) == (None, False, False)
    assert problem in answer.problem
    assert time.monotonic() - began < 3


def test_nobody_there_and_no_encryption_are_told() -> None:
    assert post(f"http://{HERE}:1/", b"{}", {}).problem == "连接失败：ConnectionRefusedError"
    with listening(saying(b"HTTP/1.1 200 OK\r\n\r\n")) as (url, _):
        assert post(url.replace("http:", "https:"), b"{}", {}).problem.startswith("加密连接没有建立")


def test_a_signature_is_that_of_the_recipe() -> None:
    assert signature("k" * 32, 1700000000, b'{"a":1}') == (
        "t=1700000000,v1=6935b796c0fec66e5dee52c86c7fd1218a424c32f1adb239ff2893c31e54f033"
    )


@pytest.mark.parametrize(
    "address",
    ["127.0.0.2", "[::1]", "0.0.0.0",  # noqa: S104 - nobody listens there "169.254.169.254", "[fe80::1]", "224.0.0.1", "[fd00:ec2::254]", "100.100.100.200",
     "[::ffff:127.0.0.1]", "[::ffff:169.254.169.254]", "[2002:7f00:1::]", "8.8.8.8", "2130706433", "0x7f.1"],
)  # fmt: skip
def test_no_way_into_the_house_nor_out_of_the_network(address: str, settings: Settings) -> None:
    settings.WEBHOOK_HOSTS = ["10.0.0.0/8"] if address == "8.8.8.8" else ["0.0.0.0/0", "::/0"]
    with pytest.raises(TargetRefused):
        target_of(f"http://{address}/")
    assert post(f"http://{address}/", b"{}", {}).status is None


def test_private_networks_and_named_hosts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOK_HOSTS = ["10.1.0.0/16", "hook.court.example"]
    names = {"hook.court.example": "203.0.113.5", "other.example": "203.0.113.6", "inside.example": "10.1.2.3"}

    def looked_up(host: str, port: int, **_: object) -> list[Any]:
        if host not in names:
            raise socket.gaierror(-2, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (names[host], port))]

    monkeypatch.setattr(webhook_targets.socket, "getaddrinfo", looked_up)
    assert target_of("https://HOOK.court.example/a?b").address == "203.0.113.5"
    assert target_of("http://inside.example:8080/").port == 8080
    with pytest.raises(TargetRefused, match="不在允许推送的网络内"):
        target_of("http://other.example/")
    with pytest.raises(TargetRefused, match="查不到主机"):
        target_of("http://nowhere.example/")
    names["inside.example"] = "127.0.0.1"
    with pytest.raises(TargetRefused, match="不能推送到本机"):
        target_of("http://inside.example:8080/")
    assert allowed(["10.0.0.1", "A.example"])[0] == {"a.example"}


@pytest.mark.parametrize(
    "url",
    ["gopher://10.1.2.3/", "//10.1.2.3/", "http://", "http://10.1.2.3:0/", "http://10.1.2.3:99999/", "http://u:p@10.1.2.3/",
     "http://10.1.2.3/#x", "http://10.1.2.3/a b", "http://10.1.2.3\\@8.8.8.8/", "http://例子/", "http://[10.1.2.3/",
     "http://10.1.2.3/" + "a" * 500],
)  # fmt: skip
def test_what_is_no_address(url: str, settings: Settings) -> None:
    settings.WEBHOOK_HOSTS = ["10.0.0.0/8"]
    with pytest.raises(TargetRefused):
        target_of(url)
