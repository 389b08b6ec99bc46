"""The monitor's figures: who may read them, what is counted, and by several processes together."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from jianli_mediation.core import clock, metrics, outbox, scrape
from jianli_mediation.core.models import OutboxMessage

TOKEN = "a-token-of-the-monitor"


def figures(client: Client, **headers: str) -> dict[tuple[str, ...], float]:
    """Each figure by its name and the values of its labels."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_never_by_what_was_typed(client: Client) -> None:
    before = figures(client)
    client.get("/login/?next=/cases/褚某/")
    client.get("/no/such/褚某/")
    after = figures(client)
    route = ("jianli_requests_total", "GET", "core:login", "200")
    assert after[route] == before.get(route, 0) + 1
    assert after["jianli_request_seconds_count", "GET", "core:login"] >= 1
    assert after["jianli_requests_total", "GET", "other", "404"] >= 1
    assert not any("褚" in word for name in after for word in name)


@pytest.mark.django_db
def test_an_invented_method_makes_no_new_figure(client: Client) -> None:
    client.generic("BREW", "/login/")
    assert not any("BREW" in name for name in figures(client))


@pytest.mark.django_db
def test_acts_refusals_and_papers_are_counted(client: Client) -> None:
    before = figures(client)
    metrics.act("accept")
    metrics.refused(["at_in_future", "at_out_of_order"])
    with metrics.printing("D08"):
        pass
    after = figures(client)
    for name in (
        ("jianli_acts_total", "accept"),
        ("jianli_refusals_total", "at_in_future"),
        ("jianli_refusals_total", "at_out_of_order"),
        ("jianli_paper_seconds_count", "D08"),
    ):
        assert after[name] == before.get(name, 0) + 1


@pytest.mark.django_db
def test_what_waits_and_for_how_long(client: Client) -> None:
    assert figures(client)["jianli_queue_oldest_seconds", "outbox"] == 0
    message = outbox.enqueue("paper_batch", {"batch": 1})
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=clock.now() - timedelta(minutes=5))
    found = figures(client)
    assert found["jianli_queue_depth", "outbox"] == 1
    assert 300 <= found["jianli_queue_oldest_seconds", "outbox"] < 400
    assert found["jianli_queue_depth", "webhooks"] == 0
    assert found["jianli_database_connections", "active"] >= 1
    assert found[("jianli_database_connections_limit",)] >= 10
    assert found[("jianli_database_up",)] == 1


def test_without_database_the_rest_is_still_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> int:
        raise DatabaseError("host db.court.cn is down")

    monkeypatch.setitem(scrape.QUEUES, "outbox", (lost, lambda: None))
    metrics.act("accept")
    found = figures(client)
    assert found[("jianli_database_up",)] == 0
    assert found["jianli_acts_total", "accept"] >= 1


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("10.1.2.3", {}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"Forwarded": "for=10.1.2.3"}),
        ("", {}),
    ],
)
def test_only_this_machine_may_ask_where_there_is_no_token(address: str, headers: dict[str, str]) -> None:
    answer = Client(REMOTE_ADDR=address).get("/metrics", headers=headers)
    assert (answer.status_code, answer.content) == (403, b"not for you\n")


@pytest.mark.django_db
def test_with_a_token_nobody_may_without_it(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    for given in ("", TOKEN, "Bearer", f"Bearer {TOKEN}x", "Bearer 令牌"):
        assert Client().get("/metrics", headers={"Authorization": given}).status_code == 403
    assert figures(Client(REMOTE_ADDR="10.1.2.3"), Authorization=f"Bearer {TOKEN}")[("jianli_database_up",)] == 1


def test_it_is_only_read(client: Client) -> None:
    assert client.post("/metrics").status_code == 405


COUNTING = """
import sys
from jianli_mediation.core import metrics
metrics.act("accept")
print("counted", flush=True)
sys.stdin.read()
"""
TOGETHER = """
from prometheus_client import generate_latest
from jianli_mediation.core import metrics
print(generate_latest(metrics.registry()).decode())
"""


def test_processes_count_together_and_leave_their_place_to_the_next(tmp_path: Path) -> None:
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())}

    def started() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", COUNTING],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "counted\n"
        return process

    for _ in range(2):
        pair = [started(), started()]
        for process in pair:
            process.communicate()
    seen = subprocess.run(
        [sys.executable, "-c", TOGETHER], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert 'jianli_acts_total{verb="accept"} 4.0' in seen
    assert {path.name for path in tmp_path.glob("counter_*.db")} == {"counter_0.db", "counter_1.db"}
