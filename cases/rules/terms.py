"""协议体检: every finding on a settlement before it is printed, each with its way out."""

from cases.rules.instalments import Planned
from cases.rules.terms_clauses import CLAUSE_CHECKS
from cases.rules.terms_facts import Check, Finding, Security, Signatory, Terms
from cases.rules.terms_money import MONEY_CHECKS
from cases.rules.terms_people import PEOPLE_CHECKS
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import Calendar

__all__ = ["CHECKS", "Check", "Finding", "Planned", "Security", "Signatory", "Terms", "lint", "passed"]

CHECKS: tuple[Check, ...] = (*MONEY_CHECKS, *PEOPLE_CHECKS, *CLAUSE_CHECKS)


@rule("terms.lint", "协议体检", "执行和解规定第四条、第六条、第九条、第十八条；民法典；跨项规则 R1 至 R9")
def lint(*, terms: Terms, calendar: Calendar) -> list[Finding]:
    """All findings, red ones first, otherwise in the order of `CHECKS`.

    Red blocks concluding, amber may be carried with a line of reason (levels are ours). It never raises.
    """
    found = [finding for check in CHECKS for finding in check.run(terms, calendar)]
    return sorted(found, key=lambda finding: finding.level != "red")


def passed(*, terms: Terms, calendar: Calendar) -> list[Check]:
    """The checks without a finding, for "n 项通过"."""
    return [check for check in CHECKS if not any(True for _ in check.run(terms, calendar))]
