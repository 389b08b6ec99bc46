"""The calculators: the figures of the worked scenarios, and what they will not reckon."""

from decimal import Decimal
from typing import Any

import pytest

from tests.api.client import Api


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
