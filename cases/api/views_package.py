"""移送包: the sealed zip of a hand-over, and the file that answers it."""

import base64
import binascii
from typing import Any, TypedDict

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from rest_framework import serializers
from rest_framework.request import Request

from cases.actions.acting import Actor, NotVisible
from cases.actions.answer import answer_by_file
from cases.actions.package import download_package, may_see_property
from cases.api import etag
from cases.api.body import json_response
from cases.api.endpoint import Endpoint, Operation, Writes, tagged
from cases.api.fields import In
from cases.api.out_property import HandoverOut, handover
from cases.models import Handover
from cases.papers.package.answer import LARGEST
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope

ZIP = "application/zip"


class PackageQuery(In):
    """Which hand-over, where the case was handed over more than once."""

    seq = serializers.IntegerField(min_value=1, max_value=9999, required=False, label="第几次移送，不写是最近一次")


class AnswerIn(In):
    """The acknowledgement file as it came, byte for byte."""

    file = serializers.CharField(label="回执文件，Base64", max_length=LARGEST * 2, trim_whitespace=True)

    def validate_file(self, text: str) -> bytes:
        try:
            return base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError) as wrong:
            raise serializers.ValidationError("须是文件内容的 Base64。") from wrong


class AnsweredOut(TypedDict):
    """What came of the file. ``repeated``: it had been taken before, and nothing was changed now."""

    accepted: bool
    repeated: bool
    handover: HandoverOut


class HandoverPackage(Endpoint):
    """``/cases/{id}/handover-package/``. It holds numbers and property in full, so every reading is left in the trail."""

    tag = "documents"
    operations = {
        "GET": Operation(
            "handover_package",
            "移送包（zip）",
            Scope.DOCUMENTS_READ,
            {"type": "string"},
            query=PackageQuery,
            single=True,
            errors=(404, 409),
        ),
    }
    media_types = (ZIP,)

    def get(self, request: Request, case_id: int) -> HttpResponse:
        seq = self.query.get("seq")
        if etag.current_version(self.caller, case_id) is None:
            raise NotVisible(case_id)
        may_see_property(self.caller.person)
        known = _digest_of(case_id, seq)
        if known and etag.unchanged(request, f'"{known}"'):
            return etag.not_modified(f'"{known}"')
        actor = Actor(self.caller.person, client=self.caller.client_name, reason=self.reason)
        row, content = download_package(by=actor, now=clock.now(), case_id=case_id, seq=seq)
        self.caller.saw(case_id, in_full=True)
        response = HttpResponse(content, content_type=ZIP)
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"handover-{row.case_id}-{row.seq}.zip"
        )
        response["Cache-Control"] = "private, no-cache"
        return tagged(response, f'"{row.package_sha256}"')


def _digest_of(case_id: int, seq: int | None) -> str:
    rows = Handover.objects.filter(case=case_id).order_by("-seq")
    chosen = rows if seq is None else rows.filter(seq=seq)
    return chosen.values_list("package_sha256", flat=True).first() or ""


class Acknowledgement(Writes):
    """``/cases/{id}/handover-package/acknowledgement/``: does what ``acknowledge`` or ``return`` does, as the file says."""

    tag = "acts"
    operations = {
        "POST": Operation(
            "handover_acknowledgement",
            "按回执文件登记立案或退回",
            Scope.CASES_WRITE,
            AnsweredOut,
            body=AnswerIn,
            acts=True,
            errors=(404,),
        ),
    }

    def write(self, case_id: int) -> HttpResponse:
        given: dict[str, Any] = self.given(AnswerIn)
        actor = Actor(self.caller.person, client=self.caller.client_name, reason=self.reason)
        done = answer_by_file(by=actor, now=clock.now(), case_id=case_id, content=given["file"])
        return json_response(
            AnsweredOut(accepted=done.accepted, repeated=done.repeated, handover=handover(done.handover))
        )
