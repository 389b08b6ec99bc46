"""文书: issue one as an act of its own, or together with the act that makes it due; print and void one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import guards, papers
from cases.actions.acting import Act, Actor, InvalidInput, NotVisible, When, acting, leave_trace, right_to_act
from cases.facts import owner_key
from cases.models import Case, refresh_course
from cases.queries.papers import papers_of
from cases.verbs import Verb
from documents import archive, drafts
from documents.contexts import facts
from documents.models import Paper, PaperDraft, Status
from documents.registry import FORMS
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import refuse_if

PRINTED = "print_paper"


def issue_paper(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    form: str,
    subject: str = "",
    fills: Mapping[str, Any] | None = None,
    queued: bool = True,
    at: When = None,
) -> Paper:
    """Issue the next version of a paper: number drawn, facts frozen, the PDF made after commit, its draft gone.

    ``subject`` says what it is about where a case has several (``party:5``, ``payment:8``); ``fills`` is what was
    written into its open fields; ``queued``: see ``archive.issue``. Refused with the register's reasons and with every
    mandatory fact that is blank; InvalidInput for a subject the case has not, and for fills that do not fit.
    """
    with acting(Verb.ISSUE_PAPER, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_issue_paper(act.case, act.day, form=form))
        with _as_typed():
            drafted = papers.drafted(act.case, form, on=act.day.today, subject=subject, fills=fills)
        paper = _archive(act, drafted, queued=queued)
        drafts.discard(owner_key(case_id), form, drafted.subject)
        act.facts = _facts(paper)
    return paper


@transaction.atomic
def keep_draft(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    form: str,
    subject: str,
    fills: Mapping[str, Any],
    seen: datetime | None = None,
) -> PaperDraft | None:
    """Keep what was written into a paper that is not issued yet, in place of what was kept before.

    No act on the case: nothing of it changes, and there is no audit entry. Raises NotVisible, Forbidden, InvalidInput
    for what could never be issued, Refused where somebody else has saved the draft after ``seen``.
    """
    case = _case(by, case_id)
    right_to_act(case, Verb.ISSUE_PAPER, by.user)
    with _as_typed():
        drafted = papers.drafted(case, form, on=local_date(now), subject=subject, fills=fills)
    return drafts.keep(
        owner_key=owner_key(case_id), form=form, subject=drafted.subject, fills=fills, by=by.user, now=now, seen=seen
    )


@transaction.atomic
def discard_draft(*, by: Actor, case_id: int, form: str, subject: str) -> None:
    """Throw away what was written into a paper that is not issued yet."""
    right_to_act(_case(by, case_id), Verb.ISSUE_PAPER, by.user)
    drafts.discard(owner_key(case_id), form, subject)


@contextmanager
def _as_typed() -> Iterator[None]:
    """What cannot be made of the words given, at the field it belongs to."""
    try:
        yield
    except facts.UnfitFillsError as unfit:
        raise InvalidInput({f"fills.{name}": [text] for name, text in unfit.problems.items()}) from unfit
    except LookupError as problem:
        raise InvalidInput({"subject": [str(problem.args[0])]}) from problem


def file_with(act: Act, form: str) -> Paper | None:
    """Issue the paper that belongs to this act, in its transaction.

    While a mandatory fact of it is blank there is no paper, and the act stands all the same: the blank ones are noted,
    and the paper stays on the to-do list until somebody has filled them in.
    """
    refresh_course(act.case)
    drafted = papers.drafted(act.case, form, on=act.day.today)
    blank = archive.blockers_of(FORMS[form], drafted.context)
    if blank:
        act.facts[f"{form}_blank"] = [blocker.message for blocker in blank]
        return None
    paper = _archive(act, drafted)
    act.facts[form] = _facts(paper)
    return paper


def _archive(act: Act, drafted: papers.Drafted, *, queued: bool = True) -> Paper:
    return archive.issue(
        form=drafted.form,
        variant=drafted.variant,
        subject=drafted.subject,
        context=drafted.context,
        owner_key=owner_key(act.case.pk),
        case_no=act.case.case_no,
        by=act.by,
        now=act.at,
        queued=queued,
    )


def _facts(paper: Paper) -> dict[str, object]:
    return {"paper": paper.pk, "form": paper.form, "version": paper.version, "sha256": paper.context_sha256}


def seal_paper(*, by: Actor, now: datetime, case_id: int, paper_id: int, at: When = None) -> Paper:
    """Note that an issued paper was given its seal, which it keeps. Refused for one that bears none, or no more."""
    with acting(Verb.SEAL_PAPER, by=by, now=now, case_id=case_id, at=at) as act:
        found = Paper.objects.filter(pk=paper_id, owner_key=owner_key(case_id)).defer("context").first()
        refuse_if(guards.to_seal_paper(act.case, act.day, paper=found))
        paper = archive.advance(paper_id, to=Status.SEALED)
        act.facts = _facts(paper)
    return paper


@transaction.atomic
def void_paper(*, by: Actor, now: datetime, case_id: int, paper_id: int, reason: str) -> Paper:
    """Declare an issued paper void, with a reason. It stays in the archive and keeps its number."""
    case, paper = paper_of(by, case_id, paper_id)
    right_to_act(case, Verb.ISSUE_PAPER, by.user)
    paper = archive.void(paper.pk, reason=reason)
    trace_paper(case, "void_paper", by, now, paper, reason)
    return paper


@transaction.atomic
def print_paper(*, by: Actor, now: datetime, case_id: int, paper_id: int) -> tuple[Paper, bytes]:
    """The PDF, with the print counted and left in the audit trail. Raises NotVisible for a foreign case or paper."""
    case, paper = paper_of(by, case_id, paper_id)
    content = archive.pdf(paper)
    archive.count_print(paper.pk)
    trace_paper(case, PRINTED, by, now, paper, by.reason)
    return paper, content


@transaction.atomic
def export_docx(*, by: Actor, now: datetime, case_id: int, paper_id: int) -> tuple[Paper, bytes]:
    """The paper as DOCX, left in the audit trail as a print is. Raises NotVisible for a foreign case or paper."""
    case, paper = paper_of(by, case_id, paper_id)
    content = archive.editable(paper)
    trace_paper(case, "export_docx", by, now, paper, by.reason)
    return paper, content


def _case(by: Actor, case_id: int) -> Case:
    case = Case.objects.visible_to(by.user).filter(pk=case_id).first()
    if case is None:
        raise NotVisible(case_id)
    return case


def paper_of(by: Actor, case_id: int, paper_id: int) -> tuple[Case, Paper]:
    """A paper with its case; NotVisible where the person may not see either, or the case has no such paper."""
    case = _case(by, case_id)
    paper = papers_of(by.user, case_id).filter(pk=paper_id).first()
    if paper is None:
        raise NotVisible(case_id)
    return case, paper


def trace_paper(case: Case, verb: str, by: Actor, now: datetime, paper: Paper, reason: str) -> None:
    """Leave in the case's trail what was done with a paper of it. No act: neither state nor version changes."""
    leave_trace(case, verb, by=by, now=now, facts=_facts(paper), reason=reason)
