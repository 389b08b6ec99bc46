import pytest

from tests.cast import Cast, make_cast
from tests.stats.april import April


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def april(cast: Cast) -> April:
    return April(cast)
