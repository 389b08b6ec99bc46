"""Signing out whoever has left: half an hour without a request ends the session, and the next page says so.

Pages of a signed-in person are not kept by the browser, so that nobody reads them by the back button afterwards.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from jianli_mediation.core import accounts, clock
from jianli_mediation.core.models import User

SEEN = "seen_at"
LEFT = "left_user"
WRITE_EVERY = 60  # seconds: the session row is not rewritten at every request


class IdleLogout:
    """Middleware, after authentication. Asking whether the session lives does not keep it alive."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = SESSION_KEY in request.session
        if signed_in:
            self._look(request)
        response = self.get_response(request)
        if signed_in and response.headers.get("Content-Type", "").startswith("text/html"):
            patch_cache_control(response, no_store=True, private=True)
        return response

    def _look(self, request: HttpRequest) -> None:
        now = clock.now().timestamp()
        quiet = now - request.session.get(SEEN, now)
        if quiet > settings.IDLE_MINUTES * 60:
            end_session(request)
        elif not (request.method == "GET" and request.path == reverse("core:session")):
            touch(request.session, now)


def touch(session: SessionBase, now: float) -> None:
    if now - session.get(SEEN, 0) > WRITE_EVERY:
        session[SEEN] = now


def end_session(request: HttpRequest) -> None:
    """Sign out and remember, in a fresh session, whose drafts the sign-in page may mention."""
    user = request.user
    logout(request)
    if isinstance(user, User):
        accounts.record_idle(user)
        request.session[LEFT] = user.pk
