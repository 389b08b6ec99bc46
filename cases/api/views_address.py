"""The act of confirming an address for service: what it takes in, does and answers."""

from typing import Any

from cases.actions import delivery
from cases.actions.inputs import AddressInput
from cases.api.acts import CaseAct
from cases.api.inputs_address import ConfirmAddressIn
from cases.api.out_address import AddressOut, confirmation
from cases.api.refs import CasePeople
from cases.models import AddressConfirmation
from cases.verbs import Verb


class ConfirmAddress(CaseAct):
    verb = Verb.CONFIRM_ADDRESS
    body = ConfirmAddressIn
    answer = AddressOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> AddressConfirmation:
        party = CasePeople(self.caller.person, spine["case_id"]).party(given.pop("party"), "party")
        at, scan = given.pop("at", None), given.pop("scan", None)
        return delivery.confirm_address(
            **spine, party_id=party.pk, confirmation=AddressInput(scan_id=scan, **given), at=at
        )

    def show(self, result: AddressConfirmation) -> AddressOut:
        return confirmation(result)
