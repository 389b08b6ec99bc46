"""``/metrics``: what was counted, and what stands in the database at the moment of asking.

For the monitor alone: from this very machine, or with the token of ``JIANLI_METRICS_TOKEN``. Where that is set, the token
is needed from everywhere.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from jianli_mediation.core import clock, metrics, outbox, webhooks
from jianli_mediation.core.throttle import peer_of

# Whoever stands between us and the asker says so with one of these; then the peer's address is not hers.
PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
QUEUES: dict[str, tuple[Callable[[], int], Callable[[], datetime | None]]] = {
    "outbox": (outbox.waiting, outbox.oldest_waiting),
    "webhooks": (webhooks.waiting, webhooks.oldest_waiting),
}
_CONNECTIONS = """
    SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1
"""


@require_safe
@never_cache
def scrape(request: HttpRequest) -> HttpResponse:
    """The figures in Prometheus' text form; 403 for whoever is not the monitor."""
    if not _is_monitor(request):
        return HttpResponse("not for you\n", status=403, content_type="text/plain")
    now = CollectorRegistry()
    now.register(Standing())
    body = generate_latest(metrics.registry()) + generate_latest(now)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def _is_monitor(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
    peer = peer_of(request)
    return peer is not None and peer.is_loopback and not any(name in request.headers for name in PASSED_ON)


class Standing(Collector):
    """What the database says now. Where it does not answer, that is the figure: ``jianli_database_up 0``."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("jianli_database_up", "Whether the database answers.")
        try:
            found = [*self._queues(), *self._connections()]
        except DatabaseError:
            found = []
        up.add_metric([], float(bool(found)))
        yield from (up, *found)

    def _queues(self) -> Iterator[Metric]:
        depth = GaugeMetricFamily("jianli_queue_depth", "What waits to be done or delivered.", labels=["queue"])
        oldest = GaugeMetricFamily(
            "jianli_queue_oldest_seconds", "For how long the oldest of it waits, 0 for nothing.", labels=["queue"]
        )
        now = clock.now()
        for name, (waiting, oldest_waiting) in QUEUES.items():
            since = oldest_waiting()
            depth.add_metric([name], waiting())
            oldest.add_metric([name], max(0.0, (now - since).total_seconds()) if since else 0.0)
        yield from (depth, oldest)

    def _connections(self) -> Iterator[Metric]:
        opened = GaugeMetricFamily("jianli_database_connections", "Connections to the database.", labels=["state"])
        most = GaugeMetricFamily("jianli_database_connections_limit", "How many the server allows.")
        with connection.cursor() as cursor:
            cursor.execute(_CONNECTIONS)
            for state, count in cursor.fetchall():
                opened.add_metric([state], count)
            cursor.execute("SELECT current_setting('max_connections')::int")
            most.add_metric([], cursor.fetchone()[0])
        yield from (opened, most)
