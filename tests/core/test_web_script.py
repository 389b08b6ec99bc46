"""The script in a real browser: keys, rows, drafts, one submission, masked numbers; and all of it without script."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from jianli_mediation.core import clock, drafts, idle
from jianli_mediation.core.accounts import BACKEND
from jianli_mediation.core.context import Shell, shell
from jianli_mediation.core.models import User
from tests.clone import database_clone
from tests.core import script_pages
from tests.core.people import account

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A clone of the migrated database, for what is really committed. The name makes pytest-django set it up."""
    with database_clone("script", django_db_blocker):
        yield


@pytest.fixture(scope="module")
def server(transactional_db: None) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as environment, override_settings(ROOT_URLCONF="tests.core.script_pages"):
        # Playwright keeps an event loop in this thread, and Django takes that for asynchronous code.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        for name, value in vars(Shell()).items():
            environment.setattr(shell, name, value)
        running = LiveServer("localhost")
        yield running.url
        running.stop()


@pytest.fixture(scope="module")
def browser(server: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture
def sun(browser: Browser) -> User:
    script_pages.handed_in.clear()
    return account(f"sun-{uuid4().hex[:8]}", "孙笔录")


def session_of(user: User) -> SessionStore:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[idle.SEEN] = clock.now().timestamp()
    session.save()
    return session


def signed_in(browser: Browser, server: str, user: User, **options: object) -> tuple[BrowserContext, SessionStore]:
    context = browser.new_context(base_url=server, locale="zh-CN", **options)
    session = session_of(user)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": server}])
    context.set_default_timeout(10_000)
    return context, session


@pytest.fixture
def page(browser: Browser, server: str, sun: User) -> Iterator[Page]:
    context, session = signed_in(browser, server, sun)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
    page.session = session
    yield page
    context.close()
    assert problems == []


def test_single_keys_move_open_find_and_explain(page: Page) -> None:
    page.goto("/t/list/")
    page.keyboard.press("j")
    expect(page.locator("tr[aria-selected=true]")).to_have_text("甲")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr[aria-selected=true]")).to_have_text("乙")
    page.keyboard.press("k")
    page.keyboard.press("Shift+?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.locator("tr[aria-selected=true] a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/help/")


def test_single_keys_stay_quiet_in_fields_and_when_switched_off(page: Page, sun: User) -> None:
    page.goto("/t/list/")
    page.locator("#other").focus()
    page.keyboard.type("jn?/")
    expect(page.locator("#other")).to_have_value("jn?/")
    expect(page.locator("tr[aria-selected=true]")).to_have_count(0)
    User.objects.filter(pk=sun.pk).update(single_keys=False)
    page.reload()
    page.keyboard.press("n")
    page.keyboard.press("Shift+?")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.url.endswith("/t/list/")


def test_a_pages_own_key_presses_its_button(page: Page) -> None:
    page.goto("/t/list/")
    page.keyboard.press("n")
    page.wait_for_url("**/me/password/")


def test_rows_are_added_and_taken_out(page: Page) -> None:
    page.goto("/t/form/")
    page.locator("#id_payer").fill("何某")
    page.keyboard.press("Alt+n")
    page.keyboard.type("100")
    page.keyboard.press("Alt+n")
    page.keyboard.type("200")
    expect(page.locator("[name=plan-TOTAL_FORMS]")).to_have_value("2")
    expect(page.locator("[name=plan-1-amount]")).to_have_value("200")
    assert page.locator("[data-number]:visible").all_inner_texts() == ["1", "2"]
    page.get_by_role("button", name="移除这一期").first.click()
    assert page.locator("[data-number]:visible").all_inner_texts() == ["1"]
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/t/list/")
    assert script_pages.handed_in == [("何某", 1)]


def test_double_click_hands_in_once(page: Page) -> None:
    page.goto("/t/form/")
    page.locator("#id_payer").fill("何某")
    page.locator("[data-submit]").dblclick()
    page.wait_for_url("**/t/list/")
    assert script_pages.handed_in == [("何某", 0)]
    page.go_back()
    expect(page.locator("#id_payer")).to_have_value("")


def test_enter_goes_to_the_next_field_of_a_long_form(page: Page) -> None:
    page.goto("/t/form/")
    page.locator("#id_payer").focus()
    page.keyboard.type("何某")
    page.keyboard.press("Enter")
    expect(page.locator("#id_note")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-submit]")).to_be_focused()
    assert script_pages.handed_in == []


def test_refused_form_puts_the_cursor_on_the_first_problem(page: Page) -> None:
    page.goto("/t/form/")
    page.locator("#id_note").fill("还没写付款人")
    page.locator("[data-submit]").click()
    expect(page.locator("#id_payer")).to_be_focused()
    expect(page.locator("#id_payer_error")).to_have_text("请填付款人。")
    expect(page.locator("#id_note")).to_have_value("还没写付款人")
    page.locator("#id_note").focus()
    page.keyboard.press("F8")
    expect(page.locator("#id_payer")).to_be_focused()


def test_draft_saves_itself_and_comes_back(page: Page) -> None:
    page.goto("/t/form/")
    page.locator("#id_payer").fill("何某")
    page.keyboard.press("Alt+n")
    page.keyboard.type("100")
    expect(page.locator("[data-draft-line]")).to_contain_text("草稿已自动保存")
    page.goto("/t/list/")
    page.goto("/t/form/")
    expect(page.locator("#id_payer")).to_have_value("何某")
    expect(page.locator("[name=plan-0-amount]")).to_have_value("100")
    expect(page.locator("[data-draft-line]")).to_contain_text("接着写")
    assert page.locator(".err").count() == 0


def test_leaving_the_page_saves_the_last_word(page: Page, sun: User) -> None:
    page.goto("/t/form/")
    page.locator("#id_payer").fill("何某")
    page.goto("/t/list/")
    for _ in range(50):
        kept = drafts.load(sun, "pay")
        if kept:
            break
        page.wait_for_timeout(200)
    assert kept
    assert kept.data["payer"] == "何某"


def test_lost_session_keeps_the_page_and_saves_after_signing_in(page: Page, server: str, sun: User) -> None:
    page.goto("/t/form/")
    page.session.delete()
    page.locator("#id_payer").fill("何某")
    note = page.locator("[data-draft-note]")
    expect(note).to_contain_text("已自动退出")
    expect(page.locator("#id_payer")).to_have_value("何某")
    again = session_of(sun)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": again.session_key, "url": server}])
    expect(note).to_have_count(0, timeout=15_000)
    assert drafts.load(sun, "pay").data["payer"] == "何某"
    page.locator("[data-submit]").click()
    page.wait_for_url("**/t/list/")


def test_number_is_shown_for_a_reason_and_masked_again(page: Page) -> None:
    page.clock.install()
    page.goto("/t/list/")
    assert "13900000031" not in page.content()
    page.get_by_role("button", name="显示手机").click()
    page.get_by_label("核对身份").check()
    page.get_by_role("button", name="显示号码").click()
    expect(page.locator("#m1")).to_have_text("13900000031")
    page.clock.fast_forward(61_000)
    expect(page.locator("#m1")).to_have_text("139****0031")
    assert "13900000031" not in page.content()


def test_number_is_not_shown_when_the_session_is_lost(page: Page) -> None:
    page.goto("/t/list/")
    page.session.delete()
    page.get_by_role("button", name="显示手机").click()
    page.get_by_label("送达").check()
    page.get_by_role("button", name="显示号码").click()
    expect(page.locator("[data-reveal-problem]")).to_have_text("已自动退出，请登录后再试。")
    expect(page.locator("#m1")).to_have_text("139****0031")


def test_going_quiet_is_announced_and_ends_at_the_door(page: Page) -> None:
    page.clock.install()
    page.goto("/t/list/")
    page.clock.fast_forward(28 * 60 * 1000 + 1000)
    expect(page.locator("[data-idle-note]")).to_contain_text("还有 2 分钟自动退出。")
    page.get_by_role("button", name="接着用").click()
    expect(page.locator("[data-idle-note]")).to_have_count(0)
    page.session.delete()
    page.clock.fast_forward(28 * 60 * 1000 + 1000)
    page.clock.fast_forward(2 * 60 * 1000 + 2000)
    page.wait_for_url("**/login/?next=%2Ft%2Flist%2F")


def test_everything_works_without_script(browser: Browser, server: str, sun: User) -> None:
    context, _ = signed_in(browser, server, sun, java_script_enabled=False)
    page = context.new_page()
    page.goto("/t/form/")
    page.locator("[data-submit]").click()
    expect(page.locator("#id_payer_error")).to_have_text("请填付款人。")
    page.locator("#id_payer").fill("何某")
    page.locator("[data-submit]").click()
    page.wait_for_url("**/t/list/")
    page.get_by_role("button", name="显示手机").click()
    page.get_by_label("送达").check()
    page.get_by_role("button", name="显示号码").click()
    expect(page.locator("b.masked")).to_have_text("13900000031")
    assert script_pages.handed_in == [("何某", 0)]
    context.close()
