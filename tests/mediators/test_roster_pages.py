"""The pages of the roster: who opens which, what is typed and done there, what is kept when it is wrong."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.states import State
from jianli_mediation.core import clock
from jianli_mediation.core.models import AuditEntry, User
from mediators import actions
from mediators.models import Absence, Certificate, Mediator, Organisation, Room, Tie
from tests.build import Walk
from tests.cases.desk import fields_of
from tests.cast import PEOPLE, Cast
from tests.mediators.undone import undone

EVERYBODY = [username for username, *_ in PEOPLE]
NUMBER = "429999198503120017"


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.fixture
def rows(cast: Cast) -> dict[str, int]:
    """Of everything one row, that of 特邀孙, by the name of its address."""
    now, clerk, sun = clock.now(), cast.shu, cast.mediator("sun")
    entry = {"by": clerk, "now": now, "mediator_id": sun.pk}
    soon = clock.today() + timedelta(days=3)
    away = actions.enter_absence(**entry, kind="sick", from_on=soon, until_on=soon, reason="体检")
    off = actions.suspend(
        **(entry | {"by": cast.qian}), from_on=soon + timedelta(days=9), until_on=None, reason="投诉核查"
    )
    paper = actions.add_certificate(**entry, title="特邀调解员证书", number="9")
    tie = actions.declare_tie(**entry, kind="relative", name="陈表兄", id_number=NUMBER)
    body = actions.new_organisation(
        by=cast.qian, now=now, organisation=Organisation(name="示例中心", kind="commercial")
    )
    return {
        "person": sun.pk,
        "absence": away.pk,
        "suspension": off.pk,
        "certificate": paper.pk,
        "tie": tie.pk,
        "organisation": body.pk,
        "room": Room.objects.get().pk,
    }


# address → (what its number is, who opens it; + she herself, else 403 for who sees the row and 404 for who does not)
HEADS, CLERKS, OWN = "qian zheng", "qian shu", "sun"
PAGES: dict[str, tuple[str, str]] = {
    "mediators:join": ("", HEADS),
    "mediators:amend": ("person", HEADS),
    "mediators:rejoin": ("person", HEADS),
    "mediators:suspend": ("person", HEADS),
    "cases:leave": ("person", HEADS),
    "mediators:enter_absence": ("person", f"{CLERKS} {OWN}"),
    "mediators:add_certificate": ("person", CLERKS),
    "mediators:add_training": ("person", CLERKS),
    "mediators:declare_tie": ("person", f"{CLERKS} {OWN}"),
    "mediators:lift": ("suspension", HEADS),
    "mediators:move_absence": ("absence", f"{CLERKS} {OWN}"),
    "mediators:take_back": ("absence", f"{CLERKS} {OWN}"),
    "mediators:remove_certificate": ("certificate", CLERKS),
    "mediators:end_tie": ("tie", f"{CLERKS} {OWN}"),
    "mediators:new_organisation": ("", HEADS),
    "mediators:amend_organisation": ("organisation", HEADS),
    "mediators:new_room": ("", CLERKS),
    "mediators:amend_room": ("room", CLERKS),
}


def address(name: str, rows: dict[str, int]) -> str:
    row = PAGES[name][0]
    return reverse(name, args=[rows[row]] if row else [])


@pytest.mark.parametrize("name", PAGES)
def test_who_opens_an_act(cast: Cast, rows: dict[str, int], name: str) -> None:
    """The same for GET and POST: a form that is not shown cannot be handed in either."""
    asked = address(name, rows)
    opened = []
    for who in EVERYBODY:
        client = browser(cast, who)
        shown = client.get(asked).status_code
        before = AuditEntry.objects.count()
        handed_in = client.post(asked, {}).status_code
        assert AuditEntry.objects.count() == before
        if shown == 200:
            opened.append(who)
            assert handed_in in (400, 409), (who, handed_in)
        else:
            # The technician is not told who is on the roster; what belongs to nobody is merely not hers.
            of_somebody = PAGES[name][0] in ("person", "absence", "suspension", "certificate", "tie")
            expected = 404 if who == "xi" and of_somebody else 403
            assert (shown, handed_in) == (expected, expected), who
    assert sorted(opened) == sorted(PAGES[name][1].split())


def test_an_invited_mediator_does_not_find_the_others(cast: Cast, rows: dict[str, int]) -> None:
    other = User.objects.create(username="ma", staff_no="JL900", name="马某", role="outside_mediator", password="!")
    client = Client()
    client.force_login(other)
    for name, (row, _) in PAGES.items():
        if row in ("person", "absence", "suspension", "certificate", "tie"):
            assert client.get(address(name, rows)).status_code == 404, name
    assert client.get(reverse("cases:mediator", args=[rows["person"]])).status_code == 404
    assert "特邀孙" not in text_of(client.get("/roster/"))


READING = {
    "/roster/": set(EVERYBODY) - {"xi"},
    "/roster/organisations/": set(EVERYBODY) - {"xi"},
    "/roster/rooms/": set(EVERYBODY) - {"xi", "sun"},
}


@pytest.mark.parametrize("asked", READING)
def test_who_reads(cast: Cast, asked: str) -> None:
    found = {who for who in EVERYBODY if browser(cast, who).get(asked).status_code == 200}
    assert found == READING[asked]
    assert browser(cast, "xi").get(asked).status_code == 403


def test_who_reads_a_person(cast: Cast, rows: dict[str, int]) -> None:
    """Ties, reasons, the number and the trail are for four; the technician finds nobody."""
    asked = reverse("cases:mediator", args=[rows["person"]])
    confided = set()
    for who in EVERYBODY:
        answer = browser(cast, who).get(asked)
        assert answer.status_code == (403 if who == "xi" else 200)
        page = text_of(answer)
        secrets = ["陈表兄", "体检", "投诉核查"]
        told = [secret in page for secret in secrets]
        assert len(set(told)) == 1, who
        if told[0]:
            confided.add(who)
        assert NUMBER not in page
    assert confided == {"qian", "zheng", "shu", "sun"}


def test_an_invited_mediator_finds_herself(cast: Cast, rows: dict[str, int]) -> None:
    page = text_of(browser(cast, "sun").get("/roster/"))
    assert "特邀孙" in page
    assert "和解员李" not in page
    body = Organisation.objects.get()
    Mediator.objects.update(organisation=body)
    page = text_of(browser(cast, "sun").get(reverse("mediators:organisation", args=[body.pk])))
    assert "特邀孙" in page
    assert "和解员李" not in page
    assert "和解员李" in text_of(browser(cast, "shu").get(reverse("mediators:organisation", args=[body.pk])))


def test_the_list_by_chips(cast: Cast) -> None:
    now, today = clock.now(), clock.today()
    entry = {"by": cast.qian, "now": now}
    li, zhao, sun = (cast.mediator(name).pk for name in ("li", "zhao", "sun"))
    actions.enter_absence(**entry, mediator_id=li, kind="leave", from_on=today, until_on=today)
    actions.suspend(**entry, mediator_id=zhao, from_on=today, until_on=None, reason="核查")
    actions.add_certificate(**entry, mediator_id=sun, title="证书", number="1", valid_until=today + timedelta(days=60))
    gone = User.objects.create(username="ma", staff_no="JL900", name="马某", role="mediator", password="!")
    left = actions.join(**entry, mediator=Mediator(user=gone, kind="court"), from_on=today - timedelta(days=9))
    actions.leave(**entry, mediator_id=left.pk, until_on=today - timedelta(days=1), reason="调离", open_cases=0)
    expected = {
        "": {"和解员李", "和解员赵", "特邀孙"},
        "outside": {"特邀孙"},
        "absent": {"和解员李"},
        "suspended": {"和解员赵"},
        "expiring": {"特邀孙"},
        "left": {"马某"},
        "nonsense": {"和解员李", "和解员赵", "特邀孙"},
    }
    client = browser(cast, "wang")
    for chip, names in expected.items():
        page = text_of(client.get("/roster/", {"f": chip}))
        body = page.partition("<tbody")[2]
        assert {name for name in ("和解员李", "和解员赵", "特邀孙", "马某") if name in body} == names, chip
    counted = [int(part.split("</b>")[0]) for part in page.partition("按情况筛选")[2].split("<b>")[1:7]]
    assert counted == [len(expected[chip]) for chip in ("", "outside", "absent", "suspended", "expiring", "left")]


def test_the_list_costs_the_same_however_long(cast: Cast) -> None:
    client = browser(cast, "qian")
    client.get("/roster/")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get("/roster/")
        return len(found)

    before = queries()
    assert before <= 14
    for number in range(60):
        person = User.objects.create(
            username=f"m{number}", staff_no=f"M{number}", name=f"员{number}", role="mediator", password="!"
        )
        entry = Mediator.objects.create(user=person, kind="court")
        entry.periods.create(from_on=date(2020, 1, 1))
    assert queries() == before
    page = text_of(client.get("/roster/"))
    assert page.count('<td class="num">') == 50
    assert "共 63 人" in page
    assert text_of(client.get("/roster/", {"page": "2"})).count('<td class="num">') == 13


def test_what_she_has_in_hand(cast: Cast) -> None:
    Walk(cast).to(State.MEDIATION)
    li = cast.mediator("li").pk
    link = f'href="/cases/?state=open&amp;mediator={li}"'
    asked = reverse("cases:mediator", args=[li])
    for who in ("qian", "shu", "li", "ling"):
        assert link in text_of(browser(cast, who).get(asked)), who
    for who in ("zhao", "wu", "shen"):
        page = text_of(browser(cast, who).get(asked))
        assert link not in page
        assert "1 件" in page
    head = text_of(browser(cast, "qian").get(asked))
    assert "手里还有 1 件没有结束的案件，先逐件改派" in head


# ── Acts at the page ──


class Page:
    """An act's page: its form as a browser would post it, with some fields typed."""

    def __init__(self, cast: Cast, who: str, name: str, pk: int | None = None) -> None:
        self.client = browser(cast, who)
        self.url = reverse(name, args=[] if pk is None else [pk])

    def hand_in(self, **typed: Any) -> HttpResponse:
        page = text_of(self.client.get(self.url))
        carries = dict(fields_of(page)) if 'name="version"' in page else {}
        return self.client.post(self.url, carries | {name: str(value) for name, value in typed.items()})


def test_joining_at_the_page(cast: Cast) -> None:
    person = User.objects.create(username="ma", staff_no="JL900", name="马某", role="outside_mediator", password="!")
    page = Page(cast, "qian", "mediators:join")
    assert "马某（特邀和解员，JL900）" in text_of(page.client.get(page.url))
    typed = {"user": person.pk, "kind": "lawyer", "from_on": "2026.1.5", "id_number": NUMBER, "capacity": "6"}
    wrong = page.hand_in(**typed)
    assert wrong.status_code == 400
    kept = text_of(wrong)
    assert "特邀和解员须指定本院指导法官。" in kept
    assert NUMBER in kept
    assert 'value="2026.1.5"' in kept
    done = page.hand_in(**typed, supervisor=cast.zhou.pk)
    assert done.status_code == 302
    entry = Mediator.objects.get(user=person)
    assert (entry.capacity, entry.periods.get().from_on, entry.supervisor) == (6, date(2026, 1, 5), cast.zhou)
    assert "马某已列入名册" in text_of(page.client.get("/roster/"))


def test_amending_at_the_page_against_somebody_else(cast: Cast) -> None:
    zhao = cast.mediator("zhao")
    page = Page(cast, "qian", "mediators:amend", zhao.pk)
    opened = dict(fields_of(text_of(page.client.get(page.url))))
    actions.amend(by=cast.zheng, now=clock.now(), mediator_id=zhao.pk, changes={"capacity": 12})
    stale = page.client.post(page.url, opened | {"languages": "监利话"})
    assert stale.status_code == 409
    shown = text_of(stale)
    assert "郑局长" in shown
    assert 'value="监利话"' in shown
    again = dict(fields_of(shown))
    assert page.client.post(page.url, again | {"languages": "监利话"}).status_code == 302
    entry = Mediator.objects.get(pk=zhao.pk)
    assert entry.languages == "监利话"


def test_a_number_left_empty_stays(cast: Cast) -> None:
    zhao = cast.mediator("zhao")
    actions.amend(by=cast.zheng, now=clock.now(), mediator_id=zhao.pk, changes={"id_number": NUMBER})
    page = Page(cast, "qian", "mediators:amend", zhao.pk)
    shown = text_of(page.client.get(page.url))
    assert "4299**********0017" in shown
    assert NUMBER not in shown
    assert page.hand_in(capacity="7").status_code == 302
    assert Mediator.objects.get(pk=zhao.pk).id_number == NUMBER


def test_a_second_click_enters_nothing_twice(cast: Cast) -> None:
    page = Page(cast, "zhao", "mediators:enter_absence", cast.mediator("zhao").pk)
    tomorrow = clock.today() + timedelta(days=1)
    typed = {
        "kind": "leave",
        "from_on": str(tomorrow),
        "until_on": str(tomorrow),
        "submission_token": "0e2d1f4e-8a55-4d9b-9d54-1c1f3a6f7b10",
    }
    first, second = (page.client.post(page.url, typed) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Absence.objects.count() == 1


def test_an_overlap_is_told_at_its_field_and_kept(cast: Cast, rows: dict[str, int]) -> None:
    page = Page(cast, "shu", "mediators:enter_absence", rows["person"])
    away = Absence.objects.get(pk=rows["absence"])
    answer = page.hand_in(kind="leave", from_on=away.from_on, until_on=away.from_on, reason="家事")
    assert answer.status_code == 400
    shown = text_of(answer)
    assert f"与 {away.from_on} 的病假重叠。" in shown
    assert 'value="家事"' in shown
    assert 'aria-describedby="id_from_on_error"' in shown


DONE: dict[str, tuple[str, dict[str, Any]]] = {
    "mediators:suspend": ("qian", {"from_on": "today", "until_on": "tomorrow", "reason": "核查"}),
    "mediators:lift": ("zheng", {"on": "today"}),
    "mediators:move_absence": ("sun", {"until_on": "in a week"}),
    "mediators:take_back": ("sun", {"reason": "不去了"}),
    "mediators:add_certificate": ("shu", {"title": "律师执业证", "number": "7", "valid_until": "in a week"}),
    "mediators:remove_certificate": ("shu", {"reason": "换证"}),
    "mediators:add_training": ("qian", {"title": "培训", "held_on": "today", "hours": "4.5"}),
    "mediators:declare_tie": ("sun", {"kind": "client", "name": "某公司"}),
    "mediators:end_tie": ("sun", {"until_on": "today"}),
    "mediators:new_organisation": ("qian", {"name": "另一中心", "kind": "industry", "charges": "no"}),
    "mediators:amend_organisation": (
        "zheng",
        {"name": "示例中心", "kind": "commercial", "charges": "yes", "tariff": "每件 500 元，大厅公示"},
    ),
    "mediators:new_room": ("shu", {"name": "9 号和解室", "seats": "4"}),
    "mediators:amend_room": ("shu", {"name": "2 号和解室", "seats": "10", "in_use": "on"}),
    "cases:leave": ("zheng", {"until_on": "today", "reason": "调离"}),
}


@pytest.mark.parametrize("name", DONE)
def test_an_act_done_at_its_page(cast: Cast, rows: dict[str, int], name: str) -> None:
    who, typed = DONE[name]
    days = {"today": 0, "tomorrow": 1, "in a week": 7}
    given = {
        field: str(clock.today() + timedelta(days=days[value])) if value in days else value
        for field, value in typed.items()
    }
    before = AuditEntry.objects.count()
    row = PAGES[name][0]
    page = Page(cast, who, name, rows[row] if row else None)
    answer = page.hand_in(**given)
    assert answer.status_code == 302, text_of(answer)
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.order_by("-id")[0].actor == getattr(cast, who)
    assert page.client.get(answer["Location"]).status_code == 200


def test_what_is_gone_is_told(cast: Cast, rows: dict[str, int]) -> None:
    """Two people take back one absence: the second is told, and sent to no empty page."""
    page = Page(cast, "shu", "mediators:take_back", rows["absence"])
    Absence.objects.filter(pk=rows["absence"]).delete()
    assert page.client.post(page.url, {"reason": "x"}).status_code == 404
    assert Certificate.objects.exists()
    assert Tie.objects.exists()


def test_leaving_is_shown_with_what_stands_in_its_way(cast: Cast) -> None:
    Walk(cast).to(State.MEDIATION)
    page = Page(cast, "qian", "cases:leave", cast.mediator("li").pk)
    shown = text_of(page.client.get(page.url))
    assert "手里还有 1 件没有结束的案件" in shown
    assert reverse("cases:leaving", args=[cast.mediator("li").pk]) in shown
    refused = page.hand_in(until_on=clock.today(), reason="调离")
    assert refused.status_code == 409
    assert 'value="调离"' in text_of(refused)
    assert Mediator.objects.get(user=cast.li).on_roster(clock.today())


def test_steps_follow_how_she_stands(cast: Cast) -> None:
    zhao = cast.mediator("zhao")
    asked = reverse("cases:mediator", args=[zhao.pk])

    def offered(who: str) -> set[str]:
        page = text_of(browser(cast, who).get(asked))
        words = ("重新列入名册", "暂停派案</a>", "恢复派案", "登记缺勤", "离开名册</a>", "改名册登记", "声明利害关系")
        return {word for word in words if word in page}

    assert offered("qian") == {"暂停派案</a>", "登记缺勤", "离开名册</a>", "改名册登记", "声明利害关系"}
    assert offered("shu") == {"登记缺勤", "声明利害关系"}
    assert offered("zhao") == {"登记缺勤", "声明利害关系"}
    assert offered("wang") == set()
    now = clock.now()
    with undone():
        actions.suspend(by=cast.qian, now=now, mediator_id=zhao.pk, from_on=clock.today(), until_on=None, reason="核查")
        assert "恢复派案" in offered("qian")
        assert "暂停派案</a>" not in offered("qian")
    actions.leave(by=cast.qian, now=now, mediator_id=zhao.pk, until_on=clock.today(), reason="调离", open_cases=0)
    assert offered("zheng") == {"重新列入名册", "改名册登记"}


def test_a_persons_page_costs_the_same_however_much_stands_there(cast: Cast, rows: dict[str, int]) -> None:
    client, asked = browser(cast, "qian"), reverse("cases:mediator", args=[rows["person"]])
    client.get(asked)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(asked)
        return len(found)

    before = queries()
    assert before <= 20
    entry = {"by": cast.shu, "now": clock.now(), "mediator_id": rows["person"]}
    for number in range(30):
        gone = clock.today() - timedelta(days=number + 2)
        actions.enter_absence(**entry, kind="leave", from_on=gone, until_on=gone)
        actions.add_training(**entry, held_on=gone, title=f"培训{number}", hours=Decimal(1))
    assert queries() == before
    page = text_of(client.get(asked))
    assert page.count("已过去") == 8
    assert "更早的" in page
    last = page.partition("?before=")[2].partition("#")[0]
    older = text_of(client.get(asked, {"before": last}))
    assert "登记证件：特邀调解员证书 9" in text_of(client.get(asked, {"before": "6"}))
    assert older != page
