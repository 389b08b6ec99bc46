"""A double click does one act."""

import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import DataError, connection
from django.test import RequestFactory
from pytest_django import DjangoDbBlocker

from jianli_mediation.core import submission
from jianli_mediation.core.models import SavedView, SubmissionToken, User
from jianli_mediation.kernel.refusal import Blocker, Refused
from tests.core.people import account


def request_of(user: User, token: str):
    request = RequestFactory().post("/act/", {"submission_token": token} if token else {})
    request.user = user
    return request


def act(user: User, token: str, name: str = "一") -> str:
    """An act that leaves a row behind, and leads to its page."""
    with submission.once(request_of(user, token)) as turn:
        if turn.first:
            view = SavedView.objects.create(user=user, page="worklist", name=f"{name}{uuid4().hex[:8]}", query="")
            turn.result_url = f"/views/{view.pk}/"
    return turn.result_url


@pytest.fixture
def sun(db: None) -> User:
    return account("sunbilu", "孙笔录")


def test_second_time_finds_the_first_result(sun: User) -> None:
    token = str(uuid4())
    assert act(sun, token) == act(sun, token)
    assert SavedView.objects.count() == 1


def test_two_forms_do_two_acts(sun: User) -> None:
    assert act(sun, str(uuid4())) != act(sun, str(uuid4()))


@pytest.mark.parametrize("token", ["", "not-a-token"])
def test_without_a_token_every_time_is_the_first(sun: User, token: str) -> None:
    assert act(sun, token) != act(sun, token)


def test_anothers_token_is_no_use(sun: User) -> None:
    token = str(uuid4())
    first = act(sun, token)
    assert act(account("li", "李和解"), token) != first


def test_refusal_gives_the_token_back_and_is_passed_on(sun: User) -> None:
    token = str(uuid4())
    with pytest.raises(Refused) as refusal, submission.once(request_of(sun, token)):
        raise Refused([Blocker("late", "过了期限")])
    assert [blocker.code for blocker in refusal.value.blockers] == ["late"]
    assert not SubmissionToken.objects.exists()
    assert act(sun, token)


def test_failure_leaves_nothing_behind(sun: User) -> None:
    token = str(uuid4())
    with pytest.raises(DataError):
        act(sun, token, name="长" * 60)
    assert not SubmissionToken.objects.exists()
    assert not SavedView.objects.exists()


@pytest.fixture
def committed_sun(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    """Somebody whom two connections can see, and who is gone afterwards with all that is hers."""
    with django_db_blocker.unblock():
        user = account(f"sun-{uuid4().hex[:8]}", "孙笔录")
        yield user
        user.delete()


def test_two_clicks_at_once_do_one_act(committed_sun: User) -> None:
    token, start, results = str(uuid4()), threading.Barrier(2), []

    def click(name: str) -> None:
        start.wait()
        results.append(act(committed_sun, token, name))
        connection.close()

    clicks = [threading.Thread(target=click, args=(name,)) for name in ("一", "二")]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert len(results) == 2
    assert results[0] == results[1]
    assert committed_sun.saved_views.count() == 1
