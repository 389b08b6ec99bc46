"""Browser tests: a live server on a clone of the test database, the cast with passwords, one Chromium for the folder.

Each test file has a clone of its own, so that its case numbers begin at 1. On a failure the screenshot of everybody who
was at a screen is kept in pytest's temporary folder; with ``JIANLI_TRACE=1`` her trace too (``playwright show-trace``
opens it), which makes every step a third slower.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from jianli_mediation.core.models import User
from tests.cast import PASSWORD, Cast, make_cast
from tests.clone import database_clone
from tests.e2e.people import Person

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCREEN = {"width": 1366, "height": 768}
PATIENCE = 10_000
TRACING = os.environ.get("JIANLI_TRACE") == "1"
failed = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[failed] = report.failed
    return report


@pytest.fixture(scope="package")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """The distribution's Chromium, started once."""
    # While Playwright's event loop runs, Django keeps other connections; those from before would never be closed.
    connections.close_all()
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, f"none of {', '.join(BROWSERS)} is installed"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django takes that for asynchronous code.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A clone of the migrated database, for what is really committed. The name makes pytest-django set it up."""
    with database_clone("e2e", django_db_blocker):
        yield


@pytest.fixture(scope="module")
def court(transactional_db: None) -> Cast:
    """Everybody of the cast, able to sign in."""
    cast = make_cast()
    User.objects.update(password=make_password(PASSWORD))
    return cast


@pytest.fixture(scope="module")
def address(browser: Browser, court: Cast) -> Iterator[str]:
    """Where the court's server answers."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


SignIn = Callable[..., Person]


@pytest.fixture
def sign_in(
    browser: Browser, address: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SignIn]:
    """Seat somebody of the cast before a screen of her own and sign her in; whoever sits there already is found again."""
    seated: dict[str, Person] = {}

    def sign_in(username: str, **screen: object) -> Person:
        if username not in seated:
            options = {"viewport": SCREEN, **screen}
            context = browser.new_context(base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
            context.set_default_timeout(PATIENCE)
            if TRACING:
                context.tracing.start(snapshots=True, screenshots=False)
            seated[username] = Person(context.new_page(), username)
            seated[username].signs_in(PASSWORD)
        return seated[username]

    yield sign_in
    keep = tmp_path_factory.mktemp("e2e") if request.node.stash.get(failed, False) else None
    for name, person in seated.items():
        if keep:
            person.page.screenshot(path=keep / f"{name}.png", full_page=True)
        if TRACING:
            person.page.context.tracing.stop(path=keep / f"{name}.zip" if keep else None)
        person.page.context.close()
    if keep:
        request.node.add_report_section("teardown", "screens", f"{keep}")
    assert {name: person.complaints for name, person in seated.items() if person.complaints} == {}
