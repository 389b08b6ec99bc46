"""What stands against recording that a freeze or seizure was lifted."""

from datetime import date

from cases.models import Case, Preservation
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import Blocker

from .standing import Day, in_state


def measures_in_force(case: Case) -> list[Preservation]:
    """The measures that were not lifted, the earliest to end first."""
    return [row for row in case.preservations.all() if row.lifted_on is None]


def to_lift_preservation(
    case: Case, day: Day, *, preservation_id: int | None = None, lifted_on: date | None = None
) -> list[Blocker]:
    """There is a measure; it is lifted neither before it began nor after today."""
    found = in_state(case, Verb.LIFT_PRESERVATION)
    held = measures_in_force(case)
    if not held:
        return [*found, Blocker("no_preservation", "本案没有登记着、还没有解除的保全")]
    if preservation_id is None:
        return found
    row = next((each for each in held if each.pk == preservation_id), None)
    if row is None:
        return [*found, Blocker("preservation_unknown", "本案没有这一项还没有解除的保全")]
    if lifted_on is not None and lifted_on < row.since:
        found.append(Blocker("lifted_before_begun", f"解除日不能早于保全起日 {row.since:%Y-%m-%d}"))
    if lifted_on is not None and lifted_on > day.today:
        found.append(Blocker("lifted_in_future", "解除日不能晚于今天"))
    return found
