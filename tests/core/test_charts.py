"""The chart of months: what stands where, at the edges too."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from jianli_mediation.core.templatetags.charts import trend_chart
from jianli_mediation.kernel.charts import BARS_FOOT, BARS_TOP, RATE_FOOT, RATE_TOP, Month, rate_range, step_for, trend

MONTHS = [Month("03", 5, 5, Decimal("60.00")), Month("04", 8, 8, Decimal("62.50"))]


@pytest.mark.parametrize(
    ("highest", "step"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 5), (25, 5), (26, 10), (251, 100), (9_999, 2_000)]
)
def test_the_ticks_are_round_and_few(highest: int, step: int) -> None:
    assert step_for(highest) == step


@pytest.mark.parametrize(
    ("rates", "ends"),
    [
        ([], (0, 100)),
        (["62.50", "47.00"], (40, 70)),
        (["50.00"], (50, 60)),
        (["100.00"], (90, 100)),
        (["0.00"], (0, 10)),
        (["0.00", "100.00"], (0, 100)),
    ],
)
def test_the_scale_of_the_rate(rates: list[str], ends: tuple[int, int]) -> None:
    assert rate_range([Decimal(rate) for rate in rates]) == ends


def test_bars_stand_on_the_line_and_are_as_high_as_their_count() -> None:
    chart = trend(MONTHS)
    assert [(mark.text, mark.y + mark.height) for mark in chart.first] == [("5", BARS_FOOT), ("8", BARS_FOOT)]
    assert chart.first[0].height * 8 == pytest.approx(chart.first[1].height * 5, abs=Decimal(1))
    assert [mark.text for mark in chart.counts] == ["0", "2", "4", "6", "8"]
    assert [(mark.text, mark.hot) for mark in chart.months] == [("03", False), ("04", True)]
    assert [mark.text for mark in chart.points] == ["60.0", "62.5"]
    assert [mark.text for mark in chart.rates] == ["60%", "70%"]


def test_a_month_without_a_rate_breaks_the_line() -> None:
    gap = Month("02", 0, 0, None)
    chart = trend([*MONTHS, gap, *MONTHS])
    assert len(chart.points) == 4
    assert [len(points.split()) for points in chart.lines] == [2, 2]
    assert trend([gap]).lines == ()


def test_no_months_is_an_error() -> None:
    with pytest.raises(ValueError, match="no months"):
        trend([])


RATES = st.one_of(st.none(), st.decimals(0, 100, places=2))
COUNTS = st.integers(0, 99_999)


@given(st.lists(st.builds(Month, st.just("04"), COUNTS, COUNTS, RATES), min_size=1, max_size=13))
def test_nothing_leaves_its_half(months: list[Month]) -> None:
    chart = trend(months)
    assert all(BARS_TOP - 1 <= mark.y <= BARS_FOOT for mark in (*chart.first, *chart.second))
    assert all(RATE_TOP - 1 <= mark.y <= RATE_FOOT + 1 for mark in chart.points)
    assert len(chart.counts) <= 7


def test_the_drawing_is_well_formed_and_told_in_words() -> None:
    drawing = render_to_string("parts/trend.html", trend_chart(MONTHS, "近 2 个月", "4 月新收 8 件。"))
    svg = etree.fromstring(drawing)
    assert svg.find("{*}title").text == "近 2 个月"
    assert svg.find("{*}desc").text == "4 月新收 8 件。"
    assert len(svg.findall("{*}rect")) == 4
    assert svg.get("aria-labelledby") == "trend-t trend-d"
