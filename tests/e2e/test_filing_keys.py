"""收案登记 at the keyboard: what the server found stands at its field, rows come and go, Enter files nothing.

Each test has a clerk of its own: what one leaves half-typed is kept as her draft, even when she closes the window.
"""

from playwright.sync_api import Page, Route, expect

from cases.models import Case
from tests.build import LIU
from tests.e2e.conftest import SignIn
from tests.e2e.filings import types_the_loan


def active(page: Page) -> str:
    return page.evaluate("document.activeElement.name")


def test_what_the_server_finds_is_written_at_the_field(sign_in: SignIn) -> None:
    page = sign_in("wang").page
    page.goto("/cases/new/")
    assert active(page) == "doc_no"
    page.keyboard.type("2023民初501")
    page.keyboard.press("Enter")
    expect(page.locator("[name=doc_no]")).to_have_value("（2023）鄂1023民初501号")
    number = page.locator("[name=parties-1-id_number]")
    number.fill("429999199011050028")
    number.blur()
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#live-parties-1")).to_contain_text("末位应为 9，现为 8")
    expect(page.locator("[name=parties-1-id_note]")).to_be_visible()
    page.keyboard.press("F8")
    assert active(page) == "parties-1-id_number"
    number.fill(LIU)
    number.blur()
    expect(number).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=parties-1-id_note]")).to_be_hidden()
    page.locator("[name=parties-1-kind]").select_option("legal_person")
    expect(page.locator("[name=parties-1-legal_rep]")).to_be_visible()


def test_rows_by_key_and_names_that_follow(sign_in: SignIn) -> None:
    page = sign_in("chen").page
    page.goto("/cases/new/")
    page.keyboard.press("Alt+p")
    assert active(page) == "parties-2-role"
    page.locator("[name=parties-2-name]").fill("张某")
    page.get_by_role("button", name="加代理人").click()
    expect(page.locator("[name=agents-0-party]")).to_contain_text("第 3 人　张某")
    page.locator("[name=agents-0-party]").select_option("2")
    page.locator("[data-party=parties-1] [data-remove]").click()
    expect(page.locator("[name=agents-0-party] option")).to_have_count(2)
    expect(page.locator("[name=agents-0-party]")).to_have_value("2")
    expect(page.locator("[data-party=parties-2] h3")).to_have_text("2. 被申请人")
    page.keyboard.press("Alt+i")
    assert active(page) == "items-1-kind"
    expect(page.locator("[name=items-1-rate]")).to_be_hidden()
    page.locator("[name=items-1-rate_type]").select_option("yearly")
    expect(page.locator("[name=items-1-rate]")).to_be_visible()


def test_enter_files_nothing_and_ctrl_enter_files_once(sign_in: SignIn) -> None:
    clerk = sign_in("qian")
    clerk.goes_to("/cases/new/")
    before = Case.objects.count()
    types_the_loan(clerk)
    clerk.page.locator("[name=cause]").press("Enter")
    clerk.page.locator("[name=costs_on_debtor]").press("Enter")
    clerk.reads("收案登记")
    assert Case.objects.count() == before
    clerk.page.keyboard.press("Control+Enter")
    clerk.page.wait_for_url("**/cases/*/")
    clerk.reads("已登记。案号")
    assert Case.objects.count() == before + 1


def test_problem_is_forgotten_as_soon_as_it_is_mended(sign_in: SignIn) -> None:
    page = sign_in("shu").page
    page.goto("/cases/new/")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-first-problem]")).to_contain_text("处要改")
    assert active(page) == "doc_no"
    before = page.locator("[data-first-problem]").inner_text()
    page.keyboard.type("2023民初9")
    expect(page.locator("[name=doc_no]")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-first-problem]")).not_to_have_text(before)


def test_without_script_a_row_is_added_and_the_case_filed(sign_in: SignIn) -> None:
    clerk = sign_in("qian", java_script_enabled=False)
    clerk.goes_to("/cases/new/")
    clerk.page.get_by_role("button", name="加当事人").click()
    expect(clerk.page.locator("[name=parties-2-name]")).to_be_visible()
    clerk.page.locator("[name=parties-2-DELETE]").check()
    types_the_loan(clerk)
    clerk.page.locator("[name=doc_no]").fill("（2023）鄂1023民初808号")
    clerk.page.locator("[data-submit]").click()
    clerk.reads("已登记。案号")


def test_a_late_answer_does_not_put_an_old_number_back(sign_in: SignIn) -> None:
    """The answer about the first number arrives when the second has been typed and left already."""
    page = sign_in("qian").page
    page.goto("/cases/new/")
    number = page.locator("[name=parties-1-id_number]")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/cases/new/preview/", hold)
    with page.expect_request("**/cases/new/preview/"):
        number.fill(LIU)
        number.blur()
    page.wait_for_timeout(300)  # a second question, should one follow
    number.evaluate("(field, value) => { field.value = value; }", "429999199011050028")
    held[-1].continue_()
    expect(page.locator("#live-parties-1")).to_contain_text("校验通过")
    expect(number).to_have_value("429999199011050028")
