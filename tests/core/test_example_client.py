"""The example client against a server that is busy, breaks off and comes back; and what it takes for genuine."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest
from django.conf import settings

from jianli_mediation.core.webhook_post import signature

EXAMPLE = Path(settings.BASE_DIR) / "docs" / "example_client.py"
SECRET, BODY, NOW = "k" * 32, b'{"id": 7}', 1_700_000_000
PAGE = json.dumps({"results": [{"cursor": "1", "id": 11}, {"cursor": "2", "id": 12}], "next_cursor": "2"}).encode()
END = json.dumps({"results": [], "next_cursor": "2"}).encode()


@pytest.fixture(scope="module")
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_client", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def answering(*answers: tuple[int, bytes]) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers one after the other; what it was asked for stands in the list."""
    left, asked = list(answers), []

    class Feed(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path.partition("?")[2])
            status, body = left.pop(0)
            if not status:
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if status == 429:
                self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Feed)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def tailed(api: str, kept: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(EXAMPLE), "tail", "--api", api, "--cursor", str(kept), "--once"],
        env={**os.environ, "JIANLI_TOKEN": "jl_x"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_it_waits_as_told_and_goes_on(tmp_path: Path) -> None:
    kept = tmp_path / "cursor"
    with answering((429, b""), (0, b""), (200, PAGE), (200, END)) as (api, asked):
        done = tailed(api, kept)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [11, 12]
    assert (kept.read_text(), asked) == ("2", ["limit=100"] * 3 + ["limit=100&after=2"])
    assert (done.returncode, "again in 0.0 s" in done.stderr) == (0, True)


def test_what_is_refused_is_not_asked_again(tmp_path: Path) -> None:
    with answering((403, b'{"code": "scope_missing"}')) as (api, asked):
        done = tailed(api, tmp_path / "cursor")
    assert (done.returncode, len(asked), "scope_missing" in done.stderr) == (1, 1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("header", "now", "genuine"),
    [
        (signature(SECRET, NOW, BODY), NOW, True),
        (signature(SECRET, NOW, BODY), NOW + 300, True),
        (signature(SECRET, NOW, BODY), NOW + 301, False),
        (signature(SECRET, NOW, BODY), NOW - 301, False),
        (signature("other" * 8, NOW, BODY), NOW, False),
        (signature(SECRET, NOW, b'{"id": 8}'), NOW, False),
        (signature(SECRET, NOW, BODY).replace(str(NOW), str(NOW + 1)), NOW, False),
        ("v1=é", NOW, False),
        ("t=now,v1=0", NOW, False),
        ("", NOW, False),
    ],
)
def test_what_is_genuine(header: str, now: int, genuine: bool, example: ModuleType) -> None:
    assert example.is_genuine(header, BODY, SECRET, now) is genuine


def test_a_line_cut_short_is_no_id(example: ModuleType, tmp_path: Path) -> None:
    kept = tmp_path / "seen"
    kept.write_text("7\n12")
    seen = example.Seen(kept)
    seen.file.close()
    assert (seen.ids, kept.read_text()) == ({"7"}, "7\n")
