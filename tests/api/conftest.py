import pytest

from cases.api.urls import ACTS
from jianli_mediation.core.clients import Scope
from tests.api.client import Api, client_with
from tests.cast import Cast, make_cast

ACT_ROUTES = tuple(act.verb.path for act in ACTS)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def api(cast: Cast) -> Api:
    """A machine that may do everything but read numbers in full; ``api.by("li")`` acts for 和解员李."""
    return client_with(*(scope for scope in Scope.values if scope != Scope.PII_READ))
