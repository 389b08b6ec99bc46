"""One's own account: phone, single-letter keys, password."""

import pytest
from django.test import Client

from jianli_mediation.core.models import AuditEntry, User
from tests.core.people import PASSWORD, account

pytestmark = pytest.mark.django_db


@pytest.fixture
def sun(client: Client) -> User:
    user = account("sunbilu", "孙笔录")
    client.force_login(user)
    return user


def test_single_keys_can_be_switched_off(client: Client, sun: User) -> None:
    assert "data-single-keys" not in client.get("/help/").content.decode()
    client.post("/me/", {"desk_phone": "0716-0000001"})
    sun.refresh_from_db()
    assert (sun.single_keys, sun.desk_phone) == (False, "0716-0000001")
    assert 'data-single-keys="off"' in client.get("/help/").content.decode()


def test_profile_cannot_change_the_role(client: Client, sun: User) -> None:
    client.post("/me/", {"desk_phone": "", "single_keys": "on", "role": "head", "name": "别人"})
    sun.refresh_from_db()
    assert (sun.role, sun.name) == ("clerk", "孙笔录")


def test_too_long_phone_keeps_what_was_typed(client: Client, sun: User) -> None:
    page = client.post("/me/", {"desk_phone": "0716-0000000-0000000000"}).content.decode()
    assert "最多 20 个字，现在有 23 个。" in page
    assert 'value="0716-0000000-0000000000"' in page
    assert 'href="#id_desk_phone"' in page


def change(client: Client, current: str, new: str, again: str) -> str:
    return client.post("/me/password/", {"current": current, "new": new, "again": again}, follow=True).content.decode()


def test_password_changes_and_the_session_stays(client: Client, sun: User) -> None:
    page = change(client, PASSWORD, "yi-ge-xin-mi-ma", "yi-ge-xin-mi-ma")
    assert "密码已改" in page
    sun.refresh_from_db()
    assert sun.check_password("yi-ge-xin-mi-ma")
    assert AuditEntry.objects.filter(chain=f"user:{sun.pk}", verb="change_password").count() == 1
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("current", "new", "again", "words"),
    [
        ("wrong", "yi-ge-xin-mi-ma", "yi-ge-xin-mi-ma", "与现在的密码不符"),
        (PASSWORD, "yi-ge-xin-mi-ma", "yi-ge-xin-mi-mo", "两遍新密码不一样"),
        (PASSWORD, "duan", "duan", "密码"),
        (PASSWORD, "", "", "请填新密码。"),
    ],
)
def test_password_stays_when_something_is_wrong(
    client: Client, sun: User, current: str, new: str, again: str, words: str
) -> None:
    assert words in change(client, current, new, again)
    sun.refresh_from_db()
    assert sun.check_password(PASSWORD)


def test_printing_leaves_a_trace(client: Client, sun: User) -> None:
    assert client.post("/printed/", {"page": "/cases/17/"}).status_code == 204
    assert AuditEntry.objects.get(verb="print_page").facts == {"page": "/cases/17/"}
