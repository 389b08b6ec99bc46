"""批量出文书: which form, for which cases, bound how."""

from django import forms

from cases.actions.batches import Wanted
from cases.models.batch import Output
from cases.papers.bulk import Candidate, forms_in_bulk
from jianli_mediation.core.forms import CourtForm

from .acts import Words


class SelectForm(CourtForm):
    """What to lay out: ``form`` for the cases of the list's filters, or for the numbers typed."""

    form = forms.ChoiceField(label="文书")
    numbers = Words(label="案号", required=False, rows=4, max_length=8000, help_text="一行一个。不填就按右边写的范围。")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [("", "请选"), *forms_in_bulk()]  # type: ignore[attr-defined]

    def listed(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data.get("numbers", "").splitlines() if line.strip()]


class BatchForm(CourtForm):
    """The papers that were ticked, by the key of their case and subject."""

    output = forms.ChoiceField(label="装订", choices=Output.choices, widget=forms.RadioSelect, initial=Output.PDF)
    wanted = forms.MultipleChoiceField(label="要出的")

    def __init__(self, rows: list[Candidate], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.key: row for row in rows if not row.reasons}
        self.fields["wanted"].choices = [(key, key) for key in self.rows]  # type: ignore[attr-defined]

    def papers(self) -> list[Wanted]:
        """The ticked ones, in the order of the list."""
        ticked = set(self.cleaned_data["wanted"])
        return [(row.case.pk, row.subject, row.label) for key, row in self.rows.items() if key in ticked]
