"""卷宗: the facts for D27, and what the volume is made of, in the order of the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cases.facts import owner_key
from cases.guards.papers import VOLUME
from cases.models import Case
from cases.models.choices import CREDITORS, DEBTORS
from cases.papers import blocks
from cases.papers.making import Maker, the_case
from cases.states import ResultCode
from documents.contexts.file import FileVolume, VolumeLine
from documents.models import Attachment, AttachmentKind, Paper, Status
from jianli_mediation.core.clock import local_date

# The order proposed for the volume of a reconciliation: which forms and which scans stand under each heading.
ORDER: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("登记审批表", ("D06", "D29"), ()),
    ("申请书和收件回执", ("D01", "D02"), ()),
    ("生效法律文书", (), (AttachmentKind.BASIS,)),
    ("身份证明和授权材料", ("D32",), (AttachmentKind.IDENTITY, AttachmentKind.AUTHORITY)),
    ("送达地址确认书", ("D05",), ()),
    ("告知书和征询书", ("D03", "D04"), ()),
    ("委派函", ("D07",), ()),
    ("督促履行通知书", ("D08",), ()),
    ("财产申报和线索", ("D09",), (AttachmentKind.PROPERTY,)),
    ("会商通知、笔录和工作记录", ("D10", "D11", "D12", "D13", "D31"), ()),
    ("和解协议", ("D14",), ()),
    ("履行凭证", ("D15", "D21", "D30"), (AttachmentKind.PAYMENT,)),
    ("结案、终止和移送", ("D16", "D19", "D20", "D17", "D18", "D22", "D23"), ()),
    ("证明书和函", ("D24", "D25"), ()),
    ("送达回证和凭证", ("D26",), (AttachmentKind.SERVICE,)),
    ("其他材料", (), (AttachmentKind.SIGNED, AttachmentKind.OTHER)),
)
_OF_FORM = {form: (place, title) for place, (title, forms, _) in enumerate(ORDER) for form in forms}
_OF_KIND = {kind: (place, title) for place, (title, _, kinds) in enumerate(ORDER) for kind in kinds}


@dataclass(frozen=True)
class Piece:
    """One file of the archive in its place. A signed copy that came back stands for the paper it is the copy of."""

    place: tuple[int, datetime, int]
    section: str
    title: str
    made_on: date
    pages: int
    source: str
    sha256: str


def pieces(case: Case) -> list[Piece]:
    """Every paper and scan of the case that belongs into the volume, in its order. Notes of the talks have no file."""
    key = owner_key(case.pk)
    scans = list(Attachment.objects.filter(owner_key=key, void_reason="").order_by("uploaded_at", "id"))
    signed = {scan.paper_id: scan for scan in scans if scan.paper_id}
    papers = Paper.objects.filter(owner_key=key).exclude(status=Status.VOID).exclude(form=VOLUME)
    found = [*_papers(list(papers.defer("context")), signed), *_scans(scans)]
    return sorted(found, key=lambda piece: piece.place)


def _papers(rows: Sequence[Paper], signed: Mapping[int, Attachment]) -> Iterator[Piece]:
    replaced = {row.supersedes_id for row in rows}
    for row in rows:
        if row.pk in replaced and row.status == Status.ISSUED and row.pk not in signed:
            continue  # a version that was replaced before it reached anybody
        place, section = _OF_FORM[row.form]
        copy = signed.get(row.pk)
        source, pages = (f"scan:{copy.pk}", copy.pages) if copy else (f"paper:{row.pk}", row.page_count)
        title = row.title if row.version == 1 else f"{row.title}（第{row.version}版）"
        yield Piece(
            place=(place, row.issued_at, row.pk),
            section=section,
            title=f"{title}（签字件）" if copy else title,
            made_on=local_date(row.issued_at),
            pages=pages,
            source=source,
            sha256=copy.sha256 if copy else row.pdf_sha256,
        )


def _scans(scans: Sequence[Attachment]) -> Iterator[Piece]:
    newest = {scan.paper_id: scan.pk for scan in scans if scan.paper_id}
    for scan in scans:
        if scan.paper_id and newest[scan.paper_id] == scan.pk:
            continue  # stands in the place of its paper
        place, section = _OF_KIND[scan.kind]
        yield Piece(
            place=(place, scan.uploaded_at, scan.pk),
            section=section,
            title=scan.title,
            made_on=local_date(scan.uploaded_at),
            pages=scan.pages,
            source=f"scan:{scan.pk}",
            sha256=scan.sha256,
        )


def lines(case: Case) -> Iterator[VolumeLine]:
    """The contents with the pages of the volume."""
    page = 0
    for piece in pieces(case):
        yield VolumeLine(
            section=piece.section,
            title=piece.title,
            made_on=piece.made_on,
            first=page + 1,
            last=page + piece.pages,
            source=piece.source,
            sha256=piece.sha256,
        )
        page += piece.pages


def volume(case: Case, *, on: date) -> FileVolume:
    """D27 as the file stands on the day."""
    clerk = case.clerk.name if case.clerk else ""
    return FileVolume(
        **blocks.frame(case, on),
        cause=case.cause,
        creditors=tuple(party.name for party in blocks.parties_of(case, CREDITORS)),
        debtors=tuple(party.name for party in blocks.parties_of(case, DEBTORS)),
        basis_name=blocks.basis_block(case.basis, case.cause).name,
        mediator=blocks.mediator_name(case),
        clerk=clerk,
        received_on=local_date(case.received_at),
        closed_on=case.stage_closed_on,
        closing=_closing(case),
        lines=tuple(lines(case)),
        bound_by=clerk,
    )


def _closing(case: Case) -> str:
    words = ResultCode(case.result_code).label if case.result_code else ""
    return "，".join(part for part in (words, case.get_state_display()) if part)


MAKERS = {VOLUME: Maker(the_case, lambda case, key, on: volume(case, on=on))}
