"""How machines use the API: when last, how often today, how often refused; read from the rows of their calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import connection
from django.db.models import TextChoices

from jianli_mediation.core.calls import REFUSED_FROM
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.models import ApiClient

MOST_COUNTED = 10_000
MOST_CLIENTS = 200


class Standing(TextChoices):
    """Whether a client may call now."""

    LIVES = "lives", "在用"
    EXPIRED = "expired", "已到期"
    REVOKED = "revoked", "已停用"


def standing(client: ApiClient, now: datetime) -> Standing:
    if client.revoked_at:
        return Standing.REVOKED
    return Standing.EXPIRED if client.expires_at and client.expires_at <= now else Standing.LIVES


@dataclass(frozen=True)
class Used:
    """One client and its calls. Only its newest ``MOST_COUNTED`` calls are counted."""

    client: ApiClient
    last_at: datetime | None = None
    calls: int = 0
    refused: int = 0

    @property
    def calls_words(self) -> str:
        return f"{self.calls:,}{'+' if self.calls >= MOST_COUNTED else ''}"

    @property
    def refused_words(self) -> str:
        return f"{self.refused:,}{'+' if self.calls >= MOST_COUNTED and self.refused else ''}"


_USE = """
    SELECT client.id, last.at, today.calls, today.refused
    FROM core_apiclient AS client
    LEFT JOIN LATERAL (
        SELECT at FROM core_apicall WHERE client_id = client.id ORDER BY id DESC LIMIT 1
    ) AS last ON true
    LEFT JOIN LATERAL (
        SELECT count(*) AS calls, count(*) FILTER (WHERE status >= %(refused)s) AS refused
        FROM (SELECT at, status FROM core_apicall WHERE client_id = client.id ORDER BY id DESC LIMIT %(most)s) AS newest
        WHERE at >= %(midnight)s AND last.at >= %(midnight)s
    ) AS today ON true
    WHERE client.id = ANY (%(ids)s)
"""


def use_of(clients: Iterable[ApiClient], now: datetime) -> list[Used]:
    """The clients in their order, each with its use up to ``now``."""
    clients = list(clients)
    midnight = datetime.combine(local_date(now), time.min, COURT_TIME)
    values: dict[str, Any] = {
        "refused": REFUSED_FROM,
        "most": MOST_COUNTED,
        "midnight": midnight,
        "ids": [client.pk for client in clients],
    }
    with connection.cursor() as cursor:
        cursor.execute(_USE, values)
        found = {client_id: rest for client_id, *rest in cursor.fetchall()}
    return [Used(client, *found[client.pk]) for client in clients]


def clients_used(now: datetime) -> list[Used]:
    """Every client by name, those that were revoked last."""
    return use_of(ApiClient.objects.order_by("-revoked_at", "name")[:MOST_CLIENTS], now)
