"""Who calls: a machine with its token, which names the person it acts for, or a person signed in at a browser."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from urllib.parse import unquote

from django.db.models import Q
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from cases.api.errors import Problem
from jianli_mediation.core import clock
from jianli_mediation.core.admission import Peer, admit, wait_of_person, wait_of_stranger
from jianli_mediation.core.calls import Call, begin
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.kept import Kept
from jianli_mediation.core.models import ApiClient, User
from jianli_mediation.core.roles import Role
from jianli_mediation.core.throttle import peer_of

ACTING_USER = "X-Acting-User"
AUDIT_REASON = "X-Audit-Reason"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Caller:
    """``person``: whose role and visibility apply. A machine that names nobody reads as the command centre."""

    person: User
    client: ApiClient | None = None
    call: Call | None = field(default=None, compare=False)

    @property
    def named(self) -> bool:
        """Whether there is a person of flesh and blood behind the call."""
        return self.person.pk is not None

    @property
    def key(self) -> str:
        """One name per caller, for the answers kept for it."""
        return f"client:{self.client.pk}" if self.client else f"user:{self.person.pk}"

    @property
    def client_name(self) -> str:
        return self.client.name if self.client else ""

    @property
    def reads_numbers(self) -> bool:
        """Whether numbers are shown in full. A person at a browser asks for each one, on the case's page."""
        return self.client is not None and Scope.PII_READ in self.client.scopes

    def saw(self, case_id: int, *, in_full: bool = False) -> None:
        """Say in the machine's call which case was read, and that numbers went out in full."""
        if self.call is not None:
            self.call.case_id = case_id
            self.call.reveals = self.call.reveals or in_full

    def may(self, scope: str) -> bool:
        """Scopes bind machines; people are bound by their role alone."""
        return not scope or self.client is None or scope in self.client.scopes


def header_text(request: Request, name: str) -> str:
    """A header's text. Chinese may come as raw UTF-8, which the server reads as Latin-1, or percent-encoded."""
    text = request.headers.get(name, "").strip()
    try:
        text = text.encode("latin-1").decode()
    except UnicodeError:
        return text
    return unquote(text)


def caller_of(request: Request) -> Caller:
    """The caller whom authentication found. Only behind it."""
    return cast(Caller, request.auth)


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer <token>``, with ``X-Acting-User`` naming a person by account or staff number."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        now, peer = clock.now(), peer_of(request._request)
        call = _let_in(request, token.strip() if scheme.lower() == "bearer" else "", peer, now)
        person = _acting_person(header_text(request, ACTING_USER), call.client)
        call.actor_id = person.pk
        return person, Caller(person, call.client, call)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="jianli"'


def _let_in(request: Request, token: str, peer: Peer, now: datetime) -> Call:
    """The call of the machine with this token. Whoever is known leaves a row, let in or not."""
    admission = admit(token, peer, now)
    client = admission.client
    if admission.standing == "too_many":
        if client is not None:
            _begin(request, client, peer, now)
        raise too_many(admission.wait)
    if client is None:
        raise _bad_token()
    call = _begin(request, client, peer, now)
    if admission.standing == "ended":
        raise _bad_token()
    if admission.standing == "address":
        raise Problem(403, "address_not_allowed", "这个客户端不能从这个地址调用。")
    return call


def _begin(request: Request, client: ApiClient, peer: Peer, now: datetime) -> Call:
    call = Call(client, str(peer or ""), now, full=Scope.PII_READ in client.scopes)
    return begin(request._request, call)


def _bad_token() -> Problem:
    return Problem(401, "invalid_token", "令牌不对，或者已经过期、停用。")


def too_many(wait: int) -> Problem:
    """Too many calls: again after ``wait`` seconds."""
    return Problem(429, "too_many_requests", f"调用太频繁，请 {wait} 秒后再试。", headers={"Retry-After": str(wait)})


_PEOPLE = Kept(lambda names: User.objects.filter(Q(username__in=names) | Q(staff_no__in=names), is_active=True))


def _acting_person(name: str, client: ApiClient) -> User:
    if not name:
        return User(name=client.name, role=Role.COMMAND_CENTRE)
    person = min(_PEOPLE.objects([name]), key=lambda each: each.pk, default=None)
    if person is None:
        message = f"没有账号或工号是“{name}”的在用人员。"
        raise Problem(400, "acting_user_unknown", message, errors={ACTING_USER: [message]})
    return person


class BrowserAuthentication(SessionAuthentication):
    """The session of a signed-in person; a change needs the CSRF token as well. She acts as herself only."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        found = super().authenticate(request)
        if found is None or not isinstance(found[0], User):
            wait = wait_of_stranger(peer_of(request._request), clock.now())
            if wait:
                raise too_many(wait)
            return None
        wait = wait_of_person(found[0].pk, clock.now())
        if wait:
            raise too_many(wait)
        if request.headers.get(ACTING_USER):
            message = "只有接口客户端可以指明办理人。"
            raise Problem(400, "invalid", message, errors={ACTING_USER: [message]})
        return found[0], Caller(found[0])
