"""What the forms of all acts share: the case they stand on, the day of the act, and how they are laid out."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from cases.models import Party
from cases.queries.casefile import CaseFile
from jianli_mediation.core.forms import CourtForm, DayField
from jianli_mediation.core.templatetags.parts import first_problem

Choices = list[tuple[str, str]]
MOST_ROWS = 120
_CLOCK = re.compile(r"(\d{1,2})[:.]?(\d{2})", re.ASCII)


class Clock(forms.Field):
    """A time of day: 09:30, 9:30 or 0930."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "5"})

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise forms.ValidationError("请写成 09:30 这样。")
        return time(int(found[1]), int(found[2]))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class Words(forms.CharField):
    """A few lines of text."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows


def choose(form: forms.Form, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    """Set the choices of one field."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = [(str(value), label) for value, label in choices]


class ActForm(CourtForm):
    """The form of one act on one case.

    ``widths`` and ``units`` lay the fields out; ``dated``: the act may be dated back with ``at``. ``load`` fills the
    choices from the case file. Errors that the act itself finds come in through ``take``.
    """

    at = DayField(label="办理日期", required=False, help_text="不填就是今天；补录以前办的事才填。")

    widths: ClassVar[dict[str, str]] = {}
    units: ClassVar[dict[str, str]] = {}
    dated: ClassVar[bool] = True
    at_hint: ClassVar[str] = ""

    def __init__(self, data: QueryDict | None = None, *, file: CaseFile, initial: dict[str, Any] | None = None) -> None:
        self.file = file
        super().__init__(data, initial=initial or {})
        at = self.fields.pop("at")
        if self.dated:
            at.help_text = self.at_hint or at.help_text
            self.fields["at"] = at
        self.load()

    def load(self) -> None:
        """Fill choices and first values from ``self.file``."""

    @property
    def acted_on(self) -> date | None:
        """The day given for the act; None leaves it to the act."""
        return self.cleaned_data.get("at")

    @property
    def laid_out(self) -> Iterator[tuple[BoundField, str, str]]:
        """Each field with its width and unit."""
        for bound in self:
            yield bound, self.widths.get(bound.name, "f4"), self.units.get(bound.name, "")

    def offer(self, name: str, choices: Iterable[tuple[Any, str]], first: Any = None) -> None:
        """Set the choices of a select; a single one is chosen already."""
        options: Choices = [(str(value), label) for value, label in choices]
        alone = len(options) == 1 and self.fields[name].required
        choose(self, name, options if alone else [("", "请选"), *options])
        if first is not None:
            self.initial.setdefault(name, str(first))

    @property
    def problems(self) -> int:
        """How many places need changing."""
        return len(self.errors)

    @property
    def first_problem(self) -> str:
        """The id of the first of them."""
        return first_problem(self)

    def ready(self) -> bool:
        """Whether the act may be tried with what was typed."""
        return self.is_valid()

    @classmethod
    def opened(cls, file: CaseFile, initial: dict[str, Any]) -> "ActForm":
        """The form as the page first shows it."""
        return cls(file=file, initial=initial)

    @classmethod
    def rework(cls, data: QueryDict, command: str, file: CaseFile) -> QueryDict:
        """What was typed, changed as a button inside the form asked: ``add_row`` opens one more row."""
        changed = data.copy()
        rows = data.get("add_row", "")
        total = data.get(f"{rows}-TOTAL_FORMS", "")
        if rows and total.isascii() and total.isdigit():
            changed[f"{rows}-TOTAL_FORMS"] = str(min(int(total) + 1, MOST_ROWS))
        return changed

    def take(self, errors: dict[str, list[str]]) -> None:
        """What the act found wrong, at the fields it names; the rest above the form."""
        for path, messages in errors.items():
            for message in messages:
                self.add_error(path if path in self.fields else None, message)

    def quiet(self) -> None:
        """Show what was typed without finding fault: a draft is not handed in yet."""
        self.errors.clear()


def unasked(choices: Iterable[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """The choices with none of them taken beforehand."""
    return [("", "请选"), *choices]


def named(party: Party) -> str:
    """申请人　陈某."""
    return f"{party.get_role_display()}　{party.name}"


def parties(file: CaseFile) -> Choices:
    """The case's parties to choose from."""
    return [(str(party.pk), named(party)) for party in file.case.parties.all()]


def coded(choices: Any, codes: Iterable[str]) -> Choices:
    """Some of an enumeration with its number before the name: 22　分歧较大."""
    return [(code, f"{code}　{choices(code).label}") for code in codes]
