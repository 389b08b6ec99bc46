"""A scan as it comes over HTTP."""

from typing import Any

from rest_framework import serializers

from cases.api.fields import identifier, words
from cases.api.inputs_acts import ActIn
from cases.api.inputs_filing import choice
from documents import scans
from documents.models import AttachmentKind
from jianli_mediation.kernel.refusal import Refused


class ScanField(serializers.FileField):
    """A file that is looked into as it comes. Its content decides; its name and announced type play no part."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)

    def to_internal_value(self, data: Any) -> Any:
        file = super().to_internal_value(data)
        try:
            return scans.inspect(file.read())
        except Refused as refused:
            raise serializers.ValidationError([f"{each.message}。" for each in refused.blockers]) from refused


class AttachIn(ActIn):
    """``multipart/form-data``. ``paper``: the issued paper that this is the signed copy of, with the kind ``signed``."""

    file = ScanField(label="文件")
    kind = choice(AttachmentKind, label="种类")
    title = words(100, required=True, label="名称")
    paper = identifier(required=False, label="哪份文书的签收件")
