"""文书: issue one as an act of its own, or together with the act that makes it due; print and void one."""

from datetime import datetime

from django.db import transaction

from cases import guards, papers
from cases.actions.acting import Act, Actor, InvalidInput, NotVisible, When, acting, right_to_act
from cases.facts import owner_key
from cases.models import Case, refresh_course
from cases.verbs import Verb
from documents import archive
from documents.models import Paper
from documents.registry import FORMS
from jianli_mediation.core import audit
from jianli_mediation.kernel.refusal import refuse_if


def issue_paper(*, by: Actor, now: datetime, case_id: int, form: str, subject: str = "", at: When = None) -> Paper:
    """Issue the next version of a paper: number drawn, facts frozen, the PDF made after commit.

    ``subject`` says what it is about where a case has several (``party:5``, ``payment:8``). Refused with the register's
    reasons and with every mandatory fact that is blank.
    """
    with acting(Verb.ISSUE_PAPER, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_issue_paper(act.case, act.day, form=form))
        try:
            drafted = papers.drafted(act.case, form, on=act.day.today, subject=subject)
        except LookupError as problem:
            raise InvalidInput({"subject": [str(problem.args[0])]}) from problem
        paper = _archive(act, drafted)
        act.facts = _facts(paper)
    return paper


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


def _archive(act: Act, drafted: papers.Drafted) -> Paper:
    return archive.issue(
        form=drafted.form,
        variant=drafted.variant,
        subject=drafted.subject,
        context=drafted.context,
        owner_key=owner_key(act.case.pk),
        case_no=act.case.case_no,
        by=act.by,
        now=act.at,
    )


def _facts(paper: Paper) -> dict[str, object]:
    return {"paper": paper.pk, "form": paper.form, "version": paper.version, "sha256": paper.context_sha256}


@transaction.atomic
def void_paper(*, by: Actor, now: datetime, case_id: int, paper_id: int, reason: str) -> Paper:
    """Declare an issued paper void, with a reason. It stays in the archive and keeps its number."""
    case, paper = _paper(by, case_id, paper_id)
    right_to_act(case, Verb.ISSUE_PAPER, by.user)
    paper = archive.void(paper.pk, reason=reason)
    _trace(case, "void_paper", by, now, paper, reason)
    return paper


@transaction.atomic
def print_paper(*, by: Actor, now: datetime, case_id: int, paper_id: int) -> tuple[Paper, bytes]:
    """The PDF, with the print counted and left in the audit trail. Raises NotVisible for a foreign case or paper."""
    case, paper = _paper(by, case_id, paper_id)
    content = archive.pdf(paper)
    archive.count_print(paper.pk)
    _trace(case, "print_paper", by, now, paper, by.reason)
    return paper, content


def _paper(by: Actor, case_id: int, paper_id: int) -> tuple[Case, Paper]:
    case = Case.objects.visible_to(by.user).filter(pk=case_id).first()
    paper = Paper.objects.filter(pk=paper_id, owner_key=owner_key(case_id)).first()
    if case is None or paper is None:
        raise NotVisible(case_id)
    return case, paper


def _trace(case: Case, verb: str, by: Actor, now: datetime, paper: Paper, reason: str) -> None:
    audit.record(
        chain=audit.case_chain(case.pk),
        verb=verb,
        by=by.user,
        at=now,
        case_id=case.pk,
        client=by.client,
        from_state=case.state,
        to_state=case.state,
        reason=reason,
        facts=_facts(paper),
    )
