"""An example for programs of other systems: follows the feed of events, or takes the events that are pushed.

It needs Python 3.11 and nothing else. Copy what you need.

    export JIANLI_TOKEN=jl_…
    python example_client.py tail --api https://HOST/api/v1/ --cursor events.cursor

    export JIANLI_WEBHOOK_SECRET=…
    python example_client.py receive --port 9000 --seen events.seen

Every event is written to standard output as one line of JSON. ``tail`` keeps its place in the cursor file and goes on
from there after a restart; ``receive`` keeps the ids it took. A program that is killed between an event and the note of
it gets that event again: whatever is done with an event must bear being done twice, or look at its ``id``.
"""

import argparse
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

Event = dict[str, Any]

TIMEOUT = 30.0
PAUSE_WHEN_IDLE = 2.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
OLDEST = 300  # seconds: a signature that is older may be somebody else's copy
LARGEST_BODY = 1_000_000


class TryAgain(Exception):
    """The server is away or busy. ``after``: how long it asks us to wait, in seconds."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Refused(Exception):
    """The server will not have the request; to repeat it would change nothing."""


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def tell(event: Event) -> None:
    """What is done with an event: put your own work here."""
    sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")
    sys.stdout.flush()


# ── Following the feed ──


def write_whole(path: Path, text: str) -> None:
    """The file holds the old text or the new one, also when the power fails in between."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def ask(api: str, token: str, path: str, query: dict[str, str]) -> dict[str, Any]:
    """One GET. Raises TryAgain for what may pass, Refused for what will not."""
    base = urlsplit(api)
    kind = http.client.HTTPSConnection if base.scheme == "https" else http.client.HTTPConnection
    connection = kind(base.hostname or "", base.port, timeout=TIMEOUT)
    headers = {"Authorization": f"Bearer {token}"}
    try:
        connection.request("GET", f"{base.path.rstrip('/')}/{path}?{urlencode(query)}", headers=headers)
        with connection.getresponse() as response:
            status, body = response.status, response.read()
            after = response.headers.get("Retry-After", "")
    except (OSError, http.client.HTTPException) as error:
        raise TryAgain(f"no answer: {error!r}") from error
    finally:
        connection.close()
    if status in (408, 425, 429) or status >= 500:
        raise TryAgain(f"answer {status}", float(after) if after.isdigit() else None)
    if status != 200:
        raise Refused(f"answer {status}: {body.decode(errors='replace')}")
    try:
        found: dict[str, Any] = json.loads(body)
    except ValueError as error:
        raise TryAgain("the answer was cut short") from error
    return found


def patiently(api: str, token: str, query: dict[str, str]) -> dict[str, Any]:
    """The next page of the feed, however long the server is away."""
    pause = FIRST_PAUSE
    while True:
        try:
            return ask(api, token, "events/", query)
        except TryAgain as problem:
            wait = problem.after if problem.after is not None else pause * random.uniform(0.8, 1.2)  # noqa: S311
            say(f"{problem}; again in {wait:.1f} s")
            time.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)


def events(api: str, token: str, cursor: str, *, forever: bool) -> Iterator[Event]:
    """Every event behind ``cursor``, in the order in which they were committed, each once."""
    while True:
        page = patiently(api, token, {"limit": "100", **({"after": cursor} if cursor else {})})
        yield from page["results"]
        cursor = page["next_cursor"]
        if not page["results"]:
            if not forever:
                return
            time.sleep(PAUSE_WHEN_IDLE)


def tail(api: str, token: str, kept: Path, *, forever: bool) -> None:
    """Tell every event from the place that was kept, and keep the place after each."""
    cursor = kept.read_text(encoding="utf-8").strip() if kept.exists() else ""
    for event in events(api, token, cursor, forever=forever):
        tell(event)
        write_whole(kept, event["cursor"])


# ── Taking what is pushed ──


def is_genuine(header: str, body: bytes, secret: str, now: float) -> bool:
    """Whether ``X-Jianli-Signature`` (``t=…,v1=…``) was made with our secret for this body, not long ago."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    moment, given = parts.get("t", ""), parts.get("v1", "")
    if not (moment.isascii() and moment.isdigit()) or abs(now - int(moment)) > OLDEST:
        return False
    expected = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), given.encode())


class Seen:
    """The ids of the deliveries that were taken, one per line, on disk before the sender is told so."""

    def __init__(self, path: Path) -> None:
        self.lock = Lock()
        whole, _, cut_short = path.read_text(encoding="utf-8").rpartition("\n") if path.exists() else ("", "", "")
        self.ids = set(whole.split())
        if cut_short:
            write_whole(path, f"{whole}\n" if whole else "")
        self.file = path.open("a", encoding="utf-8")

    def once(self, delivery: str, event: Event) -> None:
        """Tell the event, unless this delivery was taken before."""
        with self.lock:
            if delivery in self.ids:
                return
            tell(event)
            self.file.write(f"{delivery}\n")
            self.file.flush()
            os.fsync(self.file.fileno())
            self.ids.add(delivery)


class Receiver(ThreadingHTTPServer):
    """Answers 204 to what it took (now or before), 401 to what is not from the court."""

    daemon_threads = True

    def __init__(self, host: str, port: int, secret: str, seen: Seen) -> None:
        super().__init__((host, port), Hook)
        self.secret, self.seen = secret, seen


class Hook(BaseHTTPRequestHandler):
    """One delivery."""

    server: Receiver

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            self.close(413)
            return
        body = self.rfile.read(int(length))
        if not is_genuine(self.headers.get("X-Jianli-Signature", ""), body, self.server.secret, time.time()):
            self.close(401)
            return
        self.server.seen.once(self.headers.get("X-Jianli-Delivery", ""), json.loads(body))
        self.close(204)

    def close(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of every request."""


def receive(host: str, port: int, secret: str, kept: Path) -> None:
    with Receiver(host, port, secret, Seen(kept)) as server:
        say(f"listening on {host}:{server.server_address[1]}")
        server.serve_forever()


def secret_of(name: str) -> str:
    """What must not stand on a command line, where others could read it."""
    if not os.environ.get(name):
        raise SystemExit(f"set {name}")
    return os.environ[name]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    modes = parser.add_subparsers(dest="mode", required=True)
    tailing = modes.add_parser("tail", help="follow the feed; the token stands in JIANLI_TOKEN")
    tailing.add_argument("--api", required=True, help="https://HOST/api/v1/")
    tailing.add_argument("--cursor", type=Path, required=True, help="file that keeps the place")
    tailing.add_argument("--once", action="store_true", help="stop when there is nothing more")
    taking = modes.add_parser("receive", help="take what is pushed; the secret stands in JIANLI_WEBHOOK_SECRET")
    taking.add_argument("--host", default="127.0.0.1")
    taking.add_argument("--port", type=int, required=True, help="0: any that is free")
    taking.add_argument("--seen", type=Path, required=True, help="file that keeps the ids of what was taken")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        if given.mode == "tail":
            tail(given.api, secret_of("JIANLI_TOKEN"), given.cursor, forever=not given.once)
        else:
            receive(given.host, given.port, secret_of("JIANLI_WEBHOOK_SECRET"), given.seen)


if __name__ == "__main__":
    try:
        main()
    except Refused as problem:
        raise SystemExit(str(problem)) from problem
