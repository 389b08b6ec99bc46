"""接口客户端 as pages: who may look, who may keep them; the token is shown once and kept nowhere."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from cases.states import State
from cases.views.clients import KEEPERS, READERS
from jianli_mediation.core import clock
from jianli_mediation.core.clients import create_client
from jianli_mediation.core.models import ApiCall, ApiClient, AuditEntry, SubmissionToken
from tests.build import Walk
from tests.cast import PEOPLE, Cast, make_cast

TOKEN = re.compile(r"jl_[\w-]{40,}")
NEW = {
    "name": "统计屏",
    "scopes": ["cases:read", "statistics:read"],
    "per_minute": "30",
    "addresses": "10.1.2.0/24\n::1",
}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, name))
    return client


@pytest.fixture
def keeper(cast: Cast) -> Client:
    return browser(cast, "xi")


@pytest.fixture
def client(cast: Cast) -> ApiClient:
    return create_client(name="指挥中心", scopes=["cases:read"], now=clock.now())[0]


def call(client: ApiClient, status: int = 200, **more: object) -> ApiCall:
    about = {"method": "GET", "route": "/api/v1/cases/", "address": "10.0.0.1", "at": clock.now(), "status": status}
    return ApiCall.objects.create(client=client, **about, **more)


@pytest.mark.parametrize(("name", "role"), [(name, role) for name, _, role in PEOPLE])
def test_administrators_look_and_the_system_administrator_keeps(
    name: str, role: str, cast: Cast, client: ApiClient
) -> None:
    asker = browser(cast, name)
    for path in ("/clients/", f"/clients/{client.pk}/", "/clients/calls/"):
        assert asker.get(path).status_code == (200 if role in READERS else 403), path
    for act in ("clients/new", *(f"clients/{client.pk}/{each}" for each in ("rotate", "change", "revoke"))):
        assert asker.get(f"/{act}/").status_code == (200 if role in KEEPERS else 403), act
    if role not in KEEPERS:
        assert asker.post(f"/clients/{client.pk}/revoke/").status_code == 403
        assert ApiClient.objects.get().revoked_at is None


def test_a_token_is_shown_once_and_kept_in_no_cache(keeper: Client, cast: Cast) -> None:
    once = {"submission_token": "6f0f5d80-8f51-4e1c-9a0c-0a8e86a6d5a1"}
    shown = keeper.post("/clients/new/", NEW | once)
    (token,) = TOKEN.findall(shown.content.decode())
    assert "no-store" in shown["Cache-Control"]
    row = ApiClient.objects.get()
    assert (row.scopes, row.addresses, row.per_minute) == (
        ["cases:read", "statistics:read"],
        ["10.1.2.0/24", "::1"],
        30,
    )
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/schema/", headers=headers, REMOTE_ADDR="10.1.2.9").status_code == 200
    again = keeper.post("/clients/new/", NEW | once, follow=True)
    assert "令牌只显示一次" in again.content.decode()
    assert not TOKEN.search(again.content.decode())
    assert ApiClient.objects.count() == 1
    assert token not in str(list(AuditEntry.objects.values())) + str(list(SubmissionToken.objects.values()))
    assert AuditEntry.objects.get(verb="create_api_client").actor == cast.xi


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"addresses": "10.1.2.0/24 10.0.0.300"}, "addresses", "“10.0.0.300”不是地址或网段"),
        ({"addresses": "10.1.2.3/24"}, "addresses", "“10.1.2.3/24”不是地址或网段"),
        ({"addresses": "\n".join(f"10.0.0.{n}" for n in range(51))}, "addresses", "最多 50 个"),
        ({"per_minute": "0"}, "per_minute", "不能小于 1"),
        ({"last_day": "2020-01-01"}, "last_day", "这一天已经过去"),
        ({"scopes": ["cases:all"]}, "scopes", "不在可选的里面"),
        ({"scopes": []}, "scopes", "请选权限"),
        ({"name": "指挥中心"}, "name", "这个名称已经用过"),
    ],
)
def test_what_cannot_be_stands_at_its_field(
    typed: dict[str, object], field: str, words: str, keeper: Client, client: ApiClient
) -> None:
    answer = keeper.post("/clients/new/", NEW | typed)
    assert answer.status_code == 400
    assert words in " ".join(answer.context["form"].errors[field])
    assert escape(str((NEW | typed)["name"])) in answer.content.decode()
    assert ApiClient.objects.count() == 1


def test_a_new_token_leaves_the_old_one_its_time(keeper: Client, client: ApiClient) -> None:
    before = client.token_hash
    shown = keeper.post(f"/clients/{client.pk}/rotate/", {"overlap": "1"})
    assert TOKEN.search(shown.content.decode())
    client = ApiClient.objects.get()
    assert client.previous_hash == before != client.token_hash
    assert client.rotated_at is not None
    assert client.previous_until is not None
    assert (client.previous_until - client.rotated_at).total_seconds() == 3600
    assert "旧令牌到" in keeper.get(f"/clients/{client.pk}/").content.decode()
    assert keeper.post(f"/clients/{client.pk}/rotate/", {"overlap": "5"}).status_code == 400


def test_limits_are_changed_and_the_trail_names_who(keeper: Client, cast: Cast, client: ApiClient) -> None:
    today = clock.today()
    typed = {"last_day": f"{today}", "per_minute": "7", "addresses": "10.0.0.1"}
    page = keeper.post(f"/clients/{client.pk}/change/", typed, follow=True).content.decode()
    client = ApiClient.objects.get()
    assert client.expires_at is not None
    assert (client.per_minute, client.addresses, clock.local_date(client.expires_at)) == (7, ["10.0.0.1"], today)
    assert "改到期、来源地址、每分钟次数" in page
    assert AuditEntry.objects.get(verb="change_api_client").actor == cast.xi
    assert keeper.get(f"/clients/{client.pk}/change/").context["form"].initial["addresses"] == "10.0.0.1"


def test_whoever_is_ended_stays_readable_and_nothing_more(keeper: Client, client: ApiClient) -> None:
    keeper.post(f"/clients/{client.pk}/revoke/")
    page = keeper.get(f"/clients/{client.pk}/").content.decode()
    assert "已停用" in page
    assert "换令牌</a>" not in page
    for act in ("rotate", "change", "revoke"):
        assert keeper.get(f"/clients/{client.pk}/{act}/").status_code == 404
    assert "已停用" in keeper.get("/clients/").content.decode()


def test_the_list_counts_the_calls_of_today(keeper: Client, client: ApiClient) -> None:
    ApiCall.objects.create(client=client, at=clock.now() - timedelta(days=1), method="GET", route="/", status=500)
    call(client)
    call(client, 403, code="scope_missing")
    (used, standing), *_ = keeper.get("/clients/").context["rows"]
    assert (used.calls, used.refused, standing) == (2, 1, "lives")
    assert used.last_at is not None


def test_calls_are_chosen_and_turned_by_place(keeper: Client, client: ApiClient) -> None:
    rows = [call(client, 403 if number % 2 else 200, reveals=number == 4) for number in range(120)]
    address = f"/clients/{client.pk}/"

    def ids(query: str) -> list[int]:
        return [shown.call.pk for shown in keeper.get(address + query).context["calls"]]

    newest_first = [row.pk for row in reversed(rows)]
    first = keeper.get(address).context["pager"]
    assert ids("") == newest_first[:50]
    assert (first.previous_url, bool(first.next_url)) == ("", True)
    second = keeper.get(address + first.next_url).context["pager"]
    assert ids(first.next_url) == newest_first[50:100]
    assert ids(second.next_url) == newest_first[100:]
    assert keeper.get(address + second.next_url).context["pager"].next_url == ""
    assert ids(second.previous_url) == newest_first[:50]
    assert ids("?which=refused") == [row.pk for row in reversed(rows) if row.status == 403][:50]
    assert ids("?which=reveals") == [rows[4].pk]
    assert ids("?which=nonsense") == ids("?older=x") == newest_first[:50]


def test_a_case_shows_which_machines_read_it(cast: Cast, client: ApiClient) -> None:
    case = Walk(cast).to(State.MEDIATION).case
    call(client, case_id=case.pk, reveals=True, actor=cast.li)
    call(client)
    auditor = browser(cast, "shen")
    page = auditor.get("/clients/calls/", {"case_no": case.case_no})
    assert [(shown.case_no, shown.call.actor) for shown in page.context["calls"]] == [(case.case_no, cast.li)]
    assert case.parties.get(role="respondent").name not in page.content.decode()
    assert "没有“无此案”" in auditor.get("/clients/calls/", {"case_no": "无此案"}).content.decode()


def test_the_pages_ask_as_much_for_many_calls_as_for_few(
    keeper: Client, client: ApiClient, django_assert_max_num_queries: object
) -> None:
    for number in range(60):
        call(client, case_id=number + 1)
    for path in ("/clients/", f"/clients/{client.pk}/"):
        with django_assert_max_num_queries(10):  # type: ignore[operator]
            keeper.get(path)
