"""Signing in and out, each with its trace."""

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address, get_failure_limit
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest

from jianli_mediation.core import audit, clock
from jianli_mediation.core.crypto import keyed_hash
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role

BACKEND = "django.contrib.auth.backends.ModelBackend"


# What each role does, in the words of the demonstration's sign-in page.
DUTIES = {
    Role.WINDOW: "收件、登记、征询、补正",
    Role.FILING: "立案审查、登记执行案号",
    Role.MEDIATOR: "会商、协议、延期、终止",
    Role.OUTSIDE_MEDIATOR: "会商、协议，只看指派的案件",
    Role.CLERK: "送达、笔录、收款登记、归档",
    Role.JUDGE: "审查协议、释明",
    Role.HEAD: "指派、审批、移送",
    Role.DIRECTOR: "超期督办、统计",
    Role.BUSINESS_OFFICE: "涉企标注、绿色通道",
    Role.FINANCE: "案款到账、发放",
    Role.LEADERSHIP: "只读统计",
    Role.COMMAND_CENTRE: "只读统计、接口",
    Role.SYSADMIN: "账号、字典、系统参数",
    Role.SECADMIN: "权限复核、密钥",
    Role.AUDITOR: "查留痕、验封印",
}


def demo_people() -> list[tuple[User, str]]:
    """Whom the demonstration lets in without a password, with what she does, in the order of the roles."""
    order = {role: place for place, role in enumerate(Role)}
    people = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    ordered = sorted(people, key=lambda person: order[Role(person.role)])
    return [(person, DUTIES[Role(person.role)]) for person in ordered]


def user_chain(user: User) -> str:
    return f"user:{user.pk}"


def sign_in(request: HttpRequest, user: User, *, how: str) -> None:
    """Open a session; ``how`` is password or demo."""
    with transaction.atomic():
        login(request, user, backend=BACKEND)
        audit.record(
            chain=user_chain(user),
            verb="log_in",
            by=user,
            at=clock.now(),
            facts={"how": how, "address": get_client_ip_address(request)},
        )


def sign_out(request: HttpRequest) -> None:
    user = request.user
    with transaction.atomic():
        logout(request)
        if isinstance(user, User):
            audit.record(chain=user_chain(user), verb="log_out", by=user, at=clock.now())


def record_idle(user: User) -> None:
    """The session of somebody who left was ended."""
    audit.record(chain=user_chain(user), verb="idle_out", by=user, at=clock.now())


def record_failure(request: HttpRequest, username: str) -> None:
    """A sign-in that did not succeed. An unknown name is kept as a hash: it may be a password in the wrong box."""
    user = User.objects.filter(username=username).first()
    facts = {"address": get_client_ip_address(request)}
    if user is None:
        facts["name_hash"] = keyed_hash(username, "username")
    audit.record(
        chain=user_chain(user) if user else "unknown-accounts",
        verb="log_in_failed",
        by=None,
        at=clock.now(),
        facts=facts,
    )


def tries_left(request: HttpRequest, username: str) -> int:
    """How many failures are left before the account is locked for this address."""
    credentials = {"username": username}
    failures = AxesProxyHandler.get_failures(request, credentials)
    return max(0, get_failure_limit(request, credentials) - failures)


def change_password(request: HttpRequest, user: User, password: str) -> None:
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(chain=user_chain(user), verb="change_password", by=user, at=clock.now())
