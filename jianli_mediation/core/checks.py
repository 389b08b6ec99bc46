"""What Django's system check says about the set-up, beyond what makes the start fail."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


def production_has_its_own_database(
    app_configs: Sequence[AppConfig] | None = None, **options: object
) -> list[checks.CheckMessage]:
    """The embedded server has no stand-by and no TLS, and any process of its user is its superuser."""
    if settings.PRODUCTION and settings.EMBEDDED_CLUSTER:
        return [
            checks.Warning(
                "JIANLI_MODE=production 正在使用内置数据库 / runs on the embedded database.",
                hint="请用 DATABASE_URL 指向法院自己的 PostgreSQL / set DATABASE_URL to the court's own PostgreSQL.",
                id="core.W001",
            )
        ]
    return []
