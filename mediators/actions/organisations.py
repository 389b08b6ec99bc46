"""The bodies that send mediators, and the rooms for talks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from jianli_mediation.core.models import User
from mediators.kinds import MediatorKind
from mediators.models import Mediator, Organisation, Room
from mediators.rules import Errors, RosterAct, check_charges

from .acting import acting, chain_of, clean, differences, refuse, refuse_wrong, unchanged

Row = TypeVar("Row", bound=models.Model)


def new_organisation(*, by: User | None, now: datetime, organisation: Organisation) -> Organisation:
    """Enter a body. ``organisation``: filled in, not yet stored. ValidationError by field."""
    with acting(RosterAct.NEW_ORGANISATION, by=by, now=now) as doing:
        refuse_wrong(_wrong(organisation))
        clean(organisation)
        organisation.save()
        doing.chain = chain_of(organisation)
        doing.facts = {"name": organisation.name, "kind": organisation.kind, "tariff": organisation.tariff}
    return organisation


def amend_organisation(
    *, by: User | None, now: datetime, organisation_id: int, changes: Mapping[str, Any], version: int | None = None
) -> Organisation:
    """Change what is written of a body. ValidationError by field; Refused where somebody else was first."""
    with acting(RosterAct.AMEND_ORGANISATION, by=by, now=now) as doing:
        row = _locked(Organisation.objects.all(), organisation_id)
        doing.chain = chain_of(row)
        unchanged(row, version)
        doing.facts = {"changes": differences(row, changes)}
        refuse_wrong(_wrong(row))
        clean(row)
        row.save()
    return row


def _wrong(organisation: Organisation) -> Errors:
    errors = check_charges(kind=organisation.kind, charges=organisation.charges, tariff=organisation.tariff)
    if organisation.kind == MediatorKind.COURT:
        errors["kind"] = ["本院不登记为组织"]
    return errors


def new_room(*, by: User | None, now: datetime, room: Room) -> Room:
    """Enter a room. ``room``: filled in, not yet stored. ValidationError by field."""
    with acting(RosterAct.NEW_ROOM, by=by, now=now) as doing:
        clean(room)
        room.save()
        doing.chain = chain_of(room)
        doing.facts = {"name": room.name, "seats": room.seats}
    return room


def amend_room(
    *, by: User | None, now: datetime, room_id: int, changes: Mapping[str, Any], version: int | None = None
) -> Room:
    """Change a room, or switch it off and on (``in_use``). Refused while a mediator still has it as hers."""
    with acting(RosterAct.AMEND_ROOM, by=by, now=now) as doing:
        row = _locked(Room.objects.all(), room_id)
        doing.chain = chain_of(row)
        unchanged(row, version)
        doing.facts = {"changes": differences(row, changes)}
        clean(row)
        if not row.in_use and (whose := _users(row)):
            raise refuse("room_in_use", f"{whose}的和解室还登记在这里，先改名册登记")
        row.save()
    return row


def _users(room: Room) -> str:
    rows = Mediator.objects.filter(room=room, periods__until_on__isnull=True).select_related("user")
    return "、".join(str(row) for row in rows.distinct().order_by("pk"))


def _locked(rows: models.QuerySet[Row], pk: int) -> Row:
    row = rows.select_for_update(no_key=True).filter(pk=pk).first()
    if row is None:
        raise ValidationError("没有这一条。")
    return row
