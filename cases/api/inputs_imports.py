"""A ledger as it comes over HTTP, and which of its rows are to be filed."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.actions.ledgers import EVERY_ROW
from cases.api import paging
from cases.api.fields import In
from cases.forms.ledger import handed
from cases.forms.ledger_file import MOST_LINES, MOST_SCANNED
from cases.queries.ledgers import ROWS

ROWS_IN = {
    "oneOf": [
        {"type": "string", "enum": [EVERY_ROW]},
        {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": MOST_LINES},
    ],
    "examples": [EVERY_ROW, [2, 3, 7]],
    "description": "`all`：整份一起，有一件不成就一件也不登记；行号的列表：各件互不影响",
}


class LedgerField(serializers.FileField):
    """A ledger that is read as it comes. Its content decides; its name and announced type play no part."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)

    def to_internal_value(self, data: Any) -> Any:
        try:
            return handed(super().to_internal_value(data))
        except ValidationError as wrong:
            raise serializers.ValidationError(wrong.messages) from wrong


class ImportIn(In):
    """``multipart/form-data``. ``again``: the same file was handed in before, and is meant to be."""

    file = LedgerField(label="台账文件（.xlsx 或 .csv）")
    again = serializers.BooleanField(required=False, label="同一个文件再导一次")


@extend_schema_field(ROWS_IN)
class RowsField(serializers.Field[str | list[int], Any, Any, Any]):
    """``"all"``, or the lines of the file at which the cases begin."""

    default_error_messages = {"invalid": f"写 all，或者行号的列表，如 [2, 3, 7]，至多 {MOST_LINES} 个。"}

    def to_internal_value(self, data: Any) -> str | list[int]:
        if data == EVERY_ROW:
            return EVERY_ROW
        lines = data if isinstance(data, list) and 0 < len(data) <= MOST_LINES else [None]
        if not all(isinstance(line, int) and not isinstance(line, bool) and 0 < line <= MOST_SCANNED for line in lines):
            self.fail("invalid")
        return list(dict.fromkeys(lines))


class FileRowsIn(In):
    """Which rows are to be filed."""

    rows = RowsField(label="登记哪些行")


class RowsQuery(paging.PageQuery):
    """Which rows are asked for."""

    show = serializers.ChoiceField(sorted(ROWS), required=False, help_text="只看有问题、有提示、可以登记或已登记的行")
