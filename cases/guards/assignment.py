"""Why a case cannot be given to a mediator, taken or given back now."""

from collections.abc import Iterable
from datetime import date

from cases.facts.assigning import Place, places
from cases.models import Case
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import Blocker
from mediators.models import Mediator

from .standing import Day, free_to_talk, in_state, not_after, not_before

# Why somebody picked by hand is told; the rest of the reasons concern the drawing of lots alone.
_BY_HAND = {"not_on_roster", "suspended", "absent", "supervisor_missing", "conflict"}
_WITH_REASON = {"capacity", "check", "refused_before"}


def to_assign(
    case: Case,
    day: Day,
    *,
    mediator: Mediator | None = None,
    draw: bool = False,
    reason: str = "",
    taken_on: date | None = None,
) -> list[Blocker]:
    """The talks are open; a change after taking has a reason; of somebody picked by hand, nothing bars her (R15).

    Without a free place, with only a name in common, or having refused before, she may be picked with a reason.
    """
    found = in_state(case, Verb.ASSIGN) + free_to_talk(case)
    attempt = case.attempt
    if mediator is None and not draw:
        return found
    if attempt and attempt.taken_on and not reason and (mediator is None or mediator.pk != attempt.mediator_id):
        found.append(Blocker("reason_required", f"{attempt.mediator}已经接收，更换和解员须写明理由"))
    if mediator is not None:
        found += _picked(case, day, mediator, reason)
    return found + taken_faults(case, day, taken_on)


def _picked(case: Case, day: Day, mediator: Mediator, reason: str) -> list[Blocker]:
    attempt = case.attempt
    offer = attempt.offer if attempt else None
    if attempt and mediator.pk in (attempt.mediator_id, offer.mediator_id if offer else None):
        return [Blocker("same_mediator", f"案件已经指派给{mediator}")]
    place = places(case, [mediator], day.today, day.periods)[0]
    found = [
        Blocker(each.code, f"{mediator}{_joined(each.text)}，请另选", each.article)
        for each in place.reasons
        if each.code in _BY_HAND
    ]
    if not reason:
        found += [
            Blocker(each.code, f"{mediator}{_joined(each.text)}；仍要指派的，请写明理由", each.article)
            for each in place.reasons
            if each.code in _WITH_REASON
        ]
    return found


def _joined(text: str) -> str:
    """A date is set off from the name before it."""
    return f" {text}" if text[:1].isdigit() else text


def to_draw(case: Case, everybody: Iterable[Place]) -> list[Blocker]:
    """At least one lot is in the urn; else everybody's reason is told."""
    rows = list(everybody)
    if any(not place.reasons for place in rows):
        return []
    told = "；".join(f"{place.mediator}：{place.left_out.text}" for place in rows)
    return [Blocker("nobody_to_draw", f"没有人可以抽。{told}" if told else "没有人可以抽，名册上没有在册的和解员")]


def taken_faults(case: Case, day: Day, taken_on: date | None) -> list[Blocker]:
    """The day of taking lies between the acceptance of the case, or the offer to a second mediator, and today."""
    if taken_on is None:
        return []
    attempt = case.attempt
    earliest = case.registered_on or day.today
    if attempt is not None and attempt.taken_on and attempt.offer is not None:
        earliest = max(earliest, local_date(attempt.offer.assigned_at))
    return not_before(taken_on, earliest, "taken_before_acceptance", "接收日") + not_after(
        taken_on, day.today, "taken_in_future", "接收日"
    )


def to_take(case: Case, day: Day, *, taken_on: date | None = None) -> list[Blocker]:
    """There is an offer to take."""
    found = in_state(case, Verb.TAKE)
    attempt = case.attempt
    if attempt is None or attempt.mediator_id is None:
        found.append(Blocker("not_assigned", "还没有指派和解员"))
    elif attempt.offer is None and attempt.taken_on:
        found.append(Blocker("already_taken", f"{attempt.mediator}已于 {attempt.taken_on:%Y-%m-%d} 接收"))
    return found + taken_faults(case, day, taken_on)


def to_refuse(case: Case, day: Day, *, reason: str = "-") -> list[Blocker]:
    """An offer can be refused until it is taken, with a reason."""
    found = to_take(case, day)
    if not reason:
        found.append(Blocker("reason_required", "退回指派须写明理由"))
    return found
