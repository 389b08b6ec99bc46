"""What is shown where the archive does not hold: no content at all, and what is to be done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from documents.archive import PaperAlteredError
from documents.seal import RowAlteredError
from documents.store import FileDamagedError
from jianli_mediation.core.access import StaffRequest

NOT_GENUINE = (FileDamagedError, PaperAlteredError, RowAlteredError)


def genuine(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that gives something out of the archive of a case: what is not as it was put in is not given out."""

    @wraps(view)
    def shown(request: StaffRequest, pk: int, **place: Any) -> HttpResponse:
        try:
            return view(request, pk, **place)
        except NOT_GENUINE as problem:
            context = {"reason": str(problem), "pk": pk}
            return render(request, "cases/casepage/damaged.html", context, status=500)

    return shown
