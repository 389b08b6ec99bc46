"""Two questions of a monitor: is the process alive, and may it be given work."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

LEAST_FREE_BYTES = 500 * 1024 * 1024
FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc"})


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: the process answers. Touches nothing else, so that a slow database gets no process killed."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: 200 when database, migrations, fonts and disk are in order, else 503 with what is not."""
    problems = {name: problem for name, check in CHECKS.items() if (problem := check())}
    checks = {name: problems.get(name, "ok") for name in CHECKS}
    status = "unavailable" if problems else "ok"
    return JsonResponse({"status": status, "checks": checks}, status=503 if problems else 200)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return type(error).__name__
    return ""


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        return type(error).__name__
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else ""


def _fonts() -> str:
    folder = settings.FONTS_DIR
    found = [path for path in folder.rglob("*") if path.suffix in FONT_SUFFIXES] if folder.is_dir() else []
    return "" if found else "no font files"


def _disk() -> str:
    folder = settings.JIANLI_DATA
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return "" if free >= LEAST_FREE_BYTES else f"only {free // 1024 // 1024} MB free"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "fonts": _fonts,
    "disk": _disk,
}
