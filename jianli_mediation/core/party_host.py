"""The party's page on a host of its own: nothing of the court's other pages is to be had there, nor the page elsewhere."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

PAGE = "/party/"
# What that host serves beside the page: its looks, the check of a paper, whether the house is alive.
BESIDE = ("/static/", "/verify/", "/healthz")


class PartyHost:
    """Middleware; without ``JIANLI_PARTY_URL`` it does nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Shut the door that does not belong to the host. Raises Http404, as for an address that is not there."""
        host = urlsplit(settings.PARTY_URL).netloc.lower()
        if not host:
            return None
        theirs = request.get_host().lower() == host
        if theirs and request.path == "/":
            return HttpResponseRedirect(PAGE)
        if (theirs and not request.path.startswith((PAGE, *BESIDE))) or (not theirs and request.path.startswith(PAGE)):
            raise Http404
        return None
