"""指导 as pages: comment and take over, and the cases of those one guides."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.actions import guidance
from cases.actions.acting import Actor
from cases.facts.guidance import guide_on_roster
from cases.forms.guidance import CommentForm, TakeOverForm
from cases.models import Attempt
from cases.queries.casefile import CaseFile
from cases.queries.guidance import Line, guides_anybody, lines, open_talks
from cases.queries.worklist import Urgency, urgency
from cases.verbs import Verb, role_may
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import User
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.workdays import Calendar

from .acting import act_page
from .casesteps import act_url

READERS = (Role.MEDIATOR, Role.JUDGE, Role.HEAD, Role.DIRECTOR)
PAGE = 50


@act_page(
    Verb.COMMENT,
    CommentForm,
    button="写下指导意见",
    back="先不写",
    brings=lambda file: [
        "进和解员的我的工作，她记录下一次会商或者联系以后消去。",
        "留痕只记有过意见，不记内容。写下以后不能改，可以再写。",
    ],
)
def comment(by: Actor, case_id: int, form: CommentForm) -> str:
    guidance.comment(by=by, now=clock.now(), case_id=case_id, text=form.cleaned_data["text"])
    return "指导意见已写下。"


def _take_over_brings(file: CaseFile) -> list[str]:
    attempt = file.case.attempt
    guide = guide_on_roster(attempt)
    who = f"案件即日由{guide}办理，{attempt.mediator}不再看得到。" if guide and attempt else ""
    return [
        *([who] if who else []),
        "和解期限接着算，不重新起算。",
        "约好的会商随案件移交；与新和解员时间冲突的取消，并留痕。",
    ]


@act_page(Verb.TAKE_OVER, TakeOverForm, back="先不接管", brings=_take_over_brings)
def take_over(by: Actor, case_id: int, form: TakeOverForm) -> str:
    case = guidance.take_over(
        by=by, now=clock.now(), case_id=case_id, reason=form.cleaned_data["reason"], at=form.acted_on
    )
    return f"已由{case.attempt.mediator if case.attempt else ''}接管，和解期限接着算。"


@staff(*READERS)
@require_GET
def guided(request: StaffRequest) -> HttpResponse:
    """The open cases of the invited mediators whom this person guides, mediator by mediator."""
    today, calendar = clock.today(), load_calendar()
    page = Paginator(open_talks(request.user), PAGE).get_page(request.GET.get("page"))
    rows, last = [], None
    for line in lines(page.object_list, today):
        mediator = line.attempt.mediator
        rows.append(
            {
                "line": line,
                "heading": mediator if mediator != last else None,
                "due": _due(line.attempt, today, calendar),
                **_acts(request.user, line),
            }
        )
        last = mediator
    context = {"rows": rows, "count": page.paginator.count, "today": today, "pager": _pager(page)}
    return render(request, "cases/guidance/list.html", context)


def guides(user: User) -> bool:
    """Whether the page is offered to this person in the navigation."""
    return guides_anybody(user)


def _due(attempt: Attempt, today: Any, calendar: Calendar) -> Urgency:
    if attempt.taken_on is None:
        return Urgency("hold", "等接收")
    if attempt.deadline is None:
        return Urgency("hold", "期限中止中")
    return urgency(attempt.deadline, today, calendar)


def _acts(user: User, line: Line) -> dict[str, str]:
    """The two buttons, for who may press them: she who guides this mediator, and the head."""
    mediator = line.attempt.mediator
    guide = mediator.supervisor if mediator is not None else None
    hers = user.role == Role.HEAD or guide == user
    taken = line.attempt.taken_on is not None and guide is not None and guide.role == Role.MEDIATOR
    return {
        "comment_url": act_url(line.case, Verb.COMMENT) if hers and role_may(user.role, Verb.COMMENT) else "",
        "take_url": act_url(line.case, Verb.TAKE_OVER)
        if hers and taken and role_may(user.role, Verb.TAKE_OVER)
        else "",
    }


def _pager(page: Page[Attempt]) -> Pager | None:
    if page.paginator.num_pages == 1:
        return None
    text = f"第 {page.start_index()}–{page.end_index()} 件，共 {page.paginator.count} 件"
    before = f"{reverse('cases:guided')}?page={page.previous_page_number()}" if page.has_previous() else ""
    after = f"{reverse('cases:guided')}?page={page.next_page_number()}" if page.has_next() else ""
    return Pager(text, before, after)
