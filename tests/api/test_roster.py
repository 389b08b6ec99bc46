"""The roster: who is there, who can be given work, what each has in hand."""

import pytest

from cases.states import State
from mediators.models import Organisation
from tests.api.client import Api
from tests.build import Walk, loan_filing
from tests.cast import Cast


@pytest.fixture
def committee(cast: Cast) -> Organisation:
    committee = Organisation.objects.create(name="容城镇人民调解委员会", kind="people", contact="孙主任")
    sun = cast.mediator("sun")
    sun.organisation = committee
    sun.save()
    return committee


def test_the_roster_with_what_each_has_in_hand(api: Api, cast: Cast, committee: Organisation) -> None:
    Walk(cast).to(State.MEDIATION)
    Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"})).file().accept().assign(taken_on=None)
    rows = {row["username"]: row for row in api.get("mediators/").json()["results"]}
    assert rows["li"]["load"] == {"open": 2, "waiting": 1}
    assert rows["zhao"]["load"] == {"open": 0, "waiting": 0}
    assert (rows["sun"]["organisation"]["name"], rows["sun"]["supervisor"]) == ("容城镇人民调解委员会", "周指导")
    assert (rows["sun"]["kind"], rows["sun"]["kind_label"], rows["sun"]["available"]) == ("people", "人民调解员", True)
    assert api.get(f"mediators/{rows['li']['id']}/").json() == rows["li"]
    assert api.get("mediators/999999/").status_code == 404


def test_who_can_be_given_work(api: Api, cast: Cast, committee: Organisation) -> None:
    cast.zhao.is_active = False
    cast.zhao.save()

    def names(**query: object) -> list[str]:
        return [row["username"] for row in api.get("mediators/", **query).json()["results"]]

    assert names() == ["li", "zhao", "sun"]
    assert names(available="true") == ["li", "sun"]
    assert names(available="false") == ["zhao"]
    assert names(kind="people") == ["sun"]
    assert names(organisation=committee.pk) == ["sun"]


def test_organisations(api: Api, committee: Organisation) -> None:
    page = api.get("organisations/").json()
    assert (page["next"], page["previous"]) == (None, None)
    assert [row["name"] for row in page["results"]] == ["容城镇人民调解委员会"]


def test_pages_of_the_roster(api: Api, cast: Cast) -> None:
    first = api.get("mediators/", page_size=2).json()
    second = api.get(first["next"]).json()
    assert [row["username"] for row in first["results"] + second["results"]] == ["li", "zhao", "sun"]
    assert second["next"] is None
    assert api.get(second["previous"]).json()["results"] == first["results"]
