"""Papers over HTTP: issued as an act, listed, read with their digest, fetched, and every fetching left in the trail."""

import hashlib
import io

import docx
import pytest

from cases.states import State
from documents.docx import DOCX
from jianli_mediation.core.models import AuditEntry
from tests.api.client import Api
from tests.build import Walk
from tests.cast import Cast


@pytest.fixture
def talks(cast: Cast, api: Api) -> Walk:
    walk = Walk(cast).to(State.MEDIATION)
    account = {"account_name": "陈某", "account_bank": "监利农商行", "account_no": "6222020200000000007"}
    api.by("shu").act(walk.case_id, "amend-party", party="applicant", **account)
    return walk


def test_a_paper_from_issue_to_pdf(api: Api, talks: Walk) -> None:
    address = f"cases/{talks.case_id}/documents/"
    before = len(api.get(address).json()["results"])
    issued = api.by("shu").post(address, {"form": "D08", "party": "respondent", "at": "2023-05-09"})
    assert issued.status_code == 201, issued.content.decode()
    paper = issued.json()
    assert (paper["form"], paper["title"], paper["case"]) == ("D08", "执前督促履行通知书", talks.case_id)
    assert len(api.get(address).json()["results"]) == before + 1

    entry = api.get(f"documents/{paper['id']}/")
    content = api.get(paper["content"])
    assert content["Content-Type"] == "application/pdf"
    assert content.content.startswith(b"%PDF")
    assert entry.json()["sha256"] == hashlib.sha256(content.content).hexdigest()
    assert entry.json()["size"] == len(content.content)
    assert api.get(paper["content"], headers={"If-None-Match": content["ETag"]}).status_code == 304
    traces = AuditEntry.objects.filter(verb="api_document_read")
    assert [(trace.client, trace.facts["form"]) for trace in traces] == [("指挥中心", "D08")]


def test_a_paper_to_be_edited(api: Api, talks: Walk) -> None:
    issued = api.by("shu").post(
        f"cases/{talks.case_id}/documents/", {"form": "D08", "party": "respondent", "at": "2023-05-09"}
    )
    address = f"documents/{issued.json()['id']}/docx/"
    content = api.by("li").get(address)
    assert (content.status_code, content["Content-Type"]) == (200, DOCX)
    assert "执前督促履行通知书" in "".join(each.text for each in docx.Document(io.BytesIO(content.content)).paragraphs)
    trace = AuditEntry.objects.get(verb="export_docx")
    assert (trace.client, trace.facts["form"], trace.facts["version"]) == ("指挥中心", "D08", 1)
    # The same facts give the same file: whoever has it need not fetch it again.
    assert api.by("li").get(address, headers={"If-None-Match": content["ETag"]}).status_code == 304
    assert AuditEntry.objects.filter(verb="export_docx").count() == 1


def test_a_foreign_paper_is_not_there(api: Api, talks: Walk) -> None:
    paper = api.by("shu").post(f"cases/{talks.case_id}/documents/", {"form": "D08", "at": "2023-05-09"}).json()
    document = f"documents/{paper['id']}/"
    for path in (document, f"{document}content/", f"{document}docx/", f"cases/{talks.case_id}/documents/"):
        assert api.by("zhao").get(path).status_code == 404
        assert api.by("li").get(path).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"form": "D99"}, 400, "form"),
        ({"form": "D03"}, 400, "subject"),
        ({"form": "D03", "subject": "party"}, 400, "subject"),
        ({"form": "D03", "party": 1, "payment": 1}, 400, "subject"),
        ({"form": "D03", "party": "王五"}, 400, "party"),
        ({"form": "D15"}, 400, "subject"),
        ({"form": "D24"}, 409, "form_not_now"),
    ],
)
def test_a_paper_that_cannot_be(body: dict[str, object], status: int, word: str, api: Api, talks: Walk) -> None:
    response = api.by("shu").post(f"cases/{talks.case_id}/documents/", body)
    assert response.status_code == status, response.content.decode()
    told = response.json()
    assert word in told.get("errors", {}) or word in [blocker["code"] for blocker in told.get("blockers", [])]


def test_a_paper_is_sealed_once(api: Api, talks: Walk) -> None:
    issued = api.by("shu").post(
        f"cases/{talks.case_id}/documents/", {"form": "D08", "party": "respondent", "at": "2023-05-09"}
    )
    paper, clerk = issued.json()["id"], api.by("shu")
    clerk.act(talks.case_id, "seal-paper", paper=paper)
    assert api.get(f"documents/{paper}/").json()["status"] == "sealed"
    again = clerk.act(talks.case_id, "seal-paper", 409, paper=paper)
    assert [each["code"] for each in again["blockers"]] == ["paper_sealed_already"]
