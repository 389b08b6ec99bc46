"""Search and lists: who finds what, straight ways, filters, sorting, pages, and how the database gets there."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cases.models import Case
from cases.queries import search
from cases.states import State
from tests.build import CHEN, Walk, day, moment
from tests.cast import Cast

from .crowd import crowd

QUERIES = 12
NOT_FOUND = "没有找到"


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    with time_machine.travel(moment("2023-05-12 10:00"), tick=False):
        yield


@pytest.fixture
def case(cast: Cast) -> Case:
    return Walk(cast).to(State.MEDIATION).case


def ask(client: Client, cast: Cast, who: str, query: str = "") -> HttpResponse:
    client.force_login(getattr(cast, who))
    return client.get(f"/cases/{query}")


def listed(client: Client, cast: Cast, who: str, query: str = "") -> str:
    return ask(client, cast, who, query).content.decode()


# ── Straight to the case ──


@pytest.mark.parametrize(
    "text",
    [
        "（2023）鄂1023执前和1号",
        "(2023)鄂1023执前和1号",
        "1",
        "（2023）鄂1023民初501号",
        " （2023） 鄂1023民初501号 ",
        CHEN,
        "13900000000",
        "陈某",
    ],
)
def test_one_exact_hit_leads_to_the_case(client: Client, cast: Cast, case: Case, text: str) -> None:
    client.force_login(cast.wang)
    answer = client.get("/cases/", {"q": text})
    assert answer.headers.get("Location") == reverse("cases:case", args=[case.pk])


def test_part_of_a_name_shows_the_list(client: Client, cast: Cast) -> None:
    Walk(cast).file()
    Case.objects.get().parties.filter(role="respondent").update(name="欧阳某某", name_norm="欧阳某某")
    text = listed(client, cast, "wang", "?q=欧阳")
    assert "陈某 与 刘某" in text


def test_text_with_a_filter_shows_the_list(client: Client, cast: Cast, case: Case) -> None:
    assert ask(client, cast, "wang", "?q=陈某&state=open").status_code == 200


# ── Who finds what ──


@pytest.mark.parametrize(
    "text", ["（2023）鄂1023执前和1号", "（2023）鄂1023民初501号", CHEN, "13900000000", "陈某", "刘某", "1"]
)
@pytest.mark.parametrize("who", ["zhao", "sun", "wu", "xi", "an", "shen"])
def test_outsider_finds_nothing_foreign(client: Client, cast: Cast, case: Case, who: str, text: str) -> None:
    client.force_login(getattr(cast, who))
    answer = client.get("/cases/", {"q": text})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert NOT_FOUND in page
    assert "陈某 与 刘某" not in page


def test_her_own_mediator_finds_it(client: Client, cast: Cast, case: Case) -> None:
    assert ask(client, cast, "li", f"?q={CHEN}").status_code == 302
    assert "陈某 与 刘某" in listed(client, cast, "li")


def test_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/cases/?q=1").headers["Location"].startswith("/login/")


# ── Filters ──


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=mediation", True),
        ("state=performing", False),
        ("state=open", True),
        ("legal_model=A", True),
        ("legal_model=B", False),
        ("enterprise_related=any", False),
        ("tag=labour_pay", False),
        ("received_after=2023-05-08", True),
        ("received_after=20230509", False),
        ("received_until=2023-05-08", True),
        ("received_until=2023-05-07", False),
        ("deadline_until=2023-06-08", True),
        ("deadline_until=2023-06-07", False),
        ("overdue=on", False),
    ],
)
def test_filters(client: Client, cast: Cast, case: Case, query: str, found: bool) -> None:
    assert ("陈某 与 刘某" in listed(client, cast, "wang", f"?{query}")) is found


def test_overdue_and_mediator(client: Client, cast: Cast, case: Case) -> None:
    with time_machine.travel(moment("2023-05-16 10:00"), tick=False):
        assert "陈某 与 刘某" in listed(client, cast, "wang", "?overdue=on")
    assert "陈某 与 刘某" in listed(client, cast, "wang", f"?mediator={cast.mediator('li').pk}")
    assert "陈某 与 刘某" not in listed(client, cast, "wang", f"?mediator={cast.mediator('zhao').pk}")


def test_wrong_date_is_told_at_its_field_and_stays(client: Client, cast: Cast, case: Case) -> None:
    text = listed(client, cast, "wang", "?received_after=2023-02-30&q=&state=open")
    assert "没有 2023年2月30日 这一天" in text
    assert 'value="2023-02-30"' in text
    assert '<option value="open" selected>' in text


# ── What a line says ──


def test_line_says_where_the_case_stands(client: Client, cast: Cast, case: Case) -> None:
    text = listed(client, cast, "wang")
    for words in (
        "（2023）鄂1023执前和1号",
        "民间借贷",
        "87,481.25",
        "和解员李",
        "05-12 周五",
        "首次联系被申请人",
        "1 件",
    ):
        assert words in text, words
    assert re.search(r'<span class="lamp soon">和解中</span>', text)


def test_sorting_by_amount(client: Client, cast: Cast, case: Case) -> None:
    large = crowd(case, 2)[1]
    Case.objects.filter(pk=large.pk).update(amount_applied="999999.00")
    first = re.search(r'href="/cases/(\d+)/"', listed(client, cast, "wang", "?ordering=-amount"))
    assert first
    assert int(first[1]) == large.pk
    assert 'aria-sort="descending"><a href="?ordering=amount"' in listed(client, cast, "wang", "?ordering=-amount")


def test_pages_and_spoilt_cursor(client: Client, cast: Cast, case: Case) -> None:
    crowd(case, 30)
    text = listed(client, cast, "wang")
    assert "31 件" in text
    following = re.search(r'href="(\?c=[^"]+)" rel="next"', text)
    assert following
    assert text.count('<td class="nowrap">2023-') == 20
    assert listed(client, cast, "wang", following[1]).count('<td class="nowrap">2023-') == 11
    assert ask(client, cast, "wang", "?c=xyz").status_code == 404


def test_count_is_capped(client: Client, cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(case, 5)
    monkeypatch.setattr(search, "COUNT_CAP", 3)
    assert "3 件以上" in listed(client, cast, "wang")


def test_saved_views_of_the_list(client: Client, cast: Cast, case: Case) -> None:
    client.force_login(cast.wang)
    client.post("/views/new/", {"page": "search", "query": "state=open", "name": "未结"})
    assert ">未结</a>" in listed(client, cast, "wang")
    view = re.search(r'href="\?view=(\d+)"', listed(client, cast, "wang"))
    assert view
    assert ask(client, cast, "wang", f"?view={view[1]}").headers["Location"] == "/cases/?state=open"


# ── Cost ──


@pytest.mark.parametrize("others", [8, 200])
def test_queries_do_not_grow_with_the_cases(
    client: Client, cast: Cast, case: Case, django_assert_num_queries: DjangoAssertNumQueries, others: int
) -> None:
    crowd(case, others)
    client.force_login(cast.wang)
    client.get("/cases/")
    with django_assert_num_queries(QUERIES):
        assert client.get("/cases/").status_code == 200


def plan(cases: QuerySet[Case]) -> str:
    with connection.cursor() as cursor:
        sql, parameters = cases.query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


SEARCHES = {
    "钱李": "party_by_grams",
    "429999198503120018": "party_by_id",
    "（2022）鄂1023民初5017号": "basis_by_number",
    "（2022）鄂1023执前和5017号": "case_no",
}


def test_searches_use_their_index(cast: Cast, case: Case) -> None:
    crowd(case, 3000)
    for text, index in SEARCHES.items():
        found = plan(search.find_cases(cast.wang, {"q": text}, day("2023-05-12")).order_by("-received_at", "-id")[:21])
        assert index in found, found
        assert "Seq Scan on cases_party" not in found, found
