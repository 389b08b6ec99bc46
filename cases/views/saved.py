"""Saved views: filters of a list under a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.search import SavedViewForm
from jianli_mediation.core import saved_views
from jianli_mediation.core.access import Invisible, StaffRequest, staff

ADDRESS = {"worklist": "cases:home", "search": "cases:search"}


@staff()
@require_http_methods(["GET", "POST"])
def save_view(request: StaffRequest) -> HttpResponse:
    """Keep the filters of a list under a name."""
    form = SavedViewForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        given = form.cleaned_data
        saved_views.save(request.user, given["page"], given["name"], given["query"], shared=given["shared"])
        messages.success(request, f"已存为视图“{given['name']}”。")
        return redirect(f"{reverse(ADDRESS[given['page']])}?{given['query']}")
    page = form["page"].value()
    back = reverse(ADDRESS.get(page, "cases:home"))
    context = {"form": form, "mine": saved_views.of(request.user, page).filter(user=request.user), "back_url": back}
    return render(request, "cases/save_view.html", context, status=400 if form.errors else 200)


@staff()
@require_POST
def forget_view(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete one's own saved view."""
    if not saved_views.forget(request.user, pk):
        raise Invisible("没有这个视图。")
    messages.success(request, "视图已删。")
    return redirect("cases:home")
