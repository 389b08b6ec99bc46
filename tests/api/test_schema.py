"""The document in git is what the routes say of themselves, is valid, and is served with its page from here alone."""

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import get_resolver
from openapi_spec_validator import OpenAPIV31SpecValidator

from cases.api.acts import BODIES
from cases.api.urls import ACTS, urlpatterns
from cases.api.views_schema import DOCUMENT
from tests.api.client import Api
from tests.api.seen import document


def test_the_document_in_git_is_the_one_generated() -> None:
    """Write it anew with ``manage.py spectacular --file cases/api/openapi.yaml``."""
    out = StringIO()
    call_command("spectacular", stdout=out, stderr=StringIO())
    assert out.getvalue().rstrip("\n") == DOCUMENT.read_text(encoding="utf-8").rstrip("\n")


def test_it_is_valid_openapi_3_1() -> None:
    assert document()["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document()).validate()


def test_every_route_is_in_it_and_nothing_else() -> None:
    patterns = [str(route.pattern) for route in urlpatterns if route.name]
    routes = {"/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern) for pattern in patterns}
    assert set(document()["paths"]) == routes


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for path in document()["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def test_every_operation_tells_its_problems() -> None:
    for path in document()["paths"].values():
        for method, operation in path.items():
            assert {"400", "401", "403"} <= set(operation["responses"])
            assert method in ("get", "delete") or "409" in operation["responses"]


def test_one_route_per_act() -> None:
    assert len({act.verb for act in ACTS}) == len(ACTS)
    assert set(BODIES) >= {act.verb for act in ACTS}


@pytest.mark.parametrize("path", list(document()["paths"]))
def test_every_route_needs_credentials(path: str, db: None) -> None:
    address = re.sub(r"\{\w+\}", "1", path)
    for method in document()["paths"][path]:
        response = getattr(Api(), method)(address)
        assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


def test_it_is_served_as_it_is(api: Api) -> None:
    served = api.get("schema/")
    assert served.content == DOCUMENT.read_bytes()
    assert api.get("schema/", headers={"If-None-Match": served["ETag"]}).status_code == 304
    assert api.get("schema/", format="json").json() == _plain(document())
    assert api.get("schema/", format="xml").status_code == 400


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def test_the_page_asks_no_other_host(api: Api) -> None:
    page = api.get("docs/").content.decode()
    assert "swagger-ui-bundle.js" in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert not re.search(r"<script(?![^>]*src=)|<style|style=", page)
    assert 'data-schema="/api/v1/schema/"' in render_to_string("cases/api/docs.html")


def test_the_resolver_knows_the_namespace() -> None:
    assert "api" in get_resolver().namespace_dict
