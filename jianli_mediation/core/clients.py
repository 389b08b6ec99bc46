"""Machines that may speak to the API: what each may do, from where, how often, and its tokens, of which only the hashes
are kept. Every change leaves an entry in the client's own chain of the audit trail.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from jianli_mediation.core import audit
from jianli_mediation.core.models import ApiClient, User
from jianli_mediation.core.models.machines import CALLS_PER_MINUTE

TOKEN_PREFIX = "jl_"  # noqa: S105 - lets a scanner of files find a token that lies about
TOKEN_BYTES = 32
OVERLAP = timedelta(hours=24)
LONGEST_OVERLAP = timedelta(days=30)
MOST_PER_MINUTE = 100_000
MOST_ADDRESSES = 50

CREATE, ROTATE, CHANGE, REVOKE = "create_api_client", "rotate_api_client", "change_api_client", "revoke_api_client"


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
    """There is no client of that name, or it was revoked before."""


def token_hash(token: str) -> str:
    # The token is 256 random bits: a fast hash without salt cannot be guessed backwards.
    return hashlib.sha256(token.encode()).hexdigest()


def _new_token() -> str:
    return TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def networks(words: Iterable[str]) -> list[str]:
    """Addresses and networks as they are kept: each once, in the shortest form. A bare address is a network of one.

    Raises ValueError with the word that is neither; a network's address must be its first one.
    """
    found: list[str] = []
    for word in words:
        try:
            network = str(ip_network(word.strip()))
        except ValueError as error:
            raise ValueError(word.strip()) from error
        plain = network.removesuffix("/32") if ":" not in network else network.removesuffix("/128")
        if plain not in found:
            found.append(plain)
    return found


@transaction.atomic
def create_client(
    *,
    name: str,
    scopes: Iterable[str],
    now: datetime,
    expires_at: datetime | None = None,
    addresses: Iterable[str] = (),
    per_minute: int = CALLS_PER_MINUTE,
    by: User | None = None,
) -> tuple[ApiClient, str]:
    """Register the machine ``name`` and return it with its token, which nobody can read again.

    Raises IntegrityError when the name is taken, ValueError for an address that is none.
    """
    token = _new_token()
    client = ApiClient.objects.create(
        name=name,
        token_hash=token_hash(token),
        scopes=sorted(scopes),
        addresses=networks(addresses),
        per_minute=per_minute,
        created_at=now,
        expires_at=expires_at,
    )
    facts = {"scopes": client.scopes, **_limits(client)}
    _leave_trace(client, CREATE, now, by, facts)
    return client, token


@transaction.atomic
def rotate_client(
    *, name: str, now: datetime, overlap: timedelta = OVERLAP, by: User | None = None
) -> tuple[ApiClient, str]:
    """Give the client a new token and return both. The one before stays good for ``overlap``, not at its last moment.

    There are never more than two: the one before that, if it was still good, ends now. Raises NoSuchClientError.
    """
    client = _living(name)
    token = _new_token()
    client.previous_hash, client.previous_until = client.token_hash, now + overlap
    client.token_hash, client.rotated_at = token_hash(token), now
    client.save()
    _leave_trace(client, ROTATE, now, by, {"previous_until": client.previous_until})
    return client, token


@transaction.atomic
def change_client(
    *,
    name: str,
    now: datetime,
    expires_at: datetime | None,
    addresses: Iterable[str],
    per_minute: int,
    by: User | None = None,
) -> ApiClient:
    """Set until when, from where and how often the client may call. Raises NoSuchClientError, ValueError.

    What stays as it was leaves no trace.
    """
    client = _living(name)
    before = _limits(client)
    client.expires_at, client.addresses, client.per_minute = expires_at, networks(addresses), per_minute
    after = _limits(client)
    if after != before:
        client.save()
        changed = {key for key in after if after[key] != before[key]}
        facts = {"from": {key: before[key] for key in changed}, "to": {key: after[key] for key in changed}}
        _leave_trace(client, CHANGE, now, by, facts)
    return client


@transaction.atomic
def revoke_client(*, name: str, now: datetime, by: User | None = None) -> ApiClient:
    """End the client's access at once, with both its tokens. Raises NoSuchClientError."""
    client = _living(name)
    client.revoked_at = now
    client.save()
    _leave_trace(client, REVOKE, now, by, {})
    return client


def _living(name: str) -> ApiClient:
    client = ApiClient.objects.select_for_update().filter(name=name, revoked_at__isnull=True).first()
    if client is None:
        raise NoSuchClientError(name)
    return client


def _limits(client: ApiClient) -> dict[str, Any]:
    return {
        "expires_at": client.expires_at,
        "addresses": list(client.addresses),
        "per_minute": client.per_minute,
    }


def chain_of(client: ApiClient) -> str:
    """The client's chain of the audit trail."""
    return f"client:{client.pk}"


def _leave_trace(client: ApiClient, verb: str, now: datetime, by: User | None, facts: Mapping[str, Any]) -> None:
    audit.record(chain=chain_of(client), verb=verb, by=by, at=now, client=client.name, facts=dict(facts))
