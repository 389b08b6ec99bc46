"""A case read by statements that are written once is the case as Django reads it; what is looked at is asked once."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Party, case_to_read, refresh_course, whole_case, whole_file
from cases.models.casefile import _LISTS
from cases.states import State
from jianli_mediation.core.kept import Below, Kept
from tests.build import Walk
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def told(row: Model, parts: tuple[Below, ...] = ()) -> dict[str, Any]:
    """Everything of the row, of the rows that were read with it, and of those below it."""
    found = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    forward = {column.name for column in row._meta.concrete_fields} & BESIDE
    beside = {name: told(each) for name, each in row._state.fields_cache.items() if name in forward and each}
    lists = {part.name: [told(each, part.below) for each in getattr(row, part.name).all()] for part in parts}
    return {**found, **beside, **lists}


BESIDE = frozenset({"clerk", "filed_by", "group", "mediator", "user", "room", "draw"})


@pytest.mark.parametrize("state", [State.INTAKE, State.MEDIATION, State.PERFORMING, State.DEFAULTED, State.ENFORCEMENT])
def test_it_is_the_case_as_django_reads_it(cast: Cast, state: State) -> None:
    walk = Walk(cast).to(state)
    kept, to_read = whole_case(walk.case_id), case_to_read(walk.case_id)
    plain = whole_file(Case.objects.all()).get(pk=walk.case_id)
    assert kept is not None
    assert to_read is not None
    assert told(kept, _LISTS) == told(to_read, _LISTS) == told(plain, _LISTS)
    assert told(kept.basis) == told(plain.basis)
    assert [told(each) for each in kept.basis.items.all()] == [told(each) for each in plain.basis.items.all()]


def test_there_is_none(cast: Cast) -> None:
    assert whole_case(1) is None
    assert case_to_read(1) is None


def test_a_reader_does_not_ask_for_lists_that_hold_nothing(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    case = case_to_read(walk.case_id)
    assert case is not None
    with CaptureQueriesContext(connection) as asked:
        assert [list(party.agents.all()) for party in case.parties.all()] == [[], []]
        assert list(case.preservations.all()) == list(case.handovers.all()) == []
    assert len(asked) == 1, "the parties"
    case.payments.create(
        paid_on="2023-06-20", amount="1.00", way="cash", entered_by=cast.shu, entered_at=case.entered_at
    )
    assert len(case.payments.all()) == 1, "what is added through the owner is seen here too"


def test_what_one_row_has_is_read_though_another_has_none(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    plain = whole_file(Case.objects.all()).get(pk=walk.case_id)
    plain.parties.all()[1].agents.create(kind="lawyer", name="代理周")
    case = case_to_read(walk.case_id)
    assert case is not None
    assert [[agent.name for agent in party.agents.all()] for party in case.parties.all()] == [[], ["代理周"]]


def test_a_list_is_asked_once_and_only_when_it_is_looked_at(cast: Cast) -> None:
    case = whole_case(Walk(cast).to(State.PERFORMING).case_id)
    assert case is not None
    with CaptureQueriesContext(connection) as asked:
        assert [len(case.parties.all()) for _ in range(3)] == [2, 2, 2]
        assert case.parties.all()[0].case is case
        assert case.parties.count() == 2
    assert len(asked) == 1


def test_what_is_below_several_rows_is_asked_for_all_of_them_together(cast: Cast) -> None:
    case = whole_case(Walk(cast).to(State.PERFORMING).case_id)
    assert case is not None
    with CaptureQueriesContext(connection) as asked:
        assert [list(party.agents.all()) for party in case.parties.all()] == [[], []]
    assert len(asked) == 2


def test_more_than_the_list_is_asked_of_the_database(cast: Cast) -> None:
    case = whole_case(Walk(cast).to(State.MEDIATION).case_id)
    assert case is not None
    assert [party.role for party in case.parties.filter(role="applicant")] == ["applicant"]
    assert case.parties.get(role="respondent").case_id == case.pk
    assert not case.attempts.get().assignments.open().exists()


def test_a_row_added_through_its_owner_is_read_with_the_next_look(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    case = whole_case(walk.case_id)
    assert case is not None
    before = len(case.payments.all())
    case.payments.create(
        paid_on="2023-06-20", amount="1.00", way="cash", entered_by=cast.shu, entered_at=case.entered_at
    )
    refresh_course(case)
    assert len(case.payments.all()) == before + 1


def test_only_the_keys_of_a_kept_query_may_change(cast: Cast) -> None:
    kept = Kept(lambda cases: Party.objects.filter(case__in=cases, name="陈某"))
    with pytest.raises(ValueError, match="only the keys"):
        kept.rows([1])


def test_no_key_asks_nothing(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert Kept(lambda cases: Party.objects.filter(case__in=cases)).objects([]) == []
    assert not asked.captured_queries
