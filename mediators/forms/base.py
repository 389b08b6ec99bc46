"""What the forms of all acts on the roster share."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField

from jianli_mediation.core.forms import CourtForm

PLEASE = [("", "请选")]


class RosterForm(CourtForm):
    """The form of one act. ``widths`` and ``units`` lay the fields out; what the act finds wrong comes in by ``take``."""

    widths: ClassVar[dict[str, str]] = {}
    units: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, row: Any = None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.today = row, today
        self.load()

    def load(self) -> None:
        """Fill first values from ``self.row`` and the day."""

    @property
    def laid_out(self) -> Iterator[tuple[BoundField, str, str]]:
        """Each field with its width and unit."""
        for bound in self:
            yield bound, self.widths.get(bound.name, "f6"), self.units.get(bound.name, "")

    def take(self, wrong: ValidationError) -> None:
        """Put what the act found wrong at its fields; what is no field of this form stands above it."""
        by_field = wrong.message_dict if hasattr(wrong, "error_dict") else {NON_FIELD_ERRORS: wrong.messages}
        for name, texts in by_field.items():
            self.add_error(name if name in self.fields else None, texts)
