"""批量导入: the file, the rows to be filed, and each case of a ledger read through the very form of 收案登记."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import QueryDict

from cases.actions.ledger_work import Problem, Reading
from cases.actions.ledgers import EVERY_ROW, Handed
from cases.models.choices import PartyKind, Source
from cases.papers.ledger_columns import APPLICANT, BASIS_NO, COLUMNS, ITEM, RESPONDENT, ROLES, Column, Kind
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.forms import CourtForm, read_day
from jianli_mediation.core.uploads import size_limit_words, too_large

from . import ledger_file
from .filing_sheet import FilingSheet
from .intake import AUTO, OUR_COURT
from .ledger_file import BadFile

BY_GROUP = {group: [each for each in COLUMNS if each.group == group] for group in ("", APPLICANT, RESPONDENT, ITEM)}
# What an empty cell means, where the page has a choice made already.
DEFAULTS: dict[str, dict[str, str]] = {
    "": {"kind": "judgment", "issuer": OUR_COURT, "legal_model": "A", "share": "single", "served_by_notice": "no"},
    APPLICANT: {"role": ROLES[APPLICANT][APPLICANT], "kind": PartyKind.PERSON, "id_type": AUTO},
    RESPONDENT: {"role": ROLES[RESPONDENT][RESPONDENT], "kind": PartyKind.PERSON, "id_type": AUTO},
    ITEM: {"kind": "money"},
}
BLANKS = {"interest_clause": "on", "source": Source.IMPORT.value, "enterprise_related": AUTO}
SETS = ("parties", "items", "agents", "preservations", "clues")
# Where a party of the page has more fields than the ledger.
PARTY_BLANKS = {"vulnerable": "none"}
ITEM_BLANKS = {"rate_type": "none"}
NINE = "09:00"
_NOTICE = {"yes": "notice", "no": "no"}
_SPAN = re.compile(r"(\d{1,6})(?:[-–—~至到](\d{1,6}))?", re.ASCII)


class LedgerFileField(forms.FileField):
    """A ledger that is read as it comes; what is wrong with the file as a whole is told here."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.FileInput(attrs={"accept": ".xlsx,.csv"}))
        super().__init__(allow_empty_file=True, **options)
        self.error_messages["required"] = "请选台账文件。"

    def clean(self, data: Any, initial: Any = None) -> Handed:
        return handed(super().clean(data, initial))


def handed(file: "File[Any]") -> Handed:
    """The file read into the lines of its cases. Raises ValidationError with everything wrong with it."""
    content = file.read()
    if not content:
        raise ValidationError("这个文件是空的。")
    try:
        cases = ledger_file.read(content)
    except BadFile as bad:
        raise ValidationError([f"{message}。" for message in bad.messages]) from bad
    return Handed(str(file.name)[:200], content, [[line.as_given() for line in lines] for lines in cases])


class LedgerForm(CourtForm):
    """The file to be taken in."""

    file = LedgerFileField(label="台账文件", help_text="")
    again = forms.BooleanField(label="同一个文件导过了，还要再导一次", required=False)

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most, size = ledger_file.MOST_LINES, size_limit_words()
        self.fields["file"].help_text = f"Excel（.xlsx）或 CSV（UTF-8、GB 18030），至多 {most:,} 行、{size}"
        if "file" in too_large(request):
            self.fields["file"].error_messages["required"] = f"文件超过 {size}，请分成几份。"


class RowsForm(CourtForm):
    """Which rows of a checked ledger are to be filed."""

    ALL, SOUND, SOME = "all", "sound", "some"
    which = forms.ChoiceField(
        label="登记哪些",
        choices=[
            (SOUND, "可以登记的都登记，各件互不影响"),
            (SOME, "只登记写明的几行，各件互不影响"),
            (ALL, "整份一起登记：有一件不成，就一件也不登记"),
        ],
        initial=SOUND,
        widget=forms.RadioSelect,
    )
    lines = forms.CharField(label="行号", required=False, max_length=2000, help_text="如 2-20、25、31")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("which") == self.SOME and "lines" not in self.errors:
            self._read(typed.get("lines", ""))
        return typed

    def _read(self, text: str) -> None:
        parts = [part for part in re.split(r"[\s,，、;；]+", text) if part]
        spans = [_SPAN.fullmatch(part) for part in parts]
        if not parts or not all(spans):
            self.add_error("lines", "请写行号，如 2-20、25。")
            return
        pairs = [(int(span[1]), int(span[2] or span[1])) for span in spans if span]
        if any(last < first or last > ledger_file.MOST_SCANNED for first, last in pairs):
            self.add_error("lines", "行号的范围不对，请核对。")
            return
        self.spans = [range(first, last + 1) for first, last in pairs]

    def wanted(self, sound: list[int]) -> str | list[int]:
        """The rows as the act takes them: all of them or none, or lines. A span means the sound ones within it."""
        which = self.cleaned_data["which"]
        if which == self.ALL:
            return EVERY_ROW
        if which == self.SOUND:
            return sound
        ready = set(sound)
        named = {span.start for span in self.spans if len(span) == 1}
        return sorted(named | {line for span in self.spans for line in span if line in ready})


def reading(given: list[dict[str, Any]], now: datetime) -> Reading:
    """One case of a ledger, read through the page's own form: its filing, or every problem with line and column."""
    return _Case(given, now).read()


class _Case:
    """The lines of one case on their way into the form, and the way back from a field to its cell."""

    def __init__(self, given: list[dict[str, Any]], now: datetime) -> None:
        self.lines, self.now = given, now
        self.data = QueryDict(mutable=True)
        self.cells: dict[str, tuple[int, str]] = {}
        self.problems: list[Problem] = [
            {"line": line["line"], "column": column, "message": message}
            for line in given
            for column, message in line["bad"].items()
        ]
        self.told = {(each["line"], each["column"]) for each in self.problems}

    def read(self) -> Reading:
        self._fill()
        sheet = FilingSheet(self.data, now=self.now)
        sound = sheet.is_valid()
        for place, messages in self._errors(sheet):
            for message in messages if place not in self.told else ():
                self.problems.append({"line": place[0], "column": place[1], "message": message})
        if self.problems or not sound:
            return Reading(None, sorted(self.problems, key=lambda each: each["line"]))
        return Reading(replace(sheet.filing(), source=Source.IMPORT), [])

    def _fill(self) -> None:
        for name, value in BLANKS.items():
            self.data[name] = value
        first = self.lines[0]
        self._put("", first, BY_GROUP[""], "")
        for line in self.lines[1:]:
            for column in BY_GROUP[""]:
                if line["cells"].get(column.heading):
                    self._wrong(line["line"], column.heading, f"没有写{BASIS_NO}的行是接着上一件的，这一列不填")
        self._rows("parties", (APPLICANT, RESPONDENT), PARTY_BLANKS)
        self._rows("items", (ITEM,), ITEM_BLANKS)
        for name in SETS:
            self.data.setdefault(f"{name}-TOTAL_FORMS", "0")
            self.data[f"{name}-INITIAL_FORMS"] = "0"

    def _rows(self, name: str, groups: tuple[str, ...], blanks: Mapping[str, str]) -> None:
        """One row of the page for each line on which a column of the group is filled; at least one of each group."""
        number = 0
        for group in groups:
            columns = BY_GROUP[group]
            filled = [line for line in self.lines if any(line["cells"].get(each.heading) for each in columns)]
            for line in filled or self.lines[:1]:
                prefix = f"{name}-{number}-"
                for field, value in blanks.items():
                    self.data[prefix + field] = value
                self._put(group, line, columns, prefix)
                number += 1
        self.data[f"{name}-TOTAL_FORMS"] = str(number)

    def _put(self, group: str, line: Mapping[str, Any], columns: list[Column], prefix: str) -> None:
        for column in columns:
            field = prefix + column.name
            self.cells[field] = (line["line"], column.heading)
            text = line["cells"].get(column.heading, "")
            if not text:
                self.data.setlist(field, [DEFAULTS[group].get(column.name, "")] if column.kind != Kind.CODES else [])
            elif column.kind == Kind.CODES:
                self.data.setlist(field, self._codes(column, text, line["line"]))
            elif column.codes:
                self.data[field] = self._code(column, text, line["line"])
            elif column.kind == Kind.MOMENT:
                self.data[field] = self._moment(text)
            else:
                self.data[field] = text

    def _codes(self, column: Column, text: str, line: int) -> list[str]:
        return [self._code(column, each, line) for each in re.split(r"[、,，;；\s]+", text) if each]

    def _code(self, column: Column, text: str, line: int) -> str:
        known = column.codes or {}
        code = known.get(text, text)
        if code not in known.values():
            self._wrong(line, column.heading, f"没有“{text[:20]}”这一种，可以填：{'、'.join(known)}")
            return next(iter(known.values()))
        return _NOTICE.get(code, code) if column.kind == Kind.YES else code

    def _moment(self, text: str) -> str:
        """The moment of receipt: of a bare day nine o'clock, or now where that is still to come."""
        if ":" in text or "：" in text:
            return text.replace("/", "-")
        try:
            day = read_day(text.strip())
        except ValidationError:
            return f"{text} {NINE}"
        clock = f"{self.now.astimezone(COURT_TIME):%H:%M}"
        return f"{day} {clock}" if day == local_date(self.now) and clock < NINE else f"{day} {NINE}"

    def _wrong(self, line: int, heading: str, message: str) -> None:
        if (line, heading) not in self.told:
            self.told.add((line, heading))
            self.problems.append({"line": line, "column": heading, "message": f"{message}。"})

    def _errors(self, sheet: FilingSheet) -> Iterator[tuple[tuple[int, str], list[str]]]:
        first = self.lines[0]["line"]
        for form in (sheet.main, *(row for rows in sheet.row_sets.values() for row in rows.kept)):
            for name, messages in form.errors.items():
                yield self.cells.get(form.add_prefix(name), (first, "")), [str(message) for message in messages]
        for rows in sheet.row_sets.values():
            messages = [str(message) for message in rows.non_form_errors()]
            if messages:
                yield (first, ""), messages
