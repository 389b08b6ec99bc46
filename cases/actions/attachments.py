"""扫描件: keep what came in from outside, open it, declare it void."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cases import guards
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible, When, acting, leave_trace, right_to_act
from cases.facts import owner_key
from cases.models import Case
from cases.queries.attachments import find_attachment
from cases.queries.confidential import sees_property
from cases.verbs import Verb
from documents import attachments
from documents.models import Attachment, AttachmentKind, Paper
from documents.scans import Scan
from jianli_mediation.kernel.refusal import refuse_if


@dataclass(frozen=True, kw_only=True)
class ScanInput:
    """A file that was looked at (``documents.scans.inspect``), and what the court calls it.

    ``paper_id``: the issued paper that this is the signed copy of.
    """

    scan: Scan
    kind: str
    title: str
    paper_id: int | None = None


def attach(*, by: Actor, now: datetime, case_id: int, given: ScanInput, at: When = None) -> Attachment:
    """Keep a scan with the case. Marks nothing as served or signed: that stays an act of its own.

    Raises ``Refused`` where the case has the same content already, or the paper cannot have a signed copy;
    ``Forbidden`` for scans of property by somebody who may not see them.
    """
    with acting(Verb.ATTACH, by=by, now=now, case_id=case_id, at=at) as act:
        if given.kind == AttachmentKind.PROPERTY and not sees_property(act.by):
            raise Forbidden("property_not_yours", "财产材料由承办人和查控岗收存")
        paper = _paper(act.case, given.paper_id)
        refuse_if(guards.to_attach(act.case, act.day, kind=given.kind, paper=paper))
        row = attachments.keep(
            given.scan,
            owner_key=owner_key(act.case.pk),
            kind=given.kind,
            title=given.title,
            paper=paper,
            by=act.by,
            now=now,
        )
        act.facts = _facts(row)
    return row


def _paper(case: Case, paper_id: int | None) -> Paper | None:
    if paper_id is None:
        return None
    paper = Paper.objects.defer("context").filter(pk=paper_id, owner_key=owner_key(case.pk)).first()
    if paper is None:
        raise InvalidInput({"paper": ["本案没有这份文书。"]})
    return paper


def _facts(row: Attachment) -> dict[str, object]:
    facts: dict[str, object] = {"attachment": row.pk, "kind": row.kind, "pages": row.pages, "sha256": row.sha256}
    if row.paper:
        facts |= {"signed_copy_of": row.paper.pk, "form": row.paper.form}
    return facts


@transaction.atomic
def void_attachment(*, by: Actor, now: datetime, case_id: int, attachment_id: int, reason: str) -> Attachment:
    """Declare a scan void, with a reason. It stays in the archive."""
    case, row = _row(by, case_id, attachment_id)
    right_to_act(case, Verb.ISSUE_PAPER, by.user)
    row = attachments.void(row.pk, reason=reason)
    _trace(case, "void_attachment", by, now, row, reason)
    return row


@transaction.atomic
def open_attachment(*, by: Actor, now: datetime, case_id: int, attachment_id: int) -> tuple[Attachment, bytes]:
    """The file, and its opening left in the audit trail. Raises NotVisible for a foreign case or scan."""
    case, row = _row(by, case_id, attachment_id)
    content = attachments.read(row)
    _trace(case, "open_attachment", by, now, row, by.reason)
    return row, content


def _row(by: Actor, case_id: int, attachment_id: int) -> tuple[Case, Attachment]:
    found = find_attachment(by.user, attachment_id)
    if found is None or found[0].pk != case_id:
        raise NotVisible(case_id)
    return found


def _trace(case: Case, verb: str, by: Actor, now: datetime, row: Attachment, reason: str) -> None:
    leave_trace(case, verb, by=by, now=now, facts=_facts(row), reason=reason)
