"""计算器: the worked numbers come out on the page, while one types and without script."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from cases.views.calculators import CALCULATORS, USERS
from jianli_mediation.core.models import CalendarYear, DatedSetting
from tests.build import day
from tests.cast import Cast

S4 = {
    "principal": "200,000",
    "rate_type": "yearly",
    "rate": "3.65",
    "interest_from": "2022-06-01",
    "costs": "2150",
    "performance_end": "2023-01-09",
    "order": "statutory",
    "until": "2023-07-20",
    "payments": "2023-05-31 50000\n20230705，20,000元",
}
ASKED: dict[str, tuple[dict[str, str], list[str]]] = {
    "fee": ({"kind": "execution", "amount": "6227600"}, ["58,538.00", "诉讼费用交纳办法第十四条", "省的是被申请人"]),
    "doubled": (
        {"principal": "86500", "performance_end": "2023-04-23", "until": "2023-05-24"},
        ["469.26", "不含受理费", "31"],
    ),
    "balance": (S4, ["146,511.97", "139,988.01", "6,313.98", "2,002.97", "费用、利息、本金、加倍部分利息"]),
    "deadline": (
        {"start": "2023-09-01", "amount": "30", "unit": "day", "shift": "yes"},
        ["2023-10-07 周六上班", "已公布"],
    ),
    "instalments": (
        {"total": "100000", "count": "6", "first_due": "2023-08-31", "every": "month"},
        ["16,666.66", "16,666.70", "2024-01-31", "100,000.00"],
    ),
    "simulator": (
        {"total": "100000", "first_due": "2023-08-31", "count": "6", "down_payment": "10000", "income": "60000"},
        ["做得到", "25.00%", "较低", "2024-02-29"],
    ),
}


@pytest.fixture
def li(cast: Cast, client: Client) -> Client:
    client.force_login(cast.li)
    return client


def asked(client: Client, key: str, given: dict[str, str], name: str = "cases:calculator") -> str:
    answer = client.get(reverse(name, args=[key]), given)
    assert answer.status_code == 200
    return answer.content.decode()


def test_there_is_a_case_for_each() -> None:
    assert set(ASKED) == set(CALCULATORS)


@pytest.mark.parametrize("key", ASKED)
def test_the_result_comes_without_script(li: Client, key: str) -> None:
    given, words = ASKED[key]
    page = asked(li, key, given)
    for word in words:
        assert word in page
    assert "经办人" in page


@pytest.mark.parametrize("key", ASKED)
def test_the_result_comes_while_one_types_and_the_address_follows(li: Client, key: str) -> None:
    given, words = ASKED[key]
    answer = li.get(reverse("cases:calculator_result", args=[key]), given, HTTP_HX_REQUEST="true")
    part = answer.content.decode()
    assert part.lstrip().startswith('<div id="result"')
    assert all(word in part for word in words)
    assert answer["HX-Replace-Url"] == f"{CALCULATORS[key].url}?{urlencode(given)}"


@pytest.mark.parametrize("key", ASKED)
def test_an_empty_form_asks_and_a_half_filled_one_says_what_is_missing(li: Client, key: str) -> None:
    assert "填了就算" in asked(li, key, {})
    given = dict(ASKED[key][0])
    missing = next(iter(set(given) & {"amount", "principal", "total", "start"}))
    del given[missing]
    assert "还要填：" in asked(li, key, given, "cases:calculator_result")


@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("fee", {"amount": "一万"}, "请写成 86,500.00 这样"),
        ("doubled", {"payments": "2023-05-01 100\n昨天 100\n2023-02-30 5\n2023-05-02 -5"}, "第 2 行读不懂"),
        ("doubled", {"payments": "\n".join(["2023-05-01 1"] * 201)}, "最多 200 笔"),
        ("balance", {"rate": ""}, "还要填：利率"),
        ("balance", {"rate_type": "lpr", "rate": "4", "interest_from": "2019-08-19"}, "LPR 从 2019-08-20 起公布"),
        ("deadline", {"amount": "51", "unit": "year"}, "最多 50 年"),
        ("instalments", {"total": "0.05"}, "每期都要大于零"),
        ("simulator", {"count": ""}, "还要填：期数"),
    ],
)
def test_what_is_wrong_is_said_in_words(li: Client, key: str, changes: dict[str, str], words: str) -> None:
    assert words in asked(li, key, ASKED[key][0] | changes, "cases:calculator_result")


def test_the_three_fees(li: Client) -> None:
    assert "5,000.00" in asked(li, "fee", {"kind": "preservation", "amount": "1000000"})
    assert "981.25" in asked(li, "fee", {"kind": "acceptance", "amount": "86500", "halved": "on"})


def test_four_times_lpr_over_a_change(li: Client) -> None:
    lpr = {"rate_type": "lpr", "rate": "4", "interest_from": "2023-06-01", "payments": ""}
    page = asked(li, "balance", S4 | lpr)
    assert "14.60%" in page
    assert "14.20%" in page
    assert "请对照公布文本核对" in page


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("fee_in_base", "不含一般利息，含受理费"),
        ("first_day_counts", "从履行期末日当日起算"),
        ("delay_interest_in_fee_base", "执行费基数含加倍部分利息"),
    ],
)
def test_the_sheet_prints_the_courts_reading(li: Client, code: str, words: str) -> None:
    assert words not in asked(li, "balance", S4)
    DatedSetting.objects.create(code=code, since=day("2023-01-01"), value="是", source="审委会")
    assert words in asked(li, "balance", S4)


def test_beyond_the_notice_the_day_is_estimated(li: Client) -> None:
    year = CalendarYear.objects.filter(confirmed=True).order_by("-year").values_list("year", flat=True)[0] + 1
    page = asked(li, "deadline", {"start": f"{year}-09-01", "amount": "30", "unit": "day", "shift": "yes"})
    assert "暂估" in page


def test_an_offer_that_cannot_be_kept_says_why(li: Client) -> None:
    page = asked(li, "simulator", ASKED["simulator"][0] | {"income": "20000", "burden": "9000"})
    assert "做不到" in page
    assert "还差 4,000.00 元" in page
    page = asked(li, "simulator", ASKED["simulator"][0] | {"down_payment": "100000"})
    assert "不必分期" in page


def test_the_calculators_are_for_those_who_reckon(cast: Cast, client: Client) -> None:
    for person in cast.people.values():
        client.force_login(person)
        expected = 200 if person.role in USERS else 403
        assert client.get(reverse("cases:calculator", args=["fee"])).status_code == expected
    client.force_login(cast.li)
    assert client.get(reverse("cases:calculators")).url == CALCULATORS["fee"].url
    assert client.get(reverse("cases:calculator", args=["tax"])).status_code == 404


def test_nothing_is_kept(li: Client, django_assert_num_queries: Any) -> None:
    asked(li, "balance", S4)
    with django_assert_num_queries(4) as queries:
        asked(li, "balance", S4, "cases:calculator_result")
    assert not [each for each in queries.captured_queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
