"""Issuing a paper, and getting it back exactly as it was issued. Called inside the transaction of the act."""

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from documents import docx, seal, store
from documents.contexts import facts
from documents.contexts.parts import CasePaper
from documents.glyphs import unprintable
from documents.models import Paper, Status, Withdrawal
from documents.press.pool import Job, many
from documents.registry import FORMS
from documents.registry.form import CASE_NUMBER, NO_NUMBER, Form, number_text
from documents.render import Meta, Printed, print_paper
from jianli_mediation.core import clock
from jianli_mediation.core.crypto import keyed_hash
from jianli_mediation.core.models import User
from jianli_mediation.core.outbox import enqueue, handles
from jianli_mediation.core.serials import next_number
from jianli_mediation.kernel.refusal import Blocker, refuse_if

RENDER = "render_paper"
PDF = "pdf"
EDITABLE = "供编辑的副本，不是存档的文书"


class PaperAlteredError(Exception):
    """The stored facts of a paper are no longer those it was issued with."""


def blockers_of(form: Form, context: CasePaper) -> tuple[Blocker, ...]:
    """Why the paper cannot be issued: every blank mandatory fact, every character no font draws."""
    blank = [
        Blocker("paper_fact_missing", f"《{_title(form, context)}》还缺：{gap.label}") for gap in facts.missing(context)
    ]
    return (*blank, *unprintable_blockers(context))


def unprintable_blockers(context: CasePaper) -> tuple[Blocker, ...]:
    """Every character of the paper that no font draws."""
    return tuple(
        Blocker("paper_character_missing", f"字库里没有“{character}”（U+{ord(character):04X}），印不出来，请改写")
        for character in unprintable("".join(_texts(facts.to_json(context))))
    )


def issue(
    *,
    form: str,
    context: CasePaper,
    owner_key: str,
    case_no: str,
    by: User,
    now: datetime,
    variant: str = "",
    subject: str = "",
    queued: bool = True,
) -> Paper:
    """Freeze ``context`` as the next version of the paper; its number is drawn here, its PDF is made after commit.

    ``queued``: the worker is told to make the PDF; else the caller sees to it (``print_many``). Must run in the
    transaction of the act. Raises ``Refused`` with every blank mandatory fact and unprintable character, ``ValueError``
    where form, variant and context do not belong together.
    """
    kind = FORMS[form]
    _check_kind(kind, context, variant)
    refuse_if(blockers_of(kind, context))
    before = Paper.objects.filter(owner_key=owner_key, form=form, variant=variant, subject=subject)
    last = before.order_by("-version").first()
    version = last.version + 1 if last else 1
    data = facts.to_json(context)
    sha256 = facts.digest(data)
    number, seq = _number(kind, context)
    paper = Paper(
        form=form,
        variant=variant,
        subject=subject,
        version=version,
        owner_key=owner_key,
        case_no=case_no,
        number=number,
        seq=seq,
        title=_title(kind, context),
        context=json.dumps(data, ensure_ascii=False),
        context_sha256=sha256,
        template_version=kind.template_version,
        status=Status.ISSUED,
        issued_by=by,
        issued_at=now,
        verify_code=_code(owner_key, form, variant, subject, str(version), sha256),
        supersedes=last,
    )
    paper.seal = seal.of(paper)
    paper.save(force_insert=True)
    if queued:
        enqueue(RENDER, {"paper": paper.pk})
    return paper


def pdf(paper: Paper) -> bytes:
    """The paper's PDF, printed now where it was not yet. Its digest is checked at every read.

    Raises ``store.FileDamagedError`` where the file is gone or altered, ``PaperAlteredError`` where the facts are,
    ``seal.RowAlteredError`` where anything else in the row is.
    """
    seal.check(paper)
    if not paper.is_rendered:
        _print_once(paper.pk)
        paper.refresh_from_db()
    return store.read(paper.pdf_sha256, PDF)


def editable(paper: Paper) -> bytes:
    """The paper as DOCX, from the same frozen facts. Made anew each time: it is there to be changed, so none is kept.

    Raises ``PaperAlteredError`` where the facts are no longer those that were issued.
    """
    form = FORMS[paper.form]
    remark = EDITABLE
    if paper.is_rendered and paper.template_version != form.template_version:
        remark += "；格式文本在签发以后改过，文字以存档的 PDF 为准"
    return docx.build(form, context_of(paper), meta_of(paper), remark=remark)


@handles(RENDER)
def render_paper(payload: dict[str, Any]) -> None:
    """The outbox's turn: make the PDF, unless somebody has asked for it before."""
    _print_once(payload["paper"])


def context_of(paper: Paper) -> CasePaper:
    """The frozen facts. Raises ``PaperAlteredError`` where they are not those that were issued."""
    data = json.loads(paper.context)
    if facts.digest(data) != paper.context_sha256:
        raise PaperAlteredError(f"《{paper.title}》的登记内容与签发时的摘要不一致")
    return cast("CasePaper", facts.from_json(_context_class(FORMS[paper.form]), data))


def meta_of(paper: Paper) -> Meta:
    return Meta(number=paper.number, version=paper.version, verify_code=paper.verify_code, issued_at=paper.issued_at)


WITHDRAWN = "撤销"


def void(paper_id: int, *, reason: str) -> Paper:
    """Declare a paper void; its number and its file remain. Raises ``Refused`` without reason, or when it is void."""
    with transaction.atomic():
        paper = _locked(paper_id)
        found = []
        if paper.status == Status.VOID:
            found.append(Blocker("paper_is_void", f"《{paper.title}》已经作废"))
        if not reason.strip():
            found.append(Blocker("paper_void_reason", "请写明作废的理由"))
        refuse_if(found)
        paper.status, paper.void_reason = Status.VOID, reason.strip()
        _save(paper, "status", "void_reason")
    return paper


def withdraw(paper_id: int, *, reason: str, proof: str, by: User, on: date, now: datetime) -> Paper:
    """Take back a certificate that proved false: void from now on, and why, by what, for good."""
    with transaction.atomic():
        paper = void(paper_id, reason=f"{WITHDRAWN}：{reason}"[:300])
        Withdrawal.objects.create(
            paper=paper, withdrawn_on=on, reason=reason, proof=proof, withdrawn_by=by, entered_at=now
        )
    return paper


def advance(paper_id: int, *, to: Status) -> Paper:
    """Note that a paper was sealed or served; a step back changes nothing. Raises ``Refused`` where it is void."""
    with transaction.atomic():
        paper = _locked(paper_id)
        if paper.status == Status.VOID:
            refuse_if([Blocker("paper_is_void", f"《{paper.title}》已经作废，不能用印或送达")])
        if _stage(to) > _stage(paper.status):
            paper.status = to
            _save(paper, "status")
    return paper


def count_print(paper_id: int) -> int:
    """One more print; returns the how-manyeth it is."""
    with transaction.atomic():
        paper = _locked(paper_id)
        paper.print_count += 1
        _save(paper, "print_count")
    return paper.print_count


def _locked(paper_id: int) -> Paper:
    """The row for a change of it. Raises ``seal.RowAlteredError``: the change must not cover up another one."""
    paper = Paper.objects.select_for_update(of=("self",)).defer("context").get(pk=paper_id)
    seal.check(paper)
    return paper


def _save(paper: Paper, *names: str) -> None:
    paper.seal = seal.of(paper)
    paper.save(update_fields=[*names, "seal"])


def _print_once(paper_id: int) -> None:
    with transaction.atomic():
        paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper_id)
        seal.check(paper)
        if paper.is_rendered:
            return
        _keep(paper, print_paper(FORMS[paper.form], context_of(paper), meta_of(paper)))


def print_many(papers: Sequence[Paper]) -> None:
    """Make the PDFs of many papers over all cores; one that was printed meanwhile is left as it is."""
    for paper in papers:
        seal.check(paper)
    printed = list(many(Job(paper.form, context_of(paper), meta_of(paper)) for paper in papers))
    with transaction.atomic():
        for paper, pages in zip(papers, printed, strict=True):
            locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
            if not locked.is_rendered:
                _keep(locked, pages)


def _keep(paper: Paper, printed: Printed) -> None:
    paper.pdf_sha256 = store.keep(printed.pdf, PDF)
    paper.pdf_size, paper.page_count = len(printed.pdf), printed.pages
    paper.rendered_at = clock.now()
    paper.template_version = FORMS[paper.form].template_version
    _save(paper, "pdf_sha256", "pdf_size", "page_count", "rendered_at", "template_version")


def _check_kind(form: Form, context: CasePaper, variant: str) -> None:
    if not isinstance(context, _context_class(form)):
        raise ValueError(f"{form.code} is made from {_context_class(form).__name__}, not {type(context).__name__}")
    if variant not in (dict(form.variants) or {""}):
        raise ValueError(f"{form.code} has no variant {variant!r}")
    if getattr(context, "variant", variant) != variant:
        raise ValueError(f"{form.code}: the facts are for {context.variant!r}, not {variant!r}")


def _context_class(form: Form) -> type[Any]:
    if form.context is None:
        raise ValueError(f"{form.code} is not offered")
    return form.context


def _number(form: Form, context: CasePaper) -> tuple[str, int | None]:
    if form.number_series == NO_NUMBER:
        return "", None
    if form.number_series == CASE_NUMBER:
        return context.paper_no, None
    year = cast("Any", context.issued_on).year
    seq = next_number(f"paper-{form.number_series}", year)
    return number_text(form.number_series, year=year, n=seq), seq


def _title(form: Form, context: CasePaper) -> str:
    return form.title_for(filed=context.filed, variant=getattr(context, "variant", ""))


def _code(*parts: str) -> str:
    """Ten letters and digits that cannot be guessed without the key, nor moved to other facts."""
    code = base64.b32encode(bytes.fromhex(keyed_hash("|".join(parts), "paper"))).decode()[:10]
    return f"{code[:5]}-{code[5:]}"


def _stage(status: str) -> int:
    return Status.values.index(status)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
