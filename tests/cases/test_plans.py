"""The plans of the lists, read on a court of some hundred cases: each large table is entered by a condition on an index.

Reading from end to end is made dear, so that the planner takes an index wherever there is one. What it may still read
without a condition is an order that a limit cuts off, and an index other than that of the ids (often a partial one).
How many rows that is at a million cases, the benches tell.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from cases.actions import intake
from cases.actions.inputs import PreservationInput
from cases.queries import agenda, board, worklist
from cases.states import State
from cases.stats.asked import Asked
from cases.stats.indicators import INDICATORS
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from jianli_mediation.core import clock
from jianli_mediation.core.calendar import load_calendar
from tests.bench.load import multiply
from tests.bench.plans import LARGE
from tests.bench.questions import found
from tests.build import Walk, day, loan_filing
from tests.cast import Cast, make_cast
from tests.laid import laid_once

pytestmark = pytest.mark.django_db
TODAY = date(2023, 5, 12)
MANY = 300
FREEZE = PreservationInput("in_suit", "deposit", "某银行存款", day("2023-04-01"), date(2024, 3, 31))
WEEK = (TODAY, TODAY + timedelta(days=6))
Call = Callable[[], Any]
READS = frozenset({"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"})


@pytest.fixture(scope="module")
def laid_court(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """So that the planner has something to reckon with, and the same whatever ran before."""
    with laid_once(django_db_blocker):
        with django_db_blocker.unblock():
            cast = make_cast()
            for number, state in enumerate(State, start=1):
                walk = Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"})).to(state)
                if walk.case.is_open:
                    walk.do(intake.record_preservation, "shu", "2023-06-30", frozen=FREEZE)
                if state in (State.MEDIATION, State.PERFORMING, State.DEFAULTED):
                    walk.urge("2023-06-30")
            multiply(MANY)
        yield cast


@pytest.fixture
def cast(laid_court: Cast, db: None) -> Cast:
    return laid_court


def _nodes(node: dict[str, Any], limited: bool = False) -> Iterator[tuple[dict[str, Any], bool]]:
    limited = limited or node["Node Type"] == "Limit"
    yield node, limited
    for child in node.get("Plans", []):
        yield from _nodes(child, limited)


def read_whole(call: Call) -> dict[str, str]:
    """Large tables that a statement of ``call`` reads without a condition on an index, and without an end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_hashjoin = off"
        )
    with CaptureQueriesContext(connection) as captured:
        call()
    sent = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    assert sent
    return {table: sql for sql in sent for table in _without_condition(sql)}


def _without_condition(sql: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql.replace("%", "%%"), [])
        plan = cursor.fetchone()[0]
    for node, limited in _nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]):
        made_for_it = not node.get("Index Name", "_pkey").endswith("_pkey")
        entered = "Index Cond" in node or "Recheck Cond" in node or limited or made_for_it
        if node["Node Type"] in READS and node["Relation Name"] in LARGE and not entered:
            yield node["Relation Name"]


LISTS: dict[str, dict[str, Any]] = {
    "all": {},
    "state": {"state": [State.PERFORMING]},
    "model": {"legal_model": "B"},
    "lane": {"enterprise_related": "both"},
    "mediator": {"mediator": 1},
    "tag": {"tag": "livelihood"},
    "cause": {"cause": "民间借贷纠纷"},
    "group": {"group": 1},
    "received": {"received_after": TODAY},
    "deadline": {"deadline_before": TODAY},
    "name": {"q": "张伟"},
    "identity": {"id_number": "429999199011050029"},
    "basis": {"basis_no": "（2023）鄂1023民初501号"},
    "number": {"q": "（2023）鄂1023执前和1号"},
}


@pytest.mark.parametrize("who", ["qian", "li", "sun"])
@pytest.mark.parametrize("name", LISTS)
def test_lists_enter_by_an_index(cast: Cast, name: str, who: str) -> None:
    assert read_whole(found(who, **LISTS[name])()) == {}


def test_appointments_enter_by_an_index(cast: Cast) -> None:
    """The week of the court, of a mediator and of a room, and what a mediator has before her."""
    mediator = cast.mediator("li")

    def ask() -> None:
        agenda.entries(cast.qian, *WEEK)
        agenda.entries(cast.li, *WEEK, mediator=mediator)
        agenda.entries(cast.qian, *WEEK, room=mediator.room)
        list(agenda.mine_between(cast.li, *WEEK))

    assert read_whole(ask) == {}


def test_work_and_board_enter_by_an_index(cast: Cast) -> None:
    calendar, wall = load_calendar(), board.Board(clock.now(), load_calendar())

    def ask() -> None:
        worklist.page_of(worklist.with_bringer(worklist.todos_for(cast.li, TODAY)), None)
        worklist.counts_for(cast.li, TODAY, calendar)
        _ = (wall.received, wall.registered, wall.closed, wall.performed, wall.handed_over, wall.paid)
        _ = (wall.sessions, wall.stock, wall.deadlines, wall.talks)

    assert read_whole(ask) == {}


def test_a_month_enters_by_an_index(cast: Cast) -> None:
    """Every indicator of a month, whatever the court holds besides."""
    # A month in which little happened: of one in which everything did, all is read.
    reckoning = Reckoning(Asked(Period.parse("2022-05"), TODAY))
    assert read_whole(lambda: reckoning.figures(INDICATORS)) == {}
