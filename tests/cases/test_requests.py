"""诉求: taken, answered in three working days, rated; and what is said of a mediator is kept from her."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import requests
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.models import Message, PartyRequest, Todo
from cases.queries.requests import requests_of
from cases.states import State
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, moment
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def ask(walk: Walk, at: str = "2023-06-01", kind: str = "extension", who: str = "wang", **more: object) -> PartyRequest:
    debtor = walk.case.parties.get(role="respondent").pk
    given = {"party_id": debtor, "kind": kind, "content": "想晚半个月付", **more}
    return walk.do(requests.take_request, who, at, **given)


def reply(walk: Walk, row: PartyRequest, at: str, who: str = "li", words: str = "请与申请人商量") -> PartyRequest:
    return walk.do(requests.answer_request, who, at, request_id=row.pk, answer=words)


def todo(walk: Walk) -> list[tuple[str, str | None, date]]:
    rows = Todo.objects.filter(case=walk.case, code="request").select_related("user")
    return [(row.role, row.user.username if row.user else None, row.due_on) for row in rows.order_by("pk")]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # Thursday: Friday, Monday, Tuesday.
        ("2023-06-01", "2023-06-06"),
        # Before the National Day holidays of 29 September to 6 October; the 7th and 8th are worked.
        ("2023-09-28", "2023-10-09"),
    ],
)
def test_due_in_three_working_days(walk: Walk, received: str, due: str) -> None:
    assert ask(walk, received).due_on == day(due)


class TestWhoAnswers:
    def test_the_mediator_while_the_talks_last(self, walk: Walk) -> None:
        ask(walk)
        assert todo(walk) == [("", "li", day("2023-06-06"))]

    def test_the_clerk_afterwards(self, cast: Cast) -> None:
        walk = Walk(cast).to(State.PERFORMING)
        ask(walk, "2023-08-01")
        assert [(role, who) for role, who, _ in todo(walk)] == [("clerk", None)]

    @pytest.mark.parametrize("kind", ["about_mediator", "change_mediator"])
    def test_the_head_where_it_is_about_the_mediator(self, walk: Walk, kind: str) -> None:
        row = ask(walk, kind=kind)
        assert [(role, who) for role, who, _ in todo(walk)] == [("head", None)]
        with pytest.raises(Refused, match="由中心负责人答复"):
            reply(walk, row, "2023-06-02", "shu")
        reply(walk, row, "2023-06-02", "qian")
        assert todo(walk) == []

    def test_it_clears_itself_with_the_answer(self, walk: Walk) -> None:
        reply(walk, ask(walk), "2023-06-02")
        assert todo(walk) == []


class TestWhatIsSaidOfAMediator:
    def test_she_sees_nothing_of_it(self, walk: Walk) -> None:
        hidden, plain = ask(walk, kind="about_mediator"), ask(walk)
        cast = walk.cast
        assert {row.pk for row in requests_of(cast.li, walk.case)} == {plain.pk}
        assert {row.pk for row in requests_of(cast.qian, walk.case)} == {hidden.pk, plain.pk}
        with pytest.raises(InvalidInput, match="没有这件诉求"):
            reply(walk, hidden, "2023-06-02", "li")

    def test_nor_on_her_pages(self, walk: Walk) -> None:
        ask(walk, kind="about_mediator", content="他偏袒对方")
        for who, seen in (("li", False), ("qian", True)):
            client = Client()
            client.force_login(getattr(walk.cast, who))
            for address in (
                reverse("cases:told", args=[walk.case_id]),
                reverse("cases:trail", args=[walk.case_id]),
                reverse("cases:case", args=[walk.case_id]),
                reverse("cases:act", args=[walk.case_id, "answer-request"]),
                f"/api/v1/cases/{walk.case_id}/requests/",
                f"/api/v1/cases/{walk.case_id}/timeline/",
                f"/api/v1/cases/{walk.case_id}/",
                "/api/v1/events/",
                "/",
            ):
                page = client.get(address).content.decode()
                if not seen:
                    assert "反映和解员问题" not in page, address
                    assert "about_mediator" not in page, address
                    assert "偏袒" not in page, address
            told = client.get(reverse("cases:told", args=[walk.case_id])).content.decode()
            assert ("偏袒" in told) is seen

    def test_the_trail_says_only_that_something_was_asked(self, walk: Walk) -> None:
        ask(walk, kind="about_mediator", content="他偏袒对方")
        entry = AuditEntry.objects.get(verb="take_request")
        assert set(entry.facts) == {"request", "party", "way", "due_on"}


class TestAnswer:
    def test_it_reaches_whoever_asked(self, walk: Walk) -> None:
        row = reply(walk, ask(walk), "2023-06-02")
        said = Message.objects.get(case=walk.case, trigger="answered")
        assert said.party_id == row.party_id
        assert "您6月1日提出的“申请延期”，答复：请与申请人商量" in said.text

    def test_before_acceptance_too(self, cast: Cast) -> None:
        walk = Walk(cast).file()
        row = ask(walk, "2023-05-09", kind="progress")
        reply(walk, row, "2023-05-10", "shu")
        assert Message.objects.filter(case=walk.case, trigger="answered").count() == 1

    def test_once(self, walk: Walk) -> None:
        row = reply(walk, ask(walk), "2023-06-02")
        ask(walk)
        with pytest.raises(Refused, match="已于 2023-06-02 答复"):
            reply(walk, row, "2023-06-03")

    @pytest.mark.parametrize("words", ["", "   ", "好" * 501])
    def test_with_words(self, walk: Walk, words: str) -> None:
        with pytest.raises(InvalidInput, match="请写答复"):
            reply(walk, ask(walk), "2023-06-02", words=words)

    def test_one_that_is_not_there(self, walk: Walk) -> None:
        row = ask(walk)
        with pytest.raises(InvalidInput, match="没有这件诉求"):
            walk.do(requests.answer_request, "li", "2023-06-02", request_id=row.pk + 1, answer="好")

    @pytest.mark.parametrize(("at", "in_time"), [("2023-06-05", True), ("2023-06-06", True), ("2023-06-07", False)])
    def test_the_last_day_is_in_time(self, walk: Walk, at: str, in_time: bool) -> None:
        reply(walk, ask(walk), at)
        assert AuditEntry.objects.get(verb="answer_request").facts["in_time"] is in_time


class TestRating:
    def test_once_after_the_answer(self, walk: Walk) -> None:
        row = ask(walk)
        with pytest.raises(Refused, match="没有待评价的答复"):
            walk.do(requests.rate_answer, "shu", "2023-06-02", request_id=row.pk, satisfaction="good")
        reply(walk, row, "2023-06-02")
        walk.do(requests.rate_answer, "shu", "2023-06-03", request_id=row.pk, satisfaction="fair")
        row.refresh_from_db()
        assert (row.satisfaction, row.rated_on) == ("fair", day("2023-06-03"))
        with pytest.raises(Refused):
            walk.do(requests.rate_answer, "shu", "2023-06-04", request_id=row.pk, satisfaction="poor")


class TestByThePartyHerself:
    def test_it_stands_in_the_trail_without_a_person(self, walk: Walk) -> None:
        debtor = walk.case.parties.get(role="respondent")
        version = walk.case.version
        row = requests.request_by_party(
            now=moment("2023-06-01 20:15"), case_id=walk.case_id, party_id=debtor.pk, kind="other", content=" 我想问问 "
        )
        assert (row.way, row.content, row.entered_by, row.due_on) == ("page", "我想问问", None, day("2023-06-06"))
        entry = AuditEntry.objects.get(verb="take_request")
        assert (entry.actor, entry.client, entry.case_id) == (None, "当事人页面", walk.case_id)
        assert walk.case.version == version + 1
        assert todo(walk) == [("", "li", day("2023-06-06"))]

    def test_nobody_of_the_court_enters_it_as_hers(self, walk: Walk) -> None:
        with pytest.raises(InvalidInput, match="由系统登记"):
            ask(walk, way="page")

    def test_a_case_that_is_not_there(self, cast: Cast) -> None:
        with pytest.raises(NotVisible):
            requests.request_by_party(
                now=moment("2023-06-01"), case_id=10**9, party_id=1, kind="other", content="有人吗"
            )


def test_whose_case_it_is_not(walk: Walk) -> None:
    with pytest.raises(NotVisible):
        ask(walk, who="zhao")
    with pytest.raises(Forbidden):
        ask(walk, who="zhou")
    with pytest.raises(InvalidInput):
        requests.take_request(
            by=Actor(walk.cast.li),
            now=moment("2023-06-01"),
            case_id=walk.case_id,
            party_id=10**9,
            kind="other",
            content="x",
        )


def test_after_the_end_too(cast: Cast) -> None:
    walk = Walk(cast).to(State.WITHDRAWN)
    ask(walk, "2023-06-01", kind="progress")
    assert [(role, who) for role, who, _ in todo(walk)] == [("clerk", None)]


def test_in_the_browser(walk: Walk) -> None:
    client = Client()
    client.force_login(walk.cast.shu)
    debtor = walk.case.parties.get(role="respondent")
    act = reverse("cases:act", args=[walk.case_id, "take-request"])
    bad = client.post(act, {"party": debtor.pk, "kind": "", "way": "phone", "content": "想晚半个月"})
    assert bad.status_code == 400
    assert "想晚半个月" in bad.content.decode()
    client.post(act, {"party": debtor.pk, "kind": "extension", "way": "phone", "content": "想晚半个月"})
    row = PartyRequest.objects.get()
    assert (row.way, row.kind, row.entered_by) == ("phone", "extension", walk.cast.shu)
    page = client.get(reverse("cases:told", args=[walk.case_id])).content.decode()
    assert "想晚半个月" in page
    assert reverse("cases:act", args=[walk.case_id, "answer-request"]) in page
