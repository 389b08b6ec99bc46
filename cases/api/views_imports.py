"""批量导入: hand a ledger in, follow it, file it wholly or by rows."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from cases.actions import ledgers as acts
from cases.actions.acting import Actor, NotVisible
from cases.api import out_imports, paging
from cases.api.body import json_response
from cases.api.endpoint import Endpoint, Operation, Reads, Writes, tagged
from cases.api.errors import Problem
from cases.api.fields import In
from cases.api.inputs_imports import FileRowsIn, ImportIn, RowsQuery
from cases.models import LedgerImport
from cases.papers import ledger_workbook
from cases.queries.ledgers import ledgers_for, progress_of, rows_of
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.uploads import size_limit_words, too_large

from .etag import of_body


def _found(endpoint: Endpoint, import_id: int) -> LedgerImport:
    acts.may_hand_in(endpoint.caller.person)
    row = ledgers_for(endpoint.caller.person).filter(pk=import_id).first()
    if row is None:
        raise NotVisible(import_id)
    return row


def _actor(endpoint: Endpoint) -> Actor:
    return Actor(endpoint.caller.person, client=endpoint.caller.client_name, reason=endpoint.reason)


def _shown(row: LedgerImport) -> out_imports.ImportOut:
    return out_imports.ledger(row, progress_of(row))


class Imports(Reads, Writes):
    """``/imports/``"""

    tag = "imports"
    parser_classes = (MultiPartParser,)
    operations = {
        "GET": Operation(
            "imports", "导入过的台账", Scope.CASES_WRITE, out_imports.ImportPageOut, query=paging.PageQuery
        ),
        "POST": Operation(
            "import_ledger",
            "批量导入：收下台账并试录",
            Scope.CASES_WRITE,
            out_imports.ImportOut,
            body=ImportIn,
            status=201,
            acts=True,
            single=True,
        ),
    }

    def read(self) -> dict[str, Any]:
        acts.may_hand_in(self.caller.person)
        found = ledgers_for(self.caller.person)
        rows, links = paging.by_id(self.request, found, self.query, newest_first=True)
        return {**links, "results": [_shown(row) for row in rows]}

    def write(self) -> HttpResponse:
        acts.may_hand_in(self.caller.person)
        if "file" not in self.request.data and too_large(self.request._request):
            raise Problem(413, "too_large", f"文件超过 {size_limit_words()}。")
        given = self.given(ImportIn)
        again = given.get("again", False)
        row = acts.hand_in(by=_actor(self), now=clock.now(), handed=given["file"], again=again)
        response = _single(_shown(row), 201)
        address = reverse("api:import", kwargs={"import_id": row.pk})
        response["Location"] = self.request.build_absolute_uri(address)
        return response


def _single(data: Any, status: int = 200) -> HttpResponse:
    response = json_response(data, status)
    return tagged(response, of_body(response.content))


class ImportDetail(Reads):
    """``/imports/{id}/``"""

    tag = "imports"
    operations = {
        "GET": Operation(
            "import", "一份台账的进度", Scope.CASES_WRITE, out_imports.ImportOut, single=True, errors=(404,)
        ),
    }

    def read(self, import_id: int) -> out_imports.ImportOut:
        return _shown(_found(self, import_id))


class ImportRows(Reads):
    """``/imports/{id}/rows/``"""

    tag = "imports"
    operations = {
        "GET": Operation(
            "import_rows",
            "台账的各行",
            Scope.CASES_WRITE,
            out_imports.ImportRowPageOut,
            query=RowsQuery,
            errors=(404,),
        ),
    }

    def read(self, import_id: int) -> dict[str, Any]:
        found = rows_of(_found(self, import_id), self.query.get("show", ""))
        rows, links = paging.by_id(self.request, found, self.query)
        return {**links, "results": [out_imports.ledger_row(row) for row in rows]}


class ImportWorkbook(Endpoint):
    """``/imports/{id}/workbook/``: the rows that are not filed, as they came, numbers and all."""

    tag = "imports"
    media_types = (ledger_workbook.XLSX,)
    operations = {
        "GET": Operation(
            "import_workbook", "退回的表格：没有登记的行和原因", Scope.PII_READ, {"type": "string"}, errors=(404,)
        ),
    }

    def get(self, request: Request, import_id: int) -> HttpResponse:
        _found(self, import_id)
        row, rows = acts.take_workbook(by=_actor(self), now=clock.now(), ledger_id=import_id)
        response = HttpResponse(ledger_workbook.returned(rows), content_type=ledger_workbook.XLSX)
        response["Content-Disposition"] = f'attachment; filename="import-{row.pk}.xlsx"'
        response["Cache-Control"] = "private, no-cache"
        return response


class _Decision(Writes):
    """One act on a ledger."""

    tag = "imports"
    body: ClassVar[type[In]] = In

    def write(self, import_id: int) -> HttpResponse:
        _found(self, import_id)
        return _single(_shown(self.act(import_id)))

    def act(self, import_id: int) -> LedgerImport:
        raise NotImplementedError


class FileImport(_Decision):
    """``/imports/{id}/file/``"""

    operations = {
        "POST": Operation(
            "file_import",
            "登记试录过的行",
            Scope.CASES_WRITE,
            out_imports.ImportOut,
            body=FileRowsIn,
            single=True,
            acts=True,
            errors=(404,),
        ),
    }

    def act(self, import_id: int) -> LedgerImport:
        rows = self.given(FileRowsIn)["rows"]
        return acts.decide(by=_actor(self), now=clock.now(), ledger_id=import_id, rows=rows)


class DropImport(_Decision):
    """``/imports/{id}/drop/``"""

    operations = {
        "POST": Operation(
            "drop_import",
            "放弃没有登记的行",
            Scope.CASES_WRITE,
            out_imports.ImportOut,
            body=In,
            single=True,
            acts=True,
            errors=(404,),
        ),
    }

    def act(self, import_id: int) -> LedgerImport:
        self.given(In)
        return acts.drop(by=_actor(self), now=clock.now(), ledger_id=import_id)
