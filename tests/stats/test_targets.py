"""目标: set by the head or the director for an indicator from a month on, ended by another row, held against the figures."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.actions import targets as acts
from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.models import IndicatorTarget
from cases.stats import targets
from cases.stats.indicators import BY_CODE
from cases.stats.targets import Target
from jianli_mediation.core.models import AuditEntry
from tests.build import moment
from tests.cast import Cast
from tests.stats.freezing import freeze

NOW = moment("2024-05-06 10:00")
APRIL, MAY, JUNE = date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)
BASIS = "院长办公会 2024 年第 3 次会议纪要"


@pytest.fixture(autouse=True)
def on_the_sixth_of_may():
    with time_machine.travel(NOW, tick=False):
        yield


def set_target(cast: Cast, who: str = "qian", **changes: Any) -> IndicatorTarget:
    given = {"code": "m07", "from_month": MAY, "amount": Decimal("65.00"), "basis": BASIS, **changes}
    return acts.set_target(by=Actor(cast.people[who]), now=NOW, **given)


def sign_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_nothing_is_set_unless_somebody_sets_it(cast: Cast) -> None:
    assert targets.in_force(MAY) == {}
    set_target(cast)
    assert targets.in_force(MAY) == {"m07": Target("m07", Decimal("65.00"), MAY, BASIS)}
    assert targets.in_force(APRIL) == {}, "not for the months before"
    entry = AuditEntry.objects.get(verb="set_target")
    assert (entry.chain, entry.facts["code"], entry.facts["from"], entry.facts["to"]) == (
        "targets",
        "m07",
        None,
        "65.00",
    )


def test_the_newest_of_the_latest_month_holds_and_an_end_ends_it(cast: Cast) -> None:
    set_target(cast)
    set_target(cast, amount=Decimal(70), basis="改为 70")
    set_target(cast, from_month=JUNE, amount=None, basis="不再考核")
    set_target(cast, code="m17", amount=Decimal(10))
    assert {code: each.amount for code, each in targets.in_force(MAY).items()} == {
        "m07": Decimal(70),
        "m17": Decimal(10),
    }
    assert set(targets.in_force(date(2025, 1, 1))) == {"m17"}


@pytest.mark.parametrize("who", ["wang", "chen", "li", "sun", "shu", "zhou", "wu", "cai", "ling", "feng", "xi", "an"])
def test_who_sets_none(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        set_target(cast, who)
    assert not IndicatorTarget.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "m01"}, "code"),
        ({"code": "m99"}, "code"),
        ({"from_month": date(2024, 5, 2)}, "from_month"),
        ({"from_month": date(2023, 4, 1)}, "from_month"),
        ({"from_month": date(2026, 6, 1)}, "from_month"),
        ({"amount": Decimal("100.01")}, "amount"),
        ({"amount": Decimal("-0.01")}, "amount"),
        ({"amount": Decimal("65.001")}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"code": "m03", "amount": Decimal("8.5")}, "amount"),
        ({"code": "m23", "amount": Decimal("-100.01")}, "amount"),
        ({"amount": None}, "amount"),
        ({"basis": " "}, "basis"),
        ({"basis": "长" * 201}, "basis"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        set_target(cast, **changes)
    assert set(wrong.value.errors) == {field}
    assert not IndicatorTarget.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"from_month": date(2023, 5, 1)},
        {"from_month": date(2026, 5, 1)},
        {"amount": Decimal(0)},
        {"amount": Decimal(100)},
        {"code": "m23", "amount": Decimal(-100)},
        {"code": "m14", "amount": Decimal("20.5")},
        {"code": "m11", "amount": Decimal("99999999999999.99")},
        {"basis": "长" * 200},
    ],
)
def test_at_the_very_edge(cast: Cast, changes: dict[str, Any]) -> None:
    assert set_target(cast, **changes)


def test_the_same_again_is_none(cast: Cast) -> None:
    set_target(cast)
    with pytest.raises(InvalidInput) as wrong:
        set_target(cast)
    assert set(wrong.value.errors) == {"amount"}


def test_a_frozen_month_keeps_what_it_was_held_against(cast: Cast) -> None:
    freeze(cast)
    with pytest.raises(InvalidInput) as wrong:
        set_target(cast, from_month=APRIL)
    assert set(wrong.value.errors) == {"from_month"}
    assert set_target(cast, from_month=MAY)


@pytest.mark.parametrize(
    ("code", "value", "verdict"),
    [
        ("m07", "65.00", "达到"),
        ("m07", "64.99", "未达到"),
        ("m17", "65.00", "达到"),
        ("m17", "65.01", "未达到"),
        ("m07", None, "没有数"),
    ],
)
def test_which_side_is_reached(code: str, value: str | None, verdict: str) -> None:
    target = Target(code, Decimal(65), MAY, BASIS)
    assert target.verdict(None if value is None else Decimal(value)) == verdict
    assert target.words == ("不低于 65.00%" if code == "m07" else "不高于 65.00%")


def test_every_indicator_has_one_better_side_or_none() -> None:
    assert not targets.AT_LEAST & targets.AT_MOST
    assert set(BY_CODE) >= targets.AT_LEAST | targets.AT_MOST


PAGE = reverse("cases:set_target", args=["m07"])
TYPED = {"from_month": "2024年5月", "amount": "65%", "basis": BASIS}


def test_the_form(cast: Cast) -> None:
    client = sign_in(cast, "zheng")
    answer = client.post(PAGE, TYPED)
    assert (answer.status_code, answer["Location"]) == (302, reverse("cases:targets"))
    shown = client.get(reverse("cases:targets")).content.decode()
    assert "不低于 65.00%" in shown
    assert BASIS in shown
    assert client.post(PAGE, {"from_month": "2024-06", "ends": "on", "basis": "不再考核"}).status_code == 302
    assert "2024-06 起 不再设" in client.get(reverse("cases:targets")).content.decode()
    assert "不再设" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from_month": "春天"}, "from_month"),
        ({"from_month": ""}, "from_month"),
        ({"amount": "很高"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"ends": "on"}, "amount"),
        ({"amount": "101"}, "amount"),
        ({"basis": ""}, "basis"),
    ],
)
def test_bad_input_keeps_what_was_typed(cast: Cast, changes: dict[str, str], field: str) -> None:
    typed = TYPED | changes
    answer = sign_in(cast, "zheng").post(PAGE, typed)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {field}
    text = answer.content.decode()
    assert all(f'value="{value}"' in text for name, value in typed.items() if value and name != "ends")


@pytest.mark.parametrize(
    ("who", "reads", "sets"),
    [("qian", 200, 200), ("zheng", 200, 200), ("ling", 200, 403), ("zhou", 200, 403), ("feng", 200, 403),
     ("chen", 403, 403), ("li", 403, 403), ("wu", 403, 403), ("xi", 403, 403)],
)  # fmt: skip
def test_who_sees_the_pages(cast: Cast, who: str, reads: int, sets: int) -> None:
    client = sign_in(cast, who)
    assert [client.get(url).status_code for url in (reverse("cases:targets"), PAGE)] == [reads, sets]


def test_what_has_no_better_side_has_no_page(cast: Cast) -> None:
    assert sign_in(cast, "qian").get(reverse("cases:set_target", args=["m01"])).status_code == 404
