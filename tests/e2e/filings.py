"""The two applications of the worked scenarios, as a window clerk types them."""

from playwright.sync_api import Locator, expect

from tests.build import CHEN, LIU
from tests.e2e.people import Person


def party(clerk: Person, number: int) -> Locator:
    return clerk.page.locator(f"[data-party=parties-{number}]")


def item(clerk: Person, number: int) -> Locator:
    return clerk.page.get_by_role("table", name="请求事项").locator("tbody").first.locator("tr").nth(number)


def types_the_loan(clerk: Person) -> None:
    """S1: 陈某 against 刘某. The case number is typed short; who has money to receive gives an account."""
    clerk.fills(案号="2023民初501", 生效日期="2023-04-12", 履行期="10", 案由="民间借贷纠纷")
    ours, theirs = party(clerk, 0), party(clerk, 1)
    clerk.fills(ours, 姓名或名称="陈某", 证件号码=CHEN, 手机="13800000000", 送达地址="容城镇示例路1号")
    ours.get_by_text("收款账户、特殊情形").click()
    clerk.fills(ours, 收款户名="陈某", 开户行="某银行监利支行", 收款账号="6222029999000010017")
    clerk.fills(theirs, 姓名或名称="刘某", 证件号码=LIU, 手机="13900000000", 送达地址="红城乡示例村2组")
    clerk.fills(item(clerk, 0), 内容="偿还借款本金86500元", 金额="86500")
    clerk.fills(案件受理费="981.25", 收件时间="2023-05-08 09:30")


def types_the_sale(clerk: Person) -> None:
    """S2: two enterprises, a mediation statement that names a day."""
    clerk.fills(clerk.panel("执行依据"), 种类="民事调解书", 案号="（2023）鄂1023民初1322号")
    clerk.fills(生效日期="2023-08-01", 或履行至="2023-08-21", 案由="买卖合同纠纷")
    sides = (
        ("监利某粮油公司", "91421023MA00000151", "甲某", "容城镇示例路3号"),
        ("荆州某食品公司", "91421023MA0000023U", "乙某", "红城乡示例路4号"),
    )
    for number, (name, credit_code, head, street) in enumerate(sides):
        side = party(clerk, number)
        clerk.fills(side, 类别="法人", 姓名或名称=name, 证件号码=credit_code, 手机="13800000001", 送达地址=street)
        clerk.fills(side, 法定代表人或负责人=head)
    ours = party(clerk, 0)
    ours.get_by_text("收款账户、特殊情形").click()
    clerk.fills(ours, 收款户名="监利某粮油公司", 开户行="某银行监利支行", 收款账号="6222029999000010017")
    clerk.fills(item(clerk, 0), 内容="支付货款480000元", 金额="480000")
    clerk.fills(案件受理费="4250", 收件时间="2023-08-30 10:00")


def case_number(clerk: Person) -> str:
    heading = clerk.page.locator("h1.case-no")
    expect(heading).to_be_visible()
    return heading.inner_text()
