"""S5 by hand: five workers against one employer, linked with one click, one sitting for three, figures on one page."""

from playwright.sync_api import expect

from tests.build import Walk
from tests.cases.test_group import WORKERS, failed, settled, wages
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.e2e.people import Person
from tests.e2e.test_look import look_at

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}


def test_five_workers_against_one_employer(court: Cast, sign_in: SignIn) -> None:
    walks = [Walk(court, wages(number, *worker)).file().accept().assign() for number, worker in enumerate(WORKERS, 1)]
    li = sign_in("li", **TABLET)
    li.goes_to(f"/cases/{walks[0].case_id}/")
    related = li.page.locator("aside").get_by_role("heading", name="同一被申请人").locator("xpath=../..")
    expect(related).to_contain_text("还有 4 件")
    related.get_by_role("button", name="关联这 5 件").click()
    expect(li.page.locator(".case-head").get_by_role("link", name="关联 5 件")).to_be_visible()
    group = walks[0].case.group_id
    alone = Walk(court, wages(9, "章某", "429999194702280031", "100.00")).file()
    pages = (f"/groups/{group}/", f"/groups/{group}/assign/", f"/cases/{walks[0].case_id}/acts/unlink/")
    assert look_at(sign_in("qian"), [*pages, f"/cases/{alone.case_id}/acts/link/", f"/cases/{alone.case_id}/"]) == {}
    assert look_at(sign_in("shu"), [f"/groups/{group}/session/"]) == {}
    sits_with_three(li, walks)
    for walk in walks[:3]:
        settled(walk)
    for walk in walks[3:]:
        failed(walk)
    adds_up(li, walks)


def sits_with_three(li: Person, walks: list[Walk]) -> None:
    li.page.get_by_role("link", name="关联 5 件").click()
    li.page.get_by_role("link", name="同时记会商").click()
    page = li.page
    page.get_by_label("会商日").fill("2023-05-12")
    for walk in walks[3:]:
        page.locator(f"input[name=cases][value='{walk.case_id}']").uncheck()
    for walk in walks[:3]:
        page.locator(f"[name=outcome-{walk.case_id}]").select_option("continue")
    page.get_by_label("各方陈述").fill("公司称六月底先付一半。")
    page.get_by_role("button", name="记入勾选的案件").click()
    expect(page.get_by_text("办成 3 件，共 3 件")).to_be_visible()
    assert [walk.case.attempt.sessions.count() for walk in walks] == [1, 1, 1, 0, 0]
    page.get_by_role("link", name="回关联案件").click()


def adds_up(li: Person, walks: list[Walk]) -> None:
    page = li.page
    page.reload()
    rows = page.locator("table").first.locator("tbody tr")
    expect(rows).to_have_count(5)
    expect(rows.nth(0)).to_contain_text("履行中")
    expect(rows.nth(4)).to_contain_text("已转执行")
    expect(page.locator("tfoot")).to_contain_text("105,500.00")
    expect(page.locator("tfoot")).to_contain_text("64,500.00")
    expect(page.locator("tfoot")).to_contain_text("32,250.00")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    rows.nth(0).get_by_role("link").first.click()
    page.wait_for_url(f"**/cases/{walks[0].case_id}/")
    expect(page.locator("tfoot").first).to_contain_text("10,000.00")
