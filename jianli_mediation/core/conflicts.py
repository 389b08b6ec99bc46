"""Two people changed the same thing: the page that shows both versions."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jianli_mediation.core.parts import Difference


def conflict_page(
    request: HttpRequest,
    *,
    who: str,
    at: str,
    differences: Sequence[Difference],
    back_url: str,
    carried: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """409. ``carried`` are the other values of the form; they are posted again with ``resolve`` = chosen or drop."""
    context = {"who": who, "at": at, "differences": differences, "back_url": back_url, "carried": carried}
    return render(request, "409.html", context, status=409)
