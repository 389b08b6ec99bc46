from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, make_cast
from tests.clone import database_clone


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of its own for each race, with commits that are real. The name makes pytest-django set it up."""
    with database_clone("race", django_db_blocker):
        yield


@pytest.fixture
def race_cast(transactional_db: None) -> Cast:
    return make_cast()
