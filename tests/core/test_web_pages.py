"""The frame of every page, and the pages for what went wrong."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.defaults import bad_request, server_error

from jianli_mediation.core.access import open_to_all, staff, visible_or_404
from jianli_mediation.core.conflicts import conflict_page
from jianli_mediation.core.context import NavEntry, Shell, shell
from jianli_mediation.core.models import AuditEntry, User
from jianli_mediation.core.parts import Difference
from jianli_mediation.core.reveal import reveal
from jianli_mediation.core.roles import Role
from tests.core.people import account

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

handler403 = "jianli_mediation.core.views.forbidden"
handler404 = "jianli_mediation.core.views.not_found"


@staff(Role.HEAD, Role.DIRECTOR)
def for_heads(request: HttpRequest) -> HttpResponse:
    return HttpResponse("里面")


@staff()
def a_case(request: HttpRequest, pk: int) -> HttpResponse:
    visible_or_404(User.objects.all(), pk=pk)
    return HttpResponse("案件")


@staff()
def no_reason(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@open_to_all
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


@staff()
def phone(request: HttpRequest) -> HttpResponse:
    return reveal(
        request, label="手机", masked="139****0031", back_url="/back/", read=lambda reason: f"13900000031 {reason}"
    )


urlpatterns = [
    path("", include("jianli_mediation.core.page_urls")),
    path("t/heads/", for_heads, name="for_heads"),
    path("t/cases/<int:pk>/", a_case, name="a_case"),
    path("t/no-reason/", no_reason),
    path("t/broken/", broken),
    path("t/phone/", phone),
    path("t/worklist/", for_heads, name="worklist"),
]


@pytest.fixture
def sun(client: Client) -> User:
    user = account("sunbilu", "孙笔录")
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in which no chapter has registered anything."""
    for name, value in vars(Shell()).items():
        monkeypatch.setattr(shell, name, value)
    return shell


def test_frame_has_landmarks_skip_link_and_one_h1(client: Client, sun: User) -> None:
    page = client.get("/help/").content.decode()
    assert '<html lang="zh-CN">' in page
    assert page.index('class="skip"') < page.index("<header")
    assert '<nav class="nav" aria-label="主导航">' in page
    assert '<main id="main"' in page
    assert page.count("<h1") == 1
    assert "<b>孙笔录</b> 书记员<span> · 执前和解中心</span>" in page
    assert "打印：孙笔录" in page


def test_nav_is_registered_from_above(client: Client, sun: User, registered: Shell) -> None:
    registered.register(
        entries=[
            NavEntry("我的工作", "worklist", counts_todo=True),
            NavEntry("案件", "core:profile"),
            NavEntry("统计月报", "for_heads", roles=frozenset({Role.HEAD})),
        ],
        find="core:profile",
        home="worklist",
        todo=lambda user: 23,
    )
    page = client.get("/me/").content.decode()
    assert '<a href="/t/worklist/">我的工作 <b aria-label="待办 23 件">23</b></a>' in page
    assert '<a href="/me/" aria-current="page">案件</a>' in page
    assert "统计月报" not in page
    assert page.index("案件</a>") < page.index("帮助</a>")
    assert 'role="search" action="/me/" method="get"' in page
    assert 'class="brand" href="/t/worklist/"' in page


def test_registering_twice_changes_nothing(registered: Shell) -> None:
    for _ in range(2):
        registered.register(entries=[NavEntry("案件", "core:profile")], find="a")
    assert (len(registered.entries), registered.find) == (1, "a")


def test_todo_is_counted_only_where_it_is_shown(client: Client, sun: User, registered: Shell) -> None:
    asked: list[User] = []
    registered.register(
        entries=[NavEntry("我的工作", "worklist", counts_todo=True)], todo=lambda u: asked.append(u) or 1
    )
    client.get("/session/")
    assert asked == []
    client.get("/help/")
    assert asked == [sun]


def test_demo_is_marked_and_production_is_not(client: Client, sun: User, settings) -> None:
    assert "演示数据" in client.get("/help/").content.decode()
    settings.PRODUCTION = True
    assert "演示数据" not in client.get("/help/").content.decode()


def test_policy_forbids_inline_and_foreign(client: Client) -> None:
    policy = client.get("/login/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("url", ["/help/", "/help/handbook/", "/help/components/", "/me/", "/me/password/"])
def test_pages_open(client: Client, sun: User, url: str) -> None:
    assert client.get(url).status_code == 200


def test_gallery_holds_every_part(client: Client, sun: User) -> None:
    page = client.get("/help/components/").content.decode()
    for name in (
        "lamp late",
        "lamp soon",
        "lamp hold",
        "lamp none",
        "why",
        "steps",
        "track",
        "hbar",
        "slip",
        "findings",
    ):
        assert f'class="{name}"' in page
    assert "按选的保存" in page


def test_wrong_role_is_told_who_may(client: Client, sun: User) -> None:
    answer = client.get("/t/heads/")
    assert answer.status_code == 403
    assert "这一页只给中心负责人、执行局长。" in answer.content.decode()
    assert client.get("/t/heads/", headers={"X-Requested-With": "fetch"}).json()["detail"].startswith("这一页只给")


def test_forbidden_without_a_reason_says_something(client: Client, sun: User) -> None:
    assert "这件事不归这个岗位。" in client.get("/t/no-reason/").content.decode()


def test_right_role_enters(client: Client) -> None:
    client.force_login(account("qian", "钱主任", Role.HEAD))
    assert client.get("/t/heads/").content.decode() == "里面"


def test_invisible_and_missing_read_the_same(client: Client, sun: User) -> None:
    answer = client.get("/t/cases/999999/")
    assert answer.status_code == 404
    assert "没有这个案号，或者您看不到它。" in answer.content.decode()
    assert client.get(f"/t/cases/{sun.pk}/").status_code == 200


def test_unknown_address_shows_no_machinery(client: Client, sun: User) -> None:
    page = client.get("/nowhere/").content.decode()
    assert "没有这个地址" in page
    assert "Resolver404" not in page


def test_stranger_sees_the_404_without_nav(client: Client) -> None:
    page = client.get("/nowhere/").content.decode()
    assert "找不到这一页" in page
    assert "主导航" not in page


def test_server_problem_page_stands_without_a_request(client: Client, rf) -> None:
    client.raise_request_exception = False
    answer = client.get("/t/broken/")
    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    page = server_error(rf.get("/")).content.decode()
    assert "没有办成，系统出了问题" in page
    assert 'href="/"' in page


def test_bad_request_page(rf) -> None:
    assert "看不懂这个请求" in bad_request(rf.get("/"), ValueError()).content.decode()


def test_old_form_is_told_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "这一页过期了，没有保存" in answer.content.decode()
    assert "刷新" in client.post("/login/", headers={"X-Requested-With": "fetch"}).json()["detail"]


def test_conflict_page_shows_both_and_carries_the_rest(rf) -> None:
    rows = [Difference("paid_on", "到账日", "2023-07-05", "2023-07-06")]
    answer = conflict_page(
        rf.get("/"), who="孙笔录", at="10:04", differences=rows, back_url="/x/", carried=[("note", "凭证")]
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "孙笔录在 10:04 先改了这一条" in page
    assert '<input type="hidden" name="note" value="凭证">' in page
    assert "2023-07-06" in page


def test_number_is_shown_after_a_reason_without_script(client: Client, sun: User) -> None:
    asked = client.get("/t/phone/").content.decode()
    assert "13900000031" not in asked
    assert "核对身份" in asked
    assert "13900000031 核对身份" in client.post("/t/phone/", {"reason": "核对身份"}).content.decode()


def test_number_is_given_to_a_script_as_data(client: Client, sun: User) -> None:
    script = {"X-Requested-With": "fetch"}
    assert client.post("/t/phone/", {"reason": "送达"}, headers=script).json() == {"value": "13900000031 送达"}
    refused = client.post("/t/phone/", {"reason": ""}, headers=script)
    assert (refused.status_code, refused.json()["detail"]) == (400, "请选为了什么。")
    assert client.post("/t/phone/", {"reason": "好奇"}).status_code == 400


def test_shown_number_is_not_cached(client: Client, sun: User) -> None:
    assert "no-store" in client.post("/t/phone/", {"reason": "送达"}).headers["Cache-Control"]
    assert not AuditEntry.objects.filter(verb="reveal").exists()
