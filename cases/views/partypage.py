"""当事人页面: from a code on paper and the end of one's number, on a phone: where my matter stands, what is owed, whom to call."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions.acting import InvalidInput
from cases.actions.partypage import hand_in_slip
from cases.actions.requests import request_by_party
from cases.facts.door import party_behind
from cases.forms.partypage import EnterForm, SayForm, SlipForm
from cases.models import Party
from cases.models.choices import DEBTORS
from cases.queries.partypage import matter_of
from jianli_mediation.core import clock, throttle
from jianli_mediation.core.access import open_to_all
from jianli_mediation.core.uploads import size_limit_words, too_large
from jianli_mediation.kernel.refusal import Refused

COOKIE, SALT, OPEN_FOR = "party", "party page", timedelta(minutes=30)
PATH = "/party/"
WRONG_TRIES, PER = 20, timedelta(minutes=1)
MOST_A_DAY = 10
NOT_SO = "查询码或者证件号码末六位不对。请对照《执前和解告知书》再试；告知书不在手边，请打电话问。"
TOO_OFTEN = "试得太多了。请过一分钟再试，或者打电话问。"
ENOUGH_TODAY = "今天提交得已经很多了。急事请打电话。"


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The door. Whoever has the right code gets in, however often anybody has tried wrong ones."""
    form = EnterForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "party/enter.html", {"form": form})
    if not form.is_valid():
        return render(request, "party/enter.html", {"form": form}, status=400)
    party = party_behind(form.cleaned_data["code"], form.cleaned_data["tail"])
    if party is None:
        now = clock.now()
        few = throttle.within("party", throttle.address_of(request), limit=WRONG_TRIES, per=PER, now=now)
        problem, status = (NOT_SO, 400) if few else (TOO_OFTEN, 429)
        return render(request, "party/enter.html", {"form": form, "problem": problem}, status=status)
    response = redirect("cases:matter")
    response.set_signed_cookie(
        COOKIE,
        str(party.pk),
        salt=SALT,
        max_age=OPEN_FOR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _party(request: HttpRequest) -> Party | None:
    """Who is in, for half an hour."""
    try:
        number = int(request.get_signed_cookie(COOKIE, salt=SALT, max_age=OPEN_FOR) or 0)
    except (BadSignature, KeyError):
        return None
    return Party.objects.select_related("case").filter(pk=number).first()


@open_to_all
@never_cache
@require_GET
def matter(request: HttpRequest) -> HttpResponse:
    """Where my matter stands."""
    party = _party(request)
    return _page(request, party) if party else redirect("cases:enter")


def _page(
    request: HttpRequest, party: Party, say: SayForm | None = None, slip: SlipForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "matter": matter_of(party, clock.now()),
        "say": say or SayForm(pays=_pays(party)),
        "slip": slip or SlipForm(),
        "size_limit": size_limit_words(),
    }
    return render(request, "party/matter.html", context, status=status)


@open_to_all
@never_cache
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Ask the court for something; it is answered within the days that the page names."""
    party = _party(request)
    if party is None:
        return redirect("cases:enter")
    form, now = SayForm(request.POST, pays=_pays(party)), clock.now()
    if form.is_valid() and not _may(party, "say"):
        form.add_error(None, ENOUGH_TODAY)
    if not form.is_valid():
        return _page(request, party, say=form, status=400)
    typed = form.cleaned_data
    try:
        row = request_by_party(
            now=now, case_id=party.case_id, party_id=party.pk, kind=typed["kind"], content=typed["content"]
        )
    except InvalidInput as wrong:
        form.add_error("content", [words for texts in wrong.errors.values() for words in texts])
        return _page(request, party, say=form, status=400)
    messages.success(request, f"收到了。法院在 {row.due_on.month}月{row.due_on.day}日 以前答复您。")
    return redirect("cases:matter")


@open_to_all
@never_cache
@require_POST
def slip(request: HttpRequest) -> HttpResponse:
    """Hand in a payment slip. It is evidence for the clerk, not a payment in the ledger."""
    party = _party(request)
    if party is None:
        return redirect("cases:enter")
    files = request.FILES
    form = SlipForm(request.POST, files, oversize="file" in too_large(request))
    if form.is_valid() and not _may(party, "slip"):
        form.add_error(None, ENOUGH_TODAY)
    if not form.is_valid():
        return _page(request, party, slip=form, status=400)
    try:
        hand_in_slip(now=clock.now(), party=party, scan=form.scan(), title=form.TITLE)
    except Refused as refused:
        form.add_error("file", [each.message for each in refused.blockers])
        return _page(request, party, slip=form, status=409)
    messages.success(request, "凭证收到了。工作人员核对以后登记收款，登记了这里看得到。")
    return redirect("cases:matter")


def _pays(party: Party) -> bool:
    return party.role in DEBTORS


def _may(party: Party, what: str) -> bool:
    return throttle.within(f"party {what}", str(party.pk), limit=MOST_A_DAY, per=timedelta(days=1), now=clock.now())


@open_to_all
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the page on a phone that others use, too."""
    response = redirect("cases:enter")
    response.delete_cookie(COOKIE, path=PATH)
    return response
