"""Every form × both legal models × every state: issued from a case built through the actions, or refused with reasons.

The golden file says for each what becomes of it: 出 with the number of papers, else every reason. After a change that
is meant, run with ``--golden-write`` and read the difference before committing it.
"""

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, get_origin

import pytest
from django.db import transaction

from cases import papers
from cases.actions import intake, mediation
from cases.actions.acting import Actor
from cases.actions.inputs import AgentInput, SessionInput
from cases.actions.papers import issue_paper
from cases.guards.papers import offered_forms
from cases.models import Case, whole_file
from cases.models.choices import LegalModel
from cases.queries.casefile import case_file
from cases.states import State
from documents import archive
from documents.contexts import facts
from documents.models import Paper
from documents.registry import FORMS
from tests.build import Walk, day, moment
from tests.cases.test_matrix import GOLDEN, compare
from tests.cases.test_papers import loan_with_account
from tests.cast import Cast

EXEC_NO = "（2023）鄂1023执501号"
NOW = {State.INTAKE: "2023-05-08 17:00", State.MEDIATION: "2023-05-18", State.WITHDRAWN: "2023-05-10"}
LATER = "2023-07-24"
WRITTEN: dict[Any, Any] = {
    str: "按实际情况填写", date: "2023-07-24", datetime: "2023-05-17T10:00:00+08:00", time: "10:00:00",
    Decimal: "100.00", int: 3, bool: True,
}  # fmt: skip


SESSION = SessionInput(
    day("2023-05-16"),
    place="203室",
    attendees=(
        {"role": "applicant", "name": "陈某", "identity": "居民身份证"},
        {"role": "respondent", "name": "刘某", "identity": "居民身份证"},
    ),
)


class Course(Walk):
    """A matter with what gives papers something to say: an account, a lawyer, a session, a service, a payment."""

    def __init__(self, cast: Cast, legal_model: str) -> None:
        super().__init__(cast, replace(loan_with_account(), enterprise_related="respondent"))
        self.legal_model = legal_model

    def file(self) -> "Course":
        super().file()
        debtor = self.case.parties.get(role="respondent")
        lawyer = AgentInput("lawyer", "秦某", firm="某律师事务所", special=True, powers=("reconcile", "waive"))
        self.do(intake.record_agent, "wang", "2023-05-08 09:30", party_id=debtor.pk, agent=lawyer)
        if self.legal_model == LegalModel.B:
            self.do(intake.register_execution, "qian", "2023-05-08 09:40", exec_case_no=EXEC_NO)
        return self

    def assign(self, at: str = "2023-05-09", taken_on: str | None = "2023-05-09") -> "Course":
        super().assign(at, taken_on)
        self.urge("2023-05-10")
        self.do(mediation.log_session, "li", "2023-05-16", session=SESSION)
        self.confirm(self.pay("500.00", "2023-05-17"), "2023-05-17")
        return self


def fills_for(context: Any) -> dict[str, Any]:
    """Something for every open field that must not be blank and is."""
    blank = {gap.field for gap in facts.missing(context) if gap.at == facts.DRAFT}
    found = {}
    for each in facts.fillable(type(context)):
        if each.name in blank:
            choice = each.fill.choices[0][0] if each.fill.choices else None
            found[each.name] = choice or (["按实填写"] if get_origin(each.kind) is tuple else WRITTEN[each.kind])
    return found


def issued(walk: Walk, form: str, subject: str, fills: dict[str, Any], at: str) -> str:
    with transaction.atomic():
        paper = issue_paper(
            by=Actor(walk.cast.shu), now=moment(at), case_id=walk.case_id, form=form, subject=subject,
            fills=fills,
        )  # fmt: skip
        assert archive.context_of(paper).case_no == walk.case.case_no
        transaction.set_rollback(True)
    return paper.title


def become_of(walk: Walk, at: str) -> list[str]:
    """For each form of the register, what becomes of it in this case at this moment."""
    case = whole_file(Case.objects.all()).get(pk=walk.case_id)
    file = case_file(walk.cast.qian, walk.case_id, moment(at))
    assert file is not None
    found = []
    for form, blockers in offered_forms(case, file.day):
        if blockers:
            said = "；".join(blocker.message for blocker in blockers)
        elif not (subjects := papers.subjects(case, form.code)):
            said = papers.nothing(form.code)
        else:
            titles = set()
            for subject in subjects:
                context = papers.drafted(case, form.code, on=file.today, subject=subject.key).context
                fills = fills_for(context)
                gaps = [gap.label for gap in facts.missing(facts.filled(context, fills))]
                titles.add("缺" + "、".join(gaps) if gaps else issued(walk, form.code, subject.key, fills, at))
            said = f"出 {len(subjects)}：{' / '.join(sorted(titles))}"
        found.append(f"{form.code} {said}")
    return found


@pytest.mark.parametrize("legal_model", ["A", "B"])
def test_every_form_in_every_state(cast: Cast, golden_write: bool, legal_model: str) -> None:
    lines = []
    for state in State:
        with transaction.atomic():
            walk = Course(cast, legal_model)
            walk.to(state)
            if state == State.FULFILLED:
                issue_paper(by=Actor(cast.shu), now=moment("2023-07-22"), case_id=walk.case_id, form="D24")
            for paper in Paper.objects.all():
                archive.pdf(paper)
            lines += [f"{state} {line}" for line in become_of(walk, NOW.get(state, LATER))]
            transaction.set_rollback(True)
    compare(golden(legal_model), lines, golden_write)


def test_every_form_but_the_monthly_report_comes_out_of_some_case() -> None:
    lines = [line for model in "AB" for line in (GOLDEN / golden(model)).read_text(encoding="utf8").splitlines()]
    made = {line.split()[1] for line in lines if line.split()[2] == "出" and "缺" not in line}
    assert {line.split()[1] for line in lines} == set(FORMS)
    assert set(FORMS) - made == {"D28"}


def golden(legal_model: str) -> str:
    return f"every_form_{legal_model}.txt"
