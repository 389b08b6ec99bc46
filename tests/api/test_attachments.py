"""Scans over HTTP: kept from multipart/form-data, listed, fetched, and every fetching left in the trail."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from cases.states import State
from documents import store
from documents.models import Attachment, Paper
from jianli_mediation.core.models import AuditEntry
from tests.api.client import Api, conforms
from tests.build import Walk
from tests.cast import Cast
from tests.scan_files import image, pdf


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.PERFORMING)


def send(api: Api, case: int, data: bytes | None, headers: dict[str, str] | None = None, **fields: Any) -> HttpResponse:
    """One file as ``multipart/form-data``, held against the document like any answer."""
    body = {"kind": "payment", "title": "回单", **fields}
    if data is not None:
        body["file"] = SimpleUploadedFile("scan.pdf", data)
    answer = api.client.post(f"/api/v1/cases/{case}/attachments/", body, headers=api._headers(headers))
    conforms(answer)
    return answer


def test_from_the_scanner_to_the_reader(api: Api, walk: Walk) -> None:
    data, paper = pdf(2), Paper.objects.get(form="D14")
    answer = send(api.by("shu"), walk.case_id, data, kind="signed", title="签收", paper=paper.pk)
    assert answer.status_code == 201, answer.content.decode()
    row = answer.json()
    assert (row["case"], row["paper"], row["kind_label"], row["pages"]) == (walk.case_id, paper.pk, "签收的文书", 2)
    assert (row["sha256"], row["size"], row["media_type"]) == (store.digest(data), len(data), "application/pdf")
    assert row["uploaded_by"]["username"] == "shu"
    assert api.get(f"cases/{walk.case_id}/attachments/").json()["results"] == [row]
    content = api.get(row["content"])
    assert content.content == data
    assert content["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in content["Content-Security-Policy"]
    assert api.get(row["content"], headers={"If-None-Match": content["ETag"]}).status_code == 304
    (trace,) = AuditEntry.objects.filter(verb="api_attachment_read")
    assert (trace.client, trace.facts["attachment"]) == ("指挥中心", row["id"])


@pytest.mark.parametrize(
    ("data", "fields", "status", "word"),
    [
        (b"<html>", {}, 400, "file"),
        (b"", {}, 400, "file"),
        (None, {}, 400, "file"),
        (pdf(), {"kind": "king"}, 400, "kind"),
        (pdf(), {"title": ""}, 400, "title"),
        (pdf(), {"title": "长" * 101}, 400, "title"),
        (pdf(), {"paper": "9999999"}, 400, "paper"),
        (pdf(), {"colour": "red"}, 400, "colour"),
        (pdf(), {"version": "0"}, 409, "stale_version"),
    ],
)
def test_what_cannot_be(
    api: Api, walk: Walk, data: bytes | None, fields: dict[str, str], status: int, word: str
) -> None:
    answer = send(api.by("shu"), walk.case_id, data, **fields)
    assert answer.status_code == status, answer.content.decode()
    assert word in answer.json().get("errors", {}) or answer.json()["code"] == word
    assert not Attachment.objects.exists()


def test_the_same_content_twice(api: Api, walk: Walk) -> None:
    data = pdf(title="同")
    assert send(api.by("shu"), walk.case_id, data).status_code == 201
    again = send(api.by("shu"), walk.case_id, data)
    assert (again.status_code, again.json()["blockers"][0]["code"]) == (409, "attachment_twice")


def test_too_large(api: Api, walk: Walk, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    answer = send(api.by("shu"), walk.case_id, b"%PDF" + b"0" * 5000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_json_is_not_taken_here(api: Api, walk: Walk) -> None:
    answer = api.by("shu").post(f"cases/{walk.case_id}/attachments/", {"kind": "other"})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert "multipart/form-data" in answer.json()["detail"]


def test_who_may_not_is_told_before_the_file_is_read(api: Api, walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.scans.inspect", lambda data: pytest.fail("looked into"))
    for who, status in (("zhao", 404), ("xi", 404), ("ling", 403), ("zhou", 403)):
        assert send(api.by(who), walk.case_id, pdf()).status_code == status, who
    assert send(api, walk.case_id, pdf()).json()["code"] == "acting_user_required"


def test_foreign_scans_are_not_there(api: Api, walk: Walk) -> None:
    row = send(api.by("shu"), walk.case_id, pdf()).json()
    for path in (f"cases/{walk.case_id}/attachments/", f"attachments/{row['id']}/content/"):
        assert api.by("zhao").get(path).status_code == 404
        assert api.by("li").get(path).status_code == 200
    assert api.get("attachments/999999/content/").status_code == 404


def test_property_is_not_for_everybody_who_sees_the_case(api: Api, walk: Walk) -> None:
    row = send(api.by("shu"), walk.case_id, pdf(), kind="property", title="房产证").json()
    assert api.by("ling").get(f"cases/{walk.case_id}/attachments/").json()["results"] == []
    assert api.by("ling").get(f"attachments/{row['id']}/content/").status_code == 404
    assert api.by("zhou").get(f"attachments/{row['id']}/content/").status_code == 200


def test_one_key_one_file(api: Api, walk: Walk) -> None:
    """The content counts, not what the file is called; another content under that key is a conflict."""
    key, data = {"Idempotency-Key": "scan-1"}, image("PNG")
    first, again = (send(api.by("shu"), walk.case_id, data, key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    other = send(api.by("shu"), walk.case_id, pdf(), key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert Attachment.objects.count() == 1
