"""我的工作: whose rows, in which order, with which words, and how many queries."""

import inspect
import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cases.actions import (
    mediation,
    todo,
    todo_limitation,
    todo_money,
    todo_offers,
    todo_requests,
    todo_stalled,
    todo_talks,
)
from cases.actions.inputs import PartyInput, SessionInput
from cases.models import Todo
from cases.queries import calendar as holidays
from cases.queries.worklist import page_of, todos_for
from cases.views.worklist import WORK
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import SavedView
from jianli_mediation.kernel.workdays import Calendar
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast

from .crowd import crowd

QUERIES = 12
TODAY = day("2023-05-12")


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    with time_machine.travel(moment("2023-05-12 10:00"), tick=False):
        yield


@pytest.fixture
def case(cast: Cast) -> Walk:
    return Walk(cast).file().accept().assign()


def firms(cast: Cast) -> Walk:
    filing = loan_filing(
        enterprise_related="both",
        basis={"doc_no": "（2023）鄂1023民初777号"},
        parties=(
            PartyInput("applicant", "legal_person", "监利某建材公司", "uscc", "91421023MA00000151", legal_rep="甲"),
            PartyInput("respondent", "legal_person", "容城某建筑公司", "uscc", "91421023MA0000023U", legal_rep="乙"),
        ),
    )
    return Walk(cast, filing).file().accept().assign(at="2023-05-11", taken_on="2023-05-11")


def page(client: Client, cast: Cast, who: str = "li", query: str = "") -> str:
    client.force_login(getattr(cast, who))
    return client.get(f"/{query}").content.decode()


# ── Whose ──


def test_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/").headers["Location"].startswith("/login/")


def test_each_sees_her_own(client: Client, cast: Cast, case: Walk) -> None:
    assert "陈某 与 刘某" in page(client, cast, "li")
    assert "陈某 与 刘某" not in page(client, cast, "zhao")
    assert "送达督促履行通知书" in page(client, cast, "shu")
    assert "首次会商" not in page(client, cast, "shu")
    for administrator in ("xi", "an", "shen", "ling"):
        assert "陈某" not in page(client, cast, administrator)


def test_count_in_the_head_is_that_of_the_list(client: Client, cast: Cast, case: Walk) -> None:
    text = page(client, cast)
    shown = re.search(r'aria-label="待办 (\d+) 件"', text)
    assert shown
    assert int(shown[1]) == todos_for(cast.li, TODAY).count() == text.count('class="todo"')


# ── Order, words, buttons ──


def test_green_channel_stands_first_and_late_before_early(client: Client, cast: Cast, case: Walk) -> None:
    firms(cast)
    text = page(client, cast)
    assert (
        text.index("绿色通道 3 件")
        < text.index("监利某建材公司")
        < text.index("其他 3 件")
        < text.index("陈某 与 刘某")
    )


def test_row_says_what_why_since_when_and_leads_to_the_act(client: Client, cast: Cast, case: Walk) -> None:
    text = page(client, cast)
    assert "接收后 10 日内至少会商一次" in text
    assert "87,481.25" in text
    assert "05-19 周五" in text
    assert "还有 5 工作日" in text
    assert "05-09 钱主任" in text
    assert reverse("cases:act", args=[case.case_id, "log-session"]) in text
    assert reverse("cases:case", args=[case.case_id]) in text


def test_what_came_today_is_marked(client: Client, cast: Cast, case: Walk) -> None:
    assert 'class="unread"' not in page(client, cast)
    with time_machine.travel(moment("2023-05-11 14:30"), tick=False):
        firms(cast)
        text = page(client, cast)
        assert 'class="unread"' in text
        assert "今天新到" in text


def test_every_kind_of_work_has_its_words(cast: Cast) -> None:
    """A code of the to-do list without a button would break the page: the projection and this table agree."""
    sources = "".join(
        inspect.getsource(each)
        for each in (todo, todo_limitation, todo_money, todo_offers, todo_requests, todo_stalled, todo_talks)
    )
    assert set(re.findall(r'Wanted\(\s*"(\w+)"', sources)) == set(WORK)


@pytest.mark.parametrize(
    ("today", "lamp", "words"),
    [
        ("2023-05-22", "late", "逾期 1 工作日"),
        ("2023-05-19", "soon", "今天"),
        ("2023-05-18", "soon", "明天"),
        ("2023-05-16", "soon", "还有 3 工作日"),
        ("2023-05-15", "ok", "还有 4 工作日"),
    ],
)
def test_lamp_by_working_days(client: Client, cast: Cast, case: Walk, today: str, lamp: str, words: str) -> None:
    with time_machine.travel(moment(f"{today} 10:00"), tick=False):
        assert re.search(
            rf'<span class="lamp {lamp}">{words}</span>\s*<span class="sub nowrap">05-19 周五', page(client, cast)
        )


def test_chips_and_kinds_narrow_the_list(client: Client, cast: Cast, case: Walk) -> None:
    firms(cast)
    assert page(client, cast, query="?f=lane").count('class="todo"') == 3
    assert page(client, cast, query="?kind=session").count('class="todo"') == 2
    assert page(client, cast, query="?f=lane&kind=decide").count('class="todo"') == 1
    assert "这一栏现在没有案件" in page(client, cast, query="?f=late")
    assert page(client, cast, query="?f=nonsense&kind=nonsense").count('class="todo"') == 6


def test_empty_list_says_what_comes_next(client: Client, cast: Cast) -> None:
    assert "没有等着办的事" in page(client, cast, "li")
    assert "有申请人来，就登记收案" in page(client, cast, "wang")
    walk = Walk(cast).file().accept().assign().urge()
    walk.conclude()
    with time_machine.travel(moment("2023-05-21 10:00"), tick=False):
        assert "问第 1 期收款" in page(client, cast, "shu")
        assert "下一件在 06-13 周二出现" in page(client, cast, "shu")


# ── Beside the list ──


def test_sessions_agreed_for_today_stand_beside(client: Client, cast: Cast, case: Walk) -> None:
    log = SessionInput(held_on=day("2023-05-10"), next_on=TODAY, follow_up="带还款方案来")
    case.do(mediation.log_session, "li", "2023-05-10", session=log)
    text = page(client, cast)
    assert "第 2 次会商<span" in text
    assert "带还款方案来" in text
    assert "今天的会商" not in page(client, cast, "wang")


def test_holidays_ahead(client: Client, cast: Cast) -> None:
    with time_machine.travel(moment("2023-09-26 10:00"), tick=False):
        text = page(client, cast)
    assert "2023年9月26日　星期二　工作日" in text
    assert "9-29 至 10-06 放假；10-07、10-08 上班（国务院办公厅通知，已公布）" in text


def test_unannounced_year_is_told_from_september_on() -> None:
    known = Calendar(confirmed_through=date(2023, 12, 31))
    assert holidays.unconfirmed_years(day("2023-08-31"), known) == []
    assert holidays.unconfirmed_years(day("2023-09-01"), known) == [2024]
    assert holidays.unconfirmed_years(day("2024-01-02"), known) == [2024]


def test_holiday_that_runs_and_none_ahead(db: None) -> None:
    calendar = load_calendar()
    running = holidays.next_break(day("2023-10-02"), calendar)
    assert running
    assert (running.first, running.last) == (day("2023-10-02"), day("2023-10-06"))
    assert holidays.next_break(day("2023-07-01"), calendar) is None


# ── Pages, views, printing ──


def test_pages_show_every_row_once_in_order(cast: Cast, case: Walk) -> None:
    crowd(case.case, 25)
    rows = todos_for(cast.li, TODAY)
    expected = [row.pk for row in rows]
    seen, cursor, firsts = [], None, []
    while True:
        shown = page_of(rows, cursor)
        seen += [row.pk for row in shown.rows]
        firsts.append(shown.first)
        if not shown.next:
            break
        cursor = shown.next
    assert seen == expected
    assert firsts == [1, 21, 41, 61]
    back = page_of(rows, page_of(rows, cursor).previous)
    assert [row.pk for row in back.rows] == expected[40:60]
    assert back.first == 41
    assert page_of(rows, page_of(rows, back.previous).previous or None).first == 1


def test_spoilt_cursor_is_not_found(client: Client, cast: Cast) -> None:
    client.force_login(cast.li)
    assert client.get("/?c=xyz").status_code == 404


def test_printed_list_is_whole(client: Client, cast: Cast, case: Walk) -> None:
    crowd(case.case, 25)
    assert page(client, cast).count('class="todo"') == 20
    assert page(client, cast, query="?all=1").count('class="todo"') == 78


def test_saved_view(client: Client, cast: Cast, case: Walk) -> None:
    client.force_login(cast.li)
    asked = client.get("/views/new/?page=worklist&query=f%3Dlane").content.decode()
    assert 'value="f=lane"' in asked
    saved = client.post("/views/new/", {"page": "worklist", "query": "f=lane", "name": "绿色", "shared": "on"})
    assert saved.headers["Location"] == "/?f=lane"
    view = SavedView.objects.get()
    assert "我的：绿色" in page(client, cast)
    assert client.get(f"/?view={view.pk}").headers["Location"] == "/?f=lane"
    assert "同岗：绿色" in page(client, cast, "zhao")
    assert "绿色</option>" not in page(client, cast, "wang")
    assert client.post(f"/views/{view.pk}/forget/").status_code == 404
    client.force_login(cast.li)
    client.post(f"/views/{view.pk}/forget/")
    assert not SavedView.objects.exists()


def test_view_without_a_name_keeps_what_it_was_to_keep(client: Client, cast: Cast) -> None:
    client.force_login(cast.li)
    answer = client.post("/views/new/", {"page": "worklist", "query": "f=lane", "name": ""})
    assert answer.status_code == 400
    assert "请填名称。" in answer.content.decode()
    assert 'value="f=lane"' in answer.content.decode()


# ── Cost ──


@pytest.mark.parametrize("others", [8, 200])
def test_queries_do_not_grow_with_the_cases(
    client: Client, cast: Cast, case: Walk, django_assert_num_queries: DjangoAssertNumQueries, others: int
) -> None:
    crowd(case.case, others)
    client.force_login(cast.li)
    client.get("/")
    with django_assert_num_queries(QUERIES):
        assert client.get("/").status_code == 200
    assert Todo.objects.count() > others
