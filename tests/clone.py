"""A clone of the migrated test database, for what is really committed: races, servers, browsers.

Cloning takes a fraction of a second. Emptying tables afterwards would not do: the audit trail refuses it, and the
calendar that a migration filled would be gone.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import ProgrammingError, connection, connections
from pytest_django import DjangoDbBlocker


def _maintain(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def database_clone(name: str, blocker: DjangoDbBlocker, fill: Callable[[], object] | None = None) -> Iterator[None]:
    """Until the end of the block every connection, of whatever thread, speaks to the clone; then it is dropped."""
    original = connection.settings_dict["NAME"]
    clone = f"{original}_{name}"
    with blocker.unblock():
        connections.close_all()
        _drop(clone)
        _maintain(f'CREATE DATABASE "{clone}" TEMPLATE "{original}"')
        connection.settings_dict["NAME"] = clone
        try:
            if fill:
                fill()
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = original
            _drop(clone)


def _drop(name: str) -> None:
    """Nobody but a superuser may end the database's own vacuum, which is over soon."""
    for patience in range(20):
        try:
            _maintain(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except ProgrammingError:
            time.sleep(patience / 10)
        else:
            return
    _maintain(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def kept_clone(name: str, blocker: DjangoDbBlocker, fill: Callable[[], object]) -> Iterator[None]:
    """The same with a database that stays: filled when it is not there yet, else only migrated.

    What the tests write has to be rolled back by them.
    """
    original = connection.settings_dict["NAME"]
    with blocker.unblock():
        connections.close_all()
        if not _exists(name):
            _fill_anew(name, original, fill)
        connection.settings_dict["NAME"] = name
        try:
            call_command("migrate", verbosity=0)
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = original


def _exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _fill_anew(name: str, original: str, fill: Callable[[], object]) -> None:
    """Under another name until it is whole: a load that was broken off is never taken for the court."""
    half = f"{name}_half"
    _maintain(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)')
    _maintain(f'CREATE DATABASE "{half}" TEMPLATE "{original}"')
    connection.settings_dict["NAME"] = half
    try:
        fill()
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = original
    _maintain(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
