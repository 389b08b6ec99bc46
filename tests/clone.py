"""A clone of the migrated test database, for what is really committed: races, servers, browsers.

Cloning takes a fraction of a second. Emptying tables afterwards would not do: the audit trail refuses it, and the
calendar that a migration filled would be gone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections
from pytest_django import DjangoDbBlocker


def _maintain(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def database_clone(name: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Until the end of the block every connection, of whatever thread, speaks to the clone; then it is dropped."""
    original = connection.settings_dict["NAME"]
    clone = f"{original}_{name}"
    with blocker.unblock():
        connections.close_all()
        _maintain(f'DROP DATABASE IF EXISTS "{clone}" WITH (FORCE)')
        _maintain(f'CREATE DATABASE "{clone}" TEMPLATE "{original}"')
        connection.settings_dict["NAME"] = clone
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = original
            _maintain(f'DROP DATABASE "{clone}" WITH (FORCE)')
