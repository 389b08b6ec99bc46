"""数据质量: which files lack something or say what cannot be, whose work it is, and the way to mend it."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.actions.acting import day_of
from cases.forms.quality import FilesForm
from cases.models import Case
from cases.queries import quality, search
from cases.queries.quality_checks import CHECKS, DESKS, Check
from cases.verbs import VERBS, must_be_assigned, role_may
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.models import User
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.roles import Role

from .casesteps import act_url

# These see every desk; everybody else what is hers to mend.
OVERSEERS = frozenset({Role.HEAD, Role.DIRECTOR, Role.JUDGE, Role.LEADERSHIP})
READERS = (*sorted(OVERSEERS), Role.CLERK, Role.WINDOW, Role.FILING, Role.MEDIATOR, Role.OUTSIDE_MEDIATOR)


@staff(*READERS)
@require_GET
def radar(request: StaffRequest) -> HttpResponse:
    """Every check with its count; for those who oversee also each desk with its score."""
    day, all_desks = day_of(clock.now()), request.user.role in OVERSEERS
    found = quality.radar(request.user, day) if all_desks else quality.own_radar(request.user, day)
    rows = sorted(found.found, key=lambda each: -each.count)
    context = {"radar": found, "rows": [(each, DESKS[each.check.desk]) for each in rows], "all_desks": all_desks}
    return render(request, "cases/quality/radar.html", context)


@staff(*READERS)
@require_GET
def files(request: StaffRequest, check: str) -> HttpResponse:
    """The files with one defect, each with the act that mends it."""
    wanted = CHECKS.get(check)
    if wanted is None:
        raise Invisible("没有这项检查。请从“数据质量”里点进去。")
    form = FilesForm(request.GET)
    form.is_valid()
    owner = form.cleaned_data.get("owner") if request.user.role in OVERSEERS else request.user.pk
    cases = quality.faulty(request.user, day_of(clock.now()), wanted, owner)
    context = {
        "check": wanted,
        "desk": DESKS[wanted.desk],
        "mend": VERBS[wanted.verb].label if wanted.verb else "",
        **_list(request, wanted, cases, form.cleaned_data.get("c")),
    }
    return render(request, "cases/quality/files.html", context)


def _list(request: StaffRequest, check: Check, cases: QuerySet[Case], cursor: str | None) -> dict[str, Any]:
    try:
        page = search.page_of(search.for_list(cases), cursor=cursor)
    except ValueError as problem:
        raise Invisible("这一页的地址不完整，请重新打开。") from problem
    count, _ = search.capped_count(cases)
    turns = [_turn(request, to) for to in (page.previous, page.next)]
    return {
        "rows": [_row(case, check, request.user) for case in page.rows],
        "count": count,
        "pager": Pager(f"本页 {len(page.rows)} 件，共 {count:,} 件", *turns),
    }


def _row(case: Case, check: Check, user: User) -> dict[str, Any]:
    """A file in the list, its mediator, and the address of the act that mends it, for who may do it."""
    attempt = case.attempt
    mediator = attempt.mediator if attempt else None
    hers = not must_be_assigned(user.role) or (mediator is not None and mediator.user_id == user.pk)
    may = check.verb is not None and hers and role_may(user.role, check.verb)
    return {
        "case": case,
        "url": reverse("cases:case", args=[case.pk]),
        "mediator": mediator,
        "mend_url": act_url(case, check.verb) if check.verb and may else "",
    }


def _turn(request: StaffRequest, cursor: str | None) -> str:
    return f"?{urlencode({**request.GET.dict(), 'c': cursor})}" if cursor else ""
