"""The figures of a month over the API: those of the fixture, by whom, and exactly the cases behind each."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from cases.actions.acting import Actor
from cases.actions.targets import set_target
from cases.models import Case
from jianli_mediation.core.clients import Scope
from tests.api.client import Api, client_with
from tests.build import moment
from tests.cast import Cast, make_cast
from tests.laid import laid_once
from tests.stats.april import April

READERS = ("qian", "zheng", "ling", "feng", "zhou")
STRANGERS = ("li", "sun", "wang", "chen", "shu", "cai", "xi", "an", "shen")


@pytest.fixture(scope="module")
def laid_april(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[April]:
    with laid_once(django_db_blocker):
        with django_db_blocker.unblock():
            court = April(make_cast())
        yield court


@pytest.fixture
def april(laid_april: April, db: None) -> April:
    return laid_april


@pytest.fixture
def cast(april: April) -> Cast:
    return april.cast


def by_code(answer: Any) -> dict[str, Any]:
    return {row["code"]: row for row in answer["indicators"]}


def behind(api: Api, code: str, **query: Any) -> list[dict[str, Any]]:
    answer = api.get(f"statistics/2024-04/{code}/cases/", page_size=100, **query)
    assert answer.status_code == 200
    return answer.json()["results"]


def test_a_month(api: Api, april: April) -> None:
    answer = api.get("statistics/2024-04/").json()
    assert (answer["month"], answer["label"], answer["frozen"]) == ("2024-04", "2024年4月", False)
    assert (answer["version"], answer["digest"]) == (None, None)
    rows = by_code(answer)
    assert len(rows) == 38
    assert [rows[code]["value"] for code in ("m01", "m02", "m03", "m04", "m06", "m09")] == [8, 3, 8, 3, 5, 4]
    assert [rows[code]["value"] for code in ("m07", "m07b", "m12", "m13", "m14", "m17")] == [
        *("62.50", "71.43", "20.77", "90.48", "13.38", "18.18"),
    ]
    assert (rows["m11"]["value"], rows["m27"]["value"], rows["m27b"]["value"]) == ("257600.00", "2039.00", "8503.75")
    assert (rows["m12"]["numerator"], rows["m12"]["denominator"]) == ("227600.00", "1096006.71")
    assert (rows["m29"]["value"], rows["m29"]["denominator"], rows["m29"]["missing"]) == (None, 0, "")
    assert rows["m33"]["value"] is None
    assert (rows["m33"]["denominator"], rows["m33"]["missing"]) == (0, "")
    assert {part["code"]: part["value"] for part in rows["m22"]["parts"]}["m22.rate"] == "66.67"


def test_exactly_the_cases_behind_a_figure(api: Api, april: April) -> None:
    assert {row["case_no"] for row in behind(api, "m06")} == april.numbers(1, 3, 5, 6, 11)
    assert {row["case_no"] for row in behind(api, "m07", part="denominator")} == april.numbers(1, 2, 3, 4, 5, 6, 8, 11)
    shares = {row["case_no"]: (row["on"], row["share"]) for row in behind(api, "m11")}
    assert shares[april.case(3).case_no] == ("2024-04-25", "160000.00")
    assert sum(float(share) for _, share in shares.values()) == 257600
    assert {row["case_no"] for row in behind(api, "m03", mediator=april.cast.mediator("li").pk)} == april.numbers(
        1, 3, 11
    )
    assert {row["mediator"] for row in behind(api, "m19")} == {"和解员赵"}
    assert behind(api, "m33") == []


def test_every_list_is_as_long_as_its_figure(api: Api, april: April) -> None:
    for who in (*READERS, "wu"):
        caller = api.by(who)
        for row in by_code(caller.get("statistics/2024-04/").json()).values():
            for entry in (row, *row["parts"]):
                # What was read in another system has no cases here.
                if entry["numerator"] is None or entry["code"] in ("m23", "m24"):
                    continue
                rows = behind(caller, entry["code"])
                total = sum(float(1 if each["share"] is None else each["share"]) for each in rows)
                assert total == float(entry["numerator"]), (who, entry["code"])


def test_figures_from_another_system_tell_their_source(api: Api, april: April) -> None:
    rows = by_code(api.get("statistics/2024-04/").json())
    told = [(rows[code]["value"], rows[code]["numerator"], rows[code]["denominator"]) for code in ("m23", "m24", "m25")]
    assert told == [("-23.46", -57, 243), ("38.71", 120, 310), ("66.67", 8, 12)]
    assert rows["m23"]["source"] == "执行办案系统，2024-05-06 取数"
    assert behind(api, "m23") == []
    assert {row["case_no"] for row in behind(api, "m25")} == april.numbers(3, 4, 5, 6, 7, 8, 11, 12)
    lane = by_code(api.by("wu").get("statistics/2024-04/").json())
    assert (lane["m25"]["value"], lane["m25"]["missing"]) == (None, "只有全院的数字，不分和解员，也不分涉企。")


def test_a_target_stands_beside_its_figure(api: Api, april: April) -> None:
    given = {"code": "m07", "from_month": date(2024, 4, 1), "amount": Decimal("62.51"), "basis": "院务会"}
    set_target(by=Actor(april.cast.qian), now=moment("2024-05-06 09:00"), **given)
    rows = by_code(api.get("statistics/2024-04/").json())
    assert rows["m07"]["target"] == {
        "amount": "62.51",
        "bound": "at_least",
        "from_month": "2024-04",
        "basis": "院务会",
        "reached": False,
    }
    assert rows["m08"]["target"] is None, "none that nobody set"
    assert by_code(api.by("wu").get("statistics/2024-04/").json())["m07"]["target"] is None, "not of one lane"


def test_the_business_office_reads_the_lane_of_enterprises(api: Api, april: April) -> None:
    rows = by_code(api.by("wu").get("statistics/2024-04/").json())
    assert (rows["m01"]["value"], rows["m03"]["value"], rows["m07"]["value"]) == (3, 3, "66.67")
    assert {row["case_no"] for row in behind(api.by("wu"), "m03")} == april.numbers(3, 6, 8)


@pytest.mark.parametrize("path", ["statistics/2024-04/", "statistics/2024-04/m01/cases/"])
def test_who_reads_them(api: Api, path: str) -> None:
    assert {who: api.by(who).get(path).status_code for who in (*READERS, "wu")} == dict.fromkeys((*READERS, "wu"), 200)
    refused = {who: api.by(who).get(path) for who in STRANGERS}
    assert {who: answer.status_code for who, answer in refused.items()} == dict.fromkeys(STRANGERS, 403)
    assert refused["li"].json()["code"] == "role_forbidden"
    blind = client_with(Scope.CASES_READ, name="只读案件")
    assert (blind.get(path).status_code, blind.get(path).json()["code"]) == (403, "scope_missing")


@pytest.mark.parametrize("month", ["2024-4", "2024-13", "4月", "2199-01", "2024-04-01"])
def test_what_is_no_month_is_not_there(api: Api, month: str) -> None:
    assert api.get(f"statistics/{month}/").status_code == 404
    assert api.get(f"statistics/{month}/m01/cases/").status_code == 404


def test_bad_questions(api: Api, db: None) -> None:
    assert api.get("statistics/2024-04/m99/cases/").status_code == 404
    assert api.get("statistics/2024-04/m01/cases/", part="both").json()["errors"].keys() == {"part"}
    assert api.get("statistics/2024-04/m01/cases/", cursor="x").json()["code"] == "bad_cursor"
    assert api.get("statistics/2024-04/", month=1).json()["code"] == "unknown_parameter"


def test_pages_of_a_list(api: Api, april: April) -> None:
    first = api.get("statistics/2024-04/m01/cases/", page_size=5).json()
    second = api.get(first["next"]).json()
    assert [len(page["results"]) for page in (first, second)] == [5, 3]
    assert second["next"] is None
    assert {row["case_no"] for row in first["results"] + second["results"]} == april.numbers(3, 4, 5, 6, 7, 8, 11, 12)


def test_a_stock_that_does_not_add_up_is_not_reported(api: Api, april: April) -> None:
    """Registered after it was closed: no act makes such a case, a hand in the database does."""
    Case.objects.filter(pk=april.case(1).pk).update(registered_on="2024-04-20", stage_closed_on="2024-03-03")
    answer = api.get("statistics/2024-04/")
    assert (answer.status_code, answer.json()["code"]) == (409, "stock_mismatch")
    assert "旧存 2 + 新收 9 − 结案 7 = 4，与未结 3 不符" in answer.json()["detail"]


def test_the_etag_of_a_month(api: Api, april: April) -> None:
    tag = api.get("statistics/2024-04/")["ETag"]
    assert api.get("statistics/2024-04/", headers={"If-None-Match": tag}).status_code == 304
