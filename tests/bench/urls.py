"""The project's addresses, and a bare one to measure against: twenty rows of twelve columns as JSON, nothing else."""

import os

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from cases.models import Case
from jianli_mediation.urls import handler403, handler404, handler500
from jianli_mediation.urls import urlpatterns as of_the_project

COLUMNS = (
    "id",
    "case_no",
    "state",
    "legal_model",
    "received_at",
    "registered_on",
    "title",
    "cause",
    "amount_applied",
    "enterprise_related",
    "result_code",
    "version",
)


def bare(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"results": list(Case.objects.order_by("-received_at", "-id").values(*COLUMNS)[:20])})


def processes(request: HttpRequest) -> JsonResponse:
    """Who answers: this process, and the PostgreSQL process it speaks to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return JsonResponse([os.getpid(), cursor.fetchone()[0]], safe=False)


urlpatterns = [path("bare/", bare), path("bare/processes/", processes), *of_the_project]

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
