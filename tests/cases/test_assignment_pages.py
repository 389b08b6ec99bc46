"""指派 as pages: the table that serves hand and lot, why it is she, the drawing drawn over, and the leaving of somebody."""

from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse

from cases.actions import assignment
from cases.models import Case, Draw
from cases.states import State
from mediators.models import Mediator, ServicePeriod
from tests.build import Walk, day, loan_filing, moment
from tests.cases.desk import Desk
from tests.cast import Cast


def done(answer: HttpResponse, case_id: int) -> None:
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case_id}/"), answer.content.decode()[-2000:]


@pytest.fixture
def fresh(cast: Cast) -> Walk:
    return Walk(cast).file().accept()


def away(cast: Cast, name: str) -> None:
    cast.mediator(name).absences.create(
        kind="leave",
        from_on=day("2023-05-01"),
        entered_by=cast.shu,
        until_on=date(2099, 1, 1),
        entered_at=moment("2023-05-01"),
    )


def test_the_page_shows_who_is_in_the_urn_and_who_is_not(fresh: Walk, cast: Cast) -> None:
    away(cast, "zhao")
    page = Desk(cast, "qian").page(f"/cases/{fresh.case_id}/acts/assign/")
    assert "本案难度 1 分；2 人可以抽签，共 400 个号" in page
    assert page.count("权重 200，占 50.0%") == 2
    assert "2023-05-01 至 2099-01-01 请假" in page
    assert page.count('type="radio"') == 2, "whom nothing can help has no button"


def test_drawn_from_the_page_and_told_why(fresh: Walk, cast: Cast) -> None:
    head = Desk(cast, "qian")
    done(head.act(fresh.case_id, "assign", draw="on"), fresh.case_id)
    row = Draw.objects.get()
    page = head.page(f"/cases/{fresh.case_id}/")
    assert f"为什么是{row.chosen}：" in page
    assert f'href="/cases/{fresh.case_id}/draws/"' in page
    assert "3 人参加抽签" in page


def test_neither_picked_nor_drawn_is_told_at_the_table(fresh: Walk, cast: Cast) -> None:
    answer = Desk(cast, "qian").act(fresh.case_id, "assign", reason="先看看")
    assert answer.status_code == 400
    assert "请选一位和解员，或者抽签。" in answer.content.decode()
    assert "先看看" in answer.content.decode()


def test_a_barred_one_posted_all_the_same_is_refused(fresh: Walk, cast: Cast) -> None:
    away(cast, "zhao")
    answer = Desk(cast, "qian").act(fresh.case_id, "assign", mediator=cast.mediator("zhao").pk)
    assert answer.status_code == 409
    assert "和解员赵 2023-05-01 至 2099-01-01 请假，请另选" in answer.content.decode()


def test_with_nobody_in_the_urn_the_button_is_off(fresh: Walk, cast: Cast) -> None:
    ServicePeriod.objects.update(until_on=day("2023-05-01"))
    page = Desk(cast, "qian").page(f"/cases/{fresh.case_id}/acts/assign/")
    assert "名册上现在没有在册的和解员。" in page
    assert 'name="draw" value="on" disabled' in page


def test_the_drawing_is_drawn_over_on_its_page(fresh: Walk, cast: Cast) -> None:
    away(cast, "zhao")
    fresh.do(assignment.assign, "qian", "2023-05-09", draw=True)
    address = f"/cases/{fresh.case_id}/draws/"
    row = Draw.objects.get()
    page = Desk(cast, "qian").page(address)
    assert "核对一致" in page
    assert row.seed in page
    assert "2023-05-01 至 2099-01-01 请假" in page
    discreet = Desk(cast, "wang").page(address)
    assert "核对一致" in discreet
    assert "请假" not in discreet
    assert row.seed not in discreet
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_draw DISABLE TRIGGER draw_append_only")
        Draw.objects.update(ticket=str(int(row.ticket) + 1))
        cursor.execute("ALTER TABLE cases_draw ENABLE TRIGGER draw_append_only")
    page = Desk(cast, "qian").page(address)
    assert "核对不符" in page
    assert "签号不符" in page


def test_the_page_of_drawings_is_not_for_a_foreign_mediator(fresh: Walk, cast: Cast) -> None:
    fresh.assign()
    assert Desk(cast, "zhao").get(f"/cases/{fresh.case_id}/draws/").status_code == 404
    assert "没有抽过签" in Desk(cast, "li").page(f"/cases/{fresh.case_id}/draws/")


def test_a_drawn_mediator_refuses_and_another_is_drawn(fresh: Walk, cast: Cast) -> None:
    fresh.do(assignment.assign, "qian", "2023-05-09", draw=True)
    name = fresh.case.attempt.mediator.user.username
    page = Desk(cast, name).page(f"/cases/{fresh.case_id}/acts/refuse/")
    assert "当即在其余的和解员里再抽一次" in page
    answer = Desk(cast, name).act(fresh.case_id, "refuse", reason="相识")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert fresh.case.attempt.mediator.user.username != name


def test_an_offer_on_the_pages_of_both(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    done(Desk(cast, "qian").act(walk.case_id, "assign", mediator=cast.mediator("sun").pk, reason="轮岗"), walk.case_id)
    asked = Desk(cast, "sun").page(f"/cases/{walk.case_id}/")
    assert "接收以前仍由和解员李办理" in asked
    assert f"/cases/{walk.case_id}/acts/take/" in asked
    assert f"/cases/{walk.case_id}/acts/log-session/" not in asked
    assert "案件从和解员李手里转给您" in Desk(cast, "sun").page(f"/cases/{walk.case_id}/acts/take/")
    again = Desk(cast, "qian").page(f"/cases/{walk.case_id}/acts/assign/")
    assert "正等 <b>特邀孙</b> 答复" in again
    assert Desk(cast, "li").get(f"/cases/{walk.case_id}/acts/take/").status_code == 403


# ── Leaving ──


@pytest.fixture
def three(cast: Cast) -> list[Walk]:
    """Two cases in li's hands, and one that waits for her answer."""
    walks = [
        Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{n}号"})).file().accept() for n in (601, 602, 603)
    ]
    walks[0].assign()
    walks[1].assign()
    walks[2].assign(taken_on=None)
    return walks


def leaving(cast: Cast, name: str = "li") -> str:
    return f"/roster/{cast.mediator(name).pk}/leaving/"


def hand_on(cast: Cast, cases: list[Walk], **fields: object) -> str:
    data = {"cases": [walk.case_id for walk in cases], "reason": "和解员李离册", **fields}
    answer = Desk(cast, "qian").client.post(leaving(cast), data)
    return answer.content.decode()


def test_everything_she_has_is_handed_on_from_one_page(three: list[Walk], cast: Cast) -> None:
    page = Desk(cast, "qian").page(leaving(cast))
    assert "还有 3 件" in page
    assert "去办离册" not in page
    assert page.count('type="checkbox"') == 3
    page = hand_on(cast, three[1:], successor=cast.mediator("zhao").pk)
    assert "办成 2 件，共 2 件" in page
    assert "还有 2 件，其中 1 件等接手的人答复" in page, "the one that only waited for her is gone at once"
    assert three[2].case.attempt.mediator == cast.mediator("zhao")
    page = hand_on(cast, three[:1], successor=cast.mediator("sun").pk, taken_on="2023-05-10")
    assert three[0].case.attempt.mediator == cast.mediator("sun")
    assert "还有 1 件" in page
    done(Desk(cast, "zhao").act(three[1].case_id, "take"), three[1].case_id)
    page = Desk(cast, "qian").page(leaving(cast))
    assert "没有未结案件，也没有等答复的" in page
    assert f"/roster/{cast.mediator('li').pk}/leave/" in page


def test_each_is_drawn_for_itself_and_never_goes_back_to_her(three: list[Walk], cast: Cast) -> None:
    page = hand_on(cast, three, successor="draw")
    assert "办成 3 件，共 3 件" in page
    assert Draw.objects.count() == 3
    assert not Draw.objects.filter(chosen=cast.mediator("li")).exists()


def test_what_is_refused_stops_only_itself(three: list[Walk], cast: Cast) -> None:
    Mediator.objects.filter(pk=cast.mediator("sun").pk).update(supervisor=None)
    page = hand_on(cast, three, successor=cast.mediator("sun").pk)
    assert "办成 0 件，共 3 件" in page
    assert page.count("还没有本院指导法官") == 3
    assert Case.objects.filter(attempts__mediator=cast.mediator("li")).count() == 3


def test_the_form_asks_for_what_is_missing(three: list[Walk], cast: Cast) -> None:
    page = hand_on(cast, [], successor="", reason="")
    assert "请至少选一件。" in page
    assert "请选抽签，或者一位和解员。" in page


@pytest.mark.parametrize("name", ["shu", "wang", "zhao", "zhou", "ling"])
def test_only_who_assigns_and_lets_leave_sees_the_page(three: list[Walk], cast: Cast, name: str) -> None:
    assert Desk(cast, name).get(leaving(cast)).status_code == 403


def test_the_queries_do_not_grow_with_her_cases(
    three: list[Walk], cast: Cast, django_assert_max_num_queries: object
) -> None:
    head = Desk(cast, "qian")
    head.page(leaving(cast))
    with django_assert_max_num_queries(30) as few:
        head.page(leaving(cast))
    for number in range(611, 615):
        Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"})).file().accept().assign()
    with django_assert_max_num_queries(len(few)):
        head.page(leaving(cast))
