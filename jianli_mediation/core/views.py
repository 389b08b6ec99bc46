"""Pages of the shell: signing in and out, one's own account, drafts, help, and the pages for what went wrong."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jianli_mediation.core import accounts, audit, clock, drafts, idle
from jianli_mediation.core.access import Invisible, StaffRequest, open_to_all, staff, wants_data
from jianli_mediation.core.account_forms import LoginForm, PasswordForm, ProfileForm
from jianli_mediation.core.context import Page, is_demo
from jianli_mediation.core.models import User
from jianli_mediation.core.samples import gallery
from jianli_mediation.core.templatetags.court import clock_time

LONGEST_DRAFT = 1024 * 1024


def _home(request: HttpRequest) -> str:
    """Where the person wanted to go before she had to sign in, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else Page(request).home_url


def _login_page(request: HttpRequest, form: LoginForm, status: int = 200) -> HttpResponse:
    left = User.objects.filter(pk=request.session.get(idle.LEFT, 0)).first()
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "left": left,
        "draft_saved_at": drafts.last_saved(left) if left else None,
        "people": accounts.demo_people() if is_demo() else [],
        "limit": settings.AXES_FAILURE_LIMIT,
        "minutes": round(settings.AXES_COOLOFF_TIME.total_seconds() / 60),
        "idle_minutes": settings.IDLE_MINUTES,
    }
    return render(request, "core/login.html", context, status=status)


def _enter(request: HttpRequest, user: User, how: str) -> HttpResponse:
    request.session.pop(idle.LEFT, None)
    accounts.sign_in(request, user, how=how)
    idle.touch(request.session, clock.now().timestamp())
    return redirect(_home(request))


@open_to_all
@sensitive_post_parameters("password")
@never_cache
@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Sign in by account and password; in a demonstration also by choosing a person."""
    if request.method == "GET":
        return redirect(_home(request)) if Page(request).signed_in else _login_page(request, LoginForm())
    if "as" in request.POST:
        return _demo_login(request)
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _login_page(request, form)
    username = form.cleaned_data["username"]
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if isinstance(user, User):
        return _enter(request, user, "password")
    accounts.record_failure(request, username)
    form.add_error("username", f"账号或密码不对，还可以再试 {accounts.tries_left(request, username)} 次。")
    return _login_page(request, form)


def _demo_login(request: HttpRequest) -> HttpResponse:
    if not is_demo():
        raise Http404
    person = User.objects.filter(username=request.POST["as"], is_demo=True, is_active=True).first()
    if person is None:
        raise Invisible("演示库里没有这个账号。")
    return _enter(request, person, "demo")


@open_to_all
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out. Only by POST, so that no link or picture can do it."""
    accounts.sign_out(request)
    messages.success(request, "已退出。")
    return redirect("core:login")


@staff()
@require_http_methods(["GET", "POST"])
def profile(request: StaffRequest) -> HttpResponse:
    """One's own account: the phone on papers, and the single-letter keys."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "账号设置已保存。")
        return redirect("core:profile")
    return render(request, "core/profile.html", {"form": form})


@staff()
@sensitive_post_parameters("current", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    """Change one's own password. The other sessions of this account end."""
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        accounts.change_password(request, request.user, form.cleaned_data["new"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已改，别处的登录都已退出。")
        return redirect("core:profile")
    context = {
        "form": form,
        "title": "改密码",
        "button": "改密码",
        "back_url": reverse("core:profile"),
        "back_label": "密码不变",
        "consequences": ["别处的登录都会退出。", "这次改动会留痕，密码本身不会。"],
    }
    return render(request, "core/password.html", context)


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """Does the session live? GET only asks; POST keeps it alive. With a fresh CSRF token for a page left open."""
    alive = Page(request).signed_in
    answer = {"alive": alive, "login": reverse("core:login")}
    return JsonResponse({**answer, "token": get_token(request)} if alive else answer)


@staff()
@require_POST
def printed(request: StaffRequest) -> HttpResponse:
    """A page was sent to the printer: leave a trace."""
    audit.record(
        chain=accounts.user_chain(request.user),
        verb="print_page",
        by=request.user,
        at=clock.now(),
        facts={"page": request.POST.get("page", "")[:200]},
    )
    return HttpResponse(status=204)


@staff()
@require_POST
def draft(request: StaffRequest, kind: str, key: str) -> HttpResponse:
    """Keep what a form holds at the moment."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST_DRAFT:
        return JsonResponse({"detail": "草稿太大，存不下。请先登记，附件另传。"}, status=413)
    now = clock.now()
    drafts.save(request.user, kind, key, request.POST, now)
    return JsonResponse({"saved": clock_time(now)})


@staff()
@require_POST
def discard_draft(request: StaffRequest, kind: str, key: str) -> HttpResponse:
    """Throw a draft away and open the form anew."""
    drafts.discard(request.user, kind, key)
    return redirect(_home(request))


@staff()
@require_GET
def help_index(request: StaffRequest) -> HttpResponse:
    """What the lamps, words and keys mean."""
    return render(request, "core/help.html")


@staff()
@require_GET
def handbook(request: StaffRequest) -> HttpResponse:
    """The essentials of the handbook, chapter by chapter."""
    return render(request, "core/handbook.html")


@staff()
@require_GET
def components(request: StaffRequest) -> HttpResponse:
    """Every part in every state, to look over after a change of style."""
    return render(request, "core/states.html", gallery())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is out of date, usually after signing in again in another window."""
    if wants_data(request):
        return JsonResponse({"detail": "这一页放得太久，请刷新后再试。"}, status=403)
    return render(request, "csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. Says more only when we meant it to."""
    message = str(exception) if isinstance(exception, Invisible) else ""
    return render(request, "404.html", {"message": message}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason."""
    if wants_data(request):
        return JsonResponse({"detail": str(exception) or "这件事不归这个岗位。"}, status=403)
    return render(request, "403.html", {"reason": str(exception)}, status=403)
