"""Ledgers and lists over HTTP: handed in, followed, filed; exported masked; scopes, roles, whose it is."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from cases.actions.ledgers import EVERY_ROW
from cases.models import Case, LedgerImport
from cases.states import State
from jianli_mediation.core.models import AuditEntry
from tests.api.client import Api, client_with, conforms
from tests.build import CHEN, Walk
from tests.cases.ledger_files import csv_of, drained, row, rows_in, xlsx
from tests.cast import Cast


def send(api: Api, content: bytes | None, headers: dict[str, str] | None = None, **fields: str) -> HttpResponse:
    body: dict[str, Any] = dict(fields)
    if content is not None:
        body["file"] = SimpleUploadedFile("台账.xlsx", content)
    answer = api.client.post("/api/v1/imports/", body, headers=api._headers(headers))
    conforms(answer)
    return answer


def test_from_the_file_to_the_cases(api: Api, cast: Cast) -> None:
    clerk = api.by("wang")
    answer = send(clerk, xlsx(row(501), row(502, 案由=""), row(503)), {"Idempotency-Key": "one"})
    assert answer.status_code == 201, answer.content.decode()
    ledger = answer.json()
    assert (ledger["stage"], ledger["total"], ledger["made_by"]) == ("checking", 3, "wang")
    assert send(clerk, xlsx(row(501), row(502, 案由=""), row(503)), {"Idempotency-Key": "one"}).status_code in (
        201,
        409,
    )
    assert LedgerImport.objects.count() == 1
    drained()
    at = f"imports/{ledger['id']}/"
    told = clerk.get(at)
    assert (told.json()["stage"], told.json()["bad"], told.json()["sound"]) == ("checked", 1, 2)
    assert clerk.get(at, headers={"If-None-Match": told["ETag"]}).status_code == 304
    first = clerk.get(f"{at}rows/", page_size=2).json()
    assert [each["line"] for each in first["results"]] == [2, 3]
    assert [each["line"] for each in clerk.get(first["next"]).json()["results"]] == [4]
    (bad,) = clerk.get(f"{at}rows/", show="bad").json()["results"]
    assert (bad["line"], bad["problems"][0]["column"]) == (3, "案由")
    assert CHEN not in clerk.get(f"{at}rows/").content.decode()
    assert clerk.post(f"{at}file/", {"rows": EVERY_ROW}).json()["blockers"][0]["code"] == "ledger_has_bad_rows"
    assert clerk.post(f"{at}file/", {"rows": [2, 3]}).json()["errors"].keys() == {"rows"}
    assert clerk.post(f"{at}file/", {"rows": [2, 4]}).json()["stage"] == "filing"
    drained()
    assert clerk.get(at).json()["stage"] == "done"
    filed = clerk.get(f"{at}rows/", show="filed").json()["results"]
    assert [each["case_no"] for each in filed] == list(Case.objects.order_by("pk").values_list("case_no", flat=True))
    entry = AuditEntry.objects.get(verb="file", case_id=filed[0]["case"])
    assert (entry.client, entry.actor) == ("指挥中心", cast.wang)
    assert [each["id"] for each in clerk.get("imports/").json()["results"]] == [ledger["id"]]


@pytest.mark.parametrize(
    ("content", "fields", "word"),
    [
        (None, {}, "file"),
        (b"", {}, "file"),
        (b"PK\x03\x04", {}, "file"),
        (b"a,b\n", {}, "file"),
        (csv_of(row()), {"x": "1"}, "x"),
    ],
)
def test_what_cannot_be(api: Api, content: bytes | None, fields: dict[str, str], word: str) -> None:
    answer = send(api.by("wang"), content, **fields)
    assert (answer.status_code, word in answer.json()["errors"]) == (400, True)


@pytest.mark.parametrize("rows", ["some", [], [0], [True], ["2"], None, {"a": 1}])
def test_rows_that_are_no_rows(api: Api, rows: Any) -> None:
    ledger = send(api.by("wang"), xlsx(row(501))).json()["id"]
    answer = api.by("wang").post(f"imports/{ledger}/file/", {"rows": rows})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["rows"])


def test_scopes_roles_and_whose_it_is(api: Api, cast: Cast) -> None:
    ledger = send(api.by("wang"), xlsx(row(501))).json()["id"]
    drained()
    reads, decides = ("", "rows/"), ("file/", "drop/")
    for rest in reads:
        assert api.by("chen").get(f"imports/{ledger}/{rest}").status_code == 404
        assert api.by("li").get(f"imports/{ledger}/{rest}").status_code == 403
        assert api.get(f"imports/{ledger}/{rest}").status_code == 403
        assert api.by("qian").get(f"imports/{ledger}/{rest}").status_code == 200
        assert client_with("cases:read", name=f"读{rest}").by("wang").get(f"imports/{ledger}/{rest}").status_code == 403
    for rest in decides:
        for who, status in (("chen", 404), ("qian", 404), ("li", 403)):
            assert (
                api.by(who).post(f"imports/{ledger}/{rest}", {"rows": "all"} if rest == "file/" else {}).status_code
                == status
            )
    assert send(api.by("li"), xlsx(row(502))).status_code == 403
    assert api.by("wang").get(f"imports/{ledger}/workbook/").json()["code"] == "scope_missing"
    full = client_with("cases:write", "pii:read", name="导入程序").by("wang")
    assert rows_in(full.get(f"imports/{ledger}/workbook/").content)[0]["申请人证件号码"] == CHEN
    assert api.by("wang").post(f"imports/{ledger}/drop/").json()["stage"] == "dropped"


def test_too_large(api: Api, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    answer = send(api.by("wang"), b"0" * 5000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def exported(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_list_as_a_file(api: Api, cast: Cast) -> None:
    case = Walk(cast).to(State.MEDIATION).case
    reader = client_with("cases:read", name="读")
    text = exported(reader.client.get("/api/v1/cases/export/", {"state": "mediation"}, headers=reader._headers(None)))
    assert case.case_no in text
    assert CHEN not in text
    assert AuditEntry.objects.get(verb="export_list").client == "读"
    assert reader.get("cases/export/", full="true").json()["code"] == "scope_missing"
    assert reader.get("cases/export/", page_size="1").json()["code"] == "unknown_parameter"
    full = client_with("cases:read", "pii:read", name="全").by("shu")
    assert full.get("cases/export/", full="true").status_code == 400
    reasoned = {"X-Audit-Reason": "核对"}
    answer = full.client.get("/api/v1/cases/export/", {"full": "true"}, headers=full._headers(reasoned))
    assert CHEN in exported(answer)
    assert AuditEntry.objects.get(verb="reveal", case_id=case.pk).client == "全"
