"""Why a comment of guidance, or the taking over of an invited mediator's case, is refused now."""

from cases.facts.guidance import guide_on_roster, outsider_of
from cases.models import Case
from cases.verbs import Verb
from jianli_mediation.core.roles import MEDIATORS
from jianli_mediation.kernel.refusal import Blocker
from mediators.models import Mediator

from .standing import Day, in_state, talks_open

NOT_HERS = Blocker("not_supervisor", "这件案子的和解员不由您指导")
NO_GUIDE = Blocker("guide_not_on_roster", "指导人员不在和解员名册，不能接管；请中心负责人另行指派")


def to_comment(case: Case, day: Day, *, text: str = "-") -> list[Blocker]:
    """An invited mediator has the case, and there is something to say."""
    found = in_state(case, Verb.COMMENT) + _outsider(case)
    if not text.strip():
        found.append(Blocker("text_required", "请写明指导意见"))
    return found


def to_take_over(case: Case, day: Day, *, guide: Mediator | None = None, reason: str | None = None) -> list[Blocker]:
    """An invited mediator has taken the case, and she who guides her mediates herself.

    Whether she may be given this very case is for ``to_assign``.
    """
    found = in_state(case, Verb.TAKE_OVER) + _outsider(case)
    attempt, closed = talks_open(case)
    found += closed
    if reason is not None and not reason.strip():
        found.append(Blocker("reason_required", "接管须写明理由"))
    if not found:
        found += _able(guide or guide_on_roster(attempt))
    return found


def _outsider(case: Case) -> list[Blocker]:
    if outsider_of(case.attempt) is not None:
        return []
    return [Blocker("not_outsider", "这件案子不是特邀和解员在办")]


def _able(guide: Mediator | None) -> list[Blocker]:
    if guide is None:
        return [NO_GUIDE]
    if guide.is_outsider or guide.user.role not in MEDIATORS:
        return [Blocker("guide_does_not_mediate", f"{guide}不是本院和解员，不能接管；请中心负责人另行指派")]
    return []
