"""指导: the court's own judge or mediator comments on an invited mediator's case, and takes it over."""

from datetime import datetime

from cases import guards
from cases.facts.guidance import guide_on_roster
from cases.models import Attempt, Case, Guidance
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import Refused, refuse_if
from mediators.models import Mediator

from .acting import Act, Actor, InvalidInput, When, acting
from .appointments import follow_mediator


def comment(*, by: Actor, now: datetime, case_id: int, text: str, at: When = None) -> Guidance:
    """Say something in guidance. It is for the mediator, who guides her, the clerk and the head; no paper bears it."""
    with acting(Verb.COMMENT, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_comment(act.case, act.day, text=text))
        attempt = act.case.attempt
        if attempt is None:
            raise InvalidInput({"case": ["没有进行中的和解程序"]})
        row = attempt.guidance.create(text=text.strip(), given_by=act.by, given_at=act.at)
        act.facts = {"guidance": row.pk, "mediator": attempt.mediator_id}
    return row


def take_over(*, by: Actor, now: datetime, case_id: int, reason: str, at: When = None) -> Case:
    """She who guides the invited mediator has the case from now on; the period runs on, the invited one sees it no more.

    The head may decide it for her. What is planned follows her, or is cancelled where she is taken.
    """
    with acting(Verb.TAKE_OVER, by=by, now=now, case_id=case_id, at=at) as act:
        attempt = act.case.attempt
        guide = _locked(guide_on_roster(attempt))
        found = guards.to_take_over(act.case, act.day, guide=guide, reason=reason)
        if guide is not None and not found:
            found = guards.to_assign(act.case, act.day, mediator=guide, reason=reason)
        if attempt is None or guide is None or found:
            raise Refused(found)
        replaced = attempt.mediator_id
        _hand_on(act, attempt, guide, reason.strip())
        attempt.mediator, attempt.assigned_at = guide, act.at
        attempt.save()
        act.reason = act.reason or reason.strip()
        act.facts = {"mediator": guide.pk, "replaced": replaced, "deadline": attempt.deadline}
        follow_mediator(act, attempt)
    return act.case


def _locked(guide: Mediator | None) -> Mediator | None:
    """Her row of the roster held, and read again: absences and leavings wait, or are seen when they came before."""
    if guide is None:
        return None
    list(Mediator.objects.select_for_update(no_key=True, of=("self",)).filter(pk=guide.pk))
    return Mediator.objects.select_related("user").get(pk=guide.pk)


def _hand_on(act: Act, attempt: Attempt, guide: Mediator, reason: str) -> None:
    """What the invited one had, and what was offered meanwhile, ends; the guide has it in hand from today."""
    for row in attempt.assignments.filter(ended_at__isnull=True):
        row.ended_at, row.end_reason = act.at, f"指导人员接管：{reason}"
        row.save(update_fields=["ended_at", "end_reason"])
    attempt.assignments.create(
        mediator=guide, assigned_at=act.at, assigned_by=act.by, reason=reason, taken_on=act.day.today
    )
