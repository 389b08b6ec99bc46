"""What people ask of the court every day, each as a call to be measured: pages, lists, searches, the month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.test import Client

from cases.actions import reporting
from cases.actions.acting import Actor
from cases.models import BasisDocument, Case, Party
from cases.queries import search
from cases.states import State
from cases.stats.period import Period
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.models import User
from tests.bench.court import ASKED_ON, MONTH

Call = Callable[[], Any]
NOW = datetime.combine(ASKED_ON, time(10), COURT_TIME)
ID_NUMBER = "429999199011050029"


@dataclass(frozen=True)
class Question:
    """``prepare`` gives the call that asks. At a size where it matters it may touch ``rows`` rows at most.

    ``indexes``: by one of these it has to enter; empty where there are many ways.
    """

    prepare: Callable[[], Call]
    rows: int
    indexes: tuple[str, ...] = ()


def person(username: str) -> User:
    return User.objects.get(username=username)


def page(who: str, address: str | Callable[[], str]) -> Callable[[], Call]:
    """A page as it is opened in the browser."""

    def prepare() -> Call:
        client = Client()
        client.force_login(person(who))
        there = address if isinstance(address, str) else address()

        def call() -> None:
            answer = client.get(there)
            assert answer.status_code == 200, f"{there}: {answer.status_code}"

        return call

    return prepare


def found(who: str, ordering: str = search.DEFAULT_ORDERING, **filters: Any) -> Callable[[], Call]:
    """One page of the list of cases with these filters; one that is callable is asked of the court."""

    def prepare() -> Call:
        user = person(who)
        asked = {name: value() if callable(value) else value for name, value in filters.items()}
        return lambda: search.page_of(search.find_cases(user, asked, ASKED_ON), ordering=ordering)

    return prepare


def deep(who: str, ordering: str) -> Callable[[], Call]:
    """The page that begins in the middle of everything."""

    def prepare() -> Call:
        column, _ = search.ORDERINGS[ordering]
        pks = Case.objects.aggregate(top=Max("pk"))["top"]
        middle = Case.objects.filter(pk__gte=pks // 2).order_by("pk")[0]
        cursor = search._cursor(middle, column, backwards=False)
        user = person(who)
        return lambda: search.page_of(search.find_cases(user, {}, ASKED_ON), ordering=ordering, cursor=cursor)

    return prepare


def latest(state: State) -> Case:
    return Case.objects.filter(state=state).order_by("-received_at", "-id")[0]


def _case_page() -> str:
    return f"/cases/{latest(State.PERFORMING).pk}/"


def _name() -> str:
    return str(Party.objects.order_by("-pk")[0].name)


def _basis_no() -> str:
    return str(BasisDocument.objects.order_by("-pk")[0].doc_no)


def _case_no() -> str:
    return latest(State.FAILED).case_no


def _mediator() -> int:
    return int(person("li").mediator.pk)


def freeze() -> Call:
    """The month is closed, and everything rolled back."""
    by = Actor(person("qian"))

    def call() -> None:
        with transaction.atomic():
            reporting.close_month(by=by, now=NOW, month=Period.parse(MONTH), texts={})
            transaction.set_rollback(True)

    return call


BY_MEDIATOR = ("attempt_of_mediator", "cases_attempt_case_id")
DAY = ASKED_ON.replace(day=1)
LISTS: dict[str, Question] = {
    "list, first page": Question(found("qian"), 100, ("case_by_receipt",)),
    **{
        f"list, deep page, {each}": Question(deep("qian", each), 100, ("case_by_receipt", "case_by_amount"))
        for each in search.ORDERINGS
    },
    **{f"list of state {each.value}": Question(found("qian", state=[each]), 100, ("case_by_state",)) for each in State},
    "list of a mediator": Question(found("li"), 20_000, BY_MEDIATOR),
    "list, one mediator's": Question(found("qian", mediator=_mediator), 20_000, BY_MEDIATOR),
    "list of enterprise cases": Question(found("wu"), 200, ("case_by_receipt", "case_by_enterprise")),
    "list, by model": Question(found("qian", legal_model="A"), 200),
    "list, model of which there is none": Question(found("qian", legal_model="B"), 200),
    "list, lane": Question(found("qian", enterprise_related="any"), 200),
    "list, lane of which there is none": Question(found("qian", enterprise_related="both"), 100),
    "list, received after": Question(found("qian", received_after=DAY), 200, ("case_by_receipt",)),
    "list, received before": Question(found("qian", received_before=date(2010, 1, 1)), 200, ("case_by_receipt",)),
    "list, deadline before": Question(found("qian", deadline_before=ASKED_ON), 10_000, ("attempt_by_deadline",)),
    "list, overdue": Question(found("qian", overdue=True), 10_000),
    "list, not overdue": Question(found("qian", overdue=False), 10_000),
    "list, tag": Question(found("qian", tag="livelihood"), 200),
    "list, cause": Question(found("qian", cause="民间借贷纠纷"), 200),
    "list, cause of which there is none": Question(found("qian", cause="没有的案由"), 200),
    "list, group": Question(found("qian", group=1), 100),
    "name, two characters": Question(found("qian", q="张伟"), 20_000, ("party_by_grams",)),
    "name, three characters": Question(found("qian", party=_name), 20_000, ("party_by_grams",)),
    "name, by a mediator": Question(found("li", q="张伟"), 40_000, ("party_by_grams",)),
    "identity number": Question(found("qian", id_number=ID_NUMBER), 200, ("party_by_id",)),
    "identity number in the box": Question(found("qian", q=ID_NUMBER), 200, ("party_by_id",)),
    "basis number": Question(found("qian", basis_no=_basis_no), 50, ("basis_by_number",)),
    "basis number in the box": Question(found("qian", q=_basis_no), 50, ("basis_by_number",)),
    "our number": Question(found("qian", case_no=_case_no), 50, ("cases_case_case_no",)),
    "our number in the box": Question(found("qian", q=_case_no), 50, ("cases_case_case_no",)),
    "serial number in the box": Question(found("qian", q="12"), 200, ("case_number_once",)),
}
# Rows: what a month or the stock of open cases holds, several times over; never what the court holds.
PAGES: dict[str, Question] = {
    "dashboard of the month": Question(page("ling", f"/statistics/?first={MONTH}&last={MONTH}"), 400_000),
    "cases behind 未结": Question(page("ling", f"/statistics/{MONTH}/m04/"), 10_000),
    "cases behind 新收": Question(page("ling", f"/statistics/{MONTH}/m01/"), 10_000),
    "month's page": Question(page("ling", f"/reports/{MONTH}/"), 200_000),
    "month as Excel": Question(page("ling", f"/reports/{MONTH}/excel/"), 200_000),
    "month closed": Question(freeze, 400_000),
    "wall board": Question(page("feng", "/board/"), 10_000),
    "quality radar": Question(page("qian", "/quality/"), 200_000),
    "quality, one desk": Question(page("shu", "/quality/"), 200_000),
    "meeting": Question(page("ling", f"/meetings/{MONTH}/"), 10_000),
    "performance": Question(page("qian", "/roster/performance/"), 200_000),
    "performance of one": Question(
        page("qian", lambda: f"/roster/{_mediator()}/performance/?first={MONTH}&last={MONTH}"), 200_000
    ),
    "calendar": Question(page("qian", "/calendar/"), 2_000, ("appointment_by_time", "appointment_of_mediator")),
    "calendar of a mediator": Question(page("li", "/calendar/"), 2_000),
    "calendar, day": Question(page("qian", "/calendar/day/"), 2_000),
    "my work of a mediator": Question(page("li", "/"), 10_000, ("todo_of_user",)),
    "my work of the head": Question(page("qian", "/"), 20_000),
    "my work of the window": Question(page("wang", "/"), 20_000),
    "page of cases": Question(page("qian", "/cases/"), 30_000),
    "page of cases, mediator": Question(page("li", "/cases/"), 60_000),
    "page of a case": Question(page("qian", _case_page), 500, ("cases_case_pkey",)),
    "api: list": Question(page("qian", "/api/v1/cases/"), 500),
    "api: events": Question(page("qian", "/api/v1/events/"), 2_000),
    "roster": Question(page("qian", "/roster/"), 20_000),
}
QUESTIONS = {**LISTS, **PAGES}
