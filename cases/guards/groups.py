"""Why a case cannot be put together with others now, or be taken out of them."""

from collections.abc import Iterable

from cases.guards.standing import Day, in_state
from cases.models import Case, CaseGroup
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import Blocker


def to_link(case: Case, day: Day, *, group: CaseGroup | None = None, unseen: Iterable[int] = ()) -> list[Blocker]:
    """A case stands in one group. ``unseen``: members of ``group`` that the person may not see; nobody links blindly."""
    found = in_state(case, Verb.LINK)
    if case.group_id is not None:
        found.append(Blocker("already_linked", "案件已经在一组关联案件里，要换组请先解除关联"))
    if group is not None and any(True for _ in unseen):
        found.append(Blocker("group_not_all_seen", "这一组里有您看不到的案件，请中心负责人或者书记员来关联"))
    return found


def to_unlink(case: Case, day: Day, *, reason: str | None = None) -> list[Blocker]:
    """Out of its group with a reason; what was done in the case stays as it is."""
    found = in_state(case, Verb.UNLINK)
    if case.group_id is None:
        found.append(Blocker("not_linked", "案件没有和别的案件关联"))
    if reason is not None and not reason.strip():
        found.append(Blocker("reason_missing", "解除关联须写明理由"))
    return found
