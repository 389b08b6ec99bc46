"""The API's page in a real browser: it comes up under our content policy, asks no other host, and can be tried."""

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn


def test_the_page_reads_and_tries_the_api(sign_in: SignIn) -> None:
    wang = sign_in("wang")
    wang.goes_to("/api/v1/docs/")
    expect(wang.page.get_by_role("heading", name="监利市人民法院执前和解接口")).to_be_visible()
    fee = wang.page.locator("#operations-calculators-execution_fee")
    fee.locator(".opblock-summary-control").click()
    fee.get_by_role("button", name="Try it out").click()
    fee.locator("textarea.body-param__text").fill('{"amount": "100000.00"}')
    fee.get_by_role("button", name="Execute").click()
    expect(fee.locator(".live-responses-table")).to_contain_text("1400.00")
