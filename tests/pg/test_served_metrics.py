"""/metrics of the real server: two workers of gunicorn, counted together, and the court's own work in them."""

import re
from pathlib import Path

from tests.bench.server import serving
from tests.cast import Cast


def counted(text: str, name: str, **labels: str) -> float:
    """The sum of a number over its labels, of those that are named."""
    found = 0.0
    for line in text.splitlines():
        match = re.match(rf"{name}{{(.*)}} ([0-9.e+]+)$", line)
        if match and all(f'{key}="{value}"' in match[1] for key, value in labels.items()):
            found += float(match[2])
    return found


def test_what_was_asked_is_counted(race_cast: Cast, tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        for _ in range(5):
            assert server.send("GET", "/login/")[0] == 200
        assert server.send("GET", "/api/v1/cases/", headers={"Authorization": "Bearer wrong"})[0] == 401
        status, body = server.send("GET", "/metrics")
        assert status == 200
        first = body.decode()
        assert counted(first, "jianli_requests_total", route="core:login", status="200") == 5
        assert counted(first, "jianli_refusals_total", code="invalid_token") == 1
        assert counted(first, "jianli_request_seconds_count", route="core:login") == 5
        assert "jianli_database_up 1.0" in first
        for queue in ("outbox", "webhooks", "messages"):
            assert counted(first, "jianli_queue_depth", queue=queue) == 0
            assert f'jianli_queue_depth{{queue="{queue}"}} 0.0' in first
        server.send("GET", "/login/")
        second = server.send("GET", "/metrics")[1].decode()
        assert counted(second, "jianli_requests_total", route="core:login", status="200") == 6
        assert server.send("GET", "/metrics", headers={"X-Forwarded-For": "10.1.2.3"})[0] in (403, 404)
