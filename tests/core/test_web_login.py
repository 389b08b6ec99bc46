"""The door: password, lock, demonstration, leaving, coming back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from jianli_mediation.core.context import shell
from jianli_mediation.core.models import AuditEntry, Draft, User
from jianli_mediation.core.roles import Role
from tests.core.people import PASSWORD, account

pytestmark = pytest.mark.django_db

MORNING = datetime(2023, 9, 26, 1, 0, tzinfo=UTC)  # nine o'clock in the court


@pytest.fixture
def sun() -> User:
    return account("sunbilu", "孙笔录")


def verbs(user: User) -> list[str]:
    return list(AuditEntry.objects.filter(chain=f"user:{user.pk}").order_by("seq").values_list("verb", flat=True))


def enter(client: Client, password: str = PASSWORD, **more: str):
    return client.post("/login/", {"username": "sunbilu", "password": password, **more})


def test_page_has_labels_and_no_nav(client: Client) -> None:
    page = client.get("/login/").content.decode()
    assert '<label for="id_username">账号</label>' in page
    assert 'autocomplete="current-password"' in page
    assert 'class="nav"' not in page


def test_right_password_opens_a_session_and_is_audited(client: Client, sun: User) -> None:
    answer = enter(client)
    assert answer.status_code == 302
    assert client.get("/me/").status_code == 200
    assert verbs(sun) == ["log_in"]
    assert AuditEntry.objects.get(verb="log_in").facts["how"] == "password"


def test_next_is_followed_inside_only(client: Client, sun: User) -> None:
    assert enter(client, next="/me/").headers["Location"] == "/me/"
    client.post("/logout/")
    assert enter(client, next="https://elsewhere.example/").headers["Location"] == reverse(shell.home or "core:help")


def test_wrong_password_says_how_many_tries_are_left(client: Client, sun: User) -> None:
    answer = enter(client, "wrong")
    page = answer.content.decode()
    assert "账号或密码不对，还可以再试 4 次。" in page
    assert 'value="sunbilu"' in page
    assert 'aria-invalid="true"' in page
    assert verbs(sun) == ["log_in_failed"]
    assert "还可以再试 3 次" in enter(client, "wrong").content.decode()


def test_unknown_account_reads_the_same_and_its_name_is_not_kept(client: Client) -> None:
    page = client.post("/login/", {"username": "MySecretPassw0rd", "password": "x"}).content.decode()
    assert "账号或密码不对，还可以再试 4 次。" in page
    entry = AuditEntry.objects.get(chain="unknown-accounts")
    assert "MySecretPassw0rd" not in entry.payload
    assert entry.facts["name_hash"]


def test_switched_off_account_stays_outside(client: Client) -> None:
    account("sunbilu", "孙笔录", is_active=False)
    assert "账号或密码不对" in enter(client).content.decode()


def test_empty_fields_are_asked_for_by_name(client: Client) -> None:
    page = client.post("/login/", {"username": "", "password": ""}).content.decode()
    assert "请填账号。" in page
    assert "请填密码。" in page


def test_five_failures_lock_for_a_quarter_of_an_hour(client: Client, sun: User) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        for _ in range(4):
            assert enter(client, "wrong").status_code == 200
        locked = enter(client, "wrong")
        assert locked.status_code == 429
        assert "账号已锁定 15 分钟" in locked.content.decode()
        clock.shift(timedelta(minutes=14))
        assert enter(client).status_code == 429
        clock.shift(timedelta(minutes=17))
        assert enter(client).status_code == 302


def test_demo_panel_shows_people_in_the_order_of_the_roles(client: Client) -> None:
    account("zheng", "郑局长", Role.DIRECTOR, is_demo=True)
    account("wang", "王窗口", Role.WINDOW, is_demo=True)
    account("real", "真实的人", Role.CLERK)
    page = client.get("/login/").content.decode()
    assert page.index("王窗口") < page.index("郑局长")
    assert "真实的人" not in page


def test_demo_login_needs_no_password(client: Client) -> None:
    wang = account("wang", "王窗口", Role.WINDOW, is_demo=True)
    assert client.post("/login/", {"as": "wang"}).status_code == 302
    assert "王窗口" in client.get("/me/").content.decode()
    assert verbs(wang) == ["log_in"]


def test_demo_login_only_for_demo_accounts(client: Client, sun: User) -> None:
    assert client.post("/login/", {"as": "sunbilu"}).status_code == 404
    assert client.get("/me/").status_code == 302


def test_no_demo_login_in_production(client: Client, settings) -> None:
    settings.PRODUCTION = True
    account("wang", "王窗口", Role.WINDOW, is_demo=True)
    page = client.get("/login/").content.decode()
    assert "演示" not in page
    assert "王窗口" not in page
    assert client.post("/login/", {"as": "wang"}).status_code == 404
    assert client.get("/me/").status_code == 302


def test_logout_is_a_post_and_audited(client: Client, sun: User) -> None:
    enter(client)
    assert client.get("/logout/").status_code == 405
    assert client.get("/me/").status_code == 200
    assert client.post("/logout/").headers["Location"] == "/login/"
    assert client.get("/me/").headers["Location"] == "/login/?next=/me/"
    assert verbs(sun) == ["log_in", "log_out"]


def test_half_an_hour_away_ends_the_session_and_tells_of_the_draft(client: Client, sun: User) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        enter(client)
        Draft.objects.create(user=sun, kind="file-case", key="new", payload="{}", saved_at=MORNING)
        clock.shift(timedelta(minutes=29))
        assert client.get("/me/").status_code == 200
        clock.shift(timedelta(minutes=29))
        assert client.get("/me/").status_code == 200
        clock.shift(timedelta(minutes=31))
        assert client.get("/me/").status_code == 302
        page = client.get("/login/?next=/me/").content.decode()
        assert "离开了 30 分钟，已自动退出" in page
        assert "草稿保存在 09-26 09:00" in page
        assert verbs(sun) == ["log_in", "idle_out"]
        assert enter(client, next="/me/").headers["Location"] == "/me/"
        client.post("/logout/")
        assert "离开了" not in client.get("/login/").content.decode()


def test_asking_whether_the_session_lives_does_not_keep_it_alive(client: Client, sun: User) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        enter(client)
        for _ in range(3):
            clock.shift(timedelta(minutes=9))
            assert client.get("/session/").json()["alive"] is True
        clock.shift(timedelta(minutes=4))
        assert client.get("/session/").json() == {"alive": False, "login": "/login/"}


def test_touching_the_session_keeps_it_alive(client: Client, sun: User) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        enter(client)
        clock.shift(timedelta(minutes=29))
        assert client.post("/session/").json()["alive"] is True
        clock.shift(timedelta(minutes=29))
        assert client.get("/session/").json()["alive"] is True


def test_script_gets_401_and_a_page_gets_the_door(client: Client) -> None:
    assert client.get("/me/").headers["Location"] == "/login/?next=/me/"
    for headers in ({"X-Requested-With": "fetch"}, {"HX-Request": "true"}):
        answer = client.get("/me/", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["login"] == "/login/"


def test_pages_inside_are_not_kept_by_the_browser(client: Client, sun: User) -> None:
    enter(client)
    assert "no-store" in client.get("/me/").headers["Cache-Control"]
