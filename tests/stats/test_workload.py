"""Indicator 21: each mediator's figures are the court's indicators asked for her cases; rates of few cases stay hidden."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.stats import workload
from cases.stats.asked import Asked
from cases.stats.indicator import Figure
from cases.stats.period import Period
from cases.stats.workload import COLUMNS, FEWEST, hidden
from tests.bench.load import multiply
from tests.build import day
from tests.cast import Cast
from tests.stats.april import ASKED_ON, BING, JIA, YI, April
from tests.stats.random_court import open_court

APRIL = Period.parse("2024-04")
ASKED = Asked(APRIL, ASKED_ON)
MONTHS = "?first=2024-04&last=2024-04"


def numbers(figure: Figure) -> tuple[object, object]:
    return figure.numerator, figure.denominator


def test_the_fixture(april: April) -> None:
    scores = workload.everybody(ASKED)
    jia, yi, bing = (scores[april.cast.mediator(name).pk] for name in (JIA, YI, BING))
    assert [numbers(each["m07"]) for each in (jia, yi, bing)] == [(3, 3), (1, 3), (1, 2)]
    assert [numbers(each["m07b"]) for each in (jia, yi, bing)] == [(3, 3), (1, 3), (1, 1)]
    assert [each["m21.taken"].numerator for each in (jia, yi, bing)] == [3, 2, 3]
    assert [each["m11"].value for each in (jia, yi, bing)] == [Decimal(245000), Decimal(12600), Decimal(0)]
    assert [each["m14"].value for each in (jia, yi, bing)] == [Decimal("10.33"), Decimal("17.00"), Decimal("12.50")]
    assert [each["m17.cases"].numerator for each in (jia, yi, bing)] == [0, 1, 1]
    assert [each["m19.cases"].numerator for each in (jia, yi, bing)] == [0, 1, 0]
    for score in (jia, yi, bing):
        assert [score[code].value for code in ("m07", "m07b", "m08", "m13")] == [None] * 4
        assert score["m07"].missing == workload.TOO_FEW
        assert (score["m33"].value, score["m33"].denominator) == (None, 0)


def test_a_rate_shows_from_five_cases_on(april: April) -> None:
    entry = next(each for each in COLUMNS if each.code == "m07")
    few, enough = (Figure(entry, Decimal(100), count, count) for count in (FEWEST - 1, FEWEST))
    assert (hidden(few), hidden(enough)) == (True, False)
    by_money = Figure(next(each for each in COLUMNS if each.code == "m13"), Decimal(90), Decimal(9000), Decimal(10000))
    assert (hidden(by_money, agreements=4), hidden(by_money, agreements=5)) == (True, False)
    of_all = workload.one(replace(ASKED, mediator=None))
    assert (of_all["m07"].value, of_all["m13"].value) == (Decimal("62.50"), None)


@pytest.mark.parametrize("seed", [11])
def test_together_and_one_by_one_give_the_same(cast: Cast, seed: int) -> None:
    open_court(cast, seed, 30)
    for month in (3, 5):
        asked = Asked(Period.month(2024, month), date(2024, 8, 1))
        together = workload.everybody(asked)
        for mediator in cast.mediators.values():
            alone = workload.one(replace(asked, mediator=mediator.pk))
            if mediator.pk in together:
                assert [each.value for each in together[mediator.pk].figures] == [each.value for each in alone.figures]
                assert [numbers(each) for each in together[mediator.pk].figures] == [
                    numbers(each) for each in alone.figures
                ]
            else:
                assert not any(each.numerator for each in alone.figures)


def test_thirteen_months(april: April) -> None:
    months = workload.months(replace(ASKED, mediator=april.cast.mediator(JIA).pk))
    assert [f"{month.first:%Y-%m}" for month in months][::6] == ["2023-04", "2023-10", "2024-04"]
    assert [(int(month.closed), int(month.succeeded)) for month in months[-3:]] == [(1, 1), (0, 0), (3, 3)]


def test_what_is_in_hand(april: April) -> None:
    hands = workload.in_hand([each.pk for each in april.cast.mediators.values()], day("2024-05-06"), day("2024-05-09"))
    jia, yi, bing = (hands.get(april.cast.mediator(name).pk) for name in (JIA, YI, BING))
    assert yi is None
    assert (jia.open, jia.late, jia.soon, jia.held) == (1, 0, 0, 0)
    assert (bing.open, bing.late, bing.soon, bing.held) == (2, 1, 0, 0)


# ── Pages ──


def opened(cast: Cast, who: str, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(getattr(cast, who))
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


def test_the_list_is_by_name_and_hides_rates(april: April) -> None:
    status, page = opened(april.cast, "qian", f"/roster/performance/{MONTHS}")
    assert status == 200
    names = [page.index(f">{name}</a>") for name in sorted(["和解员李", "和解员赵", "特邀孙"])]
    assert names == sorted(names)
    assert "245,000.00" in page
    body, _, foot = page.partition("<tfoot>")
    assert "100.00%" not in body
    assert "62.50%" in foot
    assert f"分母不足 {FEWEST} 件" in page
    assert f"/statistics/2024-04/m03/?mediator={april.cast.mediator(JIA).pk}" in page


def test_one_person(april: April) -> None:
    jia = april.cast.mediator(JIA).pk
    status, page = opened(april.cast, "li", f"/roster/{jia}/performance/{MONTHS}")
    assert status == 200
    assert "245,000.00" in page
    assert workload.TOO_FEW in page
    assert "满意度" in page
    assert "同时最多 20 件" in page
    assert f"/statistics/2024-04/m11/?mediator={jia}" in page
    assert "近 13 个月" in page


def test_an_invited_mediator_sees_her_numbers_and_no_lists(april: April) -> None:
    sun = april.cast.mediator(BING).pk
    status, page = opened(april.cast, "sun", f"/roster/{sun}/performance/{MONTHS}")
    assert status == 200
    assert "/statistics/" not in page
    assert "结案以后不再能查看案件" in page
    assert opened(april.cast, "sun", f"/statistics/2024-04/m03/?mediator={sun}")[0] == 403


SEEN = {
    "/roster/performance/": {"qian", "zheng", "ling"},
    "/roster/{li}/performance/": {"qian", "zheng", "ling", "li"},
    "/roster/{sun}/performance/": {"qian", "zheng", "ling", "sun", "zhou"},
    "/statistics/2024-04/m03/": {"qian", "zheng", "ling", "feng", "zhou", "wu"},
    "/statistics/2024-04/m03/?mediator={li}": {"qian", "zheng", "ling", "feng", "zhou", "wu", "li"},
}


@pytest.mark.parametrize("address", SEEN)
def test_who_sees_it(cast: Cast, address: str) -> None:
    path = address.format(**{name: row.pk for name, row in cast.mediators.items()})
    seen = {who: opened(cast, who, path)[0] for who in cast.people}
    assert {who for who, status in seen.items() if status == 200} == SEEN[address]
    assert {status for who, status in seen.items() if who not in SEEN[address]} == {403}


def test_the_list_behind_a_number(april: April) -> None:
    jia = april.cast.mediator(JIA).pk
    _, page = opened(april.cast, "li", f"/statistics/2024-04/m11/?mediator={jia}")
    assert "共 4 件" in page
    assert all(case_no in page for case_no in april.numbers(1, 3, 10, 11))
    assert "160,000.00" in page
    assert "2024-04-25" in page
    _, denominator = opened(april.cast, "qian", "/statistics/2024-04/m07/?part=denominator")
    assert "共 8 件" in denominator
    assert "5 ÷ 8" in denominator
    _, due = opened(april.cast, "qian", "/statistics/2024-04/m13/")
    assert "190,000.00 ÷ 210,000.00" in due
    assert "金额（元）" in due
    assert ">160,000.00<" in due
    _, both = opened(april.cast, "qian", "/statistics/2024-03/m01/?last=2024-04")
    assert "共 11 件" in both
    _, lane = opened(april.cast, "wu", "/statistics/2024-04/m03/")
    assert "共 3 件" in lane


@pytest.mark.parametrize(
    "address",
    [
        "/statistics/2024-4/m03/",
        "/statistics/2024-04/m99/",
        "/statistics/2199-01/m03/",
        "/statistics/2024-04/m03/?last=2024-03",
        "/statistics/2024-04/m03/?last=x",
        "/roster/999999/performance/",
    ],
)
def test_what_is_not_there(cast: Cast, address: str) -> None:
    assert opened(cast, "qian", address)[0] == 404


def test_months_the_wrong_way_round(cast: Cast) -> None:
    status, page = opened(cast, "qian", "/roster/performance/?first=2024-04&last=2024-03")
    assert status == 200
    assert "不能早于" in page


def test_the_list_turns_its_pages(april: April) -> None:
    multiply(130)
    _, first = opened(april.cast, "qian", "/statistics/2024-04/m01/")
    cursor = first.partition('href="?c=')[2].partition('"')[0]
    _, second = opened(april.cast, "qian", f"/statistics/2024-04/m01/?c={cursor}")
    assert "本页 50 件，共 80 件" in first
    assert "本页 30 件，共 80 件" in second


def counted(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/roster/performance/?first=2024-04&last=2024-04", 75),
        ("/roster/{}/performance/?first=2024-04&last=2024-04", 50),
        ("/statistics/2024-04/m11/", 15),
    ],
)
def test_queries_do_not_grow_with_the_court(april: April, address: str, most: int) -> None:
    client = Client()
    client.force_login(april.cast.qian)
    path = address.format(april.cast.mediator(JIA).pk)
    counted(client, path)
    few = counted(client, path)
    multiply(130)
    assert counted(client, path) == few
    assert few <= most
