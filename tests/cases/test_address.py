"""确认送达地址: what a party signed goes into her entry, and what it opens and shuts for electronic service."""

from datetime import date
from typing import Any

import pytest

from cases.actions import delivery
from cases.actions.acting import Actor, Forbidden, NotVisible
from cases.actions.inputs import AddressInput, ServiceDetails
from cases.facts import address_confirmed
from cases.models import AddressConfirmation, Party
from cases.states import State
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, moment
from tests.cases.desk import Desk
from tests.cases.test_papers import loan_with_account
from tests.cast import Cast

ON = date(2023, 5, 10)
NOW = moment("2023-05-10 15:00")
HERE = "监利市容城镇示例路 9 号"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast, loan_with_account()).to(State.MEDIATION)


def debtor(walk: Walk) -> Party:
    return walk.case.parties.get(role="respondent")


def confirm(walk: Walk, who: str = "shu", **told: Any) -> AddressConfirmation:
    given = AddressInput(**{"address": HERE, "signed_on": ON, **told})
    by = Actor(getattr(walk.cast, who))
    return delivery.confirm_address(by=by, now=NOW, case_id=walk.case_id, party_id=debtor(walk).pk, confirmation=given)


def send(walk: Walk) -> None:
    delivery.record_service(
        by=Actor(walk.cast.shu), now=NOW, case_id=walk.case_id, party_id=debtor(walk).pk, form="D08",
        way="electronic", served_on=ON, details=ServiceDetails(e_address="13900000000"),
    )  # fmt: skip


def test_the_party_takes_over_what_was_confirmed(walk: Walk) -> None:
    assert not address_confirmed(walk.case, debtor(walk))
    row = confirm(walk, phone="139 0000 0001", e_consent=True, e_address="13900000001")
    row.refresh_from_db()
    party = debtor(walk)
    assert (row.address, row.phone, row.e_address) == (HERE, "13900000001", "13900000001")
    assert (party.address, party.phone, party.e_service_consent) == (HERE, "13900000001", True)
    assert address_confirmed(walk.case, party)


def test_electronic_service_goes_by_the_last_confirmation(walk: Walk) -> None:
    confirm(walk, e_consent=True, e_address="13900000000")
    send(walk)
    confirm(walk)
    with pytest.raises(Refused) as found:
        send(walk)
    assert [each.code for each in found.value.blockers] == ["no_e_service_consent"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"signed_on": date(2023, 5, 11)}, "signed_in_future"),
        ({"signed_on": date(2020, 1, 1)}, "signed_before_receipt"),
        ({"address": "  "}, "address_blank"),
        ({"e_consent": True}, "e_address_blank"),
        ({"for_reconciliation": False}, "no_stage"),
    ],
)
def test_refused(walk: Walk, told: dict[str, Any], code: str) -> None:
    before = debtor(walk).address
    with pytest.raises(Refused) as found:
        confirm(walk, **told)
    assert [each.code for each in found.value.blockers] == [code]
    assert debtor(walk).address == before
    assert not AddressConfirmation.objects.exists()


def test_not_for_every_role_nor_for_a_foreign_case(walk: Walk) -> None:
    with pytest.raises(Forbidden):
        confirm(walk, "zhou")
    with pytest.raises(NotVisible):
        confirm(walk, "zhao")


def test_the_page_tells_what_is_missing_at_its_field(walk: Walk, cast: Cast) -> None:
    desk = Desk(cast, "shu")
    answer = desk.act(walk.case_id, "confirm-address", address=HERE, signed_on="2023-05-10", e_consent="on")
    assert answer.status_code == 400
    assert "同意电子送达的，请写明手机号" in answer.content.decode()
    answer = desk.act(walk.case_id, "confirm-address", address=HERE, signed_on="2023-05-10")
    assert answer.status_code in (200, 302, 303)
    assert debtor(walk).address == HERE
    assert HERE not in desk.page(f"/cases/{walk.case_id}/")
