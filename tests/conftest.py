"""Brings the database up for the run, and nothing else: people live in cast.py, cases in build.py."""

import fcntl
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from jianli_mediation.core import launch, postgres_paths
from tests.api import seen


class DatabaseForTests:
    """Holds the `test` cluster while tests run, in the controlling process only.

    Several runs may share one cluster. Each holds a shared lock on the `users` file of the cluster; the run that
    started the server stops it only if it gets that lock for itself alone. The kernel drops the lock of a killed run.
    """

    def __init__(self) -> None:
        cluster = launch.cluster()
        if cluster is None:
            raise RuntimeError("with TEST_DATABASE_URL there is no cluster to hold")
        self.cluster = cluster
        postgres_paths.make_folders(cluster.where)
        self.users = postgres_paths.open_private(cluster.where.users)
        fcntl.flock(self.users, fcntl.LOCK_SH)
        self.started = cluster.start()

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        if self.started and not os.environ.get("CI"):
            self.stop_unless_shared()
        os.close(self.users)

    def stop_unless_shared(self) -> None:
        try:
            fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        self.cluster.stop()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-write", action="store_true", help="write the golden files anew; read the difference")


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if settings.EMBEDDED_CLUSTER and not is_worker:
        config.pluginmanager.register(DatabaseForTests(), "database-for-tests")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """The test database, for whoever asks: pytest-django's own leaves it out where no test of the run names ``db``.

    What a module lays once, the benches and the browser ask for it themselves.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb and not django_db_createdb)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a process saw of the API's description, added to what the others saw."""
    seen.SEEN.update(getattr(node, "workeroutput", {}).get("seen", ()))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed one: nothing may be green because it did not run.

    When everything ran, everything the API's description promises must have been in some answer.
    """
    config = session.config
    if hasattr(config, "workerinput"):
        config.workeroutput["seen"] = sorted(seen.SEEN)
        return
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None or session.exitstatus != pytest.ExitCode.OK:
        return
    if os.environ.get("CI") and (skipped := terminal.stats.get("skipped", [])):
        _fail(session, terminal, f"CI: {len(skipped)} skipped, which counts as failed.")
    if _everything_ran(config) and (missing := seen.missing()):
        _fail(session, terminal, f"In no answer of the API: {', '.join(missing)}")


def _everything_ran(config: pytest.Config) -> bool:
    chosen = config.option.keyword or config.option.markexpr or config.option.collectonly
    return config.args_source == config.ArgsSource.TESTPATHS and not chosen


def _fail(session: pytest.Session, terminal: Any, why: str) -> None:
    terminal.write_line("")
    terminal.write_line(why, red=True)
    session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a module lays once (fixtures ``laid_…``) is laid by one worker only: its tests stay together."""
    for item in items:
        if any(name.startswith("laid_") for name in getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
