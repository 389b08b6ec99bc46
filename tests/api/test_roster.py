"""The roster: who is there, who can be given work, what each has in hand."""

from datetime import date, timedelta

import pytest

from cases.actions.roster import leave
from cases.states import State
from jianli_mediation.core import clock
from mediators import actions
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


def test_what_stands_on_a_persons_entry(api: Api, cast: Cast) -> None:
    sun, entry = cast.mediator("sun"), {"by": cast.qian, "now": clock.now()}
    today = clock.today()
    actions.amend(
        **entry, mediator_id=sun.pk, changes={"roster_no": "特-01", "languages": "普通话、监利话", "capacity": 6}
    )
    actions.add_certificate(
        **entry, mediator_id=sun.pk, title="特邀调解员证书", number="9", issuer="本院", valid_until=date(2030, 1, 1)
    )
    actions.enter_absence(
        **entry, mediator_id=sun.pk, kind="leave", from_on=today, until_on=today + timedelta(days=2), reason="家事"
    )
    row = api.get(f"mediators/{sun.pk}/").json()
    assert (row["roster_no"], row["languages"], row["capacity"]) == ("特-01", "普通话、监利话", 6)
    assert row["certificates"] == [
        {"title": "特邀调解员证书", "number": "9", "issuer": "本院", "valid_from": None, "valid_until": "2030-01-01"}
    ]
    assert row["available"] is False
    assert row["absent"] == {
        "kind": "leave",
        "kind_label": "请假",
        "from_on": str(today),
        "until_on": str(today + timedelta(days=2)),
    }
    assert "家事" not in api.get("mediators/").content.decode()


def test_on_her_last_day_no_work_is_given(api: Api, cast: Cast) -> None:
    zhao = cast.mediator("zhao")
    leave(by=cast.qian, now=clock.now(), mediator_id=zhao.pk, until_on=clock.today(), reason="调离")
    assert api.get(f"mediators/{zhao.pk}/").json()["available"] is False
    assert zhao.pk not in {row["id"] for row in api.get("mediators/", available="true").json()["results"]}


def test_an_invited_mediator_finds_herself_alone(api: Api, cast: Cast, committee: Organisation) -> None:
    hers = api.by("sun")
    assert [row["username"] for row in hers.get("mediators/").json()["results"]] == ["sun"]
    assert hers.get(f"mediators/{cast.mediator('li').pk}/").status_code == 404
    assert len(hers.get("organisations/").json()["results"]) == 1


def test_the_technician_reads_no_roster(api: Api, cast: Cast, committee: Organisation) -> None:
    assert api.by("xi").get("mediators/").json()["results"] == []
    assert api.by("xi").get("organisations/").json()["results"] == []
    assert len(api.by("shen").get("mediators/").json()["results"]) == 3
