"""Machines: made and ended from the command line, known by their tokens, bound by their scopes."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from cases.states import State
from jianli_mediation.core import audit, clock
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.models import ApiClient, AuditEntry
from tests.api.client import Api, client_with
from tests.build import Walk
from tests.cast import Cast


def created(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("create_api_client", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_token_is_printed_once_and_only_its_hash_is_kept(db: None) -> None:
    out, err = created("统计屏", "--scopes", "cases:read", "events:read")
    token = out.strip()
    client = ApiClient.objects.get(name="统计屏")
    assert out == f"{token}\n"
    assert token not in err
    assert token not in (client.token_hash, *client.scopes)
    assert (client.scopes, client.expires_at) == (["cases:read", "events:read"], None)
    assert Api(token).get("cases/").status_code == 200
    assert AuditEntry.objects.get(verb="create_api_client").client == "统计屏"
    assert not list(audit.verify())


def test_scopes_may_be_joined_by_commas(db: None) -> None:
    created("屏", "--scopes", "cases:read,calculators")
    assert ApiClient.objects.get().scopes == ["calculators", "cases:read"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("屏", "--scopes", "cases:all"), "unknown scope cases:all"),
        (("", "--scopes", "cases:read"), "NAME"),
        (("屏", "--scopes", "cases:read", "--expires", "soon"), "--expires soon"),
        (("屏", "--scopes", "cases:read", "--expires", "2020-01-01"), "over already"),
        (("屏", "--scopes", "cases:read", "--addresses", "10.1.2.3/24"), "--addresses 10.1.2.3/24"),
        (("屏", "--scopes", "cases:read", "--addresses", *(f"10.0.0.{n}" for n in range(51))), "at most 50"),
        (("屏", "--scopes", "cases:read", "--per-minute", "0"), "--per-minute 0"),
    ],
)
def test_what_cannot_be_made_is_told(arguments: tuple[str, ...], words: str, db: None) -> None:
    with pytest.raises(CommandError, match=words):
        created(*arguments)
    assert not ApiClient.objects.exists()


def test_a_name_is_taken_once(db: None) -> None:
    created("屏", "--scopes", "cases:read")
    with pytest.raises(CommandError, match="already"):
        created("屏", "--scopes", "cases:read")


def test_a_token_ends_with_its_last_day(db: None) -> None:
    out, _ = created("屏", "--scopes", "cases:read", "--expires", "30")
    api = Api(out.strip())
    assert api.get("cases/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        assert api.get("cases/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert api.get("cases/").json()["code"] == "invalid_token"


def test_a_revoked_client_is_out_at_once(db: None) -> None:
    out, _ = created("屏", "--scopes", "cases:read")
    call_command("revoke_api_client", "屏", stdout=StringIO())
    assert Api(out.strip()).get("cases/").json()["code"] == "invalid_token"
    with pytest.raises(CommandError, match="revoked before"):
        call_command("revoke_api_client", "屏", stdout=StringIO())


def test_from_where_and_how_often_are_told_at_once(db: None) -> None:
    created(
        "屏", "--scopes", "cases:read", "--addresses", "10.1.2.0/24,2001:DB8:0::1", "10.1.2.0/24", "--per-minute", "9"
    )
    client = ApiClient.objects.get()
    assert (client.addresses, client.per_minute) == (["10.1.2.0/24", "2001:db8::1"], 9)


def test_a_new_token_is_printed_once_beside_the_end_of_the_old_one(db: None) -> None:
    old, _ = created("屏", "--scopes", "cases:read")
    out, err = StringIO(), StringIO()
    call_command("rotate_api_client", "屏", "--overlap-hours", "2", stdout=out, stderr=err)
    client = ApiClient.objects.get()
    assert client.previous_until is not None
    assert f"{clock.now() + timedelta(hours=2):%Y-%m-%d}" in err.getvalue()
    assert out.getvalue().strip() not in err.getvalue()
    assert [Api(text.strip()).get("cases/").status_code for text in (old, out.getvalue())] == [200, 200]
    with pytest.raises(CommandError, match="from 0 to 720"):
        call_command("rotate_api_client", "屏", "--overlap-hours", "721")
    with pytest.raises(CommandError, match="no such client"):
        call_command("rotate_api_client", "别的")
    assert not list(audit.verify())


def test_the_list_tells_end_use_and_limits(db: None) -> None:
    token, _ = created("屏", "--scopes", "cases:read", "--expires", "2099-12-31", "--addresses", "127.0.0.1")
    created("旧屏", "--scopes", "calculators")
    call_command("revoke_api_client", "旧屏", stdout=StringIO())
    for path in ("cases/", "events/"):
        Api(token.strip()).get(path)
    out = StringIO()
    call_command("list_api_clients", stdout=out)
    living, revoked = out.getvalue().splitlines()
    assert living.split("\t")[:4] == ["屏", "lives", "cases:read", "until 2099-12-31 23:59"]
    assert living.split("\t")[5:] == ["today 2, refused 1", "from 127.0.0.1", "600/min"]
    assert revoked.startswith("旧屏\trevoked\tcalculators\tuntil -\tlast -")


def test_without_credentials_401(db: None) -> None:
    response = Api().get("cases/")
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer", "Basic dXNlcjpwYXNz", "jl_nothing"])
def test_a_wrong_token_is_told_apart_from_none(header: str, db: None) -> None:
    response = Api().get("cases/", headers={"Authorization": header})
    assert (response.status_code, response.json()["code"]) == (401, "invalid_token")


# Route → the scope it asks for. Scopes of routes that come with later issues are granted in vain.
READS = {
    "cases/": Scope.CASES_READ,
    "cases/{id}/": Scope.CASES_READ,
    "cases/{id}/next-steps/": Scope.CASES_READ,
    "cases/{id}/timeline/": Scope.CASES_READ,
    "cases/{id}/clues/": Scope.CASES_READ,
    "cases/{id}/documents/": Scope.DOCUMENTS_READ,
    "documents/1/": Scope.DOCUMENTS_READ,
    "documents/1/content/": Scope.DOCUMENTS_READ,
    "mediators/": Scope.CASES_READ,
    "mediators/{mediator}/": Scope.CASES_READ,
    "organisations/": Scope.CASES_READ,
    "events/": Scope.EVENTS_READ,
}
WRITES = {
    "cases/": Scope.CASES_WRITE,
    "cases/{id}/accept/": Scope.CASES_WRITE,
    "cases/{id}/clues/": Scope.CASES_WRITE,
    "cases/{id}/documents/": Scope.CASES_WRITE,
    "calculators/execution-fee/": Scope.CALCULATORS,
    "calculators/doubled-interest/": Scope.CALCULATORS,
    "calculators/balance/": Scope.CALCULATORS,
    "calculators/deadline/": Scope.CALCULATORS,
    "calculators/instalments/": Scope.CALCULATORS,
    "calculators/simulator/": Scope.CALCULATORS,
}


@pytest.mark.parametrize("scope", list(Scope))
def test_each_route_asks_for_its_scope(scope: Scope, cast: Cast) -> None:
    """Every route × every scope: 403 scope_missing exactly where it is not the one."""
    case = Walk(cast).to(State.MEDIATION).case_id
    api = client_with(scope)
    places = {"id": case, "mediator": cast.mediator("li").pk}
    for path, needed in READS.items():
        assert (api.get(path.format(**places)).status_code == 403) == (scope != needed), path
    for path, needed in WRITES.items():
        response = api.by("wang").post(path.format(**places), {})
        assert (b"scope_missing" in response.content) == (scope != needed), path
    assert api.get("schema/").status_code == 200


def test_a_write_needs_somebody_who_answers_for_it(api: Api, cast: Cast) -> None:
    case = Walk(cast).file().case_id
    response = api.post(f"cases/{case}/accept/", {"consent": {"result": "agreed"}})
    assert (response.status_code, response.json()["code"]) == (400, "acting_user_required")
    assert list(response.json()["errors"]) == ["X-Acting-User"]
    assert api.post("calculators/execution-fee/", {"amount": "1"}).status_code == 200


def test_an_unknown_or_retired_person_answers_for_nothing(api: Api, cast: Cast) -> None:
    assert api.by("nobody").get("cases/").json()["code"] == "acting_user_unknown"
    cast.zhao.is_active = False
    cast.zhao.save()
    assert api.by("zhao").get("cases/").json()["code"] == "acting_user_unknown"


def test_the_person_is_named_by_account_or_staff_number(api: Api, cast: Cast) -> None:
    case = Walk(cast).to(State.MEDIATION).case_id
    assert api.by(cast.li.staff_no).get(f"cases/{case}/").status_code == 200
    assert api.by(cast.zhao.staff_no).get(f"cases/{case}/").status_code == 404


def test_without_a_person_a_machine_reads_as_the_command_centre(api: Api, cast: Cast) -> None:
    case = Walk(cast).to(State.ENFORCEMENT).case_id
    verbs = [step["verb"] for step in api.get(f"cases/{case}/").json()["next_steps"]]
    assert sorted(verbs) == ["acknowledge", "return"]


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.wang)
    return client


def test_a_person_at_a_browser_reads_by_her_session(browser: Client, cast: Cast) -> None:
    case = Walk(cast).file().case_id
    assert browser.get(f"/api/v1/cases/{case}/").json()["parties"][0]["id_number"] == "4299**********0017"


def test_a_change_from_a_browser_needs_the_csrf_token(browser: Client, cast: Cast) -> None:
    case = Walk(cast).file().case_id
    address, body = f"/api/v1/cases/{case}/accept/", {"consent": {"result": "agreed"}}
    refused = browser.post(address, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    token = browser.get("/api/v1/docs/").cookies["csrftoken"].value
    done = browser.post(address, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert (done.status_code, done.json()["state"]) == (200, "mediation")
    assert AuditEntry.objects.get(verb="accept").client == ""


def test_a_person_at_a_browser_acts_as_nobody_else(browser: Client, cast: Cast) -> None:
    response = browser.get("/api/v1/cases/", headers={"X-Acting-User": "qian"})
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
