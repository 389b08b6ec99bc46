"""Showing a masked number: first the reason, then the number, for a minute. What reads it leaves the trace."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from jianli_mediation.core.access import wants_data

REASONS = ("送达", "核对身份", "查控", "其他")


@never_cache
def reveal(
    request: HttpRequest, *, label: str, masked: str, back_url: str, read: Callable[[str], str], count: int = 0
) -> HttpResponse:
    """Answer a button of ``{% masked %}``.

    ``read`` is given the reason, leaves the trace and returns the whole number. A script gets ``{"value": …}``;
    without script GET asks for the reason on a page of its own and POST shows the number there. ``count``: how many
    numbers this person has had shown to her this week.
    """
    context = {
        "label": label,
        "masked": masked,
        "back_url": back_url,
        "reasons": REASONS,
        "count": count,
        "value": "",
        "problem": "",
    }
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        if reason not in REASONS:
            context["problem"] = "请选为了什么。"
            if wants_data(request):
                return JsonResponse({"detail": context["problem"]}, status=400)
        else:
            context["value"] = read(reason)
            if wants_data(request):
                return JsonResponse({"value": context["value"]})
    return render(request, "core/reveal.html", context, status=400 if context["problem"] else 200)
