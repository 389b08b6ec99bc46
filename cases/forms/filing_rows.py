"""Rows that one can add and take out: parties, agents, items, preservations, clues of a filing."""

from typing import Any

from django.forms import BaseForm, BaseFormSet, formset_factory
from django.http import QueryDict

from .intake import AgentForm, ClueForm, ItemForm, PartyForm, PreservationForm


class Rows(BaseFormSet):
    """Rows that one can add and take out. An untouched row that was added is no row."""

    default_error_messages = {"missing_management_form": "这一页不完整，请重新打开。"}

    @property
    def kept(self) -> list[Any]:
        """The rows that count, in order."""
        return [form for form in self.forms if self.counts(form)]

    @property
    def lines(self) -> list[tuple[Any, bool]]:
        """Every row of the page, and whether it was taken out."""
        return [(form, self.taken_out(form)) for form in self.forms]

    def taken_out(self, form: BaseForm) -> bool:
        return form.is_bound and bool(form["DELETE"].data)

    def counts(self, form: BaseForm) -> bool:
        return not self.taken_out(form) and not (form.empty_permitted and not form.has_changed())

    def number_of(self, form: BaseForm) -> int:
        """The place of a row in the page's numbering, that of its prefix."""
        return self.forms.index(form)


def _rows(form: type[BaseForm], least: int = 0) -> Any:
    return formset_factory(form, formset=Rows, extra=0, min_num=least, max_num=60, absolute_max=60, can_delete=True)


PARTIES, ITEMS = _rows(PartyForm, 2), _rows(ItemForm, 1)
AGENTS, PRESERVATIONS, CLUES = _rows(AgentForm), _rows(PreservationForm), _rows(ClueForm)
SETS = {
    "parties": PARTIES,
    "agents": AGENTS,
    "items": ITEMS,
    "preservations": PRESERVATIONS,
    "clues": CLUES,
}


def grown(data: QueryDict, what: str) -> QueryDict:
    """The posted form with one more row of ``what``: the way to add a row without script."""
    if what not in SETS:
        return data
    more = data.copy()
    text = data.get(f"{what}-TOTAL_FORMS", "0")
    number = int(text) if text.isascii() and text.isdigit() else 0
    more[f"{what}-TOTAL_FORMS"] = str(number + 1)
    more.setdefault(f"{what}-INITIAL_FORMS", "0")
    for name, field in SETS[what].form.base_fields.items():
        if field.initial is not None:
            more.setdefault(f"{what}-{number}-{name}", str(field.initial))
    return more
