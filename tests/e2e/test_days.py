"""A short day of each role: what the person came for, by keyboard where the hands stay on it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cases.models import Case
from cases.states import State
from jianli_mediation.core.models import AuditEntry
from tests.build import LIU, Walk, loan_filing
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.e2e.filings import item, party, types_the_loan

NewCase = Callable[..., Walk]


@pytest.fixture
def new_case(court: Cast, request: pytest.FixtureRequest) -> NewCase:
    """A filed case whose basis nobody else in this court has."""

    def new_case(mediator: str = "li") -> Walk:
        number = 7000 + Case.objects.count()
        return Walk(court, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"}), mediator).file()

    return new_case


def test_a_clerk_finds_a_case_from_anywhere(sign_in: SignIn, new_case: NewCase) -> None:
    case, other = new_case().case, new_case().case
    shu = sign_in("shu")
    for what in (case.case_no, case.basis.doc_no):
        shu.page.keyboard.press("/")
        expect(shu.page.get_by_role("searchbox", name="查找案件")).to_be_focused()
        shu.page.keyboard.type(what)
        shu.page.keyboard.press("Enter")
        expect(shu.page.locator("h1")).to_have_text(case.case_no)
    for what in ("刘某", LIU):
        shu.page.keyboard.press("/")
        shu.page.keyboard.type(what)
        shu.page.keyboard.press("Enter")
        for one in (case, other):
            expect(shu.row("案件", one.case_no)).to_have_count(1)


def test_the_head_assigns_and_the_mediator_works_by_keyboard(sign_in: SignIn, new_case: NewCase) -> None:
    case = new_case().accept().case
    qian, li = sign_in("qian"), sign_in("li")
    qian.goes_to("/")
    qian.row("等我办的案件", case.case_no).get_by_role("link", name="指派和解员").click()
    qian.fills(和解员李=True)
    qian.hands_in()

    li.goes_to("/")
    keys, chosen = li.page.keyboard, li.page.locator("tr[aria-selected=true]")
    keys.press("j")
    keys.press("k")
    for _ in range(20):
        if case.case_no in chosen.inner_text():
            break
        keys.press("j")
    expect(chosen).to_contain_text("接收或退回这件案子")
    keys.press("Enter")
    expect(li.page.locator("h1")).to_have_text(case.case_no)
    li.page.get_by_role("link", name="接收案件").focus()
    keys.press("Enter")
    li.page.wait_for_url("**/acts/take/")
    keys.press("Control+Enter")
    expect(li.page.locator(".messages")).to_contain_text("已接收")

    li.page.get_by_role("link", name="记录会商").focus()
    keys.press("Enter")
    li.page.wait_for_url("**/acts/log-session/")
    li.page.get_by_label("双方陈述").focus()
    keys.type("被申请人说年底以前能付清。")
    li.page.get_by_label("结果").focus()
    for _ in ("达成一致", "部分达成", "另行会商"):
        keys.press("ArrowDown")
    keys.press("Control+Enter")
    expect(li.page.locator(".messages")).to_contain_text("已记第 1 次会商")
    li.page.get_by_role("link", name=re.compile("^会商 1")).click()
    li.reads("被申请人说年底以前能付清。")


def test_after_failure_the_case_is_handed_over_and_gets_its_number(sign_in: SignIn, new_case: NewCase) -> None:
    walk = new_case()
    walk.accept().assign()
    number = walk.case.case_no
    li, qian, chen = (sign_in(name) for name in ("li", "qian", "chen"))
    li.finds(number)
    li.does("终止和解", 结案方式="22", 说明="分期次数谈不拢。", 办理日期="2023-05-30")

    qian.goes_to("/")
    qian.row("等我办的案件", number).get_by_role("link", name="移送立案").click()
    qian.fills(办理日期="2023-05-31")
    qian.page.get_by_role("button", name="按填的日子重算").click()
    # 86,500 × 0.000175 × 38 days from 2023-04-23
    qian.reads("到 2023-05-31 还欠", "575.23", "88,056.48", "留下不送")
    assert "2023-05-31 还欠 88,056.48 元，申请执行日 2023-05-08" in qian.hands_in()
    qian.finds(number)
    letter = qian.pdf(qian.page.locator("#papers").get_by_role("link", name="移送执行立案函"))
    assert "88,056.48" in letter

    chen.goes_to("/")
    chen.row("等我办的案件", number).get_by_role("link", name="登记执行案号").click()
    chen.reads("2023-05-31 周三 移送", "88,056.48")
    chen.fills(执行案号="2023执1188", 立案日="2023-06-05")
    assert "（2023）鄂1023执1188号" in chen.hands_in()
    qian.finds(number)
    qian.reads("已立案 （2023）鄂1023执1188号", inside=".case-head")


def test_an_invited_mediator_sees_her_cases_only_and_no_property(sign_in: SignIn, new_case: NewCase) -> None:
    foreign = new_case().accept().assign().case
    hers = new_case("sun").accept().assign().case
    sun = sign_in("sun")
    sun.goes_to("/cases/")
    expect(sun.row("案件", hers.case_no)).to_have_count(1)
    expect(sun.row("案件", foreign.case_no)).to_have_count(0)
    sun.page.goto(f"/cases/?q={foreign.case_no}")
    sun.reads("没有找到")
    for path in (f"/cases/{foreign.pk}/", f"/cases/{foreign.pk}/ledger/", f"/cases/{hers.pk}/clues/"):
        answer = sun.page.goto(path)
        assert answer is not None
        assert answer.status == 404
    sun.finds(hers.case_no)
    expect(sun.page.get_by_role("navigation", name="案件内容")).not_to_contain_text("财产线索")
    expect(sun.page.get_by_role("link", name="登记财产线索")).to_have_count(0)


def test_a_number_is_shown_for_a_reason_and_masked_again(sign_in: SignIn, new_case: NewCase) -> None:
    case = new_case().case
    shu = sign_in("shu")
    shu.finds(case.case_no)
    shu.page.clock.install()
    shu.page.reload()
    assert LIU not in shu.page.content()
    shu.page.get_by_role("button", name="显示刘某的证件号码").click()
    shu.page.get_by_label("核对身份").check()
    shu.page.get_by_role("button", name="显示号码").click()
    number = shu.page.locator("td").get_by_text(LIU)
    expect(number).to_be_visible()
    shu.page.clock.fast_forward(61_000)
    expect(number).to_have_count(0)
    shu.page.reload()
    assert LIU not in shu.page.content()
    shu.page.get_by_role("link", name=re.compile("^留痕")).click()
    shu.reads("核对身份")
    entry = AuditEntry.objects.filter(case_id=case.pk).latest("id")
    assert (entry.verb, entry.actor.username, entry.reason) == ("reveal", "shu", "核对身份")
    assert LIU not in str(entry.facts)


def test_a_draft_survives_a_reload_and_is_gone_once_filed(sign_in: SignIn, new_case: NewCase) -> None:
    wang = sign_in("wang")
    wang.goes_to("/cases/new/")
    types_the_loan(wang)
    wang.fills(案号="2023民初801")
    wang.page.keyboard.press("Alt+i")
    wang.fills(item(wang, 1), 内容="支付逾期利息", 金额="1000")
    expect(wang.page.locator("[data-draft-line]")).to_contain_text("草稿已自动保存")
    wang.page.reload()
    wang.reads("存的草稿，接着写")
    expect(wang.page.get_by_label("案号", exact=True)).to_have_value("（2023）鄂1023民初801号")
    expect(party(wang, 1).get_by_label("姓名或名称")).to_have_value("刘某")
    expect(item(wang, 1).get_by_label("内容")).to_have_value("支付逾期利息")
    assert wang.page.locator(".err").count() == 0
    wang.goes_to("/")
    wang.page.get_by_role("link", name="接着登记").click()
    wang.hands_in()
    wang.goes_to("/cases/new/")
    expect(party(wang, 1).get_by_label("姓名或名称")).to_have_value("")


def test_a_double_click_files_once(sign_in: SignIn, court: Cast) -> None:
    wang = sign_in("wang")
    wang.goes_to("/cases/new/")
    types_the_loan(wang)
    wang.fills(案号="2023民初802")
    before = Case.objects.count()
    wang.form.locator("[data-submit]").dblclick()
    expect(wang.page.locator("h1.case-no")).to_be_visible()
    assert Case.objects.count() == before + 1
    wang.page.go_back()
    wang.page.goto("/cases/")
    assert Case.objects.filter(basis__doc_no="（2023）鄂1023民初802号").count() == 1


def test_wrong_input_keeps_everything_and_goes_to_the_first_red_field(sign_in: SignIn, court: Cast) -> None:
    wang = sign_in("wang")
    wang.goes_to("/cases/new/")
    types_the_loan(wang)
    wang.fills(案号="2023民初803", 生效日期="2023-02-30")
    wang.fills(party(wang, 1), 证件号码=f"{LIU[:-1]}8")
    wang.fills(item(wang, 0), 金额="八万六")
    wang.form.locator("[data-submit]").click()
    expect(wang.page.get_by_label("生效日期")).to_be_focused()
    wang.reads("没有 2023年2月30日 这一天，请核对。", "末位应为 9", "请写成 86,500.00 这样", "还有 3 处要改")
    expect(wang.page.get_by_label("案号", exact=True)).to_have_value("（2023）鄂1023民初803号")
    expect(item(wang, 0).get_by_label("金额")).to_have_value("八万六")
    expect(party(wang, 0).get_by_label("收款账号")).to_have_value("6222029999000010017")
    expect(wang.page.get_by_label("案件受理费")).to_have_value("981.25")
    wang.page.keyboard.press("F8")
    expect(party(wang, 1).get_by_label("证件号码")).to_be_focused()
    assert not Case.objects.filter(basis__doc_no="（2023）鄂1023民初803号").exists()


def test_an_acts_page_keeps_wrong_input_too(sign_in: SignIn, new_case: NewCase) -> None:
    walk = new_case().accept().assign().conclude()
    assert walk.case.state == State.PERFORMING
    shu = sign_in("shu")
    shu.finds(walk.case.case_no)
    shu.opens("登记收款")
    shu.fills(到账日="2023-13-01", 金额="12.345", 付款人="刘某之妻", 凭证="流水 889")
    shu.form.locator("[data-submit]").click()
    expect(shu.page.get_by_label("到账日")).to_be_focused()
    shu.reads("请核对", "最多两位小数")
    expect(shu.page.get_by_label("付款人")).to_have_value("刘某之妻")
    expect(shu.page.get_by_label("凭证")).to_have_value("流水 889")
    shu.fills(到账日="2023-06-20", 金额="100")
    assert "已记收款 100.00 元" in shu.hands_in()
