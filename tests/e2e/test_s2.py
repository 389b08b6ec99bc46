"""S2 by hand: two enterprises, three instalments, over the Mid-Autumn and National Day holidays."""

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.filings import types_the_sale
from tests.e2e.people import Person

NUMBER = "（2023）鄂1023执前和1号"
PLAN = (("2023-10-10", "160000"), ("2023-11-10", "160000"), ("2023-12-11", "164250"))
PAID = (("2023-10-10", "160000"), ("2023-11-09", "160000"), ("2023-12-11", "164250"))


def test_three_instalments_between_enterprises(sign_in: SignIn) -> None:
    wang, qian, li, shu = (sign_in(name) for name in ("wang", "qian", "li", "shu"))
    wang.goes_to("/cases/new/")
    types_the_sale(wang)
    wang.reads("2023-08-21", "484,250.00", "和解成功可省 7,163.75 元", "绿色通道")
    assert NUMBER in wang.hands_in()
    wang.does("受理并进入和解", 征询时间="2023-09-01 09:00")
    expect(wang.page.locator(".case-head")).to_contain_text("绿色通道")

    qian.finds(NUMBER)
    said = qian.does("指派和解员", 和解员李=True, 当场接收的日子="2023-09-01")
    assert "和解期限到 2023-10-07" in said
    qian.explains("和解期限", "2023-10-07 周六上班", "2023-10-01")

    li.finds(NUMBER)
    talks(li)
    agrees(li)
    shu.finds(NUMBER)
    receives(shu)
    certifies(shu)
    reads_what_was_forgone(shu)


def talks(li: Person) -> None:
    li.opens("记录会商")
    li.fills(会商日="2023-09-20", 开始="09:30", 结束="11:00", 方式="现场")
    offer = li.page.locator("div.stack").filter(has=li.page.locator("#id_offers-0-total")).last
    li.fills(offer, 谁提出="荆州某食品公司", 总额="484250", 分几期="3", 最后一期="2023-12-11")
    li.fills(双方陈述="被申请人愿分三期付清。", 结果="另行会商", 下次会商="2023-09-26")
    li.fills(保密记录="申请人底线是年内付清。")
    assert "第 1 次会商" in li.hands_in()
    li.finds(NUMBER)
    record = li.issues("和解笔录", on="2023-09-20")
    for words in ("甲某", "乙某", "总额484,250.00元，分三期", "下次会商日期：2023年9月26日"):
        assert words in record
    assert "底线" not in record


def agrees(li: Person) -> None:
    """Three instalments by hand; the check and the sums follow. The paper comes with the signing."""
    li.opens("签订和解协议")
    li.fills(签订日="2023-09-26", 协议总额="484250", 宽限期="3", 抵充顺序="先本后息")
    since = "各期按期足额付清；有一期没有按期付清的，从2023年8月22日起恢复计算。"
    li.fills(让利="各期按期足额付清的，免除加倍部分债务利息。", 让利的条件=since)
    plan = li.page.get_by_role("table", name="分期")
    for number, (due_on, amount) in enumerate(PLAN):
        li.page.keyboard.press("Alt+n")
        li.fills(plan.locator("tbody tr").nth(number), 应付日=due_on, 金额=amount)
    for tick in li.page.get_by_label("已签").all():
        tick.check()
    expect(li.page.locator("#forgone")).to_contain_text("6,804.00 元")
    expect(li.page.locator("#difference")).to_have_text("与总额相符")
    expect(li.page.locator("#findings")).to_contain_text("没有发现问题")
    expect(li.page.locator("#preview")).to_contain_text("肆拾捌万肆仟贰佰伍拾元整")
    assert "484,250.00 元。案件进入履行中" in li.hands_in()
    expect(li.page.locator(".track [aria-current=step]")).to_contain_text("履行中09-26 起")
    expect(li.page.locator(".track")).to_contain_text("09-01 至 09-2625 天，会商 1 次")
    li.page.get_by_role("link", name="协议 第 1 版").click()
    li.reads("先本后息", "3 日；一期不付，全部到期", "484,250.00")


def receives(shu: Person) -> None:
    paper = shu.pdf(shu.page.locator("#papers").get_by_role("link", name="执前和解协议书"))
    for words in (
        "监利某粮油公司",
        "484,250.00",
        "2023年10月10日160,000.00",
        "2023年12月11日164,250.00",
        "6222029999000010017",
    ):
        assert words in paper
    for paid_on, amount in PAID:
        shu.does("登记收款", 到账日=paid_on, 金额=amount)
        shu.does("登记收款确认", 确认方式="书面确认", 确认日=paid_on)
    expect(shu.row("各期履行", "按期付清")).to_have_count(3)


def certifies(shu: Person) -> None:
    said = shu.does("核定履行完毕", 办理日期="2023-12-11")
    assert "省下申请执行费 7,163.75 元" in said
    expect(shu.page.locator(".track [aria-current=step]")).to_contain_text("履行完毕12-11 付清")
    receipts = (
        ("2023-10-10", "160,000.00元", "尚欠余额为324,250.00元"),
        ("2023-11-09", "160,000.00元", "尚欠余额为164,250.00元"),
        ("2023-12-11", "164,250.00元", "尚欠余额为零"),
    )
    for paid_on, amount, left in receipts:
        receipt = shu.issues(f"履行确认书（收条）　{paid_on}", on="2023-12-11")
        assert amount in receipt
        assert left in receipt
    closing = shu.issues("执前和解结案通知书", on="2023-12-11")
    for words in ("分三期履行", "484,250.00元", "本案执前和解程序于2023年9月26日结束"):
        assert words in closing
    certificate = shu.issues("自动履行证明书", on="2023-12-12")
    for words in ("荆州某食品公司", "2023年11月9日160,000.00", "484,250.00元", "于2023年12月11日履行完毕"):
        assert words in certificate


def reads_what_was_forgone(shu: Person) -> None:
    """The doubled part that the creditor gives up, because everything was paid in time."""
    shu.page.get_by_role("link", name="逐分计算").first.click()
    shu.page.get_by_label("算到").fill("2023-12-11")
    shu.page.get_by_role("button", name="重算").click()
    doubled = shu.page.get_by_role("table", name="加倍部分债务利息")
    for row in (("480,000.00", "50", "4,200.00"), ("320,000.00", "30", "1,680.00"), ("160,000.00", "32", "896.00")):
        expect(shu.row("加倍部分债务利息", *row)).to_have_count(1)
    expect(doubled.locator("tfoot")).to_contain_text("6,776.00")
    shu.reads("已核定履行完毕，余下 6,776.00 元申请人不再要求。")
