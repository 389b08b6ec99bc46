from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytest_django import DjangoDbBlocker

from tests.build import Walk
from tests.cases.packages import after_default, after_failure
from tests.cast import Cast, make_cast
from tests.laid import laid_once


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def golden_write(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--golden-write"))


@dataclass(frozen=True)
class HandedOver:
    """Two cases that reached enforcement, laid once for a module: after failed talks, and after a default.

    A module that uses them takes its ``cast`` from here.
    """

    cast: Cast
    failed: Walk
    defaulted: Walk


@pytest.fixture(scope="module")
def laid_hand_overs(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[HandedOver]:
    with laid_once(django_db_blocker):
        with django_db_blocker.unblock():
            cast = make_cast()
            laid = HandedOver(cast, after_failure(cast), after_default(cast))
        yield laid


@pytest.fixture
def failed(laid_hand_overs: HandedOver, db: None) -> Walk:
    return laid_hand_overs.failed


@pytest.fixture
def defaulted(laid_hand_overs: HandedOver, db: None) -> Walk:
    return laid_hand_overs.defaulted
