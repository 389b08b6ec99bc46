"""文书, a tab of the case page: what was issued, what is being written, what can be made now, scans, service."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.facts import effect_of, owner_key
from cases.guards.papers import bears_seal, offered_forms
from cases.models import Service
from cases.papers import nothing, subjects
from cases.queries import papers as queries
from cases.queries.attachments import attachments_of, live_scans
from cases.queries.casefile import CaseFile
from cases.queries.confidential import PROPERTY_FORMS
from cases.rules.delivery import Effect
from cases.rules.identity import mask_address, mask_phone
from cases.verbs import Verb
from documents.drafts import drafts_of
from documents.models import Attachment, Paper, Status
from documents.registry import CHAPTERS, FORMS, Form
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.kernel.refusal import Blocker

from .acting import file_or_404
from .casehead import head_of
from .casesteps import open_act


@dataclass(frozen=True)
class FormRow:
    """A form with every reason why it cannot be made now, else with the address where this person makes it, if she may."""

    form: Form
    title: str
    blockers: Sequence[Blocker]
    url: str


@dataclass(frozen=True)
class Delivery:
    """A service or a try, as the tab shows it, addresses masked; ``scan`` only where this person may open it."""

    row: Service
    address: str
    e_address: str
    title: str
    scan: Attachment | None
    effect: Effect | None
    corrected: bool


def papers_of(file: CaseFile) -> list[Paper]:
    """The papers of the case for this person, newest first; those that a newer version replaced are marked."""
    rows = queries.papers_of(file.user, file.case.pk).select_related("issued_by", "superseded_by").order_by("-id")
    return list(rows.defer("context"))


def seen(file: CaseFile, form: str) -> bool:
    """Whether papers of this form are for this person at all."""
    return file.sees_property or form not in PROPERTY_FORMS


def form_rows(file: CaseFile) -> list[FormRow]:
    """Every form there is, as it stands for this person and this case now."""
    address = open_act(file, Verb.ISSUE_PAPER)
    filed = bool(file.case.exec_case_no)
    rows = []
    for form, blockers in offered_forms(file.case, file.day):
        found = blockers or ([] if subjects(file.case, form.code) else [Blocker("no_subject", nothing(form.code))])
        url = f"{address}?form={form.code}" if address and not found else ""
        rows.append(FormRow(form, form.title_for(filed=filed), found, url))
    return rows


def by_chapter(rows: Sequence[FormRow]) -> list[tuple[str, list[FormRow]]]:
    """Those that can be made, under the chapters of the house; a chapter that has none is left out."""
    able = {row.form.code: row for row in rows if not row.blockers}
    found = [(title, [able[form.code] for form in forms if form.code in able]) for title, forms in CHAPTERS]
    return [(title, forms) for title, forms in found if forms]


def deliveries(file: CaseFile) -> list[Delivery]:
    """Every service and try, the first one first; what was corrected is marked."""
    rows = Service.objects.filter(case=file.case).select_related("party", "entered_by", "paper").defer("paper__context")
    found = list(rows.order_by("pk"))
    corrected = {row.corrects_id for row in found}
    proofs = [row.scan_id for row in found if row.scan_id is not None]
    seen = {scan.pk: scan for scan in attachments_of(file.user, file.case.pk).filter(pk__in=proofs)}
    return [
        Delivery(
            row,
            mask_address(row.address),
            mask_phone(row.e_address),
            _title(row),
            seen.get(row.scan_id or 0),
            effect_of(row),
            row.pk in corrected,
        )
        for row in found
    ]


def _title(row: Service) -> str:
    form = FORMS.get(row.form)
    return row.paper.title if row.paper else form.title if form else row.form


@staff()
@require_GET
def papers(request: StaffRequest, pk: int) -> HttpResponse:
    """The papers of the case, those that can be made now, what was scanned and what was served."""
    file = file_or_404(request, pk)
    forms, issued = form_rows(file), papers_of(file)
    prefetch_related_objects(issued, live_scans())
    context = {
        **head_of(file, "papers"),
        "papers": issued,
        "drafts": [(FORMS[row.form].title, row) for row in drafts_of(owner_key(pk)) if seen(file, row.form)],
        "able": by_chapter(forms),
        "barred": [row for row in forms if row.blockers],
        "services": deliveries(file),
        "issue_open": bool(open_act(file, Verb.ISSUE_PAPER)),
        "seal_url": open_act(file, Verb.SEAL_PAPER),
        "sealable": [row.pk for row in issued if row.status == Status.ISSUED and bears_seal(row.form)],
        "serve_url": open_act(file, Verb.RECORD_SERVICE),
        "address_url": open_act(file, Verb.CONFIRM_ADDRESS),
        "scans": attachments_of(request.user, pk),
        "sees_property": file.sees_property,
        "attach_url": open_act(file, Verb.ATTACH),
    }
    return render(request, "cases/casepage/papers.html", context)
