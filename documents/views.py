"""/verify/: anybody may ask whether a paper is genuine. Nothing is stored but how often one asks."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from documents.proof import Proof, prove
from jianli_mediation.core import clock, throttle
from jianli_mediation.core.access import open_to_all
from jianli_mediation.core.uploads import ROOM_FOR_FIELDS, Fingerprint, size_limit_words

MOST, PER = 30, timedelta(minutes=1)
LONGEST = 200
TOO_LARGE = f"文件太大，最多 {size_limit_words()}。本院的文书没有这么大，请核对是不是拿错了文件。"


@open_to_all
@csrf_exempt  # it changes nothing, and a phone that scans the code has no session
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The question by code (typed, or ``?code=`` from the paper) or by file, and the answer."""
    code, sha256, problem = _asked(request)
    if problem or not (code or sha256):
        return _page(request, code, problem=problem, status=400 if problem else 200)
    if not throttle.within("verify", throttle.address_of(request), limit=MOST, per=PER, now=clock.now()):
        return _page(request, code, problem="查得太频繁，请过一分钟再查。", status=429)
    return _page(request, code, prove(code, sha256))


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    """Code, the file's SHA-256, and what is wrong with the question. The file itself is kept nowhere."""
    if request.method != "POST":
        return request.GET.get("code", "")[:LONGEST].strip(), "", ""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.UPLOAD_MAX_BYTES + ROOM_FOR_FIELDS:
        return "", "", TOO_LARGE
    measured = Fingerprint(request)
    request.upload_handlers = [measured]
    code = request.POST.get("code", "")[:LONGEST].strip()
    if measured.oversize:
        return code, "", TOO_LARGE
    return code, measured.sha256, "" if code or measured.sha256 else "请填验证码，或者选文书的 PDF 文件。"


def _page(
    request: HttpRequest, code: str, proof: Proof | None = None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"code": code, "proof": proof, "problem": problem, "now": clock.now(), "size_limit": size_limit_words()}
    return render(request, "documents/verify.html", context, status=status)
