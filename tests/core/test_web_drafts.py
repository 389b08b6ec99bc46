"""Nothing that was typed is lost, and nothing that was handed in comes back."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django import forms
from django.db import connection
from django.test import Client

from jianli_mediation.core import drafts
from jianli_mediation.core.models import Draft, SubmissionToken, User
from tests.core.people import account

pytestmark = pytest.mark.django_db

MORNING = datetime(2023, 9, 26, 1, 31, 7, tzinfo=UTC)
URL = "/drafts/file-case/new/"


@pytest.fixture
def sun(client: Client) -> User:
    user = account("sunbilu", "孙笔录")
    client.force_login(user)
    return user


class Party(forms.Form):
    name = forms.CharField()
    phone = forms.CharField()


def test_draft_is_kept_and_says_when(client: Client, sun: User) -> None:
    with time_machine.travel(MORNING, tick=False):
        answer = client.post(URL, {"name": "许某", "kind": ["a", "b"], "csrfmiddlewaretoken": "x", "password": "y"})
    assert answer.json() == {"saved": "09:31:07"}
    kept = drafts.load(sun, "file-case")
    assert kept is not None
    assert kept.saved_at == MORNING
    assert dict(kept.data.lists()) == {"name": ["许某"], "kind": ["a", "b"]}


def test_draft_is_kept_through_the_csrf_check(sun: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(sun)
    browser.get("/me/")
    token = browser.cookies["csrftoken"].value
    assert browser.post(URL, {"name": "许某", "csrfmiddlewaretoken": token}).status_code == 200
    assert browser.post(URL, {"name": "许某"}).status_code == 403


def test_newer_draft_takes_the_place_of_the_older(client: Client, sun: User) -> None:
    client.post(URL, {"name": "许某"})
    client.post(URL, {"name": "许某某"})
    assert Draft.objects.count() == 1
    assert drafts.load(sun, "file-case").data["name"] == "许某某"


def test_draft_is_sealed_in_the_database(client: Client, sun: User) -> None:
    client.post(URL, {"name": "许某"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM core_draft")
        stored = cursor.fetchone()[0]
    assert "许某" not in stored
    assert json.dumps("许某")[1:-1] not in stored


def test_nobody_reads_anothers_draft(client: Client, sun: User) -> None:
    client.post(URL, {"name": "许某"})
    assert drafts.load(account("li", "李和解"), "file-case") is None


def test_a_form_that_was_handed_in_leaves_no_draft_behind(client: Client, sun: User) -> None:
    token = uuid4()
    SubmissionToken.objects.create(token=token, user=sun, used_at=MORNING, result_url="/cases/1/")
    client.post(URL, {"name": "许某", "submission_token": str(token)})
    assert drafts.load(sun, "file-case") is None


def test_discard_opens_the_form_anew(client: Client, sun: User) -> None:
    client.post(URL, {"name": "许某"})
    answer = client.post(f"{URL}discard/", {"next": "/me/"})
    assert answer.headers["Location"] == "/me/"
    assert drafts.load(sun, "file-case") is None


def test_session_loss_is_a_401_and_the_old_draft_stays(client: Client, sun: User) -> None:
    client.post(URL, {"name": "许某"})
    client.logout()
    answer = client.post(URL, {"name": "许"}, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 401
    assert drafts.load(sun, "file-case").data["name"] == "许某"


def test_huge_draft_is_refused(client: Client, sun: User) -> None:
    assert client.post(URL, {"name": "长" * 400_000}).status_code == 413


def test_get_is_not_allowed(client: Client, sun: User) -> None:
    assert client.get(URL).status_code == 405


def test_restored_form_shows_what_was_typed_and_finds_no_fault(client: Client, sun: User) -> None:
    client.post(URL, {"name": "许某", "phone": ""})
    form = Party(drafts.load(sun, "file-case").data)
    drafts.quiet(form)
    assert not form.errors
    assert 'value="许某"' in str(form["name"])


def test_restored_rows_find_no_fault_either(client: Client, sun: User) -> None:
    rows = forms.formset_factory(Party)
    client.post(URL, {"p-TOTAL_FORMS": "2", "p-INITIAL_FORMS": "0", "p-0-name": "许某", "p-1-name": "何某"})
    formset = rows(drafts.load(sun, "file-case").data, prefix="p")
    drafts.quiet_rows(formset)
    assert [form["name"].value() for form in formset] == ["许某", "何某"]
    assert not any(formset.errors)


def test_last_saved(client: Client, sun: User) -> None:
    assert drafts.last_saved(sun) is None
    with time_machine.travel(MORNING, tick=False):
        client.post(URL, {"name": "许某"})
    assert drafts.last_saved(sun) == MORNING
