"""Gapless numbers. Drawn in the acting transaction, and last in it: the row stays locked until commit."""

from django.db import connection

_NEXT = """
    INSERT INTO core_serial AS s (kind, year, n) VALUES (%s, %s, 1)
    ON CONFLICT (kind, year) DO UPDATE SET n = s.n + 1 RETURNING n
"""


def next_number(kind: str, year: int) -> int:
    """The next number of series ``kind`` in ``year``. A rolled-back transaction gives its number back."""
    if not connection.in_atomic_block:
        raise RuntimeError("a serial number outside a transaction would leave a gap")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [kind, year])
        return int(cursor.fetchone()[0])
