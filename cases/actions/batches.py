"""Many papers at once: asked for in one go, issued one act each in the background, bound into one file.

Each paper is an act of the person who asked for it, with all guards of that moment; one that is refused stops only
itself. A worker that dies goes on where the last turn was committed, and issues nothing twice.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from pypdf import PdfWriter

from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible, right_to_act
from cases.actions.papers import PRINTED, issue_paper, trace_paper
from cases.models import Case, PaperBatch, PaperBatchItem
from cases.models.batch import Output
from cases.verbs import Verb
from documents import archive, store
from documents.models import Paper
from documents.registry import FORMS
from jianli_mediation.core import clock
from jianli_mediation.core.outbox import enqueue
from jianli_mediation.kernel.refusal import Refused

TOPIC = "paper_batch"
MOST = 500
# How much one turn of the worker takes on: what a turn has done is seen and kept when the turn ends.
ISSUED_AT_ONCE, PRINTED_AT_ONCE = 10, 60
_FIXED = (2000, 1, 1, 0, 0, 0)

# A case and the subject of its paper, with the words for it.
Wanted = tuple[int, str, str]


@transaction.atomic
def start_batch(*, by: Actor, now: datetime, form: str, wanted: Sequence[Wanted], output: str) -> PaperBatch:
    """Ask for papers of ``form``: one for each case and subject. The first turn is queued with the commit.

    Raises InvalidInput for none or too many, NotVisible and Forbidden as a single paper would.
    """
    if not 0 < len(wanted) <= MOST:
        raise InvalidInput({"wanted": [f"请选 1 至 {MOST} 份。" if wanted else "请至少选一份。"]})
    if form not in FORMS or output not in Output.values:
        raise InvalidInput({"form": ["没有这种文书。"]})
    ids = {case_id for case_id, _, _ in wanted}
    cases = {case.pk: case for case in Case.objects.visible_to(by.user).filter(pk__in=ids)}
    for case_id in ids:
        if case_id not in cases:
            raise NotVisible(case_id)
        right_to_act(cases[case_id], Verb.ISSUE_PAPER, by.user)
    batch = PaperBatch.objects.create(form=form, output=output, made_by=by.user, made_at=now)
    PaperBatchItem.objects.bulk_create(
        PaperBatchItem(batch=batch, seq=seq, case=cases[case_id], subject=subject, label=label[:120])
        for seq, (case_id, subject, label) in enumerate(dict.fromkeys(wanted), 1)
    )
    enqueue(TOPIC, {"batch": batch.pk})
    return batch


def work_on(batch_id: int) -> None:
    """One turn: issue some, else print some, else bind. Queues the next turn until the file is there."""
    batch = PaperBatch.objects.select_for_update().select_related("made_by").get(pk=batch_id)
    if batch.finished_at is not None:
        return
    waiting = list(batch.items.filter(paper=None, refused=[])[:ISSUED_AT_ONCE])
    if waiting:
        for item in waiting:
            _issue(batch, item)
    elif not _print_some(batch):
        _bind(batch)
        return
    enqueue(TOPIC, {"batch": batch.pk})


def _issue(batch: PaperBatch, item: PaperBatchItem) -> None:
    try:
        with transaction.atomic():
            item.paper = issue_paper(
                by=Actor(batch.made_by),
                now=clock.now(),
                case_id=item.case_id,
                form=batch.form,
                subject=item.subject,
                queued=False,
            )
    except Refused as refusal:
        item.refused = [blocker.message for blocker in refusal.blockers]
    except InvalidInput as wrong:
        item.refused = [text for texts in wrong.errors.values() for text in texts]
    except Forbidden as barred:
        item.refused = [barred.message]
    except NotVisible:
        item.refused = ["您已经看不到这件案子"]
    item.save()


def _print_some(batch: PaperBatch) -> bool:
    papers = Paper.objects.filter(pk__in=batch.items.exclude(paper=None).values("paper"), pdf_sha256="")
    some = list(papers.order_by("pk")[:PRINTED_AT_ONCE])
    if some:
        archive.print_many(some)
    return bool(some)


def _bind(batch: PaperBatch) -> None:
    papers = [item.paper for item in batch.items.select_related("paper").exclude(paper=None) if item.paper]
    if papers:
        made = _zip(papers) if batch.output == Output.ZIP else _pdf(papers)
        batch.file_sha256, batch.file_size = store.keep(made, batch.output), len(made)
    batch.finished_at = clock.now()
    batch.save()


def _pdf(papers: Sequence[Paper]) -> bytes:
    """One PDF with a bookmark for each paper, each beginning on the front of a sheet."""
    writer = PdfWriter()
    for paper in papers:
        start = len(writer.pages)
        writer.append(io.BytesIO(archive.pdf(paper)), import_outline=False)
        writer.add_outline_item(title=f"{paper.case_no}　{paper.title}", page_number=start)
        if len(writer.pages) % 2:
            writer.add_blank_page()
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _zip(papers: Sequence[Paper]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for seq, paper in enumerate(papers, 1):
            name = f"{seq:03}-{paper.case_no}-{paper.title}.pdf"
            bundle.writestr(zipfile.ZipInfo(name, _FIXED), archive.pdf(paper))
    return out.getvalue()


@transaction.atomic
def take_batch(*, by: Actor, now: datetime, batch_id: int) -> tuple[PaperBatch, bytes]:
    """The bound file. Taking it counts as a print of each paper in it, in the trail of each case.

    Raises NotVisible for somebody else's batch, for one that is not done, and for one that holds a paper of a case
    which the person no longer sees.
    """
    batch = PaperBatch.objects.filter(pk=batch_id, made_by=by.user).exclude(file_sha256="").first()
    if batch is None:
        raise NotVisible(batch_id)
    items = batch.items.select_related("case", "paper").exclude(paper=None)
    if items.exclude(case__in=Case.objects.visible_to(by.user).filter(pk__in=items.values("case"))).exists():
        raise NotVisible(batch_id)
    content = store.read(batch.file_sha256, batch.output)
    for item in items:
        if item.paper is not None:
            archive.count_print(item.paper.pk)
            trace_paper(item.case, PRINTED, by, now, item.paper, "")
    return batch, content
