"""A day of a mediator: three sessions, to one of which the debtor does not come, one agreement; a call in between."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cases.actions import appointments
from cases.actions.inputs_talks import AppointmentInput
from cases.models import Agreement, Appointment, Session
from jianli_mediation.core import clock
from mediators.models import Room
from tests.build import Walk, loan_filing, moment
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.e2e.people import Person

TABLET = {"width": 1024, "height": 768}
HOURS = ("09:00", "10:30", "15:00")


@pytest.fixture
def walks(court: Cast) -> list[Walk]:
    """Three cases of 和解员李, taken a week ago, each with a session today."""
    today = clock.today()
    room = Room.objects.filter(in_use=True)[0]
    return [_walk(court, number, today, hour, room) for number, hour in enumerate(HOURS)]


def _walk(court: Cast, number: int, today: date, hour: str, room: Room) -> Walk:
    filed = today - timedelta(days=9)
    filing = loan_filing(
        basis={"doc_no": f"（2023）鄂1023民初{8000 + number}号", "effective_on": today - timedelta(days=40)}
    )
    walk = Walk(court, replace(filing, received_at=moment(f"{filed} 09:30"))).file()
    walk.accept(f"{filed} 10:00").assign(str(filed + timedelta(days=1)), str(filed + timedelta(days=1)))
    first = moment(f"{today} {hour}")
    planned = AppointmentInput(starts_at=first, ends_at=first + timedelta(hours=1), room_id=room.pk)
    walk.do(appointments.schedule_session, "li", f"{today - timedelta(days=1)} 17:00", planned=planned)
    return walk


def test_a_day_of_a_mediator(sign_in: SignIn, walks: list[Walk], tmp_path: Path) -> None:
    li, today = sign_in("li"), clock.today()
    li.goes_to("/")
    home = li.panel("今天和明天的会商")
    for hour in HOURS:
        expect(home).to_contain_text(hour)
    looks(li, tmp_path, "home")
    li.goes_to("/calendar/day/")
    looks(li, tmp_path, "calendar")

    talks_and_agrees_on_the_next(li, walks[0], today, tmp_path)
    meets_nobody(li, walks[1])
    is_called(li, walks[1], today)
    settles(li, walks[2], today, tmp_path)

    li.goes_to("/")
    expect(li.panel("今天和明天的会商")).not_to_contain_text("10:30")
    assert set(Appointment.objects.filter(starts_at__lt=moment(f"{today} 23:00")).values_list("status", flat=True)) == {
        "held"
    }


def talks_and_agrees_on_the_next(li: Person, walk: Walk, today: date, kept: Path) -> None:
    li.goes_to(f"/cases/{walk.case_id}/acts/log-session/")
    expect(li.page.get_by_label("开始", exact=True)).to_have_value("09:00")
    wanted, given = (
        li.page.locator("div.stack").filter(has=li.page.locator(f"#id_{name}-0-total")).last
        for name in ("demands", "offers")
    )
    last = today + timedelta(days=60)
    li.fills(wanted, 总额="87481.25")
    li.fills(given, 总额="80000", 当场付="20000", 分几期="2", 最后一期=str(last))
    expect(li.page.locator("#apart")).to_contain_text("7,481.25 元")
    expect(li.page.locator("#monthly")).to_contain_text("30,000.00 元")
    looks(li, kept, "session")
    li.fills(结果="另行会商", 双方陈述="被申请人：年底以前想办法。", 保密记录="底线七万五")
    li.fills(下次会商=str(today + timedelta(days=7)), 下次开始="09:00")
    li.page.get_by_role("button", name="加一件").click()
    row = li.panel("约定事项").locator("tbody tr").last
    row.locator("[name$=-text]").fill("送房产证复印件")
    row.locator("[name$=-due_on]").fill(str(today + timedelta(days=1)))
    assert "已记第 1 次会商：另行会商" in li.hands_in()
    li.reads("送房产证复印件", "出会商笔录", "用这次的方案起草协议", "已会商", "底线七万五")


def meets_nobody(li: Person, walk: Walk) -> None:
    li.goes_to(f"/cases/{walk.case_id}/acts/log-session/")
    li.page.locator("[name=people-1-presence]").select_option("no_show")
    li.fills(结果="无故未到，没有会商")
    assert "无故未到，没有会商" in li.hands_in()
    li.reads("刘某无故未到 1 次。")
    li.page.get_by_role("link", name="出会商笔录").click()
    li.reads("未到场：无故未到")


def is_called(li: Person, walk: Walk, today: date) -> None:
    li.goes_to(f"/cases/{walk.case_id}/acts/log-contact/")
    li.fills(联系谁="刘某", 结果="接通、见到", 承诺付款="5000", 哪天付=str(today + timedelta(days=2)))
    assert "刘某，电话，接通、见到" in li.hands_in()


def settles(li: Person, walk: Walk, today: date, kept: Path) -> None:
    li.goes_to(f"/cases/{walk.case_id}/acts/log-session/")
    given = li.page.locator("div.stack").filter(has=li.page.locator("#id_offers-0-total")).last
    li.fills(given, 总额="87481.25", 当场付="27481.25", 分几期="2", 最后一期=str(today + timedelta(days=60)))
    li.fills(结果="达成一致")
    li.hands_in()
    li.page.get_by_role("link", name="用这次的方案起草协议").click()
    expect(li.page.get_by_label("协议总额")).to_have_value("87,481.25")
    expect(li.page.locator("[name=plan-0-amount]")).to_have_value("27,481.25")
    looks(li, kept, "agreement")
    for tick in li.page.locator("[name$=-signed]").all():
        tick.check()
    # The check that is under way would put the findings back as they were before a reason was written.
    li.page.wait_for_timeout(1500)
    for reason in li.page.locator("#findings [name^=carry-]").all():
        reason.fill("双方当面说定")
        reason.blur()
        li.page.wait_for_timeout(1500)
    said = li.hands_in()
    assert "已签订和解协议第 1 版，87,481.25 元" in said
    li.goes_to(f"/cases/{walk.case_id}/papers/")
    assert "87,481.25元" in li.pdf(li.page.get_by_role("link", name="执前和解协议书").last)
    row = Agreement.objects.get(case=walk.case_id)
    assert sum(each.amount for each in row.instalments.all()) == row.total
    assert Session.objects.get(attempt__case=walk.case_id).outcome == "agreed"


def looks(person: Person, kept: Path, name: str) -> None:
    """The page on the desk's screen and on a tablet; on neither may it be wider than the screen."""
    for size in (TABLET, {"width": 1366, "height": 768}):
        person.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        person.page.screenshot(path=kept / f"{name}-{size['width']}.png", caret="initial")
        assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
