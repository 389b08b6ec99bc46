"""决定久调不和 as a page: what the detector found with its evidence, the offers over time, one question."""

from typing import Any

from cases.actions import stalling as acts
from cases.actions.acting import Actor
from cases.facts.stalling import course_of, put_off, sessions_now
from cases.forms.stalling import ReviewForm
from cases.models import Case
from cases.models.choices_talks import StallDecision
from cases.queries.casefile import CaseFile
from cases.rules import stalling
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core import clock

from .acting import act_page

SAID = {
    StallDecision.HAND_OVER: "和解已终止：{result}。下一步移送立案。",
    StallDecision.END: "已终结：{result}。",
}


def _brings(file: CaseFile) -> list[str]:
    again = (
        ["已准许再谈过一次，这次须移送或者终结。"]
        if put_off(file.case.attempt)
        else ["准许再谈只有一次；到期没有谈成的，再到这里决定移送或者终结。"]
    )
    return [
        *again,
        "移送的，案件转入待移送，3 个工作日内移送立案庭，情形写进移送理由。",
        f"申请执行日仍是收件日 {file.received_on:%Y-%m-%d}。",
    ]


def _shown(file: CaseFile, form: Any) -> dict[str, Any]:
    """The findings, the period used, what was offered, and the former decision."""
    course = course_of(file.case)
    if course is None:
        return {"findings": (), "used": None, "offers": (), "before": None}
    return {
        "findings": file.stalled_signs,
        "used": stalling.used(course=course, today=file.today),
        "course": course,
        "offers": offers_over_time(file.case, course),
        "before": put_off(file.case.attempt),
    }


def offers_over_time(case: Case, course: stalling.Course) -> list[dict[str, Any]]:
    """Every offer with the session it was made in, by whom, and whether it was a new one."""
    attempt = case.attempt
    names = {party.pk: party.name for party in case.parties.all()}
    fresh = {(each.talk.number, each.offer.side, each.offer.terms) for each in stalling.new_offers(talks=course.talks)}
    found = []
    for row, talk in zip(sessions_now(attempt) if attempt else [], course.talks, strict=True):
        for said, offer in zip(row.offers, talk.offers, strict=True):
            who = names.get(said.get("party") or 0) or said.get("by") or "—"
            new = (talk.number, offer.side, offer.terms) in fresh
            found.append({"talk": talk, "who": who, "offer": offer, "new": new})
    return found


@act_page(
    Verb.REVIEW_TALKS,
    ReviewForm,
    template="cases/mediation/review.html",
    button="作出决定",
    back="先不决定",
    brings=_brings,
    context=_shown,
)
def review_talks(by: Actor, case_id: int, form: ReviewForm) -> str:
    typed = form.cleaned_data
    case = acts.review_talks(
        by=by,
        now=clock.now(),
        case_id=case_id,
        decision=typed["decision"],
        reason=typed["reason"],
        until=typed.get("until"),
        code=typed["end_code"] if typed["decision"] == StallDecision.END else "",
        applicant_agrees=typed.get("applicant_agrees", False),
        respondent_agrees=typed.get("respondent_agrees", False),
        at=form.acted_on,
    )
    if case.state == State.MEDIATION:
        return f"已准许再谈到 {typed['until']:%Y-%m-%d}，到期再决定移送或者终结。"
    return SAID[StallDecision(typed["decision"])].format(result=case.get_result_code_display())
