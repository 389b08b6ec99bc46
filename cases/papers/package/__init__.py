"""移送包: the whole matter as one XML document, as it stood on the day of the hand-over. Reads, and writes nothing.

The confidential notes of the talks (class C4) are not read anywhere in this package.
"""

import hashlib

from cases.facts import owner_key, periods_on
from cases.models import Case, Handover
from cases.models.choices import EnterpriseRelated, Tag
from cases.papers.blocks import COURT
from cases.papers.package import course, holdings, money, people
from cases.papers.package.node import Node
from cases.papers.package.receipts import receipt_key
from cases.papers.package.schemas import HANDOVER, VERSION
from cases.rules import deadlines
from cases.rules.casenumber import COURT_CODE
from cases.states import ResultCode
from documents.models import Attachment, Paper, Status
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.kernel.workdays import Calendar


def package_id(case: Case, package: Handover) -> str:
    """How both sides name this hand-over, without brackets: ``鄂1023-2023-1-2`` is the second of case 1 of 2023."""
    return f"{COURT_CODE}-{case.number_year}-{case.number_seq}-{package.seq}"


def papers_to_send(package: Handover) -> list[Paper]:
    """Of each paper the newest version that is not void, in the order of the register.

    The letters of earlier hand-overs, which came back, stay where they are.
    """
    rows = Paper.objects.filter(owner_key=owner_key(package.case_id)).exclude(status=Status.VOID)
    earlier = [f"handover:{row.pk}" for row in package.case.handovers.all() if row.pk != package.pk]
    newest: dict[tuple[str, str, str], Paper] = {}
    for row in (
        rows.exclude(subject__in=earlier)
        .select_related("issued_by")
        .defer("context")
        .order_by("form", "variant", "subject", "version")
    ):
        newest[row.form, row.variant, row.subject] = row
    return list(newest.values())


def scans_to_send(case_id: int) -> list[Attachment]:
    """The scans of the case that were not declared void, in the order they came in."""
    return list(Attachment.objects.filter(owner_key=owner_key(case_id), void_reason="").order_by("pk"))


def package_xml(case: Case, package: Handover) -> bytes:
    """The matter as it stands at this moment: called once, in the act of handing over, and kept from then on."""
    calendar, on = load_calendar(), package.handed_on
    root = Node.root(HANDOVER, "handover", version=VERSION, id=package_id(case, package), sequence=package.seq)
    papers = papers_to_send(package)
    root.put("court", COURT)
    _case(root, case)
    _transfer(root, case, package, calendar)
    _outcome(root, case)
    people.parties(root, case)
    people.basis(root, case)
    course.attempts(root, case)
    course.services(root, case)
    course.agreements(root, case, on, calendar)
    money.ledger(root, case, package)
    money.calculation(root, package, papers)
    holdings.clues(root, case)
    holdings.preservations(root, case, calendar)
    holdings.limitation(root, case, on, calendar)
    course.papers(root, papers)
    course.attachments(root, scans_to_send(case.pk))
    return root.text()


def digest(content: bytes) -> str:
    """SHA-256 of a file, as all lists of digests write it."""
    return hashlib.sha256(content).hexdigest()


def _case(root: Node, case: Case) -> None:
    group = root.group("case")
    group.put("number", case.case_no)
    group.coded("legal-model", case.legal_model, case.get_legal_model_display())
    group.put("enforcement-number", case.exec_case_no)
    group.put("cause", case.cause)
    group.coded("subject-type", case.subject_type, case.get_subject_type_display())
    group.put("amount-applied", case.amount_applied)
    group.put("received-at", case.received_at)
    group.put("registered-on", case.registered_on)
    if case.enterprise_related != EnterpriseRelated.NONE:
        group.coded("enterprise-related", case.enterprise_related, case.get_enterprise_related_display())
    group.put("green-lane", case.green_lane)
    for tag in case.tags:
        group.coded("tag", tag, Tag(tag).label)


def _transfer(root: Node, case: Case, package: Handover, calendar: Calendar) -> None:
    group = root.group("transfer")
    group.put("handed-on", package.handed_on)
    group.put("handed-by", package.handed_by.name)
    group.put("applied-on", package.applied_on)
    group.put("urgent", package.urgent)
    group.put("reason", package.reason)
    if not case.was_agreed and case.stage_closed_on is not None:
        periods = periods_on(case.stage_closed_on)
        due = deadlines.handover_due(closed_on=case.stage_closed_on, periods=periods, calendar=calendar)
        group.put("due-on", due.due, confirmed=due.confirmed)
    group.put("receipt-key", receipt_key(package_id(case, package)))


def _outcome(root: Node, case: Case) -> None:
    group = root.group("outcome")
    if case.result_code:
        group.coded("result", case.result_code, ResultCode(case.result_code).label)
    group.put("note", case.result_note)
    group.put("closed-on", case.stage_closed_on)
