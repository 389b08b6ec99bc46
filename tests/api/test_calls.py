"""Every call of a machine leaves a row; who calls too often waits; who calls from elsewhere is not let in."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.api import views_cases
from cases.models import Case
from cases.states import State
from documents import archive
from documents.models import Paper
from jianli_mediation.core import admission, clock
from jianli_mediation.core.clients import change_client, create_client, revoke_client, rotate_client
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.models import ApiCall, ApiClient, AuditEntry, Throttle
from tests.api.bodies import S1
from tests.api.client import Api, client_with
from tests.build import Walk
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=COURT_TIME)
SECOND = timedelta(seconds=1)
SCHEMA = "/api/v1/schema/"


def called() -> ApiCall:
    """The row of the newest call."""
    return ApiCall.objects.select_related("client", "actor").latest("pk")


def told(row: ApiCall) -> tuple[str, str, int, str]:
    return row.method, row.route, row.status, row.code


def machine(**limits: Any) -> Api:
    _, token = create_client(name="屏", scopes=["cases:read"], now=clock.now(), **limits)
    return Api(token)


# What a call is → what its row says.


def test_a_reading_names_client_person_case_and_trace(api: Api, cast: Cast) -> None:
    case = Walk(cast).to(State.MEDIATION).case_id
    answer = api.by("li").get(f"cases/{case}/timeline/")
    row = called()
    assert told(row) == ("GET", "/api/v1/cases/{case_id}/timeline/", 200, "")
    assert (row.client.name, row.actor, row.case_id, row.address) == ("指挥中心", cast.li, case, "127.0.0.1")
    assert (row.reveals, row.trace) == (False, answer["X-Request-Id"])


def test_a_machine_that_names_nobody_calls_for_nobody(api: Api, cast: Cast) -> None:
    api.get("cases/")
    assert (called().actor, called().case_id) == (None, None)


def test_filing_is_about_the_case_it_made(api: Api, cast: Cast) -> None:
    case = api.by("wang").post("cases/", S1).json()["id"]
    assert (told(called()), called().case_id) == (("POST", "/api/v1/cases/", 201, ""), case)


def test_every_refusal_leaves_its_row(api: Api, cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    case = walk.case_id
    reader = client_with("statistics:read", name="统计屏")
    refusals = [
        (lambda: reader.get(f"cases/{case}/"), 403, "scope_missing", case),
        (lambda: api.by("zhao").get(f"cases/{case}/"), 404, "not_found", case),
        (lambda: api.by("cai").act(case, "fail", 403, result_code="22"), 403, "role_forbidden", case),
        (lambda: api.by("li").act(case, "settle-in-full", 409), 409, "refused", case),
        (lambda: api.by("li").act(case, "fail", 409, result_code="22", version=1), 409, "stale_version", case),
        (lambda: api.by("nobody").get("cases/"), 400, "acting_user_unknown", None),
        (lambda: api.get("cases/", colour="red"), 400, "unknown_parameter", None),
        (lambda: api.get("nowhere/"), 404, "not_found", None),
        (lambda: api.get("cases/999999999999999999999/"), 404, "not_found", None),
    ]
    for call, status, code, about in refusals:
        call()
        row = called()
        assert (row.status, row.code, row.case_id) == (status, code, about), code
    assert ApiCall.objects.count() == len(refusals)


def test_who_is_unknown_leaves_no_row(db: None) -> None:
    Api("jl_nothing").get("cases/")
    Api().get("cases/")
    assert not ApiCall.objects.exists()


def test_a_person_at_a_browser_leaves_no_row_of_a_machine(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.wang)
    assert browser.get("/api/v1/cases/").status_code == 200
    assert not ApiCall.objects.exists()


def test_a_fault_of_ours_leaves_its_row(api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(views_cases, "find_cases", broken)
    api.client.raise_request_exception = False
    headers = {"Authorization": f"Bearer {api.token}"}
    assert api.client.get("/api/v1/cases/", headers=headers).status_code == 500
    assert told(called()) == ("GET", "/api/v1/cases/", 500, "server_error")


def test_what_an_act_undid_does_not_undo_its_row(api: Api, cast: Cast) -> None:
    """A refusal under a key rolls the act back inside the key's transaction; the row is written behind it."""
    case = Walk(cast).to(State.MEDIATION).case_id
    before = Case.objects.values().get(pk=case)
    for _ in range(2):
        api.by("li").post(f"cases/{case}/settle-in-full/", {}, {"Idempotency-Key": "k"})
    rows = ApiCall.objects.values_list("status", "code")
    assert list(rows) == [(409, "refused")] * 2
    assert Case.objects.values().get(pk=case) == before


# Numbers in full.


def test_numbers_in_full_are_marked_and_stand_in_the_cases_trail(cast: Cast) -> None:
    case = Walk(cast).file().case_id
    reader = client_with("cases:read", "pii:read", name="送达系统").by("qian")
    first = reader.get(f"cases/{case}/", {"X-Audit-Reason": "%E9%80%81%E8%BE%BE"})
    assert called().reveals
    entry = AuditEntry.objects.get(case_id=case, verb="api_pii_read")
    assert (entry.client, entry.actor, entry.reason) == ("送达系统", cast.qian, "送达")
    for path in (f"cases/{case}/timeline/", "cases/"):
        reader.get(path)
        assert not called().reveals, path
    assert reader.get(f"cases/{case}/", {"If-None-Match": first["ETag"]}).status_code == 304
    assert (called().status, called().reveals) == (304, False)
    assert AuditEntry.objects.filter(verb="api_pii_read").count() == 1


def test_an_answer_given_again_shows_what_the_first_one_showed(cast: Cast) -> None:
    filer = client_with("cases:write", "pii:read", name="送达系统").by("wang")
    answers = [filer.post("cases/", S1, {"Idempotency-Key": "k"}) for _ in range(2)]
    assert "Idempotency-Replayed" in answers[1]
    assert list(ApiCall.objects.values_list("reveals", flat=True)) == [True, True]
    read = AuditEntry.objects.filter(verb="api_pii_read").order_by("pk")
    assert [entry.facts.get("replayed", False) for entry in read] == [False, True]
    assert {entry.client for entry in read} == {"送达系统"}


def test_an_answer_with_numbers_is_not_given_again_to_who_may_no_longer_read_them(cast: Cast) -> None:
    filer = client_with("cases:write", "pii:read", name="送达系统").by("wang")
    filer.post("cases/", S1, {"Idempotency-Key": "k"})
    ApiClient.objects.update(scopes=["cases:write"])
    again = filer.post("cases/", S1, {"Idempotency-Key": "k"})
    assert (again.status_code, again.json()["code"]) == (403, "scope_missing")
    assert "429999198503120017" not in again.content.decode()


def test_without_the_scope_nothing_is_shown_in_full(api: Api, cast: Cast) -> None:
    case = Walk(cast).file().case_id
    api.get(f"cases/{case}/")
    assert not called().reveals


def test_a_paper_shows_numbers_in_full(api: Api, cast: Cast) -> None:
    case = Walk(cast).to(State.PERFORMING).case_id
    paper = Paper.objects.get(owner_key=f"case:{case}", form="D14")
    api.get(f"documents/{paper.pk}/docx/")
    assert (called().case_id, called().reveals) == (case, True)


def test_a_look_at_a_papers_entry_shows_none(api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Walk(cast).to(State.PERFORMING).case_id
    paper = Paper.objects.get(owner_key=f"case:{case}", form="D14")
    monkeypatch.setattr(archive, "pdf", lambda paper: b"")
    api.get(f"documents/{paper.pk}/")
    assert (called().case_id, called().reveals) == (case, False)


# Where from.

FROM = {
    "one address": (["10.1.2.3"], "10.1.2.3", True),
    "another": (["10.1.2.3"], "10.1.2.4", False),
    "first of a network": (["10.1.2.0/24"], "10.1.2.0", True),
    "last of a network": (["10.1.2.0/24"], "10.1.2.255", True),
    "behind a network": (["10.1.2.0/24"], "10.1.3.0", False),
    "the second of two": (["192.0.2.0/28", "10.0.0.0/8"], "10.9.9.9", True),
    "v6 address": (["2001:db8::1"], "2001:db8::1", True),
    "v6 in full": (["2001:db8::1"], "2001:0db8:0:0:0:0:0:1", True),
    "v6 of the same /64": (["2001:db8::1"], "2001:db8::2", False),
    "v6 network": (["2001:db8:1::/48"], "2001:db8:1:ffff::9", True),
    "behind a v6 network": (["2001:db8:1::/48"], "2001:db8:2::", False),
    "v4 inside v6": (["10.1.2.0/24"], "::ffff:10.1.2.3", True),
    "v4 against v6": (["::/0"], "10.1.2.3", False),
    "nowhere": (["10.1.2.3"], "", False),
    "anywhere": ([], "", True),
}


@pytest.mark.parametrize("name", FROM)
def test_a_machine_calls_from_where_it_may(name: str, db: None) -> None:
    addresses, remote, good = FROM[name]
    api = machine(addresses=addresses)
    headers = {"Authorization": f"Bearer {api.token}"}
    answer = api.client.get(SCHEMA, headers=headers, REMOTE_ADDR=remote)
    assert answer.status_code == (200 if good else 403)
    if not good:
        assert answer.json()["code"] == called().code == "address_not_allowed"
        assert "addresses" not in answer.json()["detail"]


@pytest.mark.parametrize(
    ("proxied", "forwarded", "status"),
    [
        (False, "10.1.2.3", 403),
        (True, "10.1.2.3", 200),
        (True, "10.1.2.3, 6.6.6.6", 403),
        (True, "6.6.6.6, 10.1.2.3", 200),
        (True, "10.1.2.3, nonsense", 403),
        (True, "", 403),
    ],
)
def test_a_forged_proxy_header_opens_nothing(
    proxied: bool, forwarded: str, status: int, db: None, settings: Any
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxied else None
    api = machine(addresses=["10.1.2.3"])
    headers = {"Authorization": f"Bearer {api.token}", **({"X-Forwarded-For": forwarded} if forwarded else {})}
    assert api.client.get(SCHEMA, headers=headers, REMOTE_ADDR="6.6.6.6").status_code == status


# How often.


def test_the_limit_is_exact_and_over_after_a_minute(db: None) -> None:
    with time_machine.travel(NOW, tick=False) as travel:
        api = machine(per_minute=3)
        assert [api.get("schema/").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
        travel.shift(59 * SECOND)
        late = api.get("schema/")
        assert (late.status_code, late["Retry-After"]) == (429, "1")
        assert (late["Content-Type"], late.json()["code"]) == ("application/problem+json", "too_many_requests")
        travel.shift(SECOND)
        assert api.get("schema/").status_code == 200
    assert [row.status for row in ApiCall.objects.order_by("pk")] == [200, 200, 200, 429, 429, 429, 200]


def test_each_machine_has_a_count_of_its_own(db: None) -> None:
    first = machine(per_minute=1)
    second = client_with("cases:read", name="另一个")
    assert [first.get("schema/").status_code for _ in range(2)] == [200, 429]
    assert second.get("schema/").status_code == 200


def test_whoever_tries_tokens_is_stopped_and_a_right_one_does_not_help_then(db: None) -> None:
    with time_machine.travel(NOW, tick=False) as travel:
        api, wrong = machine(), Api("jl_nothing")
        assert {wrong.get("cases/").status_code for _ in range(admission.GUESSES)} == {401}
        stopped = wrong.get("cases/")
        assert (stopped.status_code, stopped["Retry-After"]) == (429, "60")
        assert api.get("cases/").status_code == 429
        elsewhere = api.client.get(SCHEMA, headers={"Authorization": f"Bearer {api.token}"}, REMOTE_ADDR="10.0.0.9")
        assert elsewhere.status_code == 200
        travel.shift(60 * SECOND)
        assert api.get("cases/").status_code == 200


def test_a_stolen_token_from_elsewhere_uses_up_nothing_of_the_owners(db: None) -> None:
    api = machine(per_minute=1, addresses=["10.1.2.3"])
    headers = {"Authorization": f"Bearer {api.token}"}
    assert api.client.get(SCHEMA, headers=headers, REMOTE_ADDR="6.6.6.6").status_code == 403
    assert api.client.get(SCHEMA, headers=headers, REMOTE_ADDR="10.1.2.3").status_code == 200


def test_strangers_and_people_are_counted_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "STRANGERS", 2)
    monkeypatch.setattr(admission, "PERSON", 3)
    assert [Api().get("cases/").status_code for _ in range(3)] == [401, 401, 429]
    browser = Client()
    browser.force_login(cast.wang)
    assert [browser.get("/api/v1/cases/").status_code for _ in range(4)] == [200, 200, 200, 429]
    other = Client()
    other.force_login(cast.li)
    assert other.get("/api/v1/cases/").status_code == 200
    assert not [row.key for row in Throttle.objects.all() if "127.0.0.1" in row.key]


def test_a_machines_call_costs_two_statements_beside_its_work(api: Api) -> None:
    api.get("schema/")
    with CaptureQueriesContext(connection) as asked:
        api.get("schema/")
    verbs = [query["sql"].split()[0] for query in asked]
    assert verbs == ["WITH", "INSERT"]


# Until when.


def test_a_client_is_out_at_the_moment_it_expires(db: None) -> None:
    with time_machine.travel(NOW, tick=False) as travel:
        api = machine(expires_at=NOW + 60 * SECOND)
        travel.shift(59 * SECOND)
        assert api.get("cases/").status_code == 200
        travel.shift(SECOND)
        assert api.get("cases/").json()["code"] == "invalid_token"
        assert (called().client.name, called().status, called().code) == ("屏", 401, "invalid_token")


def test_the_old_token_is_good_until_the_overlap_ends(db: None) -> None:
    with time_machine.travel(NOW, tick=False) as travel:
        old = machine()
        _, token = rotate_client(name="屏", now=clock.now(), overlap=timedelta(hours=1))
        new = Api(token)
        assert [each.get("cases/").status_code for each in (old, new)] == [200, 200]
        travel.shift(timedelta(hours=1) - SECOND)
        assert [each.get("cases/").status_code for each in (old, new)] == [200, 200]
        travel.shift(SECOND)
        assert [each.get("cases/").status_code for each in (old, new)] == [401, 200]
        assert ApiCall.objects.filter(client__name="屏", status=401, code="invalid_token").count() == 1


def test_there_are_never_more_than_two_tokens(db: None) -> None:
    first = machine()
    tokens = [rotate_client(name="屏", now=clock.now())[1] for _ in range(2)]
    answers = [each.get("cases/").status_code for each in (first, *map(Api, tokens))]
    assert answers == [401, 200, 200]
    assert tokens[0] != tokens[1]


def test_a_token_rotated_without_overlap_is_out_at_once(db: None) -> None:
    old = machine()
    rotate_client(name="屏", now=clock.now(), overlap=timedelta(0))
    assert old.get("cases/").status_code == 401


def test_whoever_is_revoked_is_out_with_both_tokens_and_leaves_rows(db: None) -> None:
    old = machine()
    _, token = rotate_client(name="屏", now=clock.now())
    revoke_client(name="屏", now=clock.now())
    assert [each.get("cases/").status_code for each in (old, Api(token))] == [401, 401]
    assert ApiCall.objects.filter(status=401).count() == 2


def test_a_change_is_told_by_what_changed_and_an_empty_one_not_at_all(db: None) -> None:
    machine(per_minute=5)
    limits = {"expires_at": None, "addresses": ["10.0.0.7/32"], "per_minute": 5}
    for _ in range(2):
        change_client(name="屏", now=clock.now(), **limits)
    (entry,) = AuditEntry.objects.filter(verb="change_api_client")
    assert entry.facts == {"from": {"addresses": []}, "to": {"addresses": ["10.0.0.7"]}}
    assert ApiClient.objects.get().addresses == ["10.0.0.7"]
