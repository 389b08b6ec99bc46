"""How many queries each act and each page takes: pinned, and the same whether there are ten cases or hundreds.

The numbers stand in ``golden/query_counts.txt``. Fewer are welcome; more want a reason. ``--golden-write`` writes anew.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions import groups, intake, papers, suspension
from cases.actions.acting import Actor
from cases.actions.inputs import Filing
from cases.states import State
from cases.verbs import Verb
from cases.views.acts import ACTS as PAGES
from jianli_mediation.core.calendar import load_calendar
from tests.bench.load import multiply
from tests.build import Walk, loan_filing
from tests.cases.test_atomicity import STATE, answered, asked_for, certified, frozen, guided, planned, promised, when
from tests.cases.test_matrix import DOER, compare
from tests.cases.tries import TRIES
from tests.cast import Cast

MANY = 300
# Marks of nested transactions, and the session's own row, which is touched once in a while.
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", 'UPDATE "django_session"')
SPECIAL = {
    Verb.SEAL_PAPER: "noticed",
    Verb.TAKE: "offered",
    Verb.REFUSE: "offered",
    Verb.CONFIRM_PAYMENT: "paid",
    Verb.REVERSE_PAYMENT: "paid",
    Verb.SETTLE_IN_FULL: "settled",
    Verb.RESUME: "suspended",
    Verb.UNLINK: "linked",
    Verb.COMMENT: "guided",
    Verb.TAKE_OVER: "guided",
    Verb.CANCEL_SESSION: "planned",
    Verb.CLOSE_FOLLOW_UP: "promised",
    Verb.ANSWER_REQUEST: "asked_for",
    Verb.RATE_ANSWER: "answered",
    Verb.WITHDRAW_CERTIFICATE: "certified",
    Verb.LIFT_PRESERVATION: "frozen",
}
PREPARED = {
    "certified": certified,
    "frozen": frozen,
    "promised": promised,
    "asked_for": asked_for,
    "answered": answered,
}
LISTS = {
    "page of my work, mediator": ("li", "/"),
    "page of my work, head": ("qian", "/"),
    "page of guidance": ("qian", "/guidance/"),
    "page of cases": ("qian", "/cases/"),
    "page of cases, business office": ("wu", "/cases/"),
    "page of cases, mediator": ("li", "/cases/"),
    "page of cases by name": ("qian", "/cases/?q=陈某"),
    "page of cases by state": ("qian", "/cases/?state=performing"),
    "api list": ("qian", "/api/v1/cases/?page_size=20"),
    "api list, mediator": ("li", "/api/v1/cases/?page_size=20"),
    "api list by party": ("qian", "/api/v1/cases/?party=陈某"),
    "api list with count": ("qian", "/api/v1/cases/?with_count=1"),
}
OF_A_CASE = {
    "page of a case": "/cases/{}/",
    "page of sessions": "/cases/{}/sessions/",
    "page of agreements": "/cases/{}/agreements/",
    "page of the ledger": "/cases/{}/ledger/",
    "page of papers": "/cases/{}/papers/",
    "page of clues": "/cases/{}/clues/",
    "page of hand-overs": "/cases/{}/handovers/",
    "page of the trail": "/cases/{}/trail/",
    "page of requests and messages": "/cases/{}/messages/",
    "api case": "/api/v1/cases/{}/",
    "api next steps": "/api/v1/cases/{}/next-steps/",
    "api timeline": "/api/v1/cases/{}/timeline/",
}


class Undo(Exception):
    """Rolls what was measured back."""


def queries_of(call: Callable[[], Any]) -> int:
    """The statements that the call sends; nothing of what it does stays."""
    with CaptureQueriesContext(connection) as captured, suppress(Undo), transaction.atomic():
        call()
        raise Undo
    return sum(not query["sql"].startswith(NOT_COUNTED) for query in captured.captured_queries)


class Court:
    """A case for every act to be tried on, each on an instrument of its own."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.walks: dict[str, Walk] = {}

    def walk(self, verb: Verb) -> Walk:
        kind = SPECIAL.get(verb, STATE.get(verb, State.MEDIATION).value)
        if kind not in self.walks:
            self.walks[kind] = self._walked(kind)
        return self.walks[kind]

    def _walked(self, kind: str) -> Walk:
        if kind == "guided":
            return guided(self.cast, _filing(len(self.walks)))
        walk = Walk(self.cast, _filing(len(self.walks)))
        if kind == "offered":
            return walk.file().accept().assign(taken_on=None)
        walk.to(
            {
                "paid": State.PERFORMING,
                "settled": State.MEDIATION,
                "suspended": State.MEDIATION,
                "linked": State.MEDIATION,
                "noticed": State.MEDIATION,
                "planned": State.MEDIATION,
                "promised": State.MEDIATION,
                "asked_for": State.MEDIATION,
                "answered": State.MEDIATION,
                "frozen": State.MEDIATION,
                "certified": State.FULFILLED,
            }.get(kind)
            or State(kind)
        )
        if kind == "paid":
            walk.pay("100.00", "2023-06-20")
        if kind == "noticed":
            walk.do(
                papers.issue_paper,
                "shu",
                "2023-06-01",
                form="D03",
                subject=f"party:{walk.case.parties.get(role='applicant').pk}",
            )
        if kind == "planned":
            planned(walk)
        if kind in PREPARED:
            PREPARED[kind](walk)
        if kind == "linked":
            walk.do(groups.link, "qian", "2023-06-01")
        if kind == "suspended":
            walk.do(suspension.suspend, "li", "2023-06-01", reason="等评估报告")
        if kind == "settled":
            walk.confirm(walk.pay("87950.51", "2023-05-24"), "2023-05-25")
        return walk


def _filing(number: int) -> Filing:
    return loan_filing(basis={"doc_no": f"（2023）鄂1023民初{900 + number}号"})


def acts(court: Court) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every act, on a case on which it succeeds."""
    cast = court.cast
    new = _filing(99)
    yield "act file", partial(intake.file_case, by=Actor(cast.wang), now=new.received_at, filing=new)
    for verb in TRIES:
        walk, who = court.walk(verb), getattr(cast, DOER.get(verb, "qian"))
        spine = {"by": Actor(who), "now": when(verb), "case_id": walk.case_id}
        yield f"act {verb}", partial(TRIES[verb], walk, walk.case, spine)


def pages(court: Court) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every list, every page of a case, and the page of every act."""
    browsers: dict[str, Client] = {}
    for name in {"li", "qian", "wu", *DOER.values()}:
        browsers[name] = Client()
        browsers[name].force_login(getattr(court.cast, name))
    for name, (who, address) in LISTS.items():
        yield name, partial(_opened, browsers[who], address)
    case_id = court.walk(Verb.CONFIRM_PAYMENT).case_id
    for name, address in OF_A_CASE.items():
        yield name, partial(_opened, browsers["qian"], address.format(case_id))
    for verb in PAGES:
        client = browsers[DOER.get(verb, "qian")]
        yield f"page to {verb}", partial(_opened, client, f"/cases/{court.walk(verb).case_id}/acts/{verb.path}/")


def _opened(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200, address


def counted(calls: list[tuple[str, Callable[[], Any]]]) -> dict[str, int]:
    return {name: queries_of(call) for name, call in calls}


def test_queries(cast: Cast, pytestconfig: pytest.Config) -> None:
    court = Court(cast)
    calls = [*acts(court), *pages(court)]
    load_calendar()
    few = counted(calls)
    assert multiply(MANY) >= MANY
    assert counted(calls) == few
    lines = [f"{count:3} {name}" for name, count in few.items()]
    compare("query_counts.txt", lines, pytestconfig.getoption("--golden-write"))
