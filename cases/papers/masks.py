"""A paper as the screen may show it before it is issued: whole numbers of persons stand on the printed one only."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from cases.rules.identity import mask_account, mask_id
from documents.contexts.parts import Account, PartyBlock

Facts = TypeVar("Facts")
HIDDEN = "****"


def with_masks(context: Facts) -> Facts:
    """The same facts with the numbers, phones and homes of natural persons and every account number masked."""
    changes = {item.name: _masked(getattr(context, item.name)) for item in fields(context)}  # type: ignore[arg-type]
    return replace(context, **changes)  # type: ignore[type-var]


def _masked(value: Any) -> Any:
    if isinstance(value, PartyBlock):
        return _party(value) if value.is_person else value
    if isinstance(value, Account):
        return replace(value, number=mask_account(value.number))
    if isinstance(value, tuple):
        return tuple(_masked(item) for item in value)
    return with_masks(value) if is_dataclass(value) else value


def _party(block: PartyBlock) -> PartyBlock:
    number = mask_id(block.id_number) if block.id_number else ""
    return replace(block, id_number=number, address=HIDDEN if block.address else "", phone="")
