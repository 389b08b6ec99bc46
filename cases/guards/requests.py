"""Why a request cannot be taken, answered or rated now."""

from cases.models import Case, PartyRequest
from cases.models.choices_notices import ABOUT_MEDIATORS
from cases.verbs import Verb
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.refusal import Blocker

from .standing import Day, in_state

FOR_THE_HEAD = (Role.HEAD, Role.DIRECTOR)


def to_take_request(case: Case, day: Day) -> list[Blocker]:
    """At any time, also after the end: a party may always ask."""
    return in_state(case, Verb.TAKE_REQUEST)


def to_answer_request(
    case: Case, day: Day, *, row: PartyRequest | None = None, by: User | None = None
) -> list[Blocker]:
    """It is open, and what is said of a mediator is answered by the head or the director only."""
    found = in_state(case, Verb.ANSWER_REQUEST)
    if row is None:
        left = any(each.is_open for each in case.requests.all())
        return found if left else [*found, Blocker("nothing_open", "没有待答复的诉求")]
    if not row.is_open:
        found.append(Blocker("already_answered", f"已于 {row.answered_at:%Y-%m-%d} 答复"))
    if row.kind in ABOUT_MEDIATORS and by is not None and by.role not in FOR_THE_HEAD:
        found.append(Blocker("complaint_for_head", f"“{row.get_kind_display()}”由中心负责人答复"))
    return found


def to_rate_answer(case: Case, day: Day, *, row: PartyRequest | None = None) -> list[Blocker]:
    """It was answered, and is rated once."""
    found = in_state(case, Verb.RATE_ANSWER)
    if row is None:
        left = any(not each.is_open and not each.satisfaction for each in case.requests.all())
        return found if left else [*found, Blocker("nothing_to_rate", "没有待评价的答复")]
    if row.is_open:
        found.append(Blocker("not_answered", "还没有答复，不能评价"))
    if row.satisfaction:
        found.append(Blocker("already_rated", f"已评价：{row.get_satisfaction_display()}"))
    return found
