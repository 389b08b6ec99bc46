"""Why an agreement cannot be concluded or amended now."""

from cases.models import Case
from cases.models.choices import LegalModel
from cases.rules.terms import Finding, Terms, lint
from cases.states import AGREED_CODES, ResultCode
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import Blocker

from .standing import Day, free_to_talk, in_state, not_after, not_before, talks_open


def findings(case: Case, terms: Terms, day: Day) -> list[Finding]:
    """All findings on the terms, red and amber, as the page shows them while one types."""
    return lint(terms=terms, calendar=day.calendar)


def to_conclude(
    case: Case, day: Day, *, terms: Terms | None = None, code: str = ResultCode.INSTALMENTS
) -> list[Blocker]:
    """The talks are open, in model B the case is registered, and the terms bear every red test."""
    found = in_state(case, Verb.CONCLUDE) + free_to_talk(case)
    attempt, closed = talks_open(case)
    found += closed
    if case.legal_model == LegalModel.B and not case.exec_case_no:
        found.append(Blocker("execution_not_registered", "先立案后和解的案件须先登记执行案号", "执行和解规定第2条"))
    if code not in AGREED_CODES:
        found.append(Blocker("wrong_code", "达成和解的结案方式只能是 13、14"))
    if terms is None:
        return found
    if attempt and attempt.taken_on:
        found += not_before(terms.signed_on, attempt.taken_on, "signed_before_talks", "签订日")
    found += not_after(terms.signed_on, day.today, "signed_in_future", "签订日")
    return found + _red(case, terms, day)


def to_amend(case: Case, day: Day, *, terms: Terms | None = None) -> list[Blocker]:
    """A new version is signed after the old one and bears the same tests."""
    found = in_state(case, Verb.AMEND) + free_to_talk(case)
    if terms is None:
        return found
    agreement = case.agreement
    if agreement is not None:
        found += not_before(terms.signed_on, agreement.signed_on, "signed_before_old", "变更协议的签订日")
    found += not_after(terms.signed_on, day.today, "signed_in_future", "签订日")
    return found + _red(case, terms, day)


def _red(case: Case, terms: Terms, day: Day) -> list[Blocker]:
    return [
        Blocker(finding.code, finding.message, finding.article)
        for finding in findings(case, terms, day)
        if finding.level == "red"
    ]
