"""S1 by hand: one payment after urging, over a make-up Sunday, by the persons whose work each step is."""

from playwright.sync_api import expect

from tests.build import CHEN, LIU
from tests.e2e.conftest import SignIn
from tests.e2e.filings import types_the_loan
from tests.e2e.people import Person

NUMBER = "（2023）鄂1023执前和1号"


def test_one_payment_after_urging(sign_in: SignIn) -> None:
    wang, qian, li, shu = (sign_in(name) for name in ("wang", "qian", "li", "shu"))
    files_and_accepts(wang)

    qian.finds(NUMBER)
    qian.does("指派和解员", 和解员李=True, 办理日期="2023-05-09")
    li.finds(NUMBER)
    assert "和解期限到 2023-06-08" in li.does("接收案件", 接收日="2023-05-09")
    li.explains("和解期限", "2023-06-08 周四", "30 日")

    shu.finds(NUMBER)
    urging = shu.issues("执前督促履行通知书", on="2023-05-10")
    for words in (
        "刘某",
        LIU,
        "86,500.00",
        "981.25",
        "第二百六十条",
        "2023年4月23日届满",
        "十五日内",
        "二〇二三年五月十日",
    ):
        assert words in urging
    shu.does("登记送达", 文书="执前督促履行通知书", 受送达人="刘某", 送达日="2023-05-10", 签收人="刘某")
    shu.explains("督促履行期", "2023-05-25 周四", "15 日")

    shu.does("登记收款", 到账日="2023-05-24", 金额="87950.51")
    shu.does("登记收款确认", 确认方式="书面确认", 确认日="2023-05-25")
    reads_every_fen(shu)
    closes(li)
    certifies(shu)


def files_and_accepts(wang: Person) -> None:
    wang.page.get_by_role("link", name="登记收案").first.click()
    types_the_loan(wang)
    performance = wang.page.locator("#live-performance")
    expect(performance).to_contain_text("2023-04-23　星期日，五一调休上班")
    performance.get_by_text("为什么").click()
    expect(performance).to_contain_text("2023-04-22满 10 日，星期六")
    expect(performance).to_contain_text("顺延到 2023-04-23")
    expect(wang.page.get_by_label("案号", exact=True)).to_have_value("（2023）鄂1023民初501号")
    wang.reads("校验通过　男　1985-03-12 出生", "校验通过　女　1990-11-05 出生")
    wang.reads("87,481.25", "大写：捌万柒仟肆佰捌拾壹元贰角伍分", "和解成功可省 1,212.22 元")

    assert NUMBER in wang.hands_in()
    expect(wang.page.locator("h1")).to_have_text(NUMBER)
    expect(wang.page.locator(".track [aria-current=step]")).to_contain_text("收案审查")
    wang.explains("立案审查", "2023-05-15 周一", "7 日")
    wang.explains("履行期末日", "2023-04-23 周日上班", "2023-04-22")

    assert "登记日 2023-05-08" in wang.does("受理并进入和解", 征询时间="2023-05-08 10:00")
    expect(wang.page.locator(".track [aria-current=step]")).to_contain_text("和解中")
    notice = wang.issues("执前和解告知书　刘某", on="2023-05-08")
    for words in ("刘某", "陈某", "（2023）鄂1023民初501号", "1,212.22元", "二〇二三年五月八日"):
        assert words in notice


def reads_every_fen(shu: Person) -> None:
    """31 days to the shifted end of performance; neither 32 days nor the fee in the base."""
    shu.page.get_by_role("link", name="逐分计算").first.click()
    shu.page.get_by_label("算到").fill("2023-05-24")
    shu.page.get_by_role("button", name="重算").click()
    payment = shu.row("每笔收款", "2023-05-24")
    for fen in ("87,950.51", "981.25", "86,500.00", "469.26"):
        expect(payment).to_contain_text(fen)
    expect(shu.row("加倍部分债务利息", "2023-04-23 至 2023-05-24", "86,500.00", "31", "469.26")).to_have_count(1)
    for wrong in ("484.40", "474.59"):
        expect(shu.page.locator("main")).not_to_contain_text(wrong)
    expect(shu.page.get_by_role("table", name="到 2023-05-24 还欠")).to_contain_text("合计0.00")


def closes(li: Person) -> None:
    li.finds(NUMBER)
    said = li.does("核定付清", 办理日期="2023-05-25")
    assert "2023-05-24 履行完毕" in said
    assert "省下申请执行费 1,212.22 元" in said
    expect(li.page.locator(".track [aria-current=step]")).to_have_text("履行完毕05-24 付清督促后履行完毕（无协议）")
    li.reads("核定付清 87,950.51 元，2023-05-24 履行完毕", inside="#main")


def certifies(shu: Person) -> None:
    shu.finds(NUMBER)
    receipt = shu.issues("履行确认书（收条）", on="2023-05-25")
    for words in (CHEN, "87,950.51元（捌万柒仟玖佰伍拾元伍角壹分）", "加倍部分债务利息469.26元", "尚欠余额为零"):
        assert words in receipt
    closing = shu.issues("执前和解结案通知书", on="2023-05-25")
    for words in ("2023年5月10日", "2023年5月24日履行完毕", "87,950.51元", "本案执前和解程序于2023年5月25日结束"):
        assert words in closing
    certificate = shu.issues("自动履行证明书", on="2023-05-26")
    for words in ("监法自履证〔2023〕1号", "刘某", "87,950.51元", "2023年5月24日履行完毕", "二〇二三年五月二十六日"):
        assert words in certificate
