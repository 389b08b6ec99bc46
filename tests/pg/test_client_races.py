"""Machines under fire: the count is exact with many callers at once, and nobody's work holds another one's call up."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from cases.api import views_schema
from jianli_mediation.core import clock
from jianli_mediation.core.clients import create_client
from jianli_mediation.core.models import ApiCall
from tests.api.client import Api
from tests.pg.test_api_races import closing, in_threads

LIMIT, CALLERS, EACH = 20, 8, 5


def machine(per_minute: int) -> Api:
    _, token = create_client(name="屏", scopes=["cases:read"], now=clock.now(), per_minute=per_minute)
    return Api(token)


@pytest.mark.usefixtures("transactional_db")
def test_exactly_so_many_calls_pass_and_each_leaves_its_row() -> None:
    token = machine(LIMIT).token
    found = in_threads(CALLERS, lambda: [Api(token).get("schema/").status_code for _ in range(EACH)])
    answers = sorted(status for each in found for status in each)
    assert answers == [200] * LIMIT + [429] * (CALLERS * EACH - LIMIT)
    assert sorted(ApiCall.objects.values_list("status", flat=True)) == answers


@pytest.mark.usefixtures("transactional_db")
def test_a_call_at_work_holds_no_other_call_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count is taken in a transaction of its own, not in that of the request."""
    token = machine(LIMIT).token
    at_work, go_on, document = Event(), Event(), views_schema._document

    def slow(notation: str) -> bytes:
        if notation == "json":
            assert not connection.in_atomic_block
            at_work.set()
            assert go_on.wait(30)
        return document(notation)

    monkeypatch.setattr(views_schema, "_document", slow)
    with ThreadPoolExecutor(2) as pool:
        slow_one = pool.submit(closing, lambda: Api(token).get("schema/", format="json").status_code)
        assert at_work.wait(30)
        other = pool.submit(closing, lambda: Api(token).get("schema/").status_code)
        assert other.result(timeout=30) == 200
        go_on.set()
        assert slow_one.result() == 200
