"""The terms of a settlement as plain facts, and the shape of a finding on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules.instalments import Planned
from jianli_mediation.kernel.money import ZERO
from jianli_mediation.kernel.workdays import Calendar


@dataclass(frozen=True)
class Finding:
    """`level` "red" blocks concluding, "amber" may be carried with a line of reason.

    `field` names what to jump to ("total", "instalments.3.amount"), `fix` the value to put there, if known.
    """

    code: str
    level: str
    message: str
    article: str = ""
    field: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who signs for a party. `role` and `signed_by` take the codes of the API.

    Roles: applicant respondent co_debtor guarantor successor outsider; signed_by: self legal_rep agent guardian.
    `powers` of an agent: reconcile waive collect sign_for. `needs_guardian`: a minor or incapable party.
    """

    party: str
    role: str
    signer: str
    signed_by: str = "self"
    powers: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_until: date | None = None
    needs_guardian: bool = False


@dataclass(frozen=True)
class Security:
    """A guarantor and whether 自愿接受直接强制执行 was declared to the court."""

    guarantor: str
    kind: str
    direct_enforcement_declared: bool = False


@dataclass(frozen=True)
class Terms:
    """Everything the paper will say. Money in yuan; texts as typed.

    `creditors`, `debtors`: names of the parties on each side; `collectors`: agents who may collect the money.
    `creditor_shares` in the order of `creditors`. `clauses`: all free clauses together. `draft`: before
    signing, when missing signatures are no finding.
    """

    legal_model: str
    signed_on: date
    total: Decimal
    confirmed_debt: Decimal
    instalments: tuple[Planned, ...]
    creditors: tuple[str, ...]
    debtors: tuple[str, ...]
    total_in_words: str = ""
    imputation: str = "statutory"
    custom_order: tuple[str, ...] = ()
    grace_days: int = 0
    acceleration: bool = True
    pay_way: str = "direct"
    account_name: str = ""
    account_no: str = ""
    collectors: tuple[str, ...] = ()
    creditor_shares: tuple[Decimal, ...] = ()
    joint_liability_stated: bool = False
    waived: Decimal = ZERO
    waiver: str = ""
    waiver_condition: str = ""
    default_clause: str = ""
    clauses: str = ""
    signatories: tuple[Signatory, ...] = ()
    securities: tuple[Security, ...] = ()
    limitation_safe_until: date | None = None
    draft: bool = False

    @property
    def waives(self) -> bool:
        return self.waived > ZERO or bool(self.waiver.strip())


@dataclass(frozen=True)
class Check:
    """One test of the lint: its title is what the page counts as passed."""

    code: str
    title: str
    run: Callable[[Terms, Calendar], Iterator[Finding]]
