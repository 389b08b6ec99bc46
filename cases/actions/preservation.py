"""解除保全: what was frozen or seized is free again; the deadlines of the measure end with it."""

from datetime import date, datetime

from cases import guards
from cases.models import Preservation
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Actor, InvalidInput, When, acting

LONGEST = 200


def lift_preservation(
    *, by: Actor, now: datetime, case_id: int, preservation_id: int, lifted_on: date, reason: str, at: When = None
) -> Preservation:
    """Record that a measure of the case was lifted: on which day, by what ruling and why.

    Renewed is another thing: the further term is recorded as a measure of its own on the same kind of property.
    """
    with acting(Verb.LIFT_PRESERVATION, by=by, now=now, case_id=case_id, at=at) as act:
        why = reason.strip()
        if not 0 < len(why) <= LONGEST:
            raise InvalidInput({"reason": [f"请填写，不超过 {LONGEST} 字"]})
        refuse_if(guards.to_lift_preservation(act.case, act.day, preservation_id=preservation_id, lifted_on=lifted_on))
        row = next(each for each in act.case.preservations.all() if each.pk == preservation_id)
        row.lifted_on = lifted_on
        row.save(update_fields=["lifted_on"])
        act.reason = why
        act.facts = {"preservation": row.pk, "kind": row.kind, "lifted_on": lifted_on}
    return row
