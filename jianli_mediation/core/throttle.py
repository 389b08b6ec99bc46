"""How often somebody unknown may ask: counted in the database, so that all server processes count together."""

from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from jianli_mediation.core.crypto import keyed_hash
from jianli_mediation.core.models import Throttle

KEPT = timedelta(days=1)

# One more try, or the first of a new window where the last one is over.
ONE_MORE = """
    ON CONFLICT (key) DO UPDATE SET
        n = CASE WHEN known.since <= %(over)s THEN 1 ELSE known.n + 1 END,
        since = CASE WHEN known.since <= %(over)s THEN EXCLUDED.since ELSE known.since END
"""
_COUNT = f"""
    INSERT INTO core_throttle AS known (key, since, n) VALUES (%(key)s, %(now)s, 1)
    {ONE_MORE} RETURNING n, since
"""  # noqa: S608 - our own text


def within(purpose: str, client: str, *, limit: int, per: timedelta, now: datetime) -> bool:
    """Count one more try of ``client``; False from the one after ``limit`` until ``per`` is over.

    Of the client only a keyed hash is stored, and that for a day.
    """
    return wait_for(purpose, client, limit=limit, per=per, now=now) == 0


def wait_for(purpose: str, client: str, *, limit: int, per: timedelta, now: datetime) -> int:
    """Count one more try of ``client``: 0 while it is within the limit, else in how many seconds it may try again."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key_of(purpose, client), "now": now, "over": now - per})
        count, since = cursor.fetchone()
    if since == now:
        Throttle.objects.filter(since__lt=now - KEPT).delete()
    return 0 if count <= limit else seconds_left(since, per, now)


def key_of(purpose: str, client: str) -> str:
    return keyed_hash(client, f"throttle {purpose}")


def seconds_left(since: datetime, per: timedelta, now: datetime) -> int:
    """Whole seconds until the window that began at ``since`` is over, at least one."""
    return max(1, ceil((since + per - now).total_seconds()))


def peer_of(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The whole address the request comes from: the one our own proxy saw, where there is one; None where none is told.

    What a caller writes into ``X-Forwarded-For`` herself stands before the proxy's word, and without a proxy (see
    ``JIANLI_HTTPS``) nothing in it counts. An IPv4 address inside an IPv6 one is the IPv4 address.
    """
    given = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        given = request.headers.get("X-Forwarded-For", given).rpartition(",")[2].strip() or given
    try:
        address = ip_address(given.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def address_of(request: HttpRequest) -> str:
    """Whom a throttle counts: the peer's address, of IPv6 the /64, since one household may own a whole one."""
    return household(peer_of(request))


def household(peer: IPv4Address | IPv6Address | None) -> str:
    """The address as a throttle counts it."""
    if peer is None:
        return "unknown"
    return str(IPv6Address(int(peer) >> 64 << 64)) if isinstance(peer, IPv6Address) else str(peer)
