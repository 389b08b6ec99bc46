"""The calculators: the figures of the worked scenarios, and what they will not reckon."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.queries import calculators
from jianli_mediation.core.models import DatedSetting
from jianli_mediation.kernel.money import show
from tests.api.client import Api
from tests.cast import Cast


def test_execution_fee(api: Api) -> None:
    fee = api.post("calculators/execution-fee/", {"amount": "100000.00"}).json()
    assert (fee["fee"], fee["article"]) == ("1400.00", "诉讼费用交纳办法第十四条")
    assert fee["steps"][-1] == "合计 1,400.00 元"


@pytest.mark.parametrize(
    ("body", "raw", "due", "moved"),
    [
        ({"start": "2023-04-12", "days": 10}, "2023-04-22", "2023-04-23", True),
        ({"start": "2023-09-01", "days": 30}, "2023-10-01", "2023-10-07", True),
        ({"start": "2023-09-01", "days": 30, "shift": False}, "2023-10-01", "2023-10-01", False),
        ({"start": "2024-04-30", "working_days": 3}, "2024-05-08", "2024-05-08", False),
        ({"start": "2023-07-05", "years": 2}, "2025-07-05", "2025-07-07", True),
        ({"start": "2024-01-31", "months": 1}, "2024-02-29", "2024-02-29", False),
    ],
)
def test_deadline(body: dict[str, Any], raw: str, due: str, moved: bool, api: Api) -> None:
    end = api.post("calculators/deadline/", body).json()
    assert (end["raw"], end["due"], end["moved"], end["confirmed"]) == (raw, due, moved, True)
    assert end["steps"][0]["day"] == body["start"]


def test_a_deadline_beyond_the_announced_holidays_is_not_confirmed(api: Api) -> None:
    end = api.post("calculators/deadline/", {"start": "2150-01-01", "days": 10}).json()
    assert end["confirmed"] is False


@pytest.mark.parametrize(
    "span", [{}, {"days": 1, "years": 1}, {"days": -1}, {"days": 10**9}, {"weeks": 2}, {"years": 51}]
)
def test_a_deadline_has_one_span(span: dict[str, int], api: Api) -> None:
    assert api.post("calculators/deadline/", {"start": "2023-04-12", **span}).status_code == 400


def test_doubled_interest_of_one_payment(api: Api) -> None:
    body = {
        "principal": "86500.00", "performance_end": "2023-04-23", "until": "2023-05-24", "order": "statutory",
        "payments": [{"date": "2023-05-24", "amount": "87950.51"}],
    }  # fmt: skip
    found = api.post("calculators/doubled-interest/", body).json()
    assert found["total"] == "469.26"
    assert [(row["days"], row["base"], row["rate"]) for row in found["segments"]] == [(31, "86500.00", "0.000175")]


def test_doubled_interest_of_three(api: Api) -> None:
    body = {
        "principal": "480000.00", "performance_end": "2023-08-21", "until": "2023-12-11", "order": "principal_first",
        "payments": [
            {"date": "2023-10-10", "amount": "160000.00"}, {"date": "2023-11-09", "amount": "160000.00"},
            {"paid_on": "2023-12-11", "amount": "164250.00"},
        ],
    }  # fmt: skip
    found = api.post("calculators/doubled-interest/", body).json()
    assert [row["amount"] for row in found["segments"]] == ["4200.00", "1680.00", "896.00"]
    assert found["total"] == "6776.00"


@pytest.mark.parametrize("rate", ["0.0365", "3.65%", 0.0365])
def test_a_rate_as_people_write_it(rate: Any, api: Api) -> None:
    body = {
        "principal": "200000.00", "general_interest": {"rate": rate, "from": "2022-06-01"}, "until": "2023-05-31",
        "performance_end": "2199-01-01",
    }  # fmt: skip
    left = api.post("calculators/balance/", body).json()
    assert left["lines"][1] == {"code": "general_interest", "label": "一般债务利息", "amount": "7280.00"}
    assert left["segments_general"][0]["rate"] == "0.0365"


def test_the_fee_in_the_base_only_when_asked(api: Api) -> None:
    body = {
        "principal": "86500.00", "costs": "981.25", "performance_end": "2023-04-23", "until": "2023-05-24",
    }  # fmt: skip
    without, with_fee = (
        api.post("calculators/doubled-interest/", {**body, "fee_in_base": chosen}).json()["total"]
        for chosen in (False, True)
    )
    assert (without, with_fee) == ("469.26", "474.59")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"general_interest": {"rate": "3.65", "from": "2022-06-01"}}, "general_interest.rate"),
        ({"general_interest": {"rate": "0.0365"}}, "general_interest.from"),
        ({"general_interest": {"rate": "1", "rate_type": "lpr", "from": "1990-01-01"}}, "general_interest.from"),
        ({"order": "custom"}, "custom_order"),
        ({"order": "custom", "custom_order": ["costs"]}, "custom_order"),
        ({"payments": [{"date": "2023-05-01"}]}, "payments.0.amount"),
        ({"payments": [{"date": "2023-05-01", "amount": "-5"}]}, "payments.0.amount"),
        ({"until": None}, "until"),
    ],
)
def test_what_cannot_be_reckoned_is_named(changes: dict[str, Any], field: str, api: Api) -> None:
    body = {"principal": "1000.00", "performance_end": "2023-04-23", "until": "2023-05-24", **changes}
    response = api.post("calculators/balance/", body)
    assert (response.status_code, list(response.json()["errors"])) == (400, [field])


def test_a_custom_order(api: Api) -> None:
    body = {
        "principal": "1000.00", "costs": "50.00", "performance_end": "2023-04-23", "until": "2023-05-24",
        "payments": [{"date": "2023-05-24", "amount": "40.00"}], "order": "custom",
        "custom_order": ["costs", "principal", "interest", "doubled"],
    }  # fmt: skip
    left = api.post("calculators/balance/", body).json()
    assert (left["order_label"], left["allocations"][0]["costs"]) == ("费用、本金、利息、加倍部分利息", "40.00")


def test_instalments_to_the_fen(api: Api) -> None:
    body = {"total": "100000.00", "count": 6, "first_due": "2024-01-31", "every": "month"}
    plan = api.post("calculators/instalments/", body).json()
    assert [row["amount"] for row in plan["instalments"]] == ["16666.66"] * 5 + ["16666.70"]
    assert [row["due_on"] for row in plan["instalments"]][:3] == ["2024-01-31", "2024-02-29", "2024-03-31"]
    assert sum(Decimal(row["amount"]) for row in plan["instalments"]) == Decimal(plan["total"])
    down = api.post("calculators/instalments/", {**body, "down_payment": "40000"}).json()
    assert (down["count"], down["instalments"][0]["amount"]) == (7, "40000.00")


@pytest.mark.parametrize("changes", [{"count": 0}, {"count": 601}, {"total": "0.05"}, {"every": "day"}])
def test_a_plan_that_is_none(changes: dict[str, Any], api: Api) -> None:
    body = {"total": "100000.00", "count": 6, "first_due": "2024-01-31", **changes}
    assert api.post("calculators/instalments/", body).status_code == 400


OFFER = {
    "total": "100000", "first_due": "2023-08-31", "count": "6", "down_payment": "10000", "income": "60000",
}  # fmt: skip
OFFERS: dict[str, tuple[dict[str, str], bool, list[str]]] = {
    "by count": (OFFER, True, []),
    "by amount": ({"total": "1000.01", "first_due": "2024-01-31", "monthly": "333.33"}, True, []),
    "with delay interest": (
        {
            "total": "484250", "first_due": "2023-10-10", "count": "3", "principal": "480000",
            "performance_end": "2023-08-21",
        },
        True,
        [],
    ),
    "beyond her means": (OFFER | {"income": "20000", "burden": "9000"}, False, ["beyond_income"]),
    "no income at all": (OFFER | {"income": "0"}, False, ["no_spare_income"]),
    "paid at once": (OFFER | {"down_payment": "100000"}, False, ["nothing_left"]),
    "never reached": (OFFER | {"monthly": "14000"}, False, ["too_little"]),
    "far too long": ({"total": "100000", "first_due": "2023-08-31", "monthly": "100"}, False, ["too_many"]),
    "less than a fen": ({"total": "0.05", "first_due": "2023-08-31", "count": "6"}, False, ["below_a_fen"]),
}  # fmt: skip


def test_an_offer_with_its_working(api: Api) -> None:
    found = api.post("calculators/simulator/", {**OFFER, "performance_end": "2023-08-21"}).json()
    assert (found["feasible"], found["obstacles"]) == (True, [])
    assert (found["count"], found["ends_on"], found["monthly"]) == (7, "2024-02-29", "15000.00")
    assert (found["total"], found["share"]) == ("100000.00", "0.2500")
    assert (found["band"], found["band_label"], found["risks"]) == ("low", "较低", [])
    assert found["instalments"][1] == {
        "seq": 2, "due_on": "2023-09-30", "amount": "15000.00", "day_kind": "星期六，国庆假期",
        "payable_until": "2023-10-07", "confirmed": True,
    }  # fmt: skip
    assert found["instalments"][0]["payable_until"] == "2023-08-31"
    later = api.post("calculators/simulator/", {**OFFER, "first_due": "2150-01-01"}).json()
    assert {row["confirmed"] for row in later["instalments"]} == {False}
    delay = found["delay"]
    assert delay["segments"][0]["rate"] == "0.000175"
    assert sum(Decimal(row["amount"]) for row in delay["segments"]) == Decimal(delay["total"]) > 0
    assert Decimal(found["total_with_delay"]) == Decimal("100000.00") + Decimal(delay["total"])


def test_an_offer_with_delay_interest(api: Api) -> None:
    """S2: 480,000 in three, waived if punctual: 6,776.00; read the other way, the first day too, 6,860.00."""
    body = {
        "total": "484250", "monthly": "160000", "count": 4, "principal": "480000", "first_due": "2023-10-10",
        "performance_end": "2023-08-21",
    }  # fmt: skip
    found = api.post("calculators/simulator/", body).json()
    assert (found["delay"]["total"], found["total_with_delay"], found["share"]) == ("6776.00", "491026.00", None)
    assert [risk["code"] for risk in found["risks"]] == ["income_unknown", "small_down_payment"]
    DatedSetting.objects.create(code="first_day_counts", since=date(2023, 1, 1), value="是", source="审委会")
    assert api.post("calculators/simulator/", body).json()["delay"]["total"] == "6860.00"


@pytest.mark.parametrize("name", OFFERS)
def test_what_cannot_be_kept_says_why(name: str, api: Api) -> None:
    body, feasible, reasons = OFFERS[name]
    found = api.post("calculators/simulator/", body).json()
    assert (found["feasible"], [each["code"] for each in found["obstacles"]]) == (feasible, reasons)
    assert all(each["text"] for each in found["obstacles"])
    if found["count"]:
        assert sum(Decimal(row["amount"]) for row in found["instalments"]) == Decimal(found["total"])
    else:
        assert (found["ends_on"], found["band"], found["band_label"], found["risks"]) == (None, None, "", [])


@pytest.mark.parametrize("name", OFFERS)
def test_the_page_says_the_same(
    name: str, api: Api, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One function behind both, asked the same: so is every figure."""
    asked: list[tuple[Any, Any]] = []

    def offer(*given: Any) -> Any:
        asked.append(given)
        return real(*given)

    real = calculators.offer
    monkeypatch.setattr(calculators, "offer", offer)
    body, feasible, _ = OFFERS[name]
    found = api.post("calculators/simulator/", body).json()
    client.force_login(cast.li)
    page = client.get(reverse("cases:calculator", args=["simulator"]), body).content.decode()
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert ("做得到" in page, "做不到" in page) == (feasible, not feasible)
    figures = [found["total"], *(row["amount"] for row in found["instalments"])]
    if found["delay"]:
        figures += [found["delay"]["total"], found["total_with_delay"]]
    for figure in figures:
        assert show(Decimal(figure)) in page
    words = [each["text"] for each in (*found["obstacles"], *found["risks"])]
    words += [row["due_on"] for row in found["instalments"]]
    words += [f"{Decimal(found['share']) * 100:.2f}%"] if found["share"] else []
    assert [each for each in words if each not in page] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"count": None}, "count"),
        ({"count": 0}, "count"),
        ({"count": 601}, "count"),
        ({"total": "0"}, "total"),
        ({"total": None}, "total"),
        ({"monthly": "0"}, "monthly"),
        ({"income": "-1"}, "income"),
        ({"burden": "1.001"}, "burden"),
        ({"principal": "0"}, "principal"),
        ({"first_due": "2023-02-30"}, "first_due"),
        ({"performance_end": "1899-12-31"}, "performance_end"),
        ({"every": "week"}, "every"),
    ],
)
def test_an_offer_that_cannot_be_read_is_named(changes: dict[str, Any], field: str, api: Api) -> None:
    response = api.post("calculators/simulator/", {**OFFER, **changes})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert list(response.json()["errors"]) == [field]
