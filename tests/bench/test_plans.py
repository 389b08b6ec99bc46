"""Every list and every search enters its tables by an index, and touches no more rows than a few pages of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Max

from cases.models import BasisDocument, Case, Party
from cases.queries import search, worklist
from cases.queries.casefile import case_file, timeline
from cases.states import State
from jianli_mediation.core import clock
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import User
from tests.bench.plans import plans_of

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
TODAY = date(2023, 7, 1)
Call = Callable[[], Any]


def person(username: str) -> User:
    return User.objects.get(username=username)


def found(who: str, **filters: Any) -> Call:
    """One page of the list of cases with these filters."""
    user = person(who)
    return lambda: search.page_of(search.find_cases(user, filters, TODAY))


def deep(who: str) -> Call:
    """The page that begins in the middle of everything."""
    user = person(who)
    middle = Case.objects.order_by("received_at")[Case.objects.count() // 2]
    cursor = search._cursor(middle, "received_at", False)
    return lambda: search.page_of(search.find_cases(user, {}, TODAY), cursor=cursor)


def latest(state: State) -> Case:
    top = Case.objects.filter(state=state).aggregate(top=Max("pk"))["top"]
    return Case.objects.get(pk=top)


def my_work(who: str) -> Call:
    user, calendar = person(who), load_calendar()

    def call() -> None:
        worklist.page_of(worklist.with_bringer(worklist.todos_for(user, TODAY)), None)
        worklist.counts_for(user, TODAY, calendar)

    return call


def whole_case() -> Call:
    case, user, now = latest(State.PERFORMING), person("qian"), clock.now()

    def call() -> None:
        file = case_file(user, case.pk, now)
        assert file is not None
        list(timeline(case.pk)[:20])
        assert file.next_steps

    return call


# By the newest cases, each asked for its mediator, or by her cases, sorted; as many as she has decide.
BY_MEDIATOR = ("attempt_of_mediator", "cases_attempt_case_id")
# What is looked for, an index by which it must be found, and how many rows may be touched for it.
SEARCHES: dict[str, tuple[Callable[[], Call], str | tuple[str, ...], int]] = {
    "my work of a mediator": (lambda: my_work("li"), "todo_of_user", 20_000),
    "list, first page": (lambda: found("qian"), "case_by_receipt", 100),
    "list, a deep page": (lambda: deep("qian"), "case_by_receipt", 100),
    "list of one state": (lambda: found("qian", state=["performing"]), "case_by_state", 100),
    "list of a mediator": (lambda: found("li"), BY_MEDIATOR, 5_000),
    "list, one mediator's": (lambda: found("qian", mediator=person("li").mediator.pk), BY_MEDIATOR, 5_000),
    "list of enterprise cases": (lambda: found("wu"), "case_by_receipt", 200),
    "name, two characters": (lambda: found("qian", q="张伟"), "party_by_grams", 2_000),
    "name, three characters": (lambda: found("qian", party=_name()), "party_by_grams", 2_000),
    "name, by a mediator": (lambda: found("li", q="张伟"), "party_by_grams", 5_000),
    "identity number": (lambda: found("qian", id_number="429999199011050029"), "party_by_id", 200),
    "identity number in the box": (lambda: found("qian", q="429999199011050029"), "party_by_id", 200),
    "basis number": (lambda: found("qian", basis_no=_basis_no()), "basis_by_number", 50),
    "basis number in the box": (lambda: found("qian", q=_basis_no()), "basis_by_number", 50),
    "our number": (lambda: found("qian", case_no=latest(State.FAILED).case_no), "cases_case_case_no", 50),
    "our number in the box": (lambda: found("qian", q=latest(State.FAILED).case_no), "cases_case_case_no", 50),
    "serial number in the box": (lambda: found("qian", q="12"), "case_number_once", 200),
    "a case": (whole_case, "cases_case_pkey", 500),
}


def _name() -> str:
    return Party.objects.order_by("-pk")[0].name


def _basis_no() -> str:
    return BasisDocument.objects.order_by("-pk")[0].doc_no


@pytest.mark.parametrize("name", SEARCHES)
def test_plan(name: str, court: int, tell: Callable[[str], None]) -> None:
    prepare, index, at_most = SEARCHES[name]
    plans = plans_of(prepare())
    used = {index for plan in plans for index in plan.indexes}
    rows = sum(plan.rows for plan in plans)
    spent = sum(plan.milliseconds for plan in plans)
    tell(f"{name:28} {spent:7.2f} ms of PostgreSQL in {len(plans):2} queries, {rows:6.0f} rows, by {', '.join(used)}")
    assert {table: plan.sql for plan in plans for table in plan.scanned} == {}
    assert any(each.startswith(index) for each in used), used
    assert rows <= at_most


def test_names_are_as_common_as_in_life(court: int) -> None:
    """The searches above mean something only while there are people of that name, and not too many."""
    assert 1 <= Party.objects.filter(name_norm__contains="张伟").count() <= court / 100
