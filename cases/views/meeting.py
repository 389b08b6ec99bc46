"""例会事项: what the meeting about a month decided, what earlier ones left, and how it was done."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import meeting as acts
from cases.actions.acting import Actor
from cases.forms.meeting import CloseTaskForm, TaskForm
from cases.models import MeetingTask
from cases.queries import meeting
from cases.stats.period import Period
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff, visible_or_404
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.roles import Role

from .office import office_page

# The people of the court; invited mediators and administrators have no part in the meeting.
READERS = (*sorted(acts.OWNERS), Role.LEADERSHIP)


def _month(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as problem:
        raise Invisible("没有这个月份。请从“例会事项”里点进去。") from problem


@staff(*READERS)
@require_GET
def current(request: StaffRequest) -> HttpResponse:
    """The month the next meeting is about: the last one that is over."""
    return redirect("cases:meeting", month=Period.of(clock.today()).before().key)


@staff(*READERS)
@require_GET
def month(request: StaffRequest, month: str) -> HttpResponse:
    """The tasks of one month's meeting, and those that earlier ones left."""
    period, today, calendar = _month(month), clock.today(), load_calendar()
    following = period.after()
    context = {
        "period": period,
        "before": period.before(),
        "after": following if following.first <= today else None,
        "decided": meeting.shown(meeting.decided_in(period.first), today, calendar),
        "carried": meeting.shown(meeting.carried_into(period.first), today, calendar),
        "presides": acts.presides(request.user),
        "calendar": calendar,
    }
    return render(request, "cases/meeting/month.html", context)


@staff(*READERS)
@require_http_methods(["GET", "POST"])
def decide(request: StaffRequest, month: str) -> HttpResponse:
    """Give out a task."""
    period = _month(month)
    if not acts.presides(request.user):
        raise PermissionDenied("例会事项由主持例会的人登记。")
    form = TaskForm(request.POST or None)

    def act() -> str:
        given = form.cleaned_data
        acts.decide_task(
            by=Actor(request.user),
            now=clock.now(),
            month=period.first,
            text=given["text"],
            owner_id=int(given["owner"]),
            due_on=given["due_on"],
        )
        return "例会事项已登记，到期前在责任人的“例会事项”里。"

    told: dict[str, Any] = {
        "title": "登记例会事项",
        "subject": f"{period.label}例会",
        "button": "登记例会事项",
        "back_label": "先不登记",
    }
    told |= {"consequences": ["办结以前，每次例会都列出来。", "责任人和到期日登记以后不能改。"]}
    return office_page(request, form, act, told | {"back_url": _back(period.first)})


@staff(*READERS)
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, task_id: int) -> HttpResponse:
    """Say what came of a task: its owner, or who presides."""
    task = visible_or_404(meeting.tasks(), "没有这件例会事项。", pk=task_id)
    presides = acts.presides(request.user)
    if task.owner_id != request.user.pk and not presides:
        raise PermissionDenied(f"这件事由{task.owner}办。")
    form = CloseTaskForm(request.POST or None, may_drop=presides)

    def act() -> str:
        acts.close_task(by=Actor(request.user), now=clock.now(), task_id=task.pk, **form.cleaned_data)
        return "例会事项已办结。"

    told: dict[str, Any] = {
        "title": "办结例会事项",
        "subject": _subject(task),
        "button": "办结例会事项",
        "back_label": "先不办结",
    }
    told |= {"back_url": _back(task.month), "consequences": ["办结以后不能改。"]}
    return office_page(request, form, act, told)


def _subject(task: MeetingTask) -> str:
    return f"{task.text}（{task.owner}，到 {task.due_on:%Y-%m-%d}）"


def _back(month: date) -> str:
    return reverse("cases:meeting", args=[f"{month:%Y-%m}"])
