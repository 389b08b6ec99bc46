"""Is the archive what was put into it? Every file, every row, and what the audit trail says of them, held together.

Three witnesses that nobody can change together unseen: the file (its SHA-256 is its name), the row (sealed with the
court's key), the trail (each entry tied to the one before, its heads sealed daily).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

from documents import seal, store
from documents.archive import PDF
from documents.contexts import facts
from documents.models import Attachment, Paper, Status
from jianli_mediation.core.crypto import decrypt
from jianli_mediation.core.models import AuditEntry

BATCH = 200
PRINTED_WITHIN = timedelta(days=1)
# The acts that bring a paper or a scan into the world. A paper that comes with another act (the agreement with its
# conclusion) stands in that act's facts under the name of its form.
BORN_BY = {"paper": "issue_paper", "attachment": "attach"}
Progress = Callable[[int], None]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Finding:
    """What does not hold, and of what."""

    what: str
    text: str


@dataclass
class Told:
    """What the trail says of one paper or scan."""

    digests: set[str] = field(default_factory=set)
    verbs: Counter[str] = field(default_factory=Counter)


def check(*, now: datetime, since: datetime | None, limit: int | None, seen: Progress) -> Iterator[Finding]:
    """Walk the archive, a batch at a time, and yield what does not hold. ``seen`` is told how many were looked at.

    ``since``: only what was issued or kept from then on; ``limit``: so many papers and so many scans at most. Without
    ``limit`` the trail is walked too, for papers and scans that are no longer there.
    """
    papers = Paper.objects.defer("context").annotate(sealed_context=Cast("context", TextField()))
    scans = Attachment.objects.all()
    if since:
        papers, scans = papers.filter(issued_at__gte=since), scans.filter(uploaded_at__gte=since)
    for paper, text in _judged("paper", papers, limit, seen, lambda row, told: _paper(row, told, now)):
        yield Finding(f"文书 {paper.pk}《{paper.title}》", text)
    for scan, text in _judged("attachment", scans, limit, seen, _scan):
        yield Finding(f"扫描件 {scan.pk}", text)
    if limit is None:
        yield from _lost(since)


def _judged(
    kind: str, rows: QuerySet[Any], limit: int | None, seen: Progress, judge: Callable[[Any, Told], Iterator[str]]
) -> Iterator[tuple[Any, str]]:
    for batch in _batches(rows, limit):
        said = _told(kind, batch)
        for row in batch:
            if any(judge(row, said[row.pk])):
                # Somebody may be at work on it between our two questions: what does not hold is looked at again.
                again = rows.get(pk=row.pk)
                yield from ((again, text) for text in judge(again, _told(kind, [again])[again.pk]))
        seen(len(batch))


def _batches(rows: QuerySet[Row], limit: int | None = None) -> Iterator[list[Row]]:
    """By key, so that neither memory nor a cursor on the server grows with the archive."""
    last, left = 0, limit
    while left is None or left > 0:
        batch = list(rows.filter(pk__gt=last).order_by("pk")[: BATCH if left is None else min(BATCH, left)])
        if not batch:
            return
        yield batch
        last = batch[-1].pk
        left = None if left is None else left - len(batch)


def _paper(paper: Any, told: Told, now: datetime) -> Iterator[str]:
    if not seal.holds(paper):
        yield "登记的内容与封印不一致，有一项被改过"
    yield from _context(paper)
    if paper.is_rendered:
        yield from _file(paper.pdf_sha256, PDF, paper.pdf_size)
    elif paper.issued_at < now - PRINTED_WITHIN:
        yield "签发已超过一天，还没有生成 PDF"
    yield from _trail(paper.context_sha256, told)
    if (paper.status == Status.VOID) != bool(told.verbs["void_paper"] or told.verbs["withdraw_certificate"]):
        yield "作废与否，登记的和留痕里的不一致"
    sealed = bool(told.verbs["seal_paper"])
    if (paper.status == Status.SEALED and not sealed) or (paper.status == Status.ISSUED and sealed):
        yield "用印与否，登记的和留痕里的不一致"
    if paper.print_count < told.verbs["print_paper"]:
        yield f"打印次数登记为 {paper.print_count}，留痕里有 {told.verbs['print_paper']} 次"


def _scan(scan: Attachment, told: Told) -> Iterator[str]:
    if not seal.holds(scan):
        yield "登记的内容与封印不一致，有一项被改过"
    yield from _file(scan.sha256, scan.suffix, scan.size)
    yield from _trail(scan.sha256, told)
    if scan.is_void != bool(told.verbs["void_attachment"]):
        yield "作废与否，登记的和留痕里的不一致"


def _context(paper: Any) -> Iterator[str]:
    try:
        held = facts.digest(json.loads(decrypt(paper.sealed_context))) == paper.context_sha256
    except (InvalidTag, ValueError):
        yield "签发时的内容打不开，密文被改过"
        return
    if not held:
        yield "签发时的内容与登记的摘要不一致"


def _file(sha256: str, suffix: str, size: int) -> Iterator[str]:
    try:
        store.check(sha256, suffix, size)
    except store.FileDamagedError as damaged:
        yield str(damaged)


def _trail(digest: str, told: Told) -> Iterator[str]:
    if not told.digests:
        yield "留痕里没有它的来历"
    elif told.digests != {digest}:
        yield "摘要与留痕里记的不一致"


def _told(kind: str, rows: Iterable[Any]) -> dict[int, Told]:
    """What the chains of the owners of these rows say of each of them."""
    entries = _entries(kind).filter(chain__in={row.owner_key for row in rows})
    found: dict[int, Told] = defaultdict(Told)
    for entry in entries.only("verb", "facts").iterator(chunk_size=BATCH):
        if isinstance(entry.facts.get(kind), int):
            found[entry.facts[kind]].verbs[entry.verb] += 1
        for number, digest in _births(kind, entry):
            found[number].digests.add(digest)
    return found


def _entries(kind: str) -> QuerySet[AuditEntry]:
    """The entries that name a paper or a scan."""
    return AuditEntry.objects.annotate(text=Cast("facts", TextField())).filter(text__contains=f'"{kind}": ')


def _births(kind: str, entry: AuditEntry) -> Iterator[tuple[int, str]]:
    """Number and digest of what came to be with the act of this entry."""
    own = [entry.facts] if entry.verb == BORN_BY[kind] else []
    along = [inner for form, inner in entry.facts.items() if isinstance(inner, dict) and inner.get("form") == form]
    for told in (*own, *along):
        if kind in told:
            yield told[kind], str(told.get("sha256"))


def _lost(since: datetime | None) -> Iterator[Finding]:
    """What the trail knows and the archive has no more."""
    for kind, word, model in (("paper", "文书", Paper), ("attachment", "扫描件", Attachment)):
        entries = _entries(kind).only("verb", "facts")
        for batch in _batches(entries.filter(entered_at__gte=since) if since else entries):
            numbers = {number for entry in batch for number, _ in _births(kind, entry)}
            there = set(model._default_manager.filter(pk__in=numbers).values_list("pk", flat=True))
            for number in sorted(numbers - there):
                yield Finding(f"{word} {number}", "留痕里有它，档案里没有了")
