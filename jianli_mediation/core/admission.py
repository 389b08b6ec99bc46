"""Which machine a token belongs to, whether it may come in now, and one more call on its count: one statement.

The count is kept in the database, so that all server processes count together. The statement stands in a transaction of
its own (requests have none around them), so that calls wait for each other's count only, never for each other's work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from ipaddress import IPv4Address, IPv6Address
from typing import Literal

from django.db import connection

from jianli_mediation.core import throttle
from jianli_mediation.core.clients import token_hash
from jianli_mediation.core.models import ApiClient

MINUTE = timedelta(minutes=1)
# How often one address may come with a token that is not let in, and without any; how often a person at a browser.
GUESSES, STRANGERS, PERSON = 30, 300, 1200

Peer = IPv4Address | IPv6Address | None
Standing = Literal["in", "unknown", "ended", "address", "too_many"]


@dataclass(frozen=True)
class Admission:
    """``standing``: let in, or why not. ``client`` is known in each case but ``unknown`` and too many guesses.

    ``wait``: after how many seconds it may be tried again.
    """

    standing: Standing
    client: ApiClient | None = None
    wait: int = 0


# A token that is not let in counts for the address it came from, not for the client: nobody uses up what is hers with a
# token that was taken away, or from another place. Over the limit a token is not even looked up.
_ADMIT = """
    WITH guesses AS (
        SELECT since FROM core_throttle WHERE key = %(guesser)s AND since > %(over)s AND n >= %(guesses)s
    ), found AS (
        SELECT client.*,
            revoked_at IS NULL AND (expires_at IS NULL OR expires_at > %(now)s)
                AND (token_hash = %(hash)s OR previous_until > %(now)s) AS lives,
            addresses = '{{}}' OR coalesce(%(address)s::inet <<= ANY (addresses::inet[]), false) AS from_there
        FROM core_apiclient AS client
        WHERE (token_hash = %(hash)s OR previous_hash = %(hash)s) AND NOT EXISTS (SELECT FROM guesses)
    ), counted AS (
        INSERT INTO core_throttle AS known (key, since, n)
        SELECT 'api client ' || id, %(now)s, 1 FROM found WHERE lives AND from_there
        {one_more} RETURNING n, since
    )
    SELECT guesses.since, counted.n, counted.since, found.lives, found.from_there, {columns}
    FROM (SELECT) AS one LEFT JOIN guesses ON true LEFT JOIN found ON true LEFT JOIN counted ON true
"""
_BESIDE = 5


@cache
def _statement() -> tuple[str, tuple[str, ...]]:
    columns = tuple(field.attname for field in ApiClient._meta.concrete_fields)
    return _ADMIT.format(one_more=throttle.ONE_MORE, columns=", ".join(f"found.{name}" for name in columns)), columns


def admit(token: str, peer: Peer, now: datetime) -> Admission:
    """Look the token up and count the call."""
    guesser = throttle.key_of("api guess", throttle.household(peer))
    statement, columns = _statement()
    values = {
        "hash": token_hash(token),
        "address": str(peer) if peer else None,
        "guesser": guesser,
        "guesses": GUESSES,
        "now": now,
        "over": now - MINUTE,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    guessed_since, calls, since, lives, from_there = row[:_BESIDE]
    if guessed_since is not None:
        return Admission("too_many", wait=throttle.seconds_left(guessed_since, MINUTE, now))
    if lives and from_there:
        client = ApiClient.from_db("default", columns, row[_BESIDE:])
        if calls > client.per_minute:
            return Admission("too_many", client, throttle.seconds_left(since, MINUTE, now))
        return Admission("in", client)
    throttle.within("api guess", throttle.household(peer), limit=GUESSES, per=MINUTE, now=now)
    if lives is None:
        return Admission("unknown")
    return Admission("address" if lives else "ended", ApiClient.from_db("default", columns, row[_BESIDE:]))


def wait_of_stranger(peer: Peer, now: datetime) -> int:
    """Count a call without any token from this address: 0, or in how many seconds it may call again."""
    return throttle.wait_for("api stranger", throttle.household(peer), limit=STRANGERS, per=MINUTE, now=now)


def wait_of_person(user_id: int, now: datetime) -> int:
    """Count a call from a person's browser: 0, or in how many seconds she may call again."""
    return throttle.wait_for("api person", str(user_id), limit=PERSON, per=MINUTE, now=now)
