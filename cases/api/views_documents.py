"""文书: list a case's papers, issue one, read one's entry in the archive, the PDF and the DOCX."""

import hashlib
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from cases.actions.certificates import withdraw_certificate
from cases.actions.papers import issue_paper, seal_paper
from cases.api import etag, out_papers, paging
from cases.api.acts import CaseAct
from cases.api.endpoint import Endpoint, Operation, Reads, tagged
from cases.api.inputs_papers import IssueIn, SealIn, WithdrawIn, subject_of
from cases.api.reading import file_of, leave_trace
from cases.api.refs import CasePeople
from cases.models import Case
from cases.queries.papers import find_paper, papers_of
from cases.verbs import Verb
from documents import archive
from documents.docx import DOCX
from documents.models import Paper
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope

READ = "api_document_read"
EXPORT = "export_docx"
PDF = "application/pdf"


def _shown(request: Request, paper: Paper, case_id: int) -> out_papers.PaperOut:
    address = reverse("api:document_content", kwargs={"paper_id": paper.pk})
    return out_papers.paper(paper, case_id, request.build_absolute_uri(address))


class Documents(Reads, CaseAct):
    """``/cases/{id}/documents/``"""

    tag = "documents"
    verb = Verb.ISSUE_PAPER
    body = IssueIn
    answer = out_papers.PaperOut
    status = 201
    operations = {
        "GET": Operation(
            "documents",
            "案件的文书",
            Scope.DOCUMENTS_READ,
            out_papers.PaperPageOut,
            query=paging.PageQuery,
            errors=(404,),
        ),
    }

    def read(self, case_id: int) -> dict[str, Any]:
        file_of(self.caller, case_id, clock.now())
        rows, links = paging.by_id(self.request, papers_of(self.caller.person, case_id), self.query)
        return {**links, "results": [_shown(self.request, row, case_id) for row in rows]}

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> tuple[Paper, int]:
        subject = subject_of(given, CasePeople(self.caller.person, spine["case_id"]))
        paper = issue_paper(**spine, form=given["form"], subject=subject, fills=given.get("fills"), at=given.get("at"))
        return paper, spine["case_id"]

    def show(self, result: tuple[Paper, int]) -> out_papers.PaperOut:
        return _shown(self.request, *result)


class WithdrawCertificate(CaseAct):
    verb = Verb.WITHDRAW_CERTIFICATE
    body = WithdrawIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        given["paper_id"] = given.pop("paper")
        return withdraw_certificate(**spine, **given)


class SealPaper(CaseAct):
    verb = Verb.SEAL_PAPER
    body = SealIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return seal_paper(**spine, paper_id=given["paper"], at=given.get("at"))


class PaperEndpoint(Endpoint):
    """One paper, behind the door of its case."""

    tag = "documents"

    def found(self, paper_id: int) -> tuple[Case, Paper]:
        found = find_paper(self.caller.person, paper_id)
        if found is None:
            raise Http404
        self.caller.saw(found[0].pk)
        return found


class Document(Reads, PaperEndpoint):
    """``/documents/{id}/``: with the digest of the PDF, which is printed for it where it was not yet."""

    operations = {
        "GET": Operation(
            "document", "一份文书的登记", Scope.DOCUMENTS_READ, out_papers.PaperOut, single=True, errors=(404,)
        ),
    }

    def read(self, paper_id: int) -> out_papers.PaperOut:
        case, paper = self.found(paper_id)
        if not paper.is_rendered:
            archive.pdf(paper)
        return _shown(self.request, paper, case.pk)


class DocumentContent(PaperEndpoint):
    """``/documents/{id}/content/``: the PDF. It holds numbers in full, so every reading is left in the trail."""

    operations = {
        "GET": Operation(
            "document_content", "文书的 PDF", Scope.DOCUMENTS_READ, {"type": "string"}, single=True, errors=(404,)
        ),
    }
    media_types = (PDF,)

    def get(self, request: Request, paper_id: int) -> HttpResponse:
        case, paper = self.found(paper_id)
        if paper.is_rendered and etag.unchanged(request, _tag(paper)):
            return etag.not_modified(_tag(paper))
        content = archive.pdf(paper)
        leave_trace(self.caller, case, READ, self.reason, {"paper": paper.pk, "form": paper.form})
        response = HttpResponse(content, content_type=PDF)
        response["Content-Disposition"] = f'inline; filename="{paper.form}-{paper.pk}.pdf"'
        response["Cache-Control"] = "private, no-cache"
        return tagged(response, _tag(paper))


class DocumentDocx(PaperEndpoint):
    """``/documents/{id}/docx/``: the paper to be edited in WPS. Left in the trail like the PDF."""

    operations = {
        "GET": Operation(
            "document_docx",
            "文书的 WPS 版（DOCX）",
            Scope.DOCUMENTS_READ,
            {"type": "string"},
            single=True,
            errors=(404,),
        ),
    }
    media_types = (DOCX,)

    def get(self, request: Request, paper_id: int) -> HttpResponse:
        case, paper = self.found(paper_id)
        content = archive.editable(paper)
        tag = f'"{hashlib.sha256(content).hexdigest()}"'
        if etag.unchanged(request, tag):
            return etag.not_modified(tag)
        facts = {"paper": paper.pk, "form": paper.form, "version": paper.version}
        leave_trace(self.caller, case, EXPORT, self.reason, facts)
        response = HttpResponse(content, content_type=DOCX)
        response["Content-Disposition"] = f'attachment; filename="{paper.form}-{paper.pk}.docx"'
        response["Cache-Control"] = "private, no-cache"
        return tagged(response, tag)


def _tag(paper: Paper) -> str:
    return f'"{paper.pdf_sha256}"'
