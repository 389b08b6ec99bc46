"""How the reconciliation went: consent, sessions by date and result only, agreements, service, papers and scans."""

from datetime import date

from cases.facts import services_in_force, statuses
from cases.models import Agreement, Attempt, Case
from cases.papers.package.node import Node
from cases.rules.instalments import InstalmentStatus
from cases.states import ResultCode
from documents.models import Attachment, Paper
from documents.registry import FORMS
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.workdays import Calendar


def attempts(root: Node, case: Case) -> None:
    """Each try. Of a session nothing but number, day and result: what was said stays in the record of the session."""
    group = root.group("attempts")
    for attempt in sorted(case.attempts.all(), key=lambda attempt: attempt.seq):
        one = group.group("attempt", seq=attempt.seq)
        one.coded("consent", attempt.consent_result, attempt.get_consent_result_display())
        one.put("consent-at", attempt.consent_at)
        one.put("mediator", attempt.mediator.user.name if attempt.mediator else "")
        one.put("taken-on", attempt.taken_on)
        one.put("deadline", attempt.deadline)
        one.put("extended-days", attempt.extension_days)
        one.put("urged-on", attempt.urged_on)
        one.put("urge-end", attempt.urge_end)
        _sessions(one, attempt)
        one.put("closed-on", attempt.closed_on)
        one.coded("result", attempt.result_code, _result(attempt.result_code))


def _sessions(one: Node, attempt: Attempt) -> None:
    rows = list(attempt.sessions.all())
    corrected = {row.corrects_id for row in rows}
    for row in rows:
        if row.pk not in corrected:
            session = one.group("session", number=row.number)
            session.put("held-on", row.held_on)
            session.coded("result", row.outcome, row.get_outcome_display())


def _result(code: str) -> str:
    return ResultCode(code).label if code else ""


def agreements(root: Node, case: Case, on: date, calendar: Calendar) -> None:
    """Every version of the agreement; of the one in force each instalment as it stood on ``on``."""
    group = root.group("agreements")
    in_force = case.agreement
    for agreement in sorted(case.agreements.all(), key=lambda agreement: agreement.version):
        current = agreement == in_force
        one = group.group("agreement", version=agreement.version, in_force=current)
        _terms(one, agreement)
        stood = {row.seq: row for row in statuses(case, on, calendar)} if current else {}
        for row in sorted(agreement.instalments.all(), key=lambda row: row.seq):
            instalment = one.group("instalment", seq=row.seq)
            instalment.put("due-on", row.due_on)
            instalment.put("amount", row.amount)
            instalment.put("purpose", row.purpose)
            _stood(instalment, stood.get(row.seq))
        _broken(one, agreement)


def _terms(one: Node, agreement: Agreement) -> None:
    one.put("signed-on", agreement.signed_on)
    one.put("debt-confirmed", agreement.debt_confirmed)
    one.put("total", agreement.total)
    one.coded("imputation", agreement.imputation, agreement.get_imputation_display())
    one.put("grace-days", agreement.grace_days)
    one.put("acceleration", agreement.acceleration)
    one.put("waiver", agreement.waiver)
    one.put("waived-amount", agreement.waived_amount)
    one.put("waiver-condition", agreement.waiver_condition)
    one.put("default-clause", agreement.default_clause)
    one.put("non-money-duties", agreement.non_money_duties)
    one.coded("preservation", agreement.preservation_handling, agreement.get_preservation_handling_display())
    for row in agreement.guarantees.all():
        guarantee = one.group("guarantee")
        guarantee.put("guarantor", row.guarantor.name, party=row.guarantor.seq)
        guarantee.coded("kind", row.kind, row.get_kind_display())
        guarantee.put("scope", row.scope)
        guarantee.put("until", row.until)
        guarantee.put("direct-enforcement", row.direct_enforcement_declared)


def _stood(instalment: Node, status: InstalmentStatus | None) -> None:
    if status is not None:
        instalment.put("paid", status.paid)
        instalment.put("left", status.left)


def _broken(one: Node, agreement: Agreement) -> None:
    for row in agreement.defaults.order_by("pk"):
        declared = one.group("default")
        declared.put("declared-on", row.declared_on)
        declared.put("instalment", row.instalment_seq)
        declared.put("left", row.amount_left)
        declared.put("reason", row.reason)
        declared.put("reinstated-on", row.reinstated_on)


def services(root: Node, case: Case) -> None:
    """Which paper reached whom, how and when. Tries that failed and what was corrected stay behind."""
    group = root.group("services")
    for row in services_in_force(case).select_related("party").order_by("served_on", "pk"):
        one = group.group("service", form=row.form)
        one.put("paper", FORMS[row.form].title if row.form in FORMS else row.form)
        one.put("recipient", row.party.name, party=row.party.seq)
        one.coded("way", row.way, row.get_way_display())
        one.put("served-on", row.served_on)
        one.put("signer", row.signer)
        one.put("proof", row.proof)


def papers(root: Node, rows: list[Paper]) -> None:
    """The papers that go along. The digests of their PDFs stand in the list of digests, under the same names."""
    group = root.group("papers")
    for number, row in enumerate(rows, start=1):
        one = group.group("paper", id=row.pk, file=f"papers/{number:02}-{row.form}-v{row.version}.pdf")
        one.put("form", row.form)
        one.put("title", row.title)
        one.put("number", row.number)
        one.put("version", row.version)
        one.put("issued-at", row.issued_at)
        one.put("issued-by", row.issued_by.name)
        one.put("verify-code", row.verify_code)
        one.put("facts-sha256", row.context_sha256)


def attachments(root: Node, rows: list[Attachment]) -> None:
    """The scans that go along, with their digests as they were kept."""
    group = root.group("attachments")
    for number, row in enumerate(rows, start=1):
        file = f"attachments/{number:02}-{row.kind}.{row.suffix}"
        one = group.group("attachment", id=row.pk, file=file, paper=row.paper_id)
        one.put("title", row.title)
        one.coded("kind", row.kind, row.get_kind_display())
        one.put("media-type", row.media_type)
        one.put("size", row.size)
        one.put("pages", row.pages)
        one.put("sha256", row.sha256)
        one.put("received-on", local_date(row.uploaded_at))
