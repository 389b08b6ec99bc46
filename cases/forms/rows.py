"""Rows inside a form of an act: a formset that stands on the same case file and is found fault with together."""

from typing import Any, ClassVar

from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from cases.queries.casefile import CaseFile
from jianli_mediation.core.forms import CourtForm

from .acts import MOST_ROWS, ActForm


class RowForm(CourtForm):
    """One row; ``file`` gives it its choices. An added row whose ``key`` fields were left empty is no row."""

    key: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        self.file = file
        super().__init__(*args, **kwargs)
        self.load()

    def load(self) -> None:
        """Fill the choices."""

    def has_changed(self) -> bool:
        return any(self[name].data for name in self.key) if self.is_bound else False


class RowSet(BaseFormSet):
    """Rows of one kind. Those taken out and those left empty fall away."""

    @property
    def filled(self) -> list[dict[str, Any]]:
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.kept
            if form.cleaned_data
        ]

    @property
    def kept(self) -> list[Any]:
        """The forms that were not taken out, in their order."""
        return [form for form in self.forms if not form.cleaned_data.get("DELETE")]


def rows_of(form: type[RowForm]) -> type[RowSet]:
    made: Any = formset_factory(
        form, formset=RowSet, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    kind: type[RowSet] = made
    return kind


class FormWithRows(ActForm):
    """An act's form with rows. ``rows``: prefix → kind of row; ``first_rows`` gives what they begin with."""

    rows: ClassVar[dict[str, type[RowSet]]] = {}

    def __init__(self, data: QueryDict | None = None, *, file: CaseFile, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, file=file, initial=initial)
        self.sets = {
            prefix: kind(
                data if data is not None and f"{prefix}-TOTAL_FORMS" in data else None,
                prefix=prefix,
                initial=self.first_rows(prefix),
                form_kwargs={"file": file},
            )
            for prefix, kind in self.rows.items()
        }

    def first_rows(self, prefix: str) -> list[dict[str, Any]]:
        """What the rows begin with when nothing was typed yet."""
        return []

    def is_valid(self) -> bool:
        rows = [rows.is_valid() or not rows.is_bound for rows in self.sets.values()]
        return super().is_valid() and all(rows)

    def quiet(self) -> None:
        super().quiet()
        for rows in self.sets.values():
            rows.non_form_errors().clear()
            for form in rows.forms:
                form.errors.clear()

    def filled(self, prefix: str) -> list[dict[str, Any]]:
        rows = self.sets[prefix]
        return rows.filled if rows.is_bound else []

    @property
    def problems(self) -> int:
        """How many places need changing, the rows included."""
        rows = sum(len(form.errors) for rows in self.sets.values() for form in rows.forms)
        return len(self.errors) + rows

    @property
    def first_problem(self) -> str:
        """The id of the first of them."""
        bounds = [*self, *(bound for rows in self.sets.values() for form in rows.forms for bound in form)]
        return next((bound.id_for_label or bound.auto_id for bound in bounds if bound.errors), "main")
