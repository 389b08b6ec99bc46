from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, make_cast
from tests.laid import laid_once
from tests.stats.april import April


@pytest.fixture(scope="module")
def laid_april(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[April]:
    with laid_once(django_db_blocker):
        with django_db_blocker.unblock():
            court = April(make_cast())
        yield court


@pytest.fixture
def april(laid_april: April, db: None) -> April:
    return laid_april


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Cast:
    """Everybody; in a module that speaks of that April, the people of its court."""
    name = "april" if hasattr(request.module, "April") else "db"
    laid = request.getfixturevalue(name)
    return laid.cast if isinstance(laid, April) else make_cast()
