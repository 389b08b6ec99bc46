"""收存扫描件: one row per file, each with what it is; the rows are kept one by one."""

from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory

from cases.actions.attachments import ScanInput
from cases.queries.attachments import sees_property, signable_papers
from cases.queries.casefile import CaseFile
from documents import scans
from documents.models import AttachmentKind
from jianli_mediation.core.access import StaffRequest
from jianli_mediation.core.forms import CourtForm
from jianli_mediation.core.uploads import too_large
from jianli_mediation.kernel.refusal import Blocker, Refused

from .acts import Choices, choose, unasked

# Django takes no more files in one request; see DATA_UPLOAD_MAX_NUMBER_FILES.
MOST_FILES = 20
PREFIX = "scan"
LONGEST_TITLE = 100
ACCEPT = ".pdf,.jpg,.jpeg,.png,.tif,.tiff"
# Where a refusal of the act belongs in the row; the rest stands at the file.
FIELD_OF = {"paper_is_void": "paper", "attachment_not_signed": "kind"}


class ScanField(forms.FileField):
    """A file that is looked into as it comes: its content decides, its name and its announced type do not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ACCEPT}), **kwargs)
        self.error_messages["required"] = "请选文件。"

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        try:
            return file, scans.inspect(file.read())._replace(data=b"")
        except Refused as refused:
            raise forms.ValidationError([f"{each.message}。" for each in refused.blockers]) from refused


class ScanForm(CourtForm):
    """One file. A row in which nothing was chosen or typed is no row."""

    file = ScanField(label="文件")
    kind = forms.ChoiceField(label="种类")
    paper = forms.ChoiceField(label="哪份文书的签收件", required=False)
    title = forms.CharField(label="名称", required=False, max_length=LONGEST_TITLE)

    key: ClassVar = ("file", "kind", "paper", "title")
    kept = False

    def __init__(self, *args: Any, kinds: Choices, papers: Choices, oversize: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.oversize = self.add_prefix("file") in oversize
        choose(self, "kind", unasked(kinds))
        choose(self, "paper", [("", "不对应"), *papers])
        self.fields["title"].widget.attrs["placeholder"] = "不填用文件名"

    def has_changed(self) -> bool:
        return self.oversize or any(self[name].data for name in self.key)

    def clean(self) -> dict[str, Any]:
        if self.oversize:
            self.errors.pop("file", None)
            self.add_error("file", f"{scans.too_large().message}。")
        if self.cleaned_data.get("paper") and self.cleaned_data.get("kind") not in ("", None, AttachmentKind.SIGNED):
            self.add_error("kind", "对应文书的，种类请选“签收的文书”。")
        return self.cleaned_data

    def given(self) -> ScanInput:
        file, looked_at = self.cleaned_data["file"]
        file.seek(0)  # read again, so that not all the files of a page are in memory at once
        paper = self.cleaned_data["paper"]
        title = scans.readable(self.cleaned_data["title"] or PurePath(file.name).stem)
        return ScanInput(
            scan=looked_at._replace(data=file.read()),
            kind=self.cleaned_data["kind"],
            title=title[:LONGEST_TITLE],
            paper_id=int(paper) if paper else None,
        )

    def take(self, blockers: tuple[Blocker, ...]) -> None:
        """What the act refused, at the field it is about."""
        for blocker in blockers:
            self.add_error(FIELD_OF.get(blocker.code, "file"), f"{blocker.message}。")


class ScanRows(BaseFormSet):
    """The rows of one page. Those kept already are done and leave it; the others stay with what was typed."""

    @property
    def wanted(self) -> list[ScanForm]:
        """The rows in which something was chosen."""
        return [form for form in self.forms if form.has_changed()] if self.is_bound else []

    @property
    def open(self) -> list[ScanForm]:
        """What the page shows: the rows not kept yet; as many empty ones as there were, when none is left."""
        left = [form for form in self.wanted if not form.kept]
        return left or [form for form in self.forms if not form.kept]

    @property
    def problems(self) -> int:
        return sum(len(form.errors) for form in self.forms)

    @property
    def first_problem(self) -> str:
        bounds = [bound for form in self.forms for bound in form if bound.errors]
        return bounds[0].id_for_label if bounds else "main"

    def add_fields(self, form: Any, index: int | None) -> None:
        """No field of the formset's own: a row is taken out by emptying it."""


_MADE: Any = formset_factory(ScanForm, formset=ScanRows, extra=3, max_num=MOST_FILES, absolute_max=MOST_FILES)


def scan_rows(request: StaffRequest, file: CaseFile) -> ScanRows:
    """The rows of the page, with what was handed in; ``?paper=`` begins with the signed copy of that paper."""
    kinds = [each for each in AttachmentKind.choices if sees_property(file.user) or each[0] != AttachmentKind.PROPERTY]
    papers = [
        (str(row.pk), f"{row.title} {row.number or row.case_no} 第 {row.version} 版")
        for row in signable_papers(file.case.pk)
    ]
    wanted = request.GET.get("paper", "")
    first = [{"kind": AttachmentKind.SIGNED, "paper": wanted}] if wanted in dict(papers) else []
    total = request.POST.get(f"{PREFIX}-TOTAL_FORMS", "")
    handed_in = total.isascii() and total.isdigit() and len(total) < 5 and int(total) > 0
    made: ScanRows = _MADE(
        request.POST if handed_in else None,
        request.FILES if handed_in else None,
        prefix=PREFIX,
        initial=first,
        form_kwargs={"kinds": kinds, "papers": papers, "oversize": too_large(request)},
    )
    return made
