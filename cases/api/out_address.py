"""A confirmation of address as the API shows it."""

from datetime import date
from typing import TypedDict

from cases.models import AddressConfirmation
from cases.rules.identity import mask_address, mask_phone


class AddressOut(TypedDict):
    """What a party confirmed; addresses and telephone are masked, ``scan`` is null where there is none."""

    id: int
    party: int
    party_name: str
    address: str
    receiver: str
    receiver_relation: str
    phone: str
    e_consent: bool
    e_address: str
    for_reconciliation: bool
    for_enforcement: bool
    signed_on: date
    scan: int | None


def confirmation(row: AddressConfirmation) -> AddressOut:
    return AddressOut(
        id=row.pk,
        party=row.party_id,
        party_name=row.party.name,
        address=mask_address(row.address),
        receiver=row.receiver,
        receiver_relation=row.receiver_relation,
        phone=mask_phone(row.phone),
        e_consent=row.e_consent,
        e_address=mask_phone(row.e_address),
        for_reconciliation=row.for_reconciliation,
        for_enforcement=row.for_enforcement,
        signed_on=row.signed_on,
        scan=row.scan_id,
    )
