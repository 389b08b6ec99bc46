"""Every address of the project is guarded, the ones of tomorrow included: the routes are read from the resolver."""

from collections.abc import Mapping

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.actions import attachments
from cases.models import Case
from cases.states import State
from cases.views.acts import ACTS as PAGES
from cases.views.calculators import CALCULATORS
from documents.models import Attachment, Paper
from jianli_mediation.core.roles import ADMINISTRATORS
from tests.architecture.routes import Route, all_routes
from tests.build import Walk
from tests.cast import PEOPLE, Cast, make_cast
from tests.scan_files import looked_at

# What anybody may open without signing in.
PUBLIC = {
    "documents:verify",
    "core:login",
    "core:logout",
    "core:session",
    "healthz",
    "metrics",  # for whoever asks from this machine, or shows the monitor's token
    "readyz",
    "cases:handover_schema",
    "cases:ack_schema",
    "cases:screen",
    # the party's page: behind a code of its own (tests/cases/test_party_page.py)
    "cases:enter",
    "cases:matter",
    "cases:say",
    "cases:slip",
    "cases:leave_matter",
}
METHODS = ("get", "post")
ROUTES = all_routes()
OF_A_CASE = [route for route in ROUTES if route.of_a_case]
ADMINISTRATOR_NAMES = [username for username, _, role in PEOPLE if role in ADMINISTRATORS]
# A parameter that takes a word is tried with each of these.
WORDS = {
    "verb": [verb.path for verb in PAGES],
    "field": ["phone"],
    "kind": ["filing"],
    "key": ["new"],
    "code": ["T_URGE"],
    "month": ["2024-04"],
    "indicator": ["m01"],
    "check": ["debtor_phone"],
    "listing": ["cases"],
    "token": ["1:x:y"],
}
FEWER_WORDS = {
    "cases:set_target": {"indicator": ["m07"]},
    "cases:check": {"verb": ["conclude", "amend"]},
    "cases:calculator": {"key": list(CALCULATORS)},
    "cases:calculator_result": {"key": list(CALCULATORS)},
}
NOWHERE = 10**9
SCAN = attachments.ScanInput(scan=looked_at(), kind="payment", title="转账回单")


def named(route: Route) -> str:
    return route.name or route.pattern or "/"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def performing(cast: Cast) -> Case:
    """A case of 和解员李 that has one of everything a route may ask for."""
    walk = Walk(cast).to(State.PERFORMING)
    walk.do(attachments.attach, "shu", "2023-06-01", given=SCAN)
    return walk.case


def values_of(case: Case) -> dict[str, object]:
    """What stands for each number in an address. A new kind of number is added here, so that it is really tried."""
    paper = Paper.objects.get(owner_key=f"case:{case.pk}", form="D14")
    party = case.parties.get(role="respondent")
    return {
        "pk": case.pk,
        "case_id": case.pk,
        "party_id": party.pk,
        "paper_id": paper.pk,
        "document_id": paper.pk,
        "attachment_id": Attachment.objects.get(owner_key=f"case:{case.pk}").pk,
        "mediator_id": case.attempts.get().mediator_id,
    }


def addresses(route: Route, values: Mapping[str, object]) -> list[str]:
    found = [dict(values)]
    words = WORDS | FEWER_WORDS.get(route.name, {})
    for name in route.parameters:
        found = [one | {name: word} for one in found for word in words.get(name, [one.get(name)])]
    assert all(one[name] is not None for one in found for name in route.parameters), f"no sample for {route.pattern}"
    return [route.address(one) for one in found]


def ask(client: Client, method: str, address: str, route: Route) -> HttpResponse:
    extra = {"content_type": "application/json", "data": "{}"} if route.is_api and method == "post" else {}
    return getattr(client, method)(address, **extra)


def is_shut(response: HttpResponse, route: Route) -> bool:
    if route.is_api:
        return response.status_code == 401 and response["Content-Type"].startswith("application/problem+json")
    return response.status_code == 302 and response["Location"].startswith(reverse("core:login"))


@pytest.mark.parametrize("route", [route for route in ROUTES if route.name not in PUBLIC], ids=named)
def test_a_stranger_is_sent_to_sign_in(route: Route, db: None) -> None:
    sample = {name: 1 for each in ROUTES for name in each.parameters}
    for address in addresses(route, sample):
        answers = {method: ask(Client(), method, address, route) for method in METHODS}
        asked = [answer for answer in answers.values() if answer.status_code != 405]
        assert asked, f"{address} takes neither GET nor POST"
        for answer in asked:
            assert is_shut(answer, route), f"{address}: {answer.status_code}"


def test_what_is_public_is_still_there() -> None:
    assert {route.name for route in ROUTES} >= PUBLIC


@pytest.fixture
def foreign(performing: Case) -> Mapping[str, object]:
    return values_of(performing)


def trials(values: Mapping[str, object]) -> list[tuple[str, str, Route]]:
    """Every address of a case with every method."""
    return [
        (method, address, route) for route in OF_A_CASE for address in addresses(route, values) for method in METHODS
    ]


def test_a_foreign_case_is_not_there(cast: Cast, foreign: Mapping[str, object]) -> None:
    """For a mediator it was never given to, and for every administrator: its pages, its acts, its parts, its routes.

    An API's body that is wrong in itself may be told so first, but only as for a case that does not exist.
    """
    before = Case.objects.values().get(pk=foreign["pk"])
    nowhere = dict(foreign) | {"pk": NOWHERE, "case_id": NOWHERE}
    seen = {}
    for username in ("zhao", "sun", *ADMINISTRATOR_NAMES):
        client = Client()
        client.force_login(getattr(cast, username))
        for (method, address, route), (_, no_address, _) in zip(trials(foreign), trials(nowhere), strict=True):
            answer = ask(client, method, address, route)
            if answer.status_code in (404, 405):
                continue
            none_such = ask(client, method, no_address, route)
            malformed = route.is_api and answer.status_code == 400 and answer.content == none_such.content
            if not malformed:
                seen[f"{username} {method.upper()} {address}"] = answer.status_code
    assert seen == {}
    assert Case.objects.values().get(pk=foreign["pk"]) == before


def test_the_head_of_the_centre_finds_it(cast: Cast, foreign: Mapping[str, object]) -> None:
    """So that the 404 above is a shut door, and not an address that leads nowhere."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.qian)
    answers: dict[str, set[int]] = {}
    for method, address, route in trials(foreign):
        answers.setdefault(address, set()).add(ask(client, method, address, route).status_code)
    lost = {address: found for address, found in answers.items() if found & {404, 500} or found == {405}}
    assert lost == {}
