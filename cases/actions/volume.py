"""全卷: the bound volume of a case as one PDF, from the archived files that its contents name."""

from datetime import datetime

from django.db import transaction

from cases.actions.acting import Actor, NotVisible
from cases.actions.papers import paper_of, trace_paper
from cases.queries.confidential import sees_property
from documents import archive, attachments
from documents.contexts.file import FileVolume
from documents.models import Attachment, Paper
from documents.store import FileDamagedError
from documents.volume import bind

EXPORTED = "export_volume"


@transaction.atomic
def bind_volume(*, by: Actor, now: datetime, case_id: int, paper_id: int) -> bytes:
    """The volume of one D27: its own pages around the files it lists, numbered and bookmarked; left in the trail.

    It holds what tells of property (class C3): for those only who may see it. Confidential notes have no file and so
    cannot be in it. Raises NotVisible, and ``FileDamagedError`` where a file is not the one that was listed.
    """
    case, paper = paper_of(by, case_id, paper_id)
    context = archive.context_of(paper)
    if not isinstance(context, FileVolume) or not sees_property(by.user):
        raise NotVisible(case_id)
    digests = {line.source: line.sha256 for line in context.lines}
    made = bind(archive.pdf(paper), context.lines, lambda source: _file(source, digests[source]))
    trace_paper(case, EXPORTED, by, now, paper, by.reason)
    return made


def _file(source: str, sha256: str) -> bytes:
    kind, _, number = source.partition(":")
    if kind == "scan":
        scan = Attachment.objects.get(pk=int(number))
        if scan.sha256 == sha256:
            return attachments.pdf_of(scan)
    else:
        paper = Paper.objects.get(pk=int(number))
        if paper.pdf_sha256 == sha256:
            return archive.pdf(paper)
    raise FileDamagedError("卷内文件与目录登记的不一致，请重新立卷")
