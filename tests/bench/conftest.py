"""The benches run when they are asked for: ``make bench``, or ``pytest -m bench``. What they found stands at the end."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from pytest_django import DjangoDbBlocker

from tests.bench.court import build_court
from tests.clone import database_clone, kept_clone

CASES = int(os.environ.get("JIANLI_BENCH_CASES", "10000"))
FOUND = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "bench" in config.option.markexpr:
        return
    benches = [item for item in items if item.get_closest_marker("bench")]
    config.hook.pytest_deselected(items=benches)
    items[:] = [item for item in items if item not in benches]


@pytest.fixture(scope="session")
def court(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """A database with ``JIANLI_BENCH_CASES`` cases: its own, or with ``JIANLI_BENCH_DATA`` one that is kept there."""
    with _database(django_db_blocker):
        yield CASES


def _database(blocker: DjangoDbBlocker) -> AbstractContextManager[None]:
    def build() -> None:
        build_court(CASES)

    if os.environ.get("JIANLI_BENCH_DATA"):
        return kept_clone(f"court_{CASES}", blocker, build)
    return database_clone("bench", blocker, build)


@pytest.fixture
def tell(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Puts a line under the run."""
    return pytestconfig.stash.setdefault(FOUND, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(FOUND, [])
    if found:
        terminalreporter.section(f"bench, {CASES} cases")
        for line in found:
            terminalreporter.write_line(line)
