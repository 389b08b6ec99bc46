"""Accounts and the roster of a real court, from the command line."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from jianli_mediation.core.models import AuditEntry, User
from mediators.models import Mediator

GOOD = "he-jie-yuan-2026"


def create(username: str, role: str, monkeypatch: pytest.MonkeyPatch, password: str = GOOD) -> None:
    monkeypatch.setattr("builtins.input", lambda: password)
    call_command(
        "create_staff",
        username,
        staff_no=f"T-{username}",
        name="某某",
        role=role,
        password_stdin=True,
        stdout=StringIO(),
    )


def add(username: str, **options: Any) -> str:
    out = StringIO()
    call_command("add_mediator", username, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_court_mediator_joins_the_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    create("li", "mediator", monkeypatch)
    assert "已列入名册" in add("li", room="2 号和解室")
    assert str(Mediator.objects.get().room) == "2 号和解室"
    assert User.objects.get().check_password("he-jie-yuan-2026")
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"create_account", "join_roster"}


@pytest.mark.django_db
def test_an_outsider_needs_a_supervisor(monkeypatch: pytest.MonkeyPatch) -> None:
    create("sun", "outside_mediator", monkeypatch)
    create("zhou", "judge", monkeypatch)
    with pytest.raises(CommandError, match="指导法官"):
        add("sun", kind="people")
    add("sun", kind="people", supervisor="zhou")
    assert Mediator.objects.get().supervisor == User.objects.get(username="zhou")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "options", "message"),
    [
        ("clerk", {}, "不是和解员"),
        ("mediator", {"kind": "people"}, "要用岗位是特邀和解员的账号"),
        ("mediator", {"organisation": "无名"}, "没有组织 无名"),
        ("mediator", {"capacity": 0}, "至少 1 件"),
        ("mediator", {"kind": "court", "supervisor": "nobody"}, "没有账号"),
    ],
)
def test_what_does_not_fit_is_told(
    role: str, options: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    create("ren", role, monkeypatch)
    with pytest.raises(CommandError, match=message):
        add("ren", **options)
    assert not Mediator.objects.exists()


@pytest.mark.django_db
def test_nobody_joins_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    create("li", "mediator", monkeypatch)
    add("li")
    with pytest.raises(CommandError):
        add("li")


@pytest.mark.django_db
def test_a_weak_password_makes_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError):
        create("li", "mediator", monkeypatch, password="1234567890")
    assert not User.objects.exists()
