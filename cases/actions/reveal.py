"""Showing a masked number: the right to it, the trace, and only then the number."""

from datetime import datetime

from django.db import transaction

from cases.models import Case
from cases.verbs import Verb

from .acting import Actor, InvalidInput, NotVisible, leave_trace, right_to_act
from .intake import party_of

# What may be shown, with its name for people.
FIELDS = {"id_number": "证件号码", "phone": "手机", "address": "送达地址", "account_no": "收款账号"}


@transaction.atomic
def reveal(*, by: Actor, now: datetime, case_id: int, party_id: int, field: str) -> str:
    """The whole number of one field of a party. ``by.reason`` goes into the case's audit trail, the number does not.

    The case itself does not change: no new version, no step of its life. Raises NotVisible, Forbidden, InvalidInput.
    """
    case = Case.objects.visible_to(by.user).prefetch_related("parties", "attempts__mediator").filter(pk=case_id).first()
    if case is None:
        raise NotVisible(case_id)
    right_to_act(case, Verb.REVEAL, by.user)
    if field not in FIELDS:
        raise InvalidInput({"field": ["没有这一项"]})
    if not by.reason:
        raise InvalidInput({"reason": ["请选为了什么"]})
    party = party_of(case, party_id)
    leave_trace(case, Verb.REVEAL, by=by, now=now, facts={"party": party.pk, "field": field}, reason=by.reason)
    return getattr(party, field)
