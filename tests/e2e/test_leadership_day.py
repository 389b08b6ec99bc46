"""A day of the leading group: the month on one page, down to a case and back, frozen, corrected, taken to the meeting."""

import io
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from cases.actions import mediation
from cases.actions.acting import Actor
from cases.models import MeetingTask, MonthReport
from cases.stats.period import Period
from cases.stats.snapshot import Snapshot
from jianli_mediation.core import clock
from tests.build import Walk, loan_filing, moment
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.e2e.people import Person
from tests.e2e.test_mediator_day import looks

AMOUNT = "87481.25"
WORDS = {"主要做法": "一是前移送达。", "存在问题": "一是个别案件结案录入不及时。", "下月打算": "一是结案当天录入。"}


@dataclass(frozen=True)
class LastMonth:
    """The month that is over: one case paid and closed, one failed, one paid of which the closing is not entered yet."""

    period: Period
    paid: Walk
    failed: Walk
    late: Walk


@pytest.fixture
def month(court: Cast) -> LastMonth:
    period = Period.of(clock.today()).before()
    paid, failed, late = (_taken(court, period.first, number) for number in range(3))
    for walk, number in ((paid, 10), (late, 12)):
        on = str(period.first + timedelta(days=number))
        walk.confirm(walk.pay(AMOUNT, on), on)
    _settle(paid, period.first + timedelta(days=10))
    failed.do(mediation.fail, "qian", f"{period.first + timedelta(days=11)} 10:00", code="22", note="差距过大")
    return LastMonth(period, paid, failed, late)


def _taken(court: Cast, first: date, number: int) -> Walk:
    on = str(first + timedelta(days=3 + number))
    basis = {"doc_no": f"（2023）鄂1023民初{7000 + number}号", "effective_on": first - timedelta(days=40)}
    walk = Walk(court, replace(loan_filing(basis=basis), received_at=moment(f"{on} 09:30"))).file()
    return walk.accept(f"{on} 10:00").assign(f"{on} 11:00", on)


def _settle(walk: Walk, closed: date, entered: datetime | None = None) -> None:
    """Closed on one day, entered on another."""
    at = moment(f"{closed} 16:00")
    li = Actor(walk.cast.li)
    mediation.settle_in_full(by=li, now=entered or at, case_id=walk.case_id, at=at, code="10", creditor_satisfied=True)


def test_a_day_of_the_leading_group(sign_in: SignIn, month: LastMonth, tmp_path: Path) -> None:
    qian = sign_in("qian")
    opens_a_figure_down_to_a_case_and_back(qian, month, tmp_path)
    reads_the_definition_by_keyboard_and_changes_the_range(qian, month)
    freezes(qian, month, tmp_path)
    sees_the_correction_and_supplements(qian, month, tmp_path)
    takes_the_report_along(qian, month)
    decides_in_the_meeting(qian, sign_in("li"), month, tmp_path)
    watches_the_wall(qian, tmp_path)


def opens_a_figure_down_to_a_case_and_back(qian: Person, month: LastMonth, kept: Path) -> None:
    qian.goes_to("/statistics/")
    qian.reads(f"{month.period.label}　统计", "未冻结，按今天的登记")
    looks(qian, kept, "dashboard")
    closed = qian.page.locator(".kpi").filter(has=qian.page.get_by_role("heading", name="结案数", exact=True))
    expect(closed.locator(".fig")).to_have_text("2件")
    closed.locator("a.fig").click()
    rows = qian.page.locator("[data-rows] tr")
    expect(rows).to_have_count(2)
    rows.filter(has_text=month.paid.case.case_no).get_by_role("link").last.click()
    qian.page.wait_for_url(f"**/cases/{month.paid.case_id}/")
    qian.page.go_back()
    expect(rows).to_have_count(2)
    qian.page.go_back()
    expect(closed.locator(".fig")).to_have_text("2件")


def reads_the_definition_by_keyboard_and_changes_the_range(qian: Person, month: LastMonth) -> None:
    asked = qian.page.get_by_role("button", name="结案数的口径")
    tip = qian.page.locator(f"#{asked.get_attribute('aria-describedby')}")
    expect(tip).to_be_hidden()
    asked.focus()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("结案日")
    before = month.period.before()
    qian.page.get_by_label("从", exact=True).select_option(before.key)
    qian.page.get_by_role("button", name="看这些月份").click()
    qian.reads(f"{Period.between(before, month.period).label}　统计")
    expect(qian.page.locator(".kpis")).not_to_contain_text("环比")


def freezes(qian: Person, month: LastMonth, kept: Path) -> None:
    """The draft first; then the form, which keeps what was typed when something is missing."""
    page = f"/reports/{month.period.key}/"
    qian.goes_to("/reports/")
    draft = qian.page.locator("tbody tr").filter(has_text="未冻结").first.get_by_role("link", name="PDF（草稿）")
    said = qian.pdf(draft)
    assert "本件是草稿，数字没有冻结" in said
    assert "结案2件" in said
    assert not MonthReport.objects.exists()
    qian.goes_to(page)
    qian.page.get_by_role("link", name="冻结月报").click()
    qian.fills(主要做法=WORDS["主要做法"])
    qian.form.locator("[data-submit]").click()
    expect(qian.page.get_by_label("主要做法")).to_have_value(WORDS["主要做法"])
    expect(qian.page.get_by_label("存在问题")).to_have_attribute("aria-invalid", "true")
    qian.fills(**WORDS)
    assert "已冻结，月报为监法执前和解简报" in qian.hands_in()
    qian.reads("已冻结　第 1 版")
    looks(qian, kept, "month")


def sees_the_correction_and_supplements(qian: Person, month: LastMonth, kept: Path) -> None:
    """The third case was closed in the month and is entered today."""
    page, row = f"/reports/{month.period.key}/", MonthReport.objects.get()
    case_no = month.late.case.case_no
    _settle(month.late, month.period.first + timedelta(days=12), clock.now())
    qian.goes_to(page)
    found = qian.panel("冻结以后发现的更正")
    expect(found).to_contain_text(f"结案数由2件调整为3件，新计入{case_no}")
    expect(qian.page.locator("tr[data-code=m03] td.num")).to_contain_text("2 件")
    assert Snapshot.parse(MonthReport.objects.get(pk=row.pk).content).figure("m03").value == 2
    looks(qian, kept, "correction")
    qian.page.get_by_role("link", name="补充月报").click()
    expect(qian.page.get_by_label("主要做法")).to_have_value(WORDS["主要做法"])
    qian.fills(补充的理由="一件结案迟录")
    assert "已补充为第 2 版" in qian.hands_in()
    expect(qian.page.locator("tr[data-code=m03] td.num")).to_contain_text("3 件")
    qian.page.get_by_role("link", name="第 1 版").click()
    expect(qian.page.locator("tr[data-code=m03] td.num")).to_contain_text("2 件")


def takes_the_report_along(qian: Person, month: LastMonth) -> None:
    qian.goes_to(f"/reports/{month.period.key}/")
    said = qian.pdf(qian.page.get_by_role("link", name="月报 PDF"))
    assert f"关于{month.period.label}执前和解工作情况的补充报告" in said
    assert "结案数由2件调整为3件" in said
    with qian.page.expect_download() as saved:
        qian.page.get_by_role("link", name="下载 Excel").click()
    book = load_workbook(io.BytesIO(Path(saved.value.path()).read_bytes()))
    lines = {line[1].value: line[3].value for line in book["附表1 指标总表"].iter_rows(min_row=4)}
    assert (lines["结案数"], lines["到位金额"]) == (3, float(Decimal(AMOUNT) * 2))


def decides_in_the_meeting(qian: Person, li: Person, month: LastMonth, kept: Path) -> None:
    """Decided about last month, it comes back in this month's meeting, and is done there by its owner."""
    following, due = month.period.after(), clock.today() + timedelta(days=20)
    qian.goes_to(f"/meetings/{month.period.key}/")
    qian.page.get_by_role("link", name="登记例会事项").click()
    qian.fills(事项="结案当天录入，报告补录件数", 责任人="和解员李", 到哪天=str(due))
    assert "例会事项已登记" in qian.hands_in()
    looks(qian, kept, "meeting")
    li.goes_to(f"/meetings/{following.key}/")
    li.panel("以前定的").get_by_role("row", name="结案当天录入").get_by_role("link", name="办结").click()
    li.fills(办理情况="补录一件，以后当天录入")
    assert "例会事项已办结" in li.hands_in()
    qian.goes_to(f"/meetings/{following.key}/")
    expect(qian.panel("以前定的")).to_contain_text("补录一件，以后当天录入")
    assert MeetingTask.objects.get().result == "done"


def watches_the_wall(qian: Person, kept: Path) -> None:
    """The screen nobody sits at: its address, no name of a party, and it asks for itself again."""
    qian.goes_to("/board/")
    address = qian.page.get_by_role("link", name="打开大屏地址").get_attribute("href") or ""
    qian.page.clock.install()
    qian.goes_to(address)
    expect(qian.page.locator("#board")).not_to_contain_text("陈某")
    looks(qian, kept, "board")
    with qian.page.expect_response(lambda answer: answer.url == address) as again:
        qian.page.clock.fast_forward(31_000)
    assert again.value.ok
    expect(qian.page.locator("#board .board-head")).to_contain_text("更新")
