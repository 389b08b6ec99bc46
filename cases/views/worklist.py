"""我的工作: what waits for a person today and why, in the order in which it should be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.forms.search import filters_of
from cases.models import Todo
from cases.queries import agenda, worklist
from cases.queries import calendar as holidays
from cases.queries.court_alerts import alerts_for
from cases.verbs import Verb, role_may
from jianli_mediation.core import clock, drafts, saved_views
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import User
from jianli_mediation.core.parts import Pager
from jianli_mediation.kernel.workdays import Calendar

from .duties import READERS as DUTY_READERS

CHIPS = (
    ("", "全部", ""),
    ("late", "逾期", "late"),
    ("today", "今天", "soon"),
    ("soon", "三个工作日内", "soon"),
    ("lane", "绿色通道", ""),
    ("hold", "等待对方", "hold"),
    ("new", "今天新到", ""),
)


@dataclass(frozen=True)
class Work:
    """A kind of work: its name in the filter, the words of the button, the act it opens (none: the case itself)."""

    title: str
    button: str
    verb: Verb | None = None
    query: str = ""

    def url(self, case_id: int) -> str:
        """The page of the act; the case page where a person has first to choose one."""
        if self.verb is None:
            return reverse("cases:case", args=[case_id])
        return reverse("cases:act", args=[case_id, self.verb.path]) + self.query


WORK = {
    "accept": Work("受理审查", "受理审查", Verb.ACCEPT),
    "assign": Work("指派", "指派和解员", Verb.ASSIGN),
    "take": Work("接收委派", "接收或退回", Verb.TAKE),
    "answer_overdue": Work("逾期未答复", "另行指派", Verb.ASSIGN),
    "urge": Work("督促送达", "登记送达", Verb.RECORD_SERVICE),
    "declare": Work("财产申报", "记录联系", Verb.LOG_CONTACT),
    "contact": Work("首次联系", "记录联系", Verb.LOG_CONTACT),
    "follow_up": Work("约定事项", "办结约定事项", Verb.CLOSE_FOLLOW_UP),
    "session": Work("会商", "记录会商", Verb.LOG_SESSION),
    "decide": Work("决定去向", "决定去向"),
    "suspended": Work("中止中", "恢复计算", Verb.RESUME),
    "review_suspension": Work("中止复核", "看案件"),
    "stalled": Work("久调不和", "作出决定", Verb.REVIEW_TALKS),
    "escalated": Work("督办", "作出决定", Verb.REVIEW_TALKS),
    "guidance": Work("指导意见", "看案件"),
    "collect": Work("履行提醒", "登记收款", Verb.RECORD_PAYMENT),
    "request": Work("诉求", "答复诉求", Verb.ANSWER_REQUEST),
    "limitation": Work("执行时效", "看案件"),
    "call": Work("电话催问", "记录联系", Verb.LOG_CONTACT),
    "urge_paper": Work("催告", "出催告书", Verb.ISSUE_PAPER, "?form=D21"),
    "confirm": Work("收款确认", "登记确认", Verb.CONFIRM_PAYMENT),
    "payout": Work("案款发放", "登记确认", Verb.CONFIRM_PAYMENT),
    "default": Work("违约", "决定是否认定", Verb.DECLARE_DEFAULT),
    "fulfil": Work("履行完毕", "核定履行", Verb.FULFIL),
    "agreement_paper": Work("协议书", "出协议书", Verb.ISSUE_PAPER, "?form=D14"),
    "certificate": Work("出证明", "出证明书", Verb.ISSUE_PAPER, "?form=D24"),
    "certificate_doubtful": Work("证明存疑", "撤销证明", Verb.WITHDRAW_CERTIFICATE),
    "hand_over": Work("移送", "移送立案", Verb.HAND_OVER),
    "acknowledge": Work("立案", "登记执行案号", Verb.ACKNOWLEDGE),
    "preserve_five": Work("保全五日", "转为先立案", Verb.REGISTER_EXECUTION),
    "preserve_renew": Work("续行保全", "看案件"),
}
GROUPS = {
    "lane": ("绿色通道", "涉企案件先办"),
    "other": ("其他", "期限早的在前；同一天的，标的大的在前"),
    "hold": ("等待对方或中止", "暂不用办，到期提醒"),
}


@dataclass(frozen=True)
class Row:
    """One line of the list, with the heading above it where a new group begins."""

    todo: Todo
    due: worklist.Urgency
    case_url: str
    act_url: str
    button: str
    since: str
    fresh: bool
    heading: tuple[str, int, str] | None


@staff()
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """What waits for me today, why, and until when."""
    if "view" in request.GET:
        return _open_view(request)
    today, calendar = clock.today(), load_calendar()
    mine = worklist.todos_for(request.user, today)
    context = {
        "today": today,
        "calendar": calendar,
        "day_words": calendar.describe(today).replace("，", "　"),
        "break": holidays.next_break(today, calendar),
        **_list(request, mine, today, calendar),
        **_beside(request.user, today, calendar),
        **views_of(request, "worklist"),
    }
    return render(request, "cases/worklist.html", context)


def _open_view(request: StaffRequest) -> HttpResponse:
    wanted = request.GET["view"]
    view = saved_views.of(request.user, "worklist").filter(pk=wanted if wanted.isdigit() else 0).first()
    return redirect(f"{reverse('cases:home')}?{view.query}" if view else "cases:home")


def views_of(request: StaffRequest, page: str) -> dict[str, Any]:
    """The saved views to choose from, and the filters that a new one would keep."""
    query = filters_of(request.GET)
    save = reverse("cases:save_view")
    return {
        "saved_views": saved_views.of(request.user, page),
        "filters": query,
        "save_view_url": f"{save}?{urlencode({'page': page, 'query': query})}",
    }


def _chips(counts: dict[str, int], which: str) -> list[dict[str, Any]]:
    return [
        {
            "url": f"?f={code}" if code else "?",
            "title": title,
            "lamp": lamp,
            "count": counts[code or "all"],
            "current": code == which,
        }
        for code, title, lamp in CHIPS
        if counts[code or "all"] or code in ("", "late", which)
    ]


def _list(request: StaffRequest, mine: QuerySet[Todo], today: date, calendar: Calendar) -> dict[str, Any]:
    """The chips, the kinds of work, and one page of rows; ``?all`` is the whole list, to be printed."""
    which, kind = request.GET.get("f", ""), request.GET.get("kind", "")
    chosen = worklist.filtered(mine, which, today, calendar)
    kinds = worklist.kinds_of(chosen)
    if kind in kinds:
        chosen = chosen.filter(code=kind)
    groups = worklist.group_counts(chosen)
    page = _page(request, chosen)
    last = page.first + len(page.rows) - 1
    return {
        "chips": _chips(worklist.counts_for(request.user, today, calendar), which),
        "which": which,
        "kinds": [(code, WORK[code].title, count) for code, count in kinds.items()],
        "kind": kind,
        "rows": list(_rows(page.rows, groups, request.user, today, calendar)),
        "total": sum(groups.values()),
        "pager": Pager(
            f"第 {page.first}–{last} 件，共 {sum(groups.values())} 件",
            _turn(request, page.previous),
            _turn(request, page.next),
        ),
        "next_to_come": None if page.rows else worklist.next_to_come(request.user, today),
    }


def _page(request: HttpRequest, chosen: QuerySet[Todo]) -> worklist.TodoPage:
    rows = worklist.with_bringer(chosen)
    if "all" in request.GET:
        return worklist.page_of(rows, None, worklist.PRINTED_AT_MOST)
    try:
        return worklist.page_of(rows, request.GET.get("c"))
    except ValueError as problem:
        raise Invisible("这一页的地址不完整，请从“我的工作”重新打开。") from problem


def _turn(request: HttpRequest, cursor: str | None) -> str:
    return f"?{urlencode({**request.GET.dict(), 'c': cursor})}" if cursor else ""


def _rows(todos: Sequence[Todo], groups: dict[str, int], user: Any, today: date, calendar: Calendar) -> Iterator[Row]:
    group = ""
    for todo in todos:
        here = "hold" if todo.waiting else "lane" if todo.green_lane else "other"
        heading = None if here == group else (GROUPS[here][0], groups[here], GROUPS[here][1])
        group = here
        work = WORK[todo.code]
        yield Row(
            todo=todo,
            due=worklist.urgency_of(todo, today, calendar),
            case_url=f"{reverse('cases:case', args=[todo.case_id])}?in=work",
            act_url=work.url(todo.case_id),
            button=work.button,
            since=_since(todo, user, today),
            fresh=clock.local_date(todo.since) == today,
            heading=heading,
        )


def _since(todo: Any, user: User, today: date) -> str:
    """今早 系统, 昨日 自己, 09-22 钱主任, 2025-09-22 钱主任."""
    moment = todo.since.astimezone(clock.COURT_TIME)
    days = (today - moment.date()).days
    written = f"{moment:%m-%d}" if moment.year == today.year else f"{moment:%Y-%m-%d}"
    words = {0: "今早" if moment.hour < 12 else f"今天 {moment:%H:%M}", 1: "昨日"}.get(days, written)
    who = "自己" if todo.brought_by == user.pk else todo.brought_by_name or "系统"
    return f"{words} {who}"


def _beside(user: User, today: date, calendar: Calendar) -> dict[str, Any]:
    """The panels beside the list."""
    tomorrow = today + timedelta(days=1)
    last = max(tomorrow, today + timedelta(days=6 - today.weekday()))
    booked = list(agenda.mine_between(user, today, last)) if user.is_mediator else []
    sessions = list(worklist.sessions_between(user, today, last)) if user.is_mediator else []
    draft = drafts.load(user, "filing") if role_may(user.role, Verb.FILE) else None
    return {
        "sitting_days": [
            (
                title,
                day,
                [row for row in booked if clock.local_date(row.starts_at) == day],
                [session for session in sessions if session.next_on == day],
            )
            for title, day in (("今天", today), ("明天", tomorrow))
        ],
        "sessions_left": len(booked) + len(sessions),
        "has_sessions": user.is_mediator,
        "may_file": role_may(user.role, Verb.FILE),
        "draft": draft,
        "alerts": alerts_for(user, today, calendar),
        "sees_duties": user.role in DUTY_READERS,
    }
