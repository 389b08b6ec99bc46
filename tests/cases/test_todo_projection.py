"""What the case at hand asks for at the end of an act is what its rows ask for when they are read afresh."""

import pytest

from cases.actions.acting import Actor, day_of
from cases.actions.todo import todos_of
from cases.models import Case, Todo, whole_file
from cases.verbs import Verb
from tests.cases.test_atomicity import prepared, when
from tests.cases.test_matrix import DOER
from tests.cases.tries import TRIES
from tests.cast import Cast


@pytest.mark.parametrize("verb", list(TRIES))
def test_todo_list_is_that_of_the_rows(cast: Cast, verb: Verb) -> None:
    """An act that added a row past its owner would leave the list as it was before the act."""
    walk = prepared(cast, verb)
    by = Actor(getattr(cast, DOER.get(verb, "qian")))
    now = when(verb)
    TRIES[verb](walk, walk.case, {"by": by, "now": now, "case_id": walk.case_id})
    fresh = whole_file(Case.objects.all()).get(pk=walk.case_id)
    asked = {(each.code, each.text, each.why, each.due_on, each.user_id) for each in todos_of(fresh, day_of(now))}
    stored = set(Todo.objects.filter(case=fresh).values_list("code", "text", "why", "due_on", "user_id"))
    assert stored == asked
