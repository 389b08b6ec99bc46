"""Indicators 23 to 25 of the fixture: the figures, whom they can be asked for, and what later numbers do to a frozen month."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from cases.actions import outside as acts
from cases.actions.acting import Actor
from cases.actions.outside import Reading
from cases.stats.asked import Asked
from cases.stats.frozen import corrections_of
from cases.stats.indicator import Figure
from cases.stats.indicators import BY_CODE
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from cases.stats.snapshot import Snapshot
from tests.build import moment
from tests.cast import Cast
from tests.stats.april import ASKED_ON, April
from tests.stats.freezing import freeze

NOW = moment("2024-05-06 10:00")
MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)
FIRST, OWN, PAYABLE, ALL = "first_filings", "own_basis_filings", "payable_judgments", "applications"


@pytest.fixture(autouse=True)
def on_the_sixth_of_may():
    with time_machine.travel(NOW, tick=False):
        yield


def enter(cast: Cast, month: date, numbers: Mapping[str, int], source: str = "执行办案系统", note: str = "") -> None:
    reading = Reading(month, numbers, source, ASKED_ON, note)
    acts.enter_outside(by=Actor(cast.chen), now=NOW, reading=reading)


def figure(code: str, **asked: Any) -> Figure:
    given = {"period": Period.parse("2024-04"), "as_of": ASKED_ON} | asked
    return Reckoning(Asked(**given)).figure(BY_CODE[code])


def page(cast: Cast, who: str, url: str) -> str:
    client = Client()
    client.force_login(cast.people[who])
    return client.get(url).content.decode()


def test_the_indicators_of_the_fixture(april: April) -> None:
    assert [
        (figure(code).value, figure(code).numerator, figure(code).denominator) for code in ("m23", "m24", "m25")
    ] == [
        (Decimal("-23.46"), -57, 243),
        (Decimal("38.71"), 120, 310),
        (Decimal("66.67"), 8, 12),
    ]
    assert figure("m23").source == "执行办案系统，2024-05-06 取数"
    assert not figure("m23").opens
    assert figure("m25").opens
    assert not figure("m25").opens_below


def test_whom_and_what_it_cannot_be_asked_for(april: April) -> None:
    for narrowed in ({"mediator": 1}, {"enterprise": True}, {"side": "both"}, {"reader": april.cast.wu}):
        assert "只有全院的数字" in figure("m25", **narrowed).missing, narrowed
    assert "整月" in figure("m23", period=Period(date(2024, 4, 1), date(2024, 4, 29))).missing
    assert figure("m23", reader=april.cast.feng).value == Decimal("-23.46")


def test_a_later_number_leaves_the_frozen_month_and_is_told_with_its_source(april: April) -> None:
    row = freeze(april.cast, at="2024-05-06 11:00")
    assert Snapshot.parse(row.content).figure("m23").source == "执行办案系统，2024-05-06 取数"
    assert corrections_of(row, ASKED_ON) == []
    enter(april.cast, APRIL, {FIRST: 200}, "省院统计平台", "漏统 14 件")
    assert Snapshot.parse(row.content).figure("m23").value == Decimal("-23.46")
    (found,) = corrections_of(row, ASKED_ON)
    assert (found.code, found.before, found.after) == ("m23", "-23.46", "-17.70")
    assert (found.gone, found.come, found.changed) == ((), (), ())
    assert found.source == "省院统计平台，2024-05-06 取数；执行办案系统，2024-05-06 取数"
    text = page(april.cast, "ling", "/reports/2024-04/")
    assert "首执收案同比由-23.46%调整为-17.70%，数字取自省院统计平台，2024-05-06 取数" in text
    assert "-23.46%" in text


def test_what_was_entered_after_the_freezing_is_told_too(april: April) -> None:
    before = {"m23", "m24", "m25"}
    row = freeze(april.cast, "2024-03", at="2024-05-06 11:00")
    assert {code for code in before if Snapshot.parse(row.content).figure(code).value is None} == before
    numbers = {FIRST: 100, OWN: 50, PAYABLE: 200, ALL: 9}
    enter(april.cast, MARCH, numbers)
    enter(april.cast, date(2023, 3, 1), {FIRST: 80})
    told = {each.code: (each.before, each.after) for each in corrections_of(row, ASKED_ON)}
    assert told == {"m23": (None, "25.00"), "m24": (None, "25.00"), "m25": (None, "33.33")}
    text = page(april.cast, "ling", "/reports/2024-03/")
    assert "首执收案同比由没有数调整为25.00%" in text
