"""The page of an act: shown, handed in once, and everything that can stand in its way told in one place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible, StaleVersion, right_to_act
from cases.forms.acts import ActForm
from cases.models import Case
from cases.queries.casefile import CaseFile, case_file
from cases.queries.timeline import told_since
from cases.verbs import VERBS, Verb
from jianli_mediation.core import clock, drafts, metrics
from jianli_mediation.core.access import NOT_THERE, Invisible, StaffRequest
from jianli_mediation.core.context import Page
from jianli_mediation.core.submission import once
from jianli_mediation.kernel.refusal import Refused

# Buttons inside the form that ask for a change of what is typed, and hand nothing in.
REWORK = {"add_row", "rework"}
Doing = Callable[[Actor, int, Any], str]
Lines = Callable[[CaseFile], Iterable[str]]
Extra = Callable[[CaseFile, Any], dict[str, Any]]


def nothing(file: CaseFile) -> tuple[str, ...]:
    return ()


def no_extra(file: CaseFile, form: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class ActPage:
    """One act as a page. ``do`` makes the one call and says what was done; ``brings`` says what it will bring about.

    ``back``: the button that leaves, saying what stays as it is. ``drafted``: what is typed is saved as one types.
    ``then``: the page of the case on which one stands afterwards.
    """

    verb: Verb
    form: type[ActForm]
    do: Doing
    button: str
    back: str
    template: str = "cases/act.html"
    brings: Lines = nothing
    context: Extra = no_extra
    drafted: bool = False
    then: str = "cases:case"

    @property
    def draft_kind(self) -> str:
        return self.verb.path if self.drafted else ""


def act_page(verb: Verb, form: type[ActForm], **shown: Any) -> Callable[[Doing], ActPage]:
    """Make a page of the function that does the act."""

    def decorate(do: Doing) -> ActPage:
        shown.setdefault("button", VERBS[verb].label)
        shown.setdefault("back", "先不办，回案件页")
        return ActPage(verb, form, do, **shown)

    return decorate


def file_or_404(request: StaffRequest, pk: int) -> CaseFile:
    """The case file, or the page that says it is not there: for no such case and for one not visible alike."""
    file = case_file(request.user, pk, clock.now())
    if file is None:
        raise Invisible(NOT_THERE)
    return file


def actable(request: StaffRequest, page: ActPage, pk: int) -> CaseFile:
    """The case file when this person may do the act at all; else 404 or 403."""
    file = file_or_404(request, pk)
    try:
        right_to_act(file.case, page.verb, request.user)
    except Forbidden as barred:
        raise PermissionDenied(f"{barred.message}。") from barred
    return file


def asked(request: StaffRequest, page: ActPage, pk: int) -> HttpResponse:
    """GET: the empty form, or the draft to go on with, and what stands in the way already."""
    file = actable(request, page, pk)
    kept = drafts.load(request.user, page.draft_kind, str(pk)) if page.drafted else None
    if kept is None:
        return shown(request, page, page.form.opened(file, request.GET.dict()))
    form = page.form(kept.data, file=file)
    form.quiet()
    return shown(request, page, form, draft_saved_at=kept.saved_at)


def handed_in(request: StaffRequest, page: ActPage, pk: int) -> HttpResponse:
    """POST: the one call. Whatever it raises is shown with all that was typed; a second click finds the first result."""
    if REWORK & request.POST.keys():
        return reworked(request, page, pk)
    try:
        with once(request) as turn:
            if turn.first:
                form = typed(request, page, pk)
                if not form.ready():
                    return shown(request, page, form, status=400)
                said = page.do(Actor(request.user, version=_version(request)), pk, form)
                turn.result_url = _afterwards(request, pk, page.then)
                drafts.discard(request.user, page.draft_kind, str(pk))
                messages.success(request, said)
        return redirect(turn.result_url)
    except NotVisible as gone:
        raise Invisible(NOT_THERE) from gone
    except Forbidden as barred:
        raise PermissionDenied(f"{barred.message}。") from barred
    except InvalidInput as wrong:
        form = typed(request, page, pk)
        form.take(wrong.errors)
        return shown(request, page, form, status=400)
    except Refused as refusal:
        return shown(request, page, typed(request, page, pk), status=409, blockers=refusal.blockers)
    except StaleVersion as stale:
        form = typed(request, page, pk)
        return shown(request, page, form, status=409, changes=told_since(form.file, stale.given))


def typed(request: StaffRequest, page: ActPage, pk: int) -> ActForm:
    """The form as it was posted, on the case as it is now."""
    return page.form(request.POST, file=actable(request, page, pk))


def reworked(request: StaffRequest, page: ActPage, pk: int) -> HttpResponse:
    """A button inside the form asked for another row, a generated plan and the like: nothing is handed in yet."""
    file = actable(request, page, pk)
    form = page.form(page.form.rework(request.POST, request.POST.get("rework", ""), file), file=file)
    form.quiet()
    return shown(request, page, form)


def shown(request: StaffRequest, page: ActPage, form: ActForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page with ``form`` as it stands. A wrong form keeps the version it was opened with."""
    file = form.file
    metrics.refused(blocker.code for blocker in more.get("blockers", ()))
    posted = _version(request) if "changes" not in more else None
    context = {
        **_frame(page, file, form),
        "version": file.case.version if posted is None else posted,
        "standing": () if "blockers" in more else file.blockers(page.verb),
        "blockers": (),
        "changes": (),
        "draft_saved_at": None,
        **page.context(file, form),
        **more,
    }
    return render(request, page.template, context, status=status)


def _frame(page: ActPage, file: CaseFile, form: ActForm) -> dict[str, Any]:
    """What the page of any act is made of."""
    return {
        "act": page,
        "file": file,
        "case": file.case,
        "form": form,
        "title": VERBS[page.verb].label,
        "button": page.button,
        "danger": VERBS[page.verb].danger,
        "back_url": reverse("cases:case", args=[file.case.pk]),
        "back_label": page.back,
        "brings": list(page.brings(file)),
        "problems": form.problems,
        "first_problem": form.first_problem,
        "draft_kind": page.draft_kind,
        "draft_key": file.case.pk,
    }


def _version(request: StaffRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else None


def _afterwards(request: StaffRequest, pk: int, then: str) -> str:
    """A page of the case, unless the act took the case out of this person's sight."""
    seen = Case.objects.visible_to(request.user).filter(pk=pk).exists()
    return reverse(then, args=[pk]) if seen else Page(request).home_url
