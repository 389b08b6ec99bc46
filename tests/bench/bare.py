"""Tables without references, indexes and triggers for as long as a load takes.

Only what the owner of a table may do: no superuser is needed. Putting things back makes the database check them all.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

# References of and to these tables; uniqueness and exclusion, but not the primary keys that references rest on.
CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE (contype = 'f' AND (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[])))
       OR (contype IN ('u', 'x') AND conrelid = ANY(%s::regclass[]))
    ORDER BY contype = 'f', conrelid::regclass::text, conname
"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY indrelid, indexrelid
"""


@contextmanager
def bare_tables(tables: Sequence[str]) -> Iterator[None]:
    """Until the end of the block rows come in unchecked; at the end everything is put back and checked.

    Raises IntegrityError when a row breaks a reference or a uniqueness.
    """
    named = list(tables)
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [named, named, named])
        constraints = cursor.fetchall()
        for table, name, _ in reversed(constraints):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(INDEXES, [named])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET work_mem = '64MB'")
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            cursor.execute(definition.replace("%", "%%"), [])
        for table, name, definition in constraints:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("RESET work_mem")
        cursor.execute("RESET maintenance_work_mem")
