"""What is done for several cases of a group at once: an act on each, in a transaction of its own, told case by case."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.actions import assignment, mediation
from cases.actions.acting import Actor
from cases.actions.groups import Outcome, each_case
from cases.forms.groups import DRAW, GroupAssignForm
from cases.forms.jointsession import JointSessionForm
from cases.models import Assignment, Case
from cases.queries.groups import MOST_AT_ONCE, GroupView
from cases.states import State
from cases.verbs import Verb, must_be_assigned, role_may
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.submission import once
from jianli_mediation.core.templatetags.parts import first_problem
from mediators.models import Room

from .groups import group_or_404

AGAIN = "刚才已经办过。"
ASSIGN = "指派同一和解员"
SITTING = "同时记会商"
SITTING_BRINGS = (
    "每件各记一次会商，各留一条痕；有一件记不成，不影响别的。",
    "时间、地点、陈述记进每一件；到场、方案、结果各记各的。",
    "保密的话不写在这里，到各案的“记录会商”里单独记。",
)
ASSIGN_BRINGS = (
    "每件各办一次指派，各留一条痕；有一件办不成，不影响别的。",
    "抽签的，第一件抽，别的随它；和解员在各案里分别接收。",
)


def in_talks(view: GroupView) -> list[Case]:
    """The cases of the group whose talks are open, at most so many."""
    rows = list(view.visible.filter(state=State.MEDIATION)[:MOST_AT_ONCE])
    if not rows:
        raise Invisible("这一组里没有正在和解的案件。")
    return rows


def turn_by_turn(request: StaffRequest, act: Callable[[Case], str]) -> Callable[[Case], str]:
    """``act`` once for each case, however often the form is handed in."""

    def done(case: Case) -> str:
        with once(request, f"case:{case.pk}") as turn:
            if not turn.first:
                return AGAIN
            said = act(case)
            turn.result_url = reverse("cases:case", args=[case.pk])
        return said

    return done


def told(request: StaffRequest, view: GroupView, title: str, found: list[Outcome]) -> HttpResponse:
    """What came of it, case by case."""
    context = {"group": view, "title": title, "found": found, "done": sum(each.done for each in found)}
    return render(request, "cases/groups/outcomes.html", context)


@staff()
@require_http_methods(["GET", "POST"])
def assign(request: StaffRequest, group_id: int) -> HttpResponse:
    """One mediator for the cases ticked."""
    view = group_or_404(request, group_id)
    if not role_may(request.user.role, Verb.ASSIGN):
        raise PermissionDenied("指派和解员由中心负责人、执行局长办理。")
    rows = in_talks(view)
    initial = {"reason": f"与{rows[0].case_no}关联，由同一和解员办理"}
    form = GroupAssignForm(rows, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        found = each_case(form.chosen(), turn_by_turn(request, _give(request, form)))
        return told(request, view, ASSIGN, found)
    return asked(request, view, form, ASSIGN, "指派勾选的案件", "先不指派", ASSIGN_BRINGS)


def _give(request: StaffRequest, form: GroupAssignForm) -> Callable[[Case], str]:
    """Each case to the one chosen. Where the lot is to decide, it is drawn once: the others follow the first case."""
    typed = form.cleaned_data
    chosen = None if typed["mediator"] == DRAW else int(typed["mediator"])
    drawn: dict[str, Any] = {}

    def give(case: Case) -> str:
        to = chosen if chosen is not None else drawn.get("mediator")
        after = f"与{drawn['case_no']}关联，随抽签结果" if drawn else typed["reason"]
        whom = {"draw": True} if to is None else {"mediator_id": to}
        assignment.assign(by=Actor(request.user), now=clock.now(), case_id=case.pk, reason=after, **whom)
        offer = Assignment.objects.filter(attempt__case=case).select_related("mediator__user").latest("pk")
        if to is None:
            drawn["mediator"], drawn["case_no"] = offer.mediator_id, case.case_no
        return f"{'抽中' if to is None else '已指派'}{offer.mediator}，等接收。"

    return give


def asked(
    request: StaffRequest,
    view: GroupView,
    form: Any,
    title: str,
    button: str,
    back: str,
    brings: tuple[str, ...],
    template: str = "cases/groups/many.html",
) -> HttpResponse:
    """The page that asks for which cases, and how."""
    context = {
        "group": view,
        "form": form,
        "title": title,
        "button": button,
        "back_url": reverse("cases:group", args=[view.group.pk]),
        "back_label": back,
        "consequences": brings,
        "problems": len(form.errors),
        "first_problem": first_problem(form) if form.errors else "",
    }
    return render(request, template, context, status=400 if form.errors else 200)


@staff()
@require_http_methods(["GET", "POST"])
def session(request: StaffRequest, group_id: int) -> HttpResponse:
    """One sitting for several cases: a session in each of those chosen."""
    view = group_or_404(request, group_id)
    if not role_may(request.user.role, Verb.LOG_SESSION):
        raise PermissionDenied("会商由和解员和书记员记。")
    rows = hers_in_talks(request, view)
    form = JointSessionForm(rows, request.POST or None, initial=_where(request))
    if request.method == "POST" and form.is_valid():
        return told(request, view, SITTING, each_case(form.chosen(), turn_by_turn(request, _log(request, form))))
    return asked(request, view, form, SITTING, "记入勾选的案件", "先不记", SITTING_BRINGS, "cases/groups/session.html")


def hers_in_talks(request: StaffRequest, view: GroupView) -> list[Case]:
    """The cases in talks that this person may enter a session into: a mediator's own, a clerk's all."""
    rows = view.visible.filter(state=State.MEDIATION)
    if must_be_assigned(request.user.role):
        rows = rows.filter(attempts__mediator__user=request.user, attempts__closed_on=None)
    found = list(rows.prefetch_related("parties")[:MOST_AT_ONCE])
    if not found:
        raise Invisible("这一组里没有您正在和解的案件。")
    return found


def _where(request: StaffRequest) -> dict[str, str]:
    room = Room.objects.filter(mediator__user=request.user).first()
    return {"place": str(room or "")}


def _log(request: StaffRequest, form: JointSessionForm) -> Callable[[Case], str]:
    def log(case: Case) -> str:
        row = mediation.log_session(
            by=Actor(request.user), now=clock.now(), case_id=case.pk, session=form.session(case)
        )
        return f"已记第 {row.number} 次会商：{row.get_outcome_display()}。"

    return log
