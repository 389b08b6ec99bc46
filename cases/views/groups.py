"""关联案件 as pages: the two acts, and the group with the figures of each of its cases."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases.actions import groups
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.forms.groups import JoinForm, LinkForm, UnlinkForm
from cases.models import Attempt, CaseGroup
from cases.queries.casefile import CaseFile
from cases.queries.groups import GroupView, Line, Suggestion, groups_of, suggestion
from cases.queries.worklist import urgency_of
from cases.states import State
from cases.verbs import Verb, must_be_assigned, role_may
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff, visible_or_404
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.submission import once
from jianli_mediation.kernel.refusal import Refused

from .acting import act_page

NO_GROUP = "没有这一组关联案件，或者您看不到它。"


def _link_brings(file: CaseFile) -> list[str]:
    return [
        "各案照样单独办理、单独结案、单独收款，关联只是放在一起看。",
        "每件各留一条痕；勾选的一起办，有一件办不成就都不办。",
    ]


@act_page(Verb.LINK, LinkForm, back="先不关联", brings=_link_brings)
def link(by: Actor, case_id: int, form: LinkForm) -> str:
    typed = form.cleaned_data
    group = groups.link_cases(
        by=by,
        now=clock.now(),
        case_ids=form.linked(),
        group_id=int(typed["group"]) if typed["group"] else None,
        name=typed["name"],
        kind=typed["kind"],
    )
    return f"已关联 {len(form.linked())} 件，编入“{group.name}”。"


@act_page(
    Verb.UNLINK,
    UnlinkForm,
    back="先不解除",
    brings=lambda file: ["只是不再放在一起看，案件里办过的事都不变。"],
)
def unlink(by: Actor, case_id: int, form: UnlinkForm) -> str:
    groups.unlink(by=by, now=clock.now(), case_id=case_id, reason=form.cleaned_data["reason"])
    return "已解除关联。"


def group_or_404(request: StaffRequest, group_id: int) -> GroupView:
    """The group as this person sees it; the 404 page where she sees none of its cases."""
    row: CaseGroup = visible_or_404(groups_of(request.user), NO_GROUP, pk=group_id)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    view = GroupView(row, request.user, clock.today(), load_calendar(), max(page, 1))
    if view.page > view.pages:
        raise Invisible("这一页没有了，请从第一页看起。")
    return view


@staff()
@require_GET
def group(request: StaffRequest, group_id: int) -> HttpResponse:
    """The cases side by side, each with its own figures."""
    view = group_or_404(request, group_id)
    found = suggested(request, view)
    return _page(request, view, JoinForm(request.user, found) if found is not None else None)


@staff()
@require_POST
def join(request: StaffRequest, group_id: int) -> HttpResponse:
    """Put further cases into the group: one act each, all or none."""
    view = group_or_404(request, group_id)
    found = suggested(request, view)
    if found is None:
        raise PermissionDenied("关联案件由窗口、书记员、承办和解员和中心负责人办理。")
    form = JoinForm(request.user, found, request.POST)
    if not form.is_valid():
        return _page(request, view, form, status=400)
    try:
        with once(request) as turn:
            if turn.first:
                wanted = form.wanted()
                groups.link_cases(by=Actor(request.user), now=clock.now(), case_ids=wanted, group_id=group_id)
                turn.result_url = reverse("cases:group", args=[group_id])
                messages.success(request, f"已加进 {len(wanted)} 件。")
        return redirect(turn.result_url)
    except Refused as refusal:
        return _page(request, view, form, status=409, blockers=refusal.blockers)
    except (InvalidInput, Forbidden, NotVisible) as wrong:
        form.add_error(None, _told(wrong))
        return _page(request, view, form, status=400)


def _told(wrong: Exception) -> str:
    if isinstance(wrong, Forbidden):
        return f"{wrong.message}。"
    if isinstance(wrong, InvalidInput):
        return "；".join(text for texts in wrong.errors.values() for text in texts)
    return "有一件案子已经看不到了，请重新选。"


def suggested(request: StaffRequest, view: GroupView) -> Suggestion | None:
    """What might be put into the group as well; None for whoever may not link, or does not see all of it."""
    if not role_may(request.user.role, Verb.LINK) or view.hidden != 0:
        return None
    first = view.visible.prefetch_related("parties").first()
    found = suggestion(request.user, first) if first else Suggestion()
    if must_be_assigned(request.user.role):
        hers = Attempt.objects.filter(case__in=[case.pk for case in found.cases], mediator__user=request.user)
        own = set(hers.values_list("case", flat=True))
        return Suggestion([case for case in found.cases if case.pk in own])
    return found


def _page(
    request: StaffRequest, view: GroupView, form: JoinForm | None, status: int = 200, **more: Any
) -> HttpResponse:
    role = request.user.role
    context = {
        "group": view,
        "rows": [_row(view, line) for line in view.lines],
        "calendar": view.calendar,
        "form": form,
        "blockers": (),
        "pager": _pager(view),
        "may_assign": role_may(role, Verb.ASSIGN) and any(each.case.state == State.MEDIATION for each in view.lines),
        "may_log": role_may(role, Verb.LOG_SESSION) and _any_to_log(request, view),
        "may_issue": role_may(role, Verb.ISSUE_PAPER),
        **more,
    }
    return render(request, "cases/groups/group.html", context, status=status)


def _any_to_log(request: StaffRequest, view: GroupView) -> bool:
    """Whether there is a case in talks here that this person may enter a session into."""
    rows = [each.case.attempt for each in view.lines if each.case.state == State.MEDIATION]
    if not must_be_assigned(request.user.role):
        return bool(rows)
    return any(row and row.mediator and row.mediator.user_id == request.user.pk for row in rows)


def _row(view: GroupView, line: Line) -> dict[str, Any]:
    due = urgency_of(line.todo, view.today, view.calendar) if line.todo else None
    return {"line": line, "due": due, "by": {"agreement": "按协议", "instrument": "按依据"}.get(line.left_by, "")}


def _pager(view: GroupView) -> Pager | None:
    if view.pages == 1:
        return None
    before = f"?page={view.page - 1}" if view.page > 1 else ""
    after = f"?page={view.page + 1}" if view.page < view.pages else ""
    return Pager(f"第 {view.page} 页，共 {view.pages} 页，{view.count} 件", before, after)
