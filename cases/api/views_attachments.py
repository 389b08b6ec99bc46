"""扫描件: list a case's scans, keep one, fetch the file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from cases.actions.acting import right_to_act
from cases.actions.attachments import ScanInput, attach
from cases.api import etag, out_attachments, paging
from cases.api.acts import CaseAct
from cases.api.endpoint import Endpoint, Operation, Reads, tagged
from cases.api.errors import Problem
from cases.api.inputs_attachments import AttachIn
from cases.api.reading import file_of, leave_trace
from cases.queries.attachments import attachments_of, find_attachment
from cases.verbs import Verb
from documents import attachments, scans
from documents.models import Attachment
from documents.scans import MEDIA_TYPES
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.uploads import too_large

READ = "api_attachment_read"


def _shown(request: Request, row: Attachment, case_id: int) -> out_attachments.AttachmentOut:
    address = reverse("api:attachment_content", kwargs={"attachment_id": row.pk})
    return out_attachments.attachment(row, case_id, request.build_absolute_uri(address))


class Attachments(Reads, CaseAct):
    """``/cases/{id}/attachments/``"""

    tag = "documents"
    verb = Verb.ATTACH
    body = AttachIn
    answer = out_attachments.AttachmentOut
    status = 201
    parser_classes = (MultiPartParser,)
    operations = {
        "GET": Operation(
            "attachments",
            "案件的扫描件",
            Scope.DOCUMENTS_READ,
            out_attachments.AttachmentPageOut,
            query=paging.PageQuery,
            errors=(404,),
        ),
    }

    def read(self, case_id: int) -> dict[str, Any]:
        file_of(self.caller, case_id, clock.now())
        rows, links = paging.by_id(self.request, attachments_of(self.caller.person, case_id), self.query)
        return {**links, "results": [_shown(self.request, row, case_id) for row in rows]}

    def write(self, case_id: int) -> HttpResponse:
        """Who may not act here is told so before her file is read."""
        file = file_of(self.caller, case_id, clock.now())
        right_to_act(file.case, self.verb, self.caller.person)
        if "file" in self.request.data or not too_large(self.request._request):
            return super().write(case_id)
        raise Problem(413, "too_large", f"{scans.too_large().message}。")

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> tuple[Attachment, int]:
        scan = ScanInput(scan=given["file"], kind=given["kind"], title=given["title"], paper_id=given.get("paper"))
        return attach(**spine, given=scan, at=given.get("at")), spine["case_id"]

    def show(self, result: tuple[Attachment, int]) -> out_attachments.AttachmentOut:
        return _shown(self.request, *result)


class AttachmentContent(Endpoint):
    """``/attachments/{id}/content/``: the file as it was given. Every reading is left in the trail."""

    tag = "documents"
    operations = {
        "GET": Operation(
            "attachment_content", "扫描件的原文件", Scope.DOCUMENTS_READ, {"type": "string"}, single=True, errors=(404,)
        ),
    }
    media_types = tuple(sorted(MEDIA_TYPES.values()))

    def get(self, request: Request, attachment_id: int) -> HttpResponse:
        found = find_attachment(self.caller.person, attachment_id)
        if found is None:
            raise Http404
        case, row = found
        tag = f'"{row.sha256}"'
        if etag.unchanged(request, tag):
            return etag.not_modified(tag)
        content = attachments.read(row)
        leave_trace(self.caller, case, READ, self.reason, {"attachment": row.pk, "kind": row.kind, "pages": row.pages})
        response = HttpResponse(content, content_type=row.media_type)
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{row.title}.{row.suffix}"
        )
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-cache"
        return tagged(response, tag)
