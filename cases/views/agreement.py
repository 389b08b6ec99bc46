"""和解协议 as pages: conclude and amend, with the check of the terms while one types."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from cases.actions import agreement
from cases.actions.acting import Actor
from cases.facts import balance_on, claim_of, switches_on
from cases.forms.agreement import AgreementForm, AmendForm, ConcludeForm
from cases.forms.agreement_plan import input_name
from cases.models.choices import CREDITORS
from cases.papers.agreement import agreement_as_typed
from cases.papers.masks import with_masks
from cases.queries.casefile import CaseFile
from cases.queries.worklist import Urgency, urgency
from cases.rules.deadlines import grace_last_day
from cases.rules.identity import mask_account
from cases.rules.instalments import Planned, as_paid
from cases.rules.interest import waived_doubled
from cases.rules.terms import Finding
from cases.verbs import Verb
from documents.registry import FORMS
from documents.render import html_preview
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.templatetags.court import day_note
from jianli_mediation.kernel.money import show, yuan

from .acting import ActPage, act_page, typed
from .casehead import held

PAPER = "D14"


@dataclass(frozen=True)
class Shown:
    """A finding with the input it means, the button that mends it, and the reason it is carried with."""

    finding: Finding
    target: str
    fix: str
    reason: str
    missing: bool

    @property
    def asks_reason(self) -> bool:
        return self.finding.level == "amber"

    @property
    def lead(self) -> str:
        """The first sentence: the fact. What follows it is the way out."""
        return self.finding.message.partition("。")[0] + "。"

    @property
    def rest(self) -> str:
        return self.finding.message.partition("。")[2]

    @property
    def anchor(self) -> str:
        """The id of what to jump to."""
        return "signatories" if self.target == "signatories" else f"id_{self.target}"

    @property
    def fix_text(self) -> str:
        return show(yuan(self.fix)) if self.finding.field.endswith(("amount", "total")) else self.fix


@dataclass(frozen=True)
class RowNote:
    """What stands beneath one instalment: its day of the week and grace, and what is wrong with its amount."""

    index: int
    day: str
    wrong: str


def examined(file: CaseFile, form: AgreementForm) -> dict[str, Any]:
    """Everything on the page that is computed from what is typed."""
    found, good = form.check()
    missing = form.unexplained if form.tried and form.is_valid() else set()
    plan = [Planned(row["due_on"], row["amount"]) for row in form.plan]
    planned = sum((row.amount for row in plan), Decimal(0))
    total = form.cleaned_data.get("total")
    return {
        "findings": _shown(form, found, missing),
        "red": sum(each.level == "red" for each in found),
        "amber": sum(each.level == "amber" for each in found),
        "passed": good,
        "row_notes": _row_notes(file, form, found),
        "planned": planned,
        "total": total,
        "difference": (total or Decimal(0)) - planned,
        "owed": balance_on(file.case, form.cleaned_data.get("signed_on") or file.today, forgiving=False),
        "forgone": _forgone(file, plan),
        "accounts": list(_accounts(file)),
        "version_no": len(file.case.agreements.all()) + 1,
        "period": _period(file),
        "paper": html_preview(FORMS[PAPER], with_masks(agreement_as_typed(file.case, form.terms(draft=True)))),
    }


def _accounts(file: CaseFile) -> Iterator[str]:
    """Where the money goes, masked, for each creditor."""
    for party in file.case.parties.all():
        if party.role in CREDITORS:
            number = mask_account(party.account_no) if party.account_no else ""
            known = f"{party.account_name}　{party.account_bank}　{number}"
            yield known if number else f"{party.name}没有登记收款账户，可以先补正当事人信息"


def _period(file: CaseFile) -> Urgency | None:
    """How long the talks may still take."""
    attempt = file.case.attempt
    if attempt is None or attempt.deadline is None or attempt.closed_on:
        return held(file)
    near = urgency(attempt.deadline, file.today, file.calendar)
    day = f"{attempt.deadline:%m-%d} {day_note(attempt.deadline, file.calendar)}"
    return Urgency(near.lamp, f"和解期限 {day}，{near.text}")


def _shown(form: AgreementForm, found: list[Finding], missing: set[str]) -> list[Shown]:
    rows, asked = [], set()
    for finding in found:
        target = input_name(form.data, finding.field)
        first = finding.code not in asked
        asked.add(finding.code)
        reason = form.carried.get(finding.code, "")
        rows.append(Shown(finding, target, finding.fix if target else "", reason, first and finding.code in missing))
    return rows


def _row_notes(file: CaseFile, form: AgreementForm, found: list[Finding]) -> list[RowNote]:
    grace = form.cleaned_data.get("grace_days") or 0
    wrong = {
        input_name(form.data, each.field): _beneath(each) for each in found if each.field.startswith("instalments.")
    }
    notes = []
    for index, row in enumerate(form.sets["plan"].forms):
        due = getattr(row, "cleaned_data", {}).get("due_on")
        words = day_note(due, file.calendar)
        if due and grace:
            words += f"　宽限 {grace_last_day(due_on=due, grace_days=grace, calendar=file.calendar):%m-%d}"
        notes.append(RowNote(index, words, wrong.get(f"plan-{index}-amount") or wrong.get(f"plan-{index}-due_on", "")))
    return notes


def _beneath(finding: Finding) -> str:
    """A few words under the input itself; the whole sentence stands in the list."""
    if finding.code == "sum_differs":
        return finding.message.partition("。")[0].replace("分期合计比总额", "合计")
    return finding.message.partition("。")[0]


def _forgone(file: CaseFile, plan: list[Planned]) -> Decimal:
    """The doubled part that the creditor forgoes if the plan is kept to the day."""
    claim = claim_of(file.case)
    principal = sum((item.amount for item in claim.principal), Decimal(0))
    if not plan or not principal:
        return Decimal(0)
    return waived_doubled(
        principal=principal,
        performance_end=claim.performance_end,
        payments=as_paid(plan),
        first_day_counts=switches_on(file.today).first_day_counts,
    ).total


@act_page(
    Verb.CONCLUDE,
    ConcludeForm,
    template="cases/agreement/agreement.html",
    context=examined,
    back="先不签订",
    drafted=True,
)
def conclude(by: Actor, case_id: int, form: ConcludeForm) -> str:
    row = agreement.conclude(
        by=by, now=clock.now(), case_id=case_id, terms=form.terms(), code=form.cleaned_data["code"], at=form.acted_on
    )
    return f"已签订和解协议第 {row.version} 版，{show(row.total)} 元。案件进入履行中。"


@act_page(
    Verb.AMEND, AmendForm, template="cases/agreement/agreement.html", context=examined, back="先不变更", drafted=True
)
def amend(by: Actor, case_id: int, form: AmendForm) -> str:
    row = agreement.amend(by=by, now=clock.now(), case_id=case_id, terms=form.terms(), at=form.acted_on)
    return f"协议已变更，现在照第 {row.version} 版履行；旧版照原样保留。"


PAGES: dict[str, ActPage] = {page.verb.path: page for page in (conclude, amend)}


@staff()
@require_POST
def check(request: StaffRequest, pk: int, verb: str) -> HttpResponse:
    """What the page computes, from the form as it stands: findings, sums, the paper. Nothing is stored."""
    page = PAGES.get(verb)
    if page is None:
        raise Invisible("没有这一项。")
    form = cast("AgreementForm", typed(request, page, pk))
    form.quiet()
    context = {
        "case": form.file.case,
        "file": form.file,
        "form": form,
        "button": page.button,
        **examined(form.file, form),
    }
    return render(request, "cases/agreement/live.html", context)
