"""On which day a service takes effect, and what a way of service must have."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models.choices import ServiceWay
from cases.rules import delivery

FULL: dict[str, Any] = {
    "form": "D08", "receiver": "刘某", "relation": "配偶", "witnesses": 2, "recorded": False, "e_consent": True,
    "e_address": "人民法院送达平台 139****0031", "confirmed_address": True, "filed": True,
}  # fmt: skip


def codes(way: str, **changes: Any) -> list[str]:
    return [fault.code for fault in delivery.faults(way=way, **{**FULL, **changes})]


@pytest.mark.parametrize("way", [way for way in delivery.WAYS if way != delivery.PUBLIC])
def test_the_day_of_the_proof_is_the_day_of_service_holidays_too(way: str) -> None:
    national_day = date(2023, 10, 1)
    found = delivery.effect(way=way, day=national_day)
    assert found.on == national_day
    assert [step.is_result for step in found.steps] == [True]
    assert found.article in found.steps[0].text


@pytest.mark.parametrize(
    ("published", "effective"),
    [("2021-12-31", "2022-03-01"), ("2022-01-01", "2022-01-31"), ("2024-02-01", "2024-03-02")],
)
def test_a_public_notice_takes_sixty_days_before_2022_and_thirty_since(published: str, effective: str) -> None:
    found = delivery.effect(way=delivery.PUBLIC, day=date.fromisoformat(published))
    assert found.on == date.fromisoformat(effective)


@pytest.mark.parametrize(
    ("day", "article"), [("2021-06-01", "八十六"), ("2023-06-01", "八十九"), ("2024-06-01", "八十九")]
)
def test_the_article_is_that_of_the_day(day: str, article: str) -> None:
    assert article in delivery.effect(way=delivery.LEFT, day=date.fromisoformat(day)).article
    assert delivery.effect(way=delivery.RETURNED, day=date.fromisoformat(day)).article == "法院专递规定第十一条"


@given(st.dates(date(2018, 1, 1), date(2030, 1, 1)), st.sampled_from(sorted(delivery.WAYS)))
def test_no_service_takes_effect_before_its_proof(day: date, way: str) -> None:
    assert timedelta(0) <= delivery.effect(way=way, day=day).on - day <= timedelta(days=60)


def test_of_several_services_the_first_complete_counts() -> None:
    post = delivery.effect(way=delivery.POST, day=date(2023, 5, 12))
    mail = delivery.effect(way=delivery.ELECTRONIC, day=date(2023, 5, 10))
    assert delivery.earliest((post, mail)) == mail
    assert delivery.earliest(()) is None


@pytest.mark.parametrize("way", delivery.WAYS)
def test_complete_records_have_no_fault(way: str) -> None:
    assert codes(way) == []


@pytest.mark.parametrize(
    ("way", "changes", "code"),
    [
        ("direct", {"receiver": ""}, "receiver_missing"),
        ("family", {"relation": ""}, "relation_missing"),
        ("agent", {"relation": ""}, "relation_missing"),
        ("left", {"witnesses": 1}, "left_unproved"),
        ("left", {"form": "D14"}, "never_left"),
        ("returned", {"confirmed_address": False}, "address_unconfirmed"),
        ("electronic", {"e_consent": False}, "no_e_service_consent"),
        ("electronic", {"e_address": ""}, "e_address_missing"),
        ("public", {"filed": False}, "public_before_filing"),
    ],
)
def test_what_is_missing_is_named(way: str, changes: dict[str, Any], code: str) -> None:
    assert codes(way, **changes) == [code]


def test_pictures_of_the_leaving_stand_for_witnesses() -> None:
    assert codes("left", witnesses=0, recorded=True) == []
    assert codes("left", witnesses=2, recorded=False) == []


def test_the_ways_are_those_of_the_records() -> None:
    assert set(ServiceWay.values) <= set(delivery.WAYS)
