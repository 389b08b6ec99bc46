"""出文书: one paper of the case, with the open fields of its draft; and declaring one void."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, get_origin

from django import forms
from django.forms.boundfield import BoundField

from cases import papers
from cases.facts import owner_key
from cases.guards import to_issue_paper
from cases.guards.papers import CERTIFICATE, bears_seal, certificates_in_force
from cases.papers.making import Subject
from cases.queries.attachments import signable_papers
from documents import drafts
from documents.contexts import facts
from documents.models import PaperDraft, Status
from documents.registry import FORMS, Form
from jianli_mediation.core.forms import AmountField, CourtForm, DayField, MomentField, speak_plainly
from jianli_mediation.kernel.refusal import Blocker

from .acts import ActForm, Clock, Words, unasked

FILL = "fill_"
# A text longer than this takes the whole row.
LONG = 60
# Twelfths of the row by what the field holds; texts take the whole row.
_WIDTHS: dict[Any, str] = {date: "f4", datetime: "f6", time: "f6", Decimal: "f4", int: "f3", bool: "f4"}


@dataclass(frozen=True)
class Chosen:
    """The paper the page is about: its form, its subject, the facts the case proposes, and the draft of it, if any."""

    kind: Form
    subject: Subject
    proposal: Any
    draft: PaperDraft | None

    @cached_property
    def open(self) -> dict[str, facts.Fillable]:
        """The open fields of this form, by name."""
        return {each.name: each for each in facts.fillable(type(self.proposal))}

    def with_fills(self, fills: Mapping[str, Any]) -> Any:
        """The facts with ``fills``; what does not fit (the form has changed since) is left out."""
        fitting = {name: value for name, value in fills.items() if name in self.open}
        try:
            return facts.filled(self.proposal, fitting)
        except facts.UnfitFillsError as unfit:
            rest = {name: value for name, value in fitting.items() if name not in unfit.problems}
            return facts.filled(self.proposal, rest)


class IssueForm(ActForm):
    """``paper`` names the form and its subject together, as ``D15:payment:8``; the fields beneath are its open ones.

    What is written is kept in the case's draft of this paper, as far as it differs from what the case proposes.
    """

    paper = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    at_hint = "落款的日子；不填就是今天。"

    def load(self) -> None:
        self.fields["at"].label = "落款日期"
        code, _, key = str(self.data.get("paper") or self.initial.get("paper") or "").partition(":")
        self.kind = FORMS.get(code) if code in papers.MAKERS else None
        self.subjects = papers.subjects(self.file.case, code) if self.kind else []
        self.chosen = self._choose(key)
        if self.chosen is None:
            return
        draft = self.chosen.draft
        seen = draft.saved_at.isoformat() if draft else ""
        self.initial = {**self.initial, "paper": f"{code}:{key}", "seen": seen}
        kept = self.chosen.with_fills(drafts.fills_of(draft))
        for name, each in self.chosen.open.items():
            self.fields[FILL + name] = _field(each)
            speak_plainly(self.fields[FILL + name])
            self.initial[FILL + name] = _shown(getattr(kept, name))
        self.order_fields(["paper", "seen", *(FILL + name for name in self.chosen.open), "at"])

    def _choose(self, key: str) -> Chosen | None:
        subject = next((each for each in self.subjects if each.key == key), None)
        if self.kind is None or subject is None:
            return None
        case, code = self.file.case, self.kind.code
        paper = papers.drafted(case, code, on=self._day() or self.file.today, subject=key)
        return Chosen(self.kind, subject, paper.context, drafts.find(owner_key(case.pk), code, key))

    def _day(self) -> date | None:
        """The day of the paper as far as it can be read."""
        try:
            return DayField(required=False).clean(self.data.get("at"))
        except forms.ValidationError:
            return None

    def written(self) -> dict[str, Any]:
        """What was typed into the open fields and is not what the case proposes anyway; the unreadable is left out."""
        if self.chosen is None:
            return {}
        self.is_valid()
        proposed = facts.to_json(self.chosen.proposal)
        found = {}
        for name, each in self.chosen.open.items():
            field = FILL + name
            if field not in self.cleaned_data and str(self.data.get(field, "")).strip():
                continue
            value = facts.plain(_read(each, self.cleaned_data.get(field)))
            if (value or None) != (proposed[name] or None):
                found[name] = value
        return found

    def as_typed(self) -> Any:
        """The paper with what is written so far; None where no paper was chosen."""
        if self.chosen is None:
            return None
        return self.chosen.with_fills(self.written() if self.is_bound else drafts.fills_of(self.chosen.draft))

    def take(self, errors: dict[str, list[str]]) -> None:
        super().take({path.replace("fills.", FILL): messages for path, messages in errors.items()})

    @property
    def laid_out(self) -> Iterator[tuple[BoundField, str, str]]:
        opened = self.chosen.open if self.chosen else {}
        for bound in self:
            yield bound, _width(opened.get(bound.name.removeprefix(FILL))), ""

    @classmethod
    def opened(cls, file: Any, initial: dict[str, Any]) -> "IssueForm":
        """``?form=D08`` opens the first paper of that form, ``&subject=party:5`` that of one party."""
        wanted = initial.get("form", "")
        if wanted in papers.MAKERS and "paper" not in initial:
            keys = [each.key for each in papers.subjects(file.case, wanted)]
            subject = initial.get("subject", "")
            if keys:
                initial = {**initial, "paper": f"{wanted}:{subject if subject in keys else keys[0]}"}
        return cls(file=file, initial=initial)

    def blockers(self) -> list[Blocker]:
        """Why this form cannot be issued now, whatever is written into it."""
        return to_issue_paper(self.file.case, self.file.day, form=self.kind.code) if self.kind else []


class SealForm(ActForm):
    """``?paper=7`` opens it on that paper; only those that can be sealed are listed."""

    paper = forms.ChoiceField(label="文书", help_text="只列已签发、还没有用印的。")

    at_hint = "用印的日子；不填就是今天。"
    widths: ClassVar = {"paper": "f12"}

    def load(self) -> None:
        rows = signable_papers(self.file.case.pk).filter(status=Status.ISSUED)
        self.offer(
            "paper", [(row.pk, f"{row.title}　{row.number or row.case_no}") for row in rows if bears_seal(row.form)]
        )


class WithdrawForm(ActForm):
    """Only certificates that hold are listed."""

    paper = forms.ChoiceField(label="哪份证明书")
    reason = Words(label="为什么不实", max_length=200, rows=2, help_text="例如凭证是伪造的，收款已红冲。")
    proof = forms.CharField(
        label="依据", max_length=200, help_text="查明不实的材料：银行回函、申请人的书面陈述、裁定等。"
    )

    at_hint = "决定撤销的日子；不填就是今天。"
    widths: ClassVar = {"paper": "f12", "reason": "f12", "proof": "f12"}

    def load(self) -> None:
        rows = [row for row in certificates_in_force(self.file.case) if row.form == CERTIFICATE]
        self.offer("paper", [(row.pk, f"{row.title}　{row.number}") for row in rows])


class VoidForm(CourtForm):
    reason = Words(label="作废的理由", max_length=300, rows=2, help_text="错在哪里；作废的留在档案里，文号不再用。")


_PLAIN: dict[Any, type[forms.Field]] = {
    date: DayField,
    datetime: MomentField,
    time: Clock,
    int: forms.IntegerField,
    bool: forms.BooleanField,
}


def _field(each: facts.Fillable) -> forms.Field:
    fill = each.fill
    given: dict[str, Any] = {
        "label": fill.label, "required": each.must and each.kind is not bool, "help_text": fill.help,
    }  # fmt: skip
    if fill.choices:
        return forms.ChoiceField(choices=unasked(fill.choices), **given)
    if each.kind is Decimal:
        return AmountField(zero=True, **given)
    if each.kind in _PLAIN:
        return _PLAIN[each.kind](**given)
    if fill.lines > 1 or _is_paragraphs(each.kind):
        return Words(rows=max(fill.lines, 2), max_length=fill.limit, **given)
    return forms.CharField(max_length=fill.limit, **given)


def _width(each: facts.Fillable | None) -> str:
    if each is None or each.fill.choices:
        return "f6"
    if each.kind is str and each.fill.lines == 1:
        return "f12" if each.fill.limit > LONG else "f6"
    return _WIDTHS.get(each.kind, "f12")


def _is_paragraphs(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _shown(value: Any) -> Any:
    """Paragraphs as lines of a box."""
    return "\n".join(value) if isinstance(value, tuple) else value


def _read(each: facts.Fillable, value: Any) -> Any:
    if _is_paragraphs(each.kind):
        return tuple(line.strip() for line in (value or "").splitlines() if line.strip())
    return "" if value is None and each.kind is str else value
