"""The pages of one case: who, how far, what is owed, what next; nothing for those who may not see it."""

from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import intake, mediation, performance
from cases.actions.inputs import ClueInput, SessionInput
from cases.models import Case
from cases.states import State
from jianli_mediation.core import audit
from tests.build import Walk, day, loan_filing, moment
from tests.cases.desk import Desk
from tests.cases.test_scenarios import interest_filing
from tests.cast import Cast

TABS = ("", "sessions/", "agreements/", "ledger/", "papers/", "clues/", "trail/")
# Reading one case costs as much whether the court has ten or ten thousand, and however much money came in.
QUERIES = 34


def at(text: str) -> Callable[[object], object]:
    return time_machine.travel(moment(text), tick=False)


def s4(cast: Cast) -> Walk:
    """履行中: the second instalment is overdue, 20,000 of it came after the grace and is not confirmed."""
    walk = Walk(cast, interest_filing()).file().accept("2023-04-26").assign("2023-04-26", taken_on="2023-04-26")
    plan = (("2023-05-31", "50000"), ("2023-06-30", "50000"), ("2023-09-28", "109170"))
    walk.conclude(walk.terms("2023-05-18", "209170", *plan, grace_days=3))
    walk.confirm(walk.pay("50000", "2023-05-31"), "2023-05-31")
    walk.pay("20000", "2023-07-05")
    return walk


@pytest.mark.parametrize("state", list(State))
def test_every_tab_opens_in_every_state(cast: Cast, state: State) -> None:
    walk = Walk(cast).to(state)
    desk = Desk(cast, "qian")
    for tab in TABS:
        page = desk.page(f"/cases/{walk.case_id}/{tab}")
        assert "（2023）鄂1023执前和1号" in page, tab


def test_overview_answers_in_five_seconds(cast: Cast) -> None:
    walk = s4(cast)
    with at("2023-07-06 10:00"):
        page = Desk(cast, "li").page(f"/cases/{walk.case_id}/")
    for said in (
        "院内编号",
        "第 2 期逾期 6 天，宽限期已过",
        "2023-06-30 周五",
        "30,000.00",
        "未到期，还有 84 天",
        "含待确认 20,000.00",
        "2025-07-07 周一",
        "提示，不是认定",
        "07-05 的 20,000.00 元待许某确认。",
        "第 2 期还差 30,000.00 元，宽限期到 07-03。认定后许某可以申请执行原生效法律文书，已付 70,000.00 元扣除。",
        "还没有认定违约",
        "收到 20,000.00 元，2023-07-05 银行转账",
    ):
        assert said in page, said


def test_refused_step_leads_to_its_page_only_where_input_can_help(cast: Cast) -> None:
    walk = s4(cast)
    with at("2023-07-06 10:00"):
        page = Desk(cast, "li").page(f"/cases/{walk.case_id}/")
    assert f'<h3><a href="/cases/{walk.case_id}/acts/fulfil/">核定履行完毕</a></h3>' in page
    assert "<h3>移送立案执行</h3>" in page


def test_what_is_waited_for_stands_out(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    with at("2023-05-10 10:00"):
        clerk = Desk(cast, "shu").page(f"/cases/{walk.case_id}/")
    assert f'class="btn main wide" href="/cases/{walk.case_id}/acts/record-service/"' in clerk
    assert "送达督促履行通知书：接收后 3 个工作日内首次联系。" in clerk


def test_numbers_are_masked_and_shown_only_for_a_reason(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    page = Desk(cast, "li").page(f"/cases/{walk.case_id}/")
    for party in walk.case.parties.all():
        assert f'data-url="/cases/{walk.case_id}/parties/{party.pk}/reveal/id_number/"' in page
        for secret in (party.id_number, party.phone, party.address):
            assert secret not in page
    assert "data-url=" not in Desk(cast, "ling").page(f"/cases/{walk.case_id}/")


def test_foreign_case_and_administrators_find_nothing(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    for who in ("zhao", "wu", "xi", "an", "shen"):
        for tab in TABS:
            assert Desk(cast, who).get(f"/cases/{walk.case_id}/{tab}").status_code == 404, (who, tab)


def test_clues_and_their_traces_are_not_for_outsiders(cast: Cast) -> None:
    walk = Walk(cast, mediator="sun").to(State.MEDIATION)
    clue = ClueInput("applicant", "vehicle", "小型汽车一辆", day("2023-05-10"))
    walk.do(intake.record_clue, "shu", "2023-05-10", clue=clue)
    invited, clerk = Desk(cast, "sun"), Desk(cast, "shu")
    assert "小型汽车一辆" in clerk.page(f"/cases/{walk.case_id}/clues/")
    assert invited.get(f"/cases/{walk.case_id}/clues/").status_code == 404
    assert "财产线索" not in invited.page(f"/cases/{walk.case_id}/trail/")
    assert "登记财产线索：车辆" in clerk.page(f"/cases/{walk.case_id}/trail/")


def test_confidential_notes_are_for_the_mediator_and_the_clerk(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    said = SessionInput(day("2023-05-12"), confidential_note="底线三万", positions="分三期付")
    walk.do(mediation.log_session, "li", "2023-05-12 16:00", session=said)
    for who, sees in (("li", True), ("shu", True), ("qian", False), ("wang", False), ("ling", False)):
        page = Desk(cast, who).page(f"/cases/{walk.case_id}/sessions/")
        assert "分三期付" in page
        assert ("底线三万" in page) == sees, who


def test_trail_tells_every_act_in_words(cast: Cast) -> None:
    walk = s4(cast)
    walk.do(performance.declare_default, "li", "2023-07-06")
    page = Desk(cast, "qian").page(f"/cases/{walk.case_id}/trail/")
    for said in (
        "收到申请并登记，依据（2022）鄂1023民初3015号，标的 202,150.00 元",
        "受理，申请人同意执前和解",
        "指派和解员李，2023-04-26 接收，和解期限到 2023-05-26",
        "签订和解协议第 1 版，209,170.00 元，分 3 期",
        "申请人确认收到 50,000.00 元，书面确认",
        "认定违约：第 2 期还差 30,000.00 元",
    ):
        assert said in page, said


def test_trail_goes_on_page_by_page(cast: Cast) -> None:
    walk = Walk(cast).file()
    for number in range(60):
        audit.record(
            chain=audit.case_chain(walk.case_id), verb="print_paper", by=cast.shu, at=moment("2023-05-09"),
            case_id=walk.case_id, facts={"form": "D03", "version": number},
        )  # fmt: skip
    desk = Desk(cast, "qian")
    first = desk.page(f"/cases/{walk.case_id}/trail/")
    assert "打开或打印《执前和解告知书》，第 59 版" in first
    assert "收到申请并登记" not in first
    older = first.partition('href="?before=')[2].partition('"')[0]
    assert "收到申请并登记" in desk.page(f"/cases/{walk.case_id}/trail/?before={older}")


def count(desk: Desk, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        desk.page(address)
    return len(queries)


def test_queries_do_not_grow_with_cases_nor_with_payments(cast: Cast) -> None:
    with at("2023-07-06 10:00"):
        walk, desk = s4(cast), Desk(cast, "li")
        overview, ledger = f"/cases/{walk.case_id}/", f"/cases/{walk.case_id}/ledger/"
        for _ in range(6):
            walk.pay("1.00", "2023-07-05")
        desk.page(overview)
        few = count(desk, overview), count(desk, ledger)
        for number in range(10):
            Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{600 + number}号"})).to(State.MEDIATION)
            walk.pay("1.00", "2023-07-05")
        assert Case.objects.count() == 11
        assert (count(desk, overview), count(desk, ledger)) == few
    assert max(few) <= QUERIES, few


def test_moments_are_the_courts(cast: Cast) -> None:
    walk = Walk(cast, loan_filing(received_at=datetime.fromisoformat("2023-05-08T00:30:00+08:00"))).file()
    page = Desk(cast, "wang").page(f"/cases/{walk.case_id}/")
    assert "05-08 收件" in page
    assert "2023-05-15 周一" in page


def test_neighbours_in_the_list_one_came_from(cast: Cast) -> None:
    first = Walk(cast).file()
    second = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"})).file()
    with at("2023-05-10 10:00"):
        desk = Desk(cast, "wang")
        page = desk.page(f"/cases/{first.case_id}/?in=work")
        assert "第 1 件，共 2 件" in page
        assert f'href="/cases/{second.case_id}/?in=work" data-press="j"' in page
        assert "data-press" not in desk.page(f"/cases/{first.case_id}/").partition("</p>")[0]
