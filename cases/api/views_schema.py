"""The description of this API: the OpenAPI document as committed, and a page to read it, all from this server."""

import json
from functools import cache
from pathlib import Path

import yaml
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from rest_framework import serializers
from rest_framework.request import Request

from cases.api import etag
from cases.api.body import JSON
from cases.api.endpoint import Endpoint, Operation, tagged
from cases.api.errors import NOT_FOUND, Problem
from cases.api.fields import In

DOCUMENT = Path(__file__).with_name("openapi.yaml")
FORMATS = {"yaml": "application/yaml", "json": JSON}


class SchemaQuery(In):
    """In which notation."""

    format = serializers.ChoiceField(sorted(FORMATS), required=False, default="yaml")


@cache
def _document(notation: str) -> bytes:
    text = DOCUMENT.read_bytes()
    if notation != "json":
        return text
    # libyaml's loader takes a tenth of the time; it is there wherever PyYAML came as a wheel.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return json.dumps(yaml.load(text, Loader=loader), ensure_ascii=False).encode()  # noqa: S506 - safe either way


class Schema(Endpoint):
    """``/schema/``: what is in git is what is served; a test holds it against the routes."""

    tag = "schema"
    media_types = tuple(FORMATS.values())
    operations = {"GET": Operation("schema", "OpenAPI 描述", "", {"type": "object"}, query=SchemaQuery, single=True)}

    def get(self, request: Request) -> HttpResponse:
        notation = self.query["format"]
        tag = etag.of_body(_document(notation))
        if etag.unchanged(request, tag):
            return etag.not_modified(tag)
        return tagged(HttpResponse(_document(notation), content_type=f"{FORMATS[notation]}; charset=utf-8"), tag)


class Docs(Endpoint):
    """``/docs/``: the same for people. No part of it comes from another host."""

    tag = "schema"
    media_types = ("text/html",)
    operations = {"GET": Operation("docs", "说明页", "", {"type": "string"})}

    def get(self, request: Request) -> HttpResponse:
        return render(request._request, "cases/api/docs.html", {"csrf": get_token(request._request)})


class Unknown(Endpoint):
    """Any other address under ``/api/v1/``: a problem, not a page."""

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if not request.path.endswith("/"):
            raise Problem(404, "not_found", f"{NOT_FOUND}地址须以 / 结尾。")
        raise Http404
