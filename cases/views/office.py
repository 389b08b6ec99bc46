"""The page of an act of the house, not of a case: shown, done once, and told at its field what is wrong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.actions.acting import Forbidden, InvalidInput
from jianli_mediation.core.access import StaffRequest
from jianli_mediation.core.forms import CourtForm
from jianli_mediation.core.submission import once
from jianli_mediation.kernel.refusal import Refused

TEMPLATE = "parts/act_form.html"


def office_page(
    request: StaffRequest,
    form: CourtForm,
    act: Callable[[], str],
    told: dict[str, Any],
    *,
    template: str = TEMPLATE,
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """``act`` does it and says what was done; the reader goes to ``told["back_url"]``, or to what ``then`` names.

    ``told``: what the template shows. Wrong input keeps everything that was typed (400), and so does a refusal (409).
    """
    context = {"form": form, "blockers": (), **told}
    if request.method == "GET":
        return render(request, template, context)
    status = 400
    if form.is_valid():
        try:
            return redirect(_done(request, act, then or (lambda: told["back_url"])))
        except Forbidden as barred:
            raise PermissionDenied(f"{barred.message}。") from barred
        except Refused as refusal:
            context["blockers"], status = refusal.blockers, 409
        except InvalidInput as wrong:
            _take(form, wrong)
    return render(request, template, context, status=status)


def _done(request: StaffRequest, act: Callable[[], str], then: Callable[[], str]) -> str:
    """Where to go: the act is done now, or was done by the first of two clicks."""
    with once(request) as turn:
        if turn.first:
            messages.success(request, act())
            turn.result_url = then()
    return turn.result_url


def _take(form: CourtForm, wrong: InvalidInput) -> None:
    """``field_of`` of a form names the field where the act calls it otherwise."""
    names: dict[str, str] = getattr(form, "field_of", {})
    for path, texts in wrong.errors.items():
        name = names.get(path, path)
        form.add_error(name if name in form.fields else None, [f"{text}。" for text in texts])
