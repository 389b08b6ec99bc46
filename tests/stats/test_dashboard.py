"""The dashboard: the same figures as everywhere, each opening its cases; a frozen month stays as it was frozen."""

import re
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions.acting import Actor
from cases.actions.mediation import fail as fail_late
from cases.actions.targets import set_target
from cases.stats import delays, overview
from cases.stats.asked import Asked
from cases.stats.indicators import BY_CODE
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from cases.views.dashboard import KEY_FIGURES
from tests.build import Walk, loan_filing, moment
from tests.cast import Cast
from tests.stats.april import ASKED_ON, April
from tests.stats.freezing import freeze

NOW = moment("2024-05-06 10:00")
APRIL = {"first": "2024-04", "last": "2024-04"}
# One page: thirteen months, three months of key figures, every panel.
QUERIES = 165
ASKED = Asked(Period.parse("2024-04"), ASKED_ON)


@pytest.fixture(autouse=True)
def on_the_sixth_of_may():
    with time_machine.travel(NOW, tick=False):
        yield


def page(cast: Cast, who: str = "ling", **asked: str) -> tuple[Client, str]:
    client = Client()
    client.force_login(getattr(cast, who))
    answer = client.get(reverse("cases:dashboard"), asked)
    assert answer.status_code == 200
    return client, answer.content.decode()


def keys(text: str) -> dict[str, str]:
    """The key figures by their labels, as they stand on the page."""
    found = re.findall(r'<div class="kpi"><h3>(.*?)</h3>.*?class="fig"[^>]*>(.*?)<small>(.*?)</small>', text)
    return {unescape(label): f"{number}{unit}" for label, number, unit in found}


def test_the_key_figures_of_the_fixture(april: April) -> None:
    _, text = page(april.cast)
    assert "环比" in text, "the month that is over is shown first, beside the one before it"
    labels = [BY_CODE[code].label for code in KEY_FIGURES]
    shown = keys(text)
    assert list(shown) == labels
    assert list(shown.values()) == [
        "8件", "8件", "3件", "62.50%", "60.00%", "90.48%", "257,600.00元", "25.00%", "18.18%", "33.33%", "13.38天", "-23.46%",
    ]  # fmt: skip


def test_where_the_cases_of_april_went(april: April) -> None:
    counts = {entry.code: Reckoning(ASKED).figure(entry).numerator for entry in (*overview.FUNNEL, *overview.AGEING)}
    assert counts == {
        "way.registered": 8,
        "way.closed": 6,
        "way.settled": 4,
        "way.performed": 2,
        "age.10": 1,
        "age.20": 1,
        "age.30": 0,
        "age.more": 1,
        "age.late": 1,
    }
    reasons = {figure.code: (figure.numerator, year) for figure, year in overview.reasons(ASKED)}
    assert reasons == {"end.22": (2, 2), "end.30": (1, 1)}


def test_the_ages_are_those_of_the_whole_stock(april: April) -> None:
    reckoning = Reckoning(ASKED)
    parts = [reckoning.figure(entry).numerator for entry in overview.AGEING[:-1]]
    assert sum(parts) == reckoning.figure(BY_CODE["m04"]).numerator


def test_the_trend_is_the_indicators_month_by_month(april: April) -> None:
    for month in overview.last_months(ASKED):
        asked = Asked(Period.of(month.first), ASKED_ON)
        figures = [Reckoning(asked).figure(BY_CODE[code]).numerator for code in ("m01", "m03", "m06")]
        assert figures == [month.registered, month.closed, month.settled]


def test_every_number_opens_exactly_its_cases(april: April) -> None:
    client, text = page(april.cast, **APRIL)
    links = {unescape(url) for url in re.findall(r'href="(/statistics/2024-04/[^"]+)"', text)}
    assert {url.split("/")[3].partition("?")[0] for url in links} >= {"m01", "m07", "way.closed", "end.22", "age.late"}
    for url in links:
        code = url.split("/")[3]
        entry = BY_CODE.get(code) or overview.LISTED[code]
        listed = client.get(url)
        assert listed.status_code == 200, url
        assert listed.context["count"] == Reckoning(ASKED).tally(entry.numerator).cases.count(), url


def test_a_range_is_not_compared(april: April) -> None:
    _, text = page(april.cast, first="2024-01", last="2024-04")
    shown = keys(text)
    assert shown["收案数（新收）"] == "13件"
    assert "环比" not in text


def test_a_frozen_month_keeps_its_key_figures(april: April) -> None:
    before = keys(page(april.cast, **APRIL)[1])
    freeze(april.cast)
    back_dated = {"code": "22", "note": "补录", "at": moment("2024-04-29 10:00")}
    by = Actor(april.cast.qian)
    fail_late(by=by, now=moment("2024-05-06 09:30"), case_id=april.case(7).pk, **back_dated)
    _, text = page(april.cast, **APRIL)
    assert keys(text) == before
    assert "已冻结" in text
    assert Reckoning(ASKED).figure(BY_CODE["m03"]).value == Decimal(9)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("ling", 200),
        ("qian", 200),
        ("zheng", 200),
        ("feng", 200),
        ("li", 403),
        ("sun", 403),
        ("wang", 403),
        ("xi", 403),
    ],
)
def test_who_reads_it(cast: Cast, who: str, status: int) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    assert client.get(reverse("cases:dashboard")).status_code == status


def test_a_month_without_cases_has_a_page(cast: Cast) -> None:
    _, text = page(cast, first="2022-04", last="2022-04")
    assert keys(text)["和解成功率（口径A）"] == "—"


def test_as_many_queries_however_many_cases(april: April) -> None:
    client, _ = page(april.cast, **APRIL)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("cases:dashboard"), APRIL)
        return len(caught)

    few = queries()
    for number in range(6):
        filing = loan_filing(received_at=moment("2024-04-11"), basis={"doc_no": f"（2023）鄂1023民初{700 + number}号"})
        more = Walk(april.cast, filing, "li").file().accept("2024-04-11 09:10")
        more.assign("2024-04-11 09:20", taken_on="2024-04-11")
        if number % 2:
            more.do(fail_late, "qian", "2024-04-25 10:00", code="22", note="差距过大")
    assert queries() <= few
    assert few <= QUERIES
    freeze(april.cast)
    assert queries() < few, "a frozen month is read, not counted"


def test_a_figure_from_another_system_tells_its_source_and_opens_what_was_read(april: April) -> None:
    client, text = page(april.cast, **APRIL)
    assert "执行办案系统，2024-05-06 取数" in text
    assert '<a class="fig" href="/outside-figures/2024-04/">-23.46<small>%</small></a>' in text
    assert "收到执行申请" in text
    assert "分流率 66.67%" in text
    assert client.get("/outside-figures/2024-04/").status_code == 200


def test_a_target_stands_beside_its_figure(april: April) -> None:
    client, text = page(april.cast, **APRIL)
    assert "目标不" not in text, "nobody set one"
    by, basis = Actor(april.cast.qian), "2024 年第 3 次院务会"
    for code, amount in (("m07", "62.50"), ("m17", "10"), ("m25", "70")):
        given = {"code": code, "from_month": ASKED.period.first, "amount": Decimal(amount), "basis": basis}
        set_target(by=by, now=NOW, **given)
    _, text = page(april.cast, **APRIL)
    told = re.findall(r"<span>目标(.*?)</span><span class=\"lamp (\w+)\">(.*?)</span>", text)
    assert told == [("不低于 62.50%", "ok", "达到"), ("不高于 10.00%", "late", "未达到")]
    assert basis in text
    listed = client.get("/statistics/2024-04/m25/").content.decode()
    assert "不低于 70.00%" in listed
    assert "未达到" in listed
    assert "目标不" not in page(april.cast, first="2024-03", last="2024-04")[1], "a range has no target"


def test_where_the_time_went(april: April) -> None:
    rows = {row.step.code: (row.mean.value, row.mean.denominator, row.late.numerator) for row in delays.delays(ASKED)}
    assert rows == {
        "step.accept": (Decimal("0.00"), 8, 0),
        "step.assign": (Decimal("0.00"), 8, 0),
        "step.take": (Decimal("0.00"), 8, 0),
        "step.meet": (None, 0, 0),
        "step.close": (Decimal("13.38"), 8, 1),
    }
    still = {row.step.code: row.still.numerator for row in delays.delays(ASKED)}
    assert still == {"step.accept": 0, "step.assign": 0, "step.take": 0, "step.meet": 2, "step.close": 1}
    for entry in delays.LISTED.values():
        row = next(each for each in delays.delays(ASKED) if entry.code.startswith(each.step.code))
        figure = {"late": row.late, "still": row.still}.get(entry.code.split(".")[-1], row.mean)
        assert Reckoning(ASKED).figure(entry) == figure, "the panel and the list count the same"
