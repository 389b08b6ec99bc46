"""How often somebody unknown may ask: counted in the database, so that all server processes count together."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from jianli_mediation.core.crypto import keyed_hash
from jianli_mediation.core.models import Throttle

KEPT = timedelta(days=1)

_COUNT = """
    INSERT INTO core_throttle AS known (key, since, n) VALUES (%(key)s, %(now)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        n = CASE WHEN known.since <= %(over)s THEN 1 ELSE known.n + 1 END,
        since = CASE WHEN known.since <= %(over)s THEN EXCLUDED.since ELSE known.since END
    RETURNING n, since = %(now)s
"""


def within(purpose: str, client: str, *, limit: int, per: timedelta, now: datetime) -> bool:
    """Count one more try of ``client``; False from the one after ``limit`` until ``per`` is over.

    Of the client only a keyed hash is stored, and that for a day.
    """
    key = keyed_hash(client, f"throttle {purpose}")
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "now": now, "over": now - per})
        count, opened = cursor.fetchone()
    if opened:
        Throttle.objects.filter(since__lt=now - KEPT).delete()
    return bool(count <= limit)


def address_of(request: HttpRequest) -> str:
    """Where the request comes from: the address that our own proxy saw, where there is one.

    One household may own a whole /64 of IPv6 addresses: it counts as one.
    """
    given = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        given = request.headers.get("X-Forwarded-For", given).rpartition(",")[2].strip() or given
    try:
        address = ip_address(given)
    except ValueError:
        return "unknown"
    return str(IPv6Address(int(address) >> 64 << 64)) if isinstance(address, IPv6Address) else str(address)
