"""A database of its own for each race: cloned from the migrated one, written to for real, dropped afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from tests.cast import Cast, make_cast


def _admin(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def race_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Every connection of the test, in whatever thread, speaks to the clone; commits are real."""
    original = connection.settings_dict["NAME"]
    clone = f"{original}_race"
    with django_db_blocker.unblock():
        connections.close_all()
        _admin(f'DROP DATABASE IF EXISTS "{clone}" WITH (FORCE)')
        _admin(f'CREATE DATABASE "{clone}" TEMPLATE "{original}"')
        connection.settings_dict["NAME"] = clone
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = original
            _admin(f'DROP DATABASE "{clone}" WITH (FORCE)')


@pytest.fixture
def race_cast(race_db: None) -> Cast:
    return make_cast()
