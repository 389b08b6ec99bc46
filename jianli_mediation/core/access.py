"""Who may open a page. The first line of a view: these decorators for the person, ``visible_or_404`` for the row."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role

View = Callable[..., HttpResponseBase]
Row = TypeVar("Row", bound=Model)

NOT_THERE = "没有这个案号，或者您看不到它。请核对年份和序号。"


class Invisible(Http404):
    """Not there, or not for this person: the same page for both. Its message is shown."""


class StaffRequest(HttpRequest):
    """A request behind ``staff``: somebody is signed in."""

    user: User


def wants_data(request: HttpRequest) -> bool:
    """A script asks, not a page: it must get a status it can read, not the sign-in page."""
    return request.headers.get("X-Requested-With") == "fetch" or "HX-Request" in request.headers


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page and back; tell a script 401."""
    login = reverse("core:login")
    if wants_data(request):
        return JsonResponse({"detail": "已自动退出，请登录后再试。", "login": login}, status=401)
    return redirect_to_login(request.get_full_path(), login)


def staff(*roles: Role) -> Callable[[View], View]:
    """Only for people signed in, and, when roles are named, only for these. Others get the 403 page with the reason."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return sign_in_first(request)
            if roles and user.role not in roles:
                raise PermissionDenied(f"这一页只给{'、'.join(role.label for role in roles)}。")
            return view(request, *args, **kwargs)

        guarded.guard = roles or "staff"  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_all(view: View) -> View:
    """Marks a view that needs no sign-in, so that a forgotten guard can be told from a wanted one."""
    view.guard = "open"  # type: ignore[attr-defined]
    return view


def visible_or_404(rows: QuerySet[Row], message: str = NOT_THERE, **lookup: Any) -> Row:
    """The one row of ``rows`` (already narrowed to what the person may see), or the 404 page with ``message``."""
    row = rows.filter(**lookup).first()
    if row is None:
        raise Invisible(message)
    return row
