"""The page of an act on the roster: shown, handed in once, and all that stands in its way told at its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, visible_or_404
from jianli_mediation.core.models import User
from jianli_mediation.core.submission import once
from jianli_mediation.kernel.refusal import Blocker, Refused
from mediators.actions.acting import right_to, version_of
from mediators.forms import RosterForm
from mediators.models import Mediator
from mediators.rules import ACTS, RosterAct

NOBODY = "名册里没有这个人，或者您看不到。"
GONE = "没有这一条，或者已经撤下。"


@dataclass(frozen=True)
class Sheet:
    """One act as a page. ``do`` makes the one call and says what was done.

    ``button`` and ``back`` say what each brings; ``brings`` are the sentences under 办了以后.
    """

    act: RosterAct
    form: type[RosterForm]
    do: Callable[[User, datetime, Any, Any], str]  # who, when, About, the valid form
    back: str
    button: str = ""
    brings: tuple[str, ...] = ()
    danger: bool = False
    template: str = "mediators/act.html"

    @property
    def title(self) -> str:
        return self.button or ACTS[self.act].label


@dataclass(frozen=True)
class About:
    """What an act is done to: the row, the words beside the title, where one comes from.

    ``version``: that of the row now; ``given``: the one that the form was opened with.
    """

    row: Any
    subject: str
    back_url: str
    own: bool = False
    version: int | None = None
    given: int | None = None
    standing: tuple[Blocker, ...] = ()
    extra: Mapping[str, Any] | None = None


def person(request: StaffRequest, pk: int) -> Mediator:
    """The entry, or the page that says it is not there: for nobody and for somebody not visible alike."""
    rows = Mediator.objects.visible_to(request.user).select_related("user", "organisation", "supervisor", "room")
    return visible_or_404(rows, NOBODY, pk=pk)


def at_version(request: StaffRequest, about: About) -> About:
    """``about`` for a form that must not overwrite what somebody else wrote meanwhile."""
    text = request.POST.get("version", "")
    given = int(text) if text.isascii() and text.isdigit() else None
    return replace(about, version=version_of(about.row), given=given)


def answer(request: StaffRequest, sheet: Sheet, about: About) -> HttpResponse:
    """GET: the form. POST: the one call; a second click finds the first result."""
    right_to(sheet.act, request.user, own=about.own)
    now = clock.now()
    form = sheet.form(request.POST or None, row=about.row, today=clock.local_date(now))
    if request.method != "POST":
        return _shown(request, sheet, about, form, blockers=about.standing)
    if not form.is_valid():
        return _shown(request, sheet, about, form, status=400)
    try:
        with once(request) as turn:
            if turn.first:
                messages.success(request, sheet.do(request.user, now, about, form))
                turn.result_url = about.back_url
        return redirect(turn.result_url)
    except ValidationError as wrong:
        form.take(wrong)
        return _shown(request, sheet, about, form, status=400)
    except Refused as refusal:
        return _shown(request, sheet, about, form, status=409, blockers=refusal.blockers)


def _shown(
    request: StaffRequest,
    sheet: Sheet,
    about: About,
    form: RosterForm,
    *,
    status: int = 200,
    blockers: tuple[Blocker, ...] = (),
) -> HttpResponse:
    """The page with ``form`` as it stands. After a refusal it carries the newest version: the reasons name the change."""
    context = {
        "form": form,
        "title": sheet.title,
        "subject": about.subject,
        "button": sheet.title,
        "back_url": about.back_url,
        "back_label": sheet.back,
        "consequences": sheet.brings,
        "danger": sheet.danger,
        "blockers": blockers,
        "version": about.given if status == 400 and about.given is not None else about.version,
        "article": ACTS[sheet.act].article,
        **(about.extra or {}),
    }
    return render(request, sheet.template, context, status=status)
