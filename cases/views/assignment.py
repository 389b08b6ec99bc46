"""指派 as pages: assign by hand or by lot, take, refuse; and the lots that were drawn, drawn over again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.actions import assignment
from cases.actions.acting import Actor
from cases.forms.assignment import AssignForm, RefuseForm, TakeForm
from cases.models import Case
from cases.queries.casefile import CaseFile
from cases.queries.draws import LATEST, Shown, counting, draws_of, sees_reasons, why
from cases.rules import deadlines
from cases.verbs import Verb
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff

from .acting import act_page, file_or_404
from .casehead import head_of


def _assign_brings(file: CaseFile) -> list[str]:
    attempt = file.case.attempt
    lines = ["和解员 3 个工作日内接收或退回；到期没有答复的，回到我的工作。"]
    if attempt and attempt.taken_on:
        return [*lines, f"新和解员接收以前，案件仍由{attempt.mediator}办理。", "和解期限接着算，不重新起算。"]
    return [*lines, "和解期限从接收的日子起算。", "抽签指派的，退回以后当即在其余的人里再抽。"]


@act_page(Verb.ASSIGN, AssignForm, template="cases/mediation/assign.html", back="先不指派", brings=_assign_brings)
def assign(by: Actor, case_id: int, form: AssignForm) -> str:
    typed = form.cleaned_data
    case = assignment.assign(
        by=by,
        now=clock.now(),
        case_id=case_id,
        mediator_id=int(typed["mediator"]) if typed["mediator"] else None,
        draw=typed["draw"],
        reason=typed["reason"],
        taken_on=typed["taken_on"],
        at=form.acted_on,
    )
    return said(case)


def said(case: Case) -> str:
    """To whom the case went, whether she has still to answer, and why it is she where the lot named her."""
    row = counting(case)
    attempt = case.attempt
    if row is None or attempt is None:
        return "已指派。"
    named = f"抽中{row.mediator}" if row.draw_id else f"已指派{row.mediator}"
    sentence = why(row, reasons=False)
    tail = f"为什么是{row.mediator}：{sentence}" if sentence else ""
    if row.taken_on and attempt.deadline:
        return f"{named}并接收，和解期限到 {attempt.deadline:%Y-%m-%d}。{tail}"
    kept = f"接收以前仍由{attempt.mediator}办理。" if attempt.taken_on else ""
    due = f"，{row.answer_due:%m-%d} 前答复" if row.answer_due else ""
    return f"{named}，等接收{due}。{kept}{tail}"


def _take_brings(file: CaseFile) -> list[str]:
    attempt = file.case.attempt
    if attempt and attempt.taken_on:
        until = f"到 {attempt.deadline:%Y-%m-%d}" if attempt.deadline else "中止中，没有届满日"
        return [
            f"案件从{attempt.mediator}手里转给您，和解期限接着算，{until}。",
            "约好的会商随案转来，与您的安排冲突的取消。",
        ]
    end = deadlines.reconciliation(taken_on=file.today, periods=file.day.periods, calendar=file.calendar)
    return [
        f"和解期限从接收日起算；今天接收，到 {end.due:%Y-%m-%d}（{file.calendar.describe(end.due)}）。",
        "3 个工作日内首次联系。",
    ]


@act_page(Verb.TAKE, TakeForm, back="先不接收", brings=_take_brings)
def take(by: Actor, case_id: int, form: TakeForm) -> str:
    case = assignment.take(
        by=by, now=clock.now(), case_id=case_id, taken_on=form.cleaned_data["taken_on"], at=form.acted_on
    )
    attempt = case.attempt
    return f"已接收，和解期限到 {attempt.deadline:%Y-%m-%d}。" if attempt and attempt.deadline else "已接收。"


def _refuse_brings(file: CaseFile) -> list[str]:
    attempt = file.case.attempt
    offer = attempt.offer if attempt else None
    stays = f"案件仍由{attempt.mediator}办理。" if attempt and attempt.taken_on else ""
    if offer and offer.draw_id:
        return [*([stays] if stays else []), "当即在其余的和解员里再抽一次；没有人可抽的，由中心负责人指派。"]
    return [stays or "案件回到中心负责人，另行指派。"]


@act_page(Verb.REFUSE, RefuseForm, back="先不退回", brings=_refuse_brings)
def refuse(by: Actor, case_id: int, form: RefuseForm) -> str:
    case = assignment.refuse(
        by=by, now=clock.now(), case_id=case_id, reason=form.cleaned_data["reason"], at=form.acted_on
    )
    attempt = case.attempt
    offer = attempt.offer if attempt else None
    if offer is not None:
        return "已退回，另行抽签指派。"
    if attempt and attempt.taken_on:
        return f"已退回，案件仍由{attempt.mediator}办理。"
    return "已退回，由中心负责人另行指派。"


@staff()
@require_GET
def draws(request: StaffRequest, pk: int) -> HttpResponse:
    """Every drawing of lots for the case, told and drawn over again."""
    file = file_or_404(request, pk)
    reasons = sees_reasons(request.user)
    rows = [Shown(row, reasons) for row in draws_of(file.case)[:LATEST]]
    return render(request, "cases/mediation/draws.html", {**head_of(file, "draws"), "draws": rows, "reasons": reasons})
