"""The feed: every act has one place in the order in which acts were committed, without gap and without repeat.

An act announces its audit entry in its own transaction (``audit.record``). The place is given later, by whoever reads:
under one lock, the entries that were committed meanwhile are numbered on. A number of the writer's own would be given
before the commit, so that a reader could pass a number whose act is still under way and never see it.
"""

from django.db import connection, transaction

from .models import EventPosition

PLACING = 7001  # the advisory lock of those who give places
AT_ONCE = 10_000  # places given in one go: half a second's work, so that no reader waits long for another

_PLACE = """
    UPDATE core_eventposition AS event SET position = placed.position
    FROM (
        SELECT entry_id, last.position + row_number() OVER (ORDER BY entry_id) AS position
        FROM (
            SELECT entry_id FROM core_eventposition WHERE position IS NULL ORDER BY entry_id LIMIT %s
        ) AS new, (SELECT coalesce(max(position), 0) AS position FROM core_eventposition) AS last
    ) AS placed
    WHERE event.entry_id = placed.entry_id
"""


def place_new() -> None:
    """Give the committed events that have none their places, at most ``AT_ONCE``; the next reader goes on.

    The lock is taken by a statement of its own: the next one sees what was committed while it waited.
    """
    # In order, so that the index of those without a place is used whatever the statistics say; exists() would drop it.
    waiting = EventPosition.objects.filter(position__isnull=True).order_by("entry_id").values_list("pk", flat=True)
    if waiting.first() is None:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PLACING])
        cursor.execute(_PLACE, [AT_ONCE])
