"""The case list as a file, for programs: the same columns and bounds as on the page."""

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from cases.actions import exporting
from cases.actions.acting import Actor
from cases.api import errors
from cases.api.auth import AUDIT_REASON
from cases.api.endpoint import Endpoint, Operation
from cases.api.errors import Problem
from cases.api.views_cases import FILTERS, CaseFilters
from cases.papers import listing_file
from cases.queries import exports, search
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope


class ExportQuery(CaseFilters):
    """The filters of the list, the kind of file, and whether numbers go out in full."""

    file_type = serializers.ChoiceField(["csv", "xlsx"], required=False, default="csv")
    full = serializers.BooleanField(
        required=False, default=False, help_text=f"完整号码；要有 pii:read 权限，并在 {AUDIT_REASON} 里写明理由"
    )


class CaseExport(Endpoint):
    """``/cases/export/``"""

    tag = "cases"
    media_types = tuple(each.partition(";")[0] for each in listing_file.TYPES.values())
    operations = {
        "GET": Operation(
            "export_cases",
            "导出案件清单",
            Scope.CASES_READ,
            {"type": "string"},
            query=ExportQuery,
            several=frozenset({"state"}),
            errors=(409,),
        ),
    }

    def get(self, request: Request) -> HttpResponseBase:
        wanted: dict[str, Any] = {name: value for name, value in self.query.items() if name in FILTERS}
        full = self.query["full"]
        if full and not self.caller.reads_numbers:
            raise Problem(403, "scope_missing", f"这个客户端没有 {Scope.PII_READ} 权限。")
        if full and not self.reason:
            raise errors.invalid({AUDIT_REASON: ["请写明为了什么要完整号码。"]})
        actor = Actor(self.caller.person, client=self.caller.client_name, reason=self.reason)
        now = clock.now()
        found = exports.with_people(search.find_cases(self.caller.person, wanted, clock.local_date(now)))
        made = exporting.export(by=actor, now=now, kind="cases", found=found, filters=wanted, full=full)
        return listing_file.answer(
            made.listing.title, made.listing.heads, made.rows, made.mark, self.query["file_type"]
        )
