"""The whole description, asked with what it allows and with what it forbids, by everyone: schemathesis with its checks.

In a test run each operation gets a few examples, always the same ones, so that each caller asks each operation once.
``JIANLI_HOSTILE=1000`` makes it a thousand, of another seed each time. What an example does is taken back.
"""

import os
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from cases.models import Case
from cases.states import State
from documents.models import Paper
from jianli_mediation.core import clock
from jianli_mediation.core.clients import MOST_PER_MINUTE, Scope, create_client
from mediators.models import Mediator
from tests.api.seen import document
from tests.build import Walk, loan_filing
from tests.cast import PEOPLE, Cast, make_cast
from tests.laid import laid_once

EXAMPLES = int(os.environ.get("JIANLI_HOSTILE", "0"))
# How many callers one example is asked by; so many examples that everyone has had a turn.
AT_ONCE = 3

# Answers so long that reading them is all that takes time, and that nobody's words change.
LONG = frozenset({"GET /api/v1/schema/", "GET /api/v1/docs/"})

# What the description cannot say of a value (a day that exists, an amount of the case's own size, a party of this case)
# is refused with 400 or 409, so both may follow what the description allows, and for what is not this caller's 403.
ALLOWED = [*("2xx", "304", "400", "401", "403", "404", "409", "412", "415", "429")]
FORBIDDEN = [*("400", "401", "403", "404", "405", "409", "412", "413", "415", "429")]


@cache
def operations() -> dict[str, Any]:
    """The operations by method and address. Read when first asked for: a collection of tests needs no reading."""
    config = SchemathesisConfig.from_dict(
        {
            "checks": {
                "positive_data_acceptance": {"expected-statuses": ALLOWED},
                "negative_data_rejection": {"expected-statuses": FORBIDDEN},
            },
            # Tokens are given out below; an invented one would only ever be answered with 401.
            "generation": {"with-security-parameters": False},
        }
    )
    schema = schemathesis.openapi.from_dict(document(), config=config)
    schema.app = WSGIHandler()
    return {each.ok().label: each.ok() for each in schema.get_all_operations()}


LABELS = [f"{method.upper()} {path}" for path, methods in document()["paths"].items() for method in methods]


class Undo(Exception):
    """Takes back what an example did."""


class Court:
    """One court with a case in every state, and everybody who may ask."""

    callers: list[dict[str, str]]
    ids: dict[str, list[Any]]

    def lay(self) -> None:
        cast = make_cast()
        for number, (state, mediator) in enumerate((each, who) for each in State for who in ("li", "sun")):
            Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{700 + number}号"}), mediator).to(state)
        self.callers = [*self._machines(), *(self._at_browser(cast, name) for name, _, _ in PEOPLE)]
        self.ids = {
            "case_id": list(Case.objects.values_list("pk", flat=True)),
            "paper_id": list(Paper.objects.values_list("pk", flat=True)),
            "mediator_id": list(Mediator.objects.values_list("pk", flat=True)),
            "attachment_id": [1],
            "month": ["2023-05", "2023-06"],
            "indicator": ["m01", "m07b"],
        }

    def _machines(self) -> Iterator[dict[str, str]]:
        _, token = create_client(
            name="指挥中心", scopes=Scope.values, now=clock.now(), per_minute=MOST_PER_MINUTE, addresses=()
        )
        yield {"Authorization": f"Bearer {token}"}
        for name, _, _ in PEOPLE:
            yield {"Authorization": f"Bearer {token}", "X-Acting-User": name}

    def _at_browser(self, cast: Cast, name: str) -> dict[str, str]:
        client = Client()
        client.force_login(cast.people[name])
        client.get("/help/")
        jar = {key: morsel.value for key, morsel in client.cookies.items()}
        jar.setdefault("csrftoken", "a" * 32)
        cookies = "; ".join(f"{key}={value}" for key, value in jar.items())
        return {"Cookie": cookies, "X-CSRFToken": jar[django_settings.CSRF_COOKIE_NAME]}


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As in Django's test client: a request's beginning and end leave the connection alone, which holds the court."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def laid_court(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Court]:
    found = Court()
    with laid_once(django_db_blocker):
        with django_db_blocker.unblock():
            found.lay()
        yield found


@pytest.mark.parametrize("label", LABELS)
def test_nothing_that_is_asked_breaks_the_contract(label: str, laid_court: Court, db: None) -> None:
    operation = operations()[label]
    turns = cycle(laid_court.callers)
    enough = 1 if label in LONG else -(-len(laid_court.callers) // AT_ONCE)
    modes = st.one_of(operation.as_strategy(GenerationMode.POSITIVE), operation.as_strategy(GenerationMode.NEGATIVE))

    @settings(
        max_examples=EXAMPLES or enough,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=modes, pick=st.randoms(use_true_random=False))
    def ask(case: Any, pick: Any) -> None:
        for name in case.path_parameters:
            if name in laid_court.ids and pick.random() < 0.8:
                case.path_parameters[name] = pick.choice(laid_court.ids[name])
        for _ in range(AT_ONCE):
            _asked_and_undone(case, next(turns))

    ask()


def _asked_and_undone(case: Any, headers: dict[str, str]) -> None:
    try:
        with transaction.atomic():
            case.call_and_validate(headers=headers)
            raise Undo
    except Undo:
        return
