"""Brings the database up for the run, and nothing else: people live in cast.py, cases in build.py."""

import fcntl
import os

import pytest
from django.conf import settings

from jianli_mediation.core import launch, postgres_paths


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


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed one: nothing may be green because it did not run."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = terminal.stats.get("skipped", []) if terminal else []
    if os.environ.get("CI") and skipped and session.exitstatus == pytest.ExitCode.OK:
        terminal.write_line("")
        terminal.write_line(f"CI: {len(skipped)} skipped, which counts as failed.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a module lays once (fixtures ``laid_…``) is laid by one worker only: its tests stay together."""
    for item in items:
        if any(name.startswith("laid_") for name in getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
