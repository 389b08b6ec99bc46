"""What manage.py, wsgi.py and asgi.py do before Django opens its first connection."""

from django.conf import settings

from jianli_mediation.core.postgres import Cluster

NEED_NO_DATABASE = frozenset(
    {"help", "version", "--help", "--version", "-h", "collectstatic", "make_secrets", "db", "serve"}
)


def cluster() -> Cluster | None:
    """The embedded cluster of this process, or None with DATABASE_URL."""
    name = settings.EMBEDDED_CLUSTER
    return Cluster(settings.JIANLI_DATA, name) if name else None


def ensure_started() -> bool:
    """Make the embedded database run; True when this call started it. Nothing to do with DATABASE_URL.

    It is left running: another terminal may be using it. `manage.py db stop` ends it.
    """
    embedded = cluster()
    return embedded.start() if embedded else False


def ensure_started_for(arguments: list[str]) -> None:
    """The same for a management command line, unless the command needs no database."""
    if len(arguments) > 1 and arguments[1] not in NEED_NO_DATABASE:
        ensure_started()
