"""A machine client for tests. Every answer is held against the committed OpenAPI document as it comes in."""

import json
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator

from jianli_mediation.core import clock
from jianli_mediation.core.clients import MOST_PER_MINUTE, create_client
from tests.api import seen
from tests.api.seen import document

BASE = "/api/v1/"
_FORMATS = Draft202012Validator.FORMAT_CHECKER


class Api:
    """One caller. ``by`` gives the same machine acting for somebody."""

    def __init__(self, token: str = "", acting: str = "") -> None:
        self.token, self.acting, self.client = token, acting, Client()

    def by(self, username: str) -> "Api":
        return Api(self.token, username)

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> HttpResponse:
        return self._checked(self.client.get(self._at(path), query, headers=self._headers(headers)))

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> HttpResponse:
        data = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
        answer = self.client.post(self._at(path), data, content_type="application/json", headers=self._headers(headers))
        return self._checked(answer)

    def delete(self, path: str, headers: dict[str, str] | None = None) -> HttpResponse:
        return self._checked(self.client.delete(self._at(path), headers=self._headers(headers)))

    def act(self, case: int, verb: str, expect: int = 200, headers: dict[str, str] | None = None, **body: Any) -> Any:
        response = self.post(f"cases/{case}/{verb}/", body, headers)
        assert response.status_code == expect, response.content.decode()
        return response.json()

    def _at(self, path: str) -> str:
        parts = urlsplit(path)
        return f"{parts.path}?{parts.query}" if parts.netloc else path if path.startswith("/") else BASE + path

    def _headers(self, more: dict[str, str] | None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if self.acting:
            headers["X-Acting-User"] = quote(self.acting)
        return {**headers, **(more or {})}

    def _checked(self, response: HttpResponse) -> HttpResponse:
        conforms(response)
        return response


def client_with(*scopes: str, name: str = "指挥中心") -> Api:
    _, token = create_client(name=name, scopes=scopes, now=clock.now(), per_minute=MOST_PER_MINUTE)
    return Api(token)


def conforms(response: Any) -> None:
    """The status is documented for this route, and the body is what the document says."""
    request = response.wsgi_request
    route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", request.resolver_match.route)
    operation = document()["paths"].get(f"/{route}", {}).get(request.method.lower())
    if operation is None:
        assert response.status_code in (401, 404, 405), f"undocumented: {request.method} /{route}"
        return
    answers = operation["responses"]
    assert str(response.status_code) in answers, f"undocumented: {response.status_code} of {request.method} /{route}"
    content = answers[str(response.status_code)].get("content", {})
    media = response.headers.get("Content-Type", "").partition(";")[0]
    empty = not response.streaming and not response.content
    assert empty or media in content, f"undocumented: {media} of {request.method} /{route}"
    seen.note_status(operation, response.status_code)
    if not media.endswith("json") or not response.content:
        return
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        code = response.json()["code"]
        assert code in content[media]["examples"], f"undocumented: code {code} of {request.method} /{route}"
    schema = {**content[media]["schema"], "components": document()["components"]}
    Draft202012Validator(schema, format_checker=_FORMATS).validate(response.json())
    if response.status_code < HTTPStatus.BAD_REQUEST:
        seen.note_body(content[media]["schema"], response.json())
