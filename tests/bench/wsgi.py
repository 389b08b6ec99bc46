"""The program as the server runs it in a court, with the bare view beside it."""

from django.conf import settings

settings.ROOT_URLCONF = "tests.bench.urls"

from jianli_mediation.wsgi import application  # noqa: E402

__all__ = ["application"]
