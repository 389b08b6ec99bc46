"""Machines that may speak to the API: what each may do, and its token, of which only the hash is kept."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices

from jianli_mediation.core import audit
from jianli_mediation.core.models import ApiClient

TOKEN_PREFIX = "jl_"  # noqa: S105 - lets a scanner of files find a token that lies about
TOKEN_BYTES = 32


class Scope(TextChoices):
    """What a machine may be allowed. A person at a browser is bound by her role instead."""

    CASES_READ = "cases:read", "读案件"
    CASES_WRITE = "cases:write", "办理案件"
    DOCUMENTS_READ = "documents:read", "读文书"
    EVENTS_READ = "events:read", "读事件"
    STATISTICS_READ = "statistics:read", "读统计"
    CALCULATORS = "calculators", "用计算器"
    WEBHOOKS_MANAGE = "webhooks:manage", "管理推送"
    PII_READ = "pii:read", "读完整号码"


class NoSuchClientError(Exception):
    """There is no client of that name that could be revoked."""


def _hash(token: str) -> str:
    # The token is 256 random bits: a fast hash without salt cannot be guessed backwards.
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_client(
    *, name: str, scopes: Iterable[str], now: datetime, expires_at: datetime | None = None
) -> tuple[ApiClient, str]:
    """Register the machine ``name`` and return it with its token, which nobody can read again.

    Raises IntegrityError when the name is taken. Also leaves an audit entry.
    """
    token = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    client = ApiClient.objects.create(
        name=name, token_hash=_hash(token), scopes=sorted(scopes), created_at=now, expires_at=expires_at
    )
    _leave_trace(client, "create_api_client", now, {"scopes": client.scopes, "expires_at": expires_at})
    return client, token


@transaction.atomic
def revoke_client(*, name: str, now: datetime) -> ApiClient:
    """End the client's access at once. Raises NoSuchClientError."""
    client = ApiClient.objects.select_for_update().filter(name=name, revoked_at__isnull=True).first()
    if client is None:
        raise NoSuchClientError(name)
    client.revoked_at = now
    client.save()
    _leave_trace(client, "revoke_api_client", now, {})
    return client


def client_of(token: str, now: datetime) -> ApiClient | None:
    """The client with this token, unless revoked or expired."""
    client = ApiClient.objects.filter(token_hash=_hash(token)).first()
    if client is None or client.revoked_at or (client.expires_at and client.expires_at <= now):
        return None
    return client


def _leave_trace(client: ApiClient, verb: str, now: datetime, facts: dict[str, object]) -> None:
    audit.record(chain=f"client:{client.pk}", verb=verb, by=None, at=now, client=client.name, facts=facts)
