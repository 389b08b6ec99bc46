"""指派、接收、退回: a case is offered to a mediator, picked by hand or by lot, and she takes it or gives it back."""

from datetime import date, datetime

from cases import guards
from cases.facts.assigning import Place, difficulty_of, places, whom_to_ask
from cases.models import Assignment, Attempt, Case, Draw
from cases.rules import deadlines
from cases.rules import draw as lots
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import refuse_if
from mediators.models import Mediator

from .acting import Act, Actor, InvalidInput, When, acting, attempt_of
from .appointments import TALKS_ENDED, follow_mediator

OTHERWISE = "另行指派"


def assign(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    mediator_id: int | None = None,
    draw: bool = False,
    reason: str = "",
    taken_on: date | None = None,
    at: When = None,
) -> Case:
    """Offer the case to a mediator: to ``mediator_id``, or with ``draw`` to whom the lot names.

    With ``taken_on`` she takes it on the spot and the period runs from that day. A case that somebody has in hand
    stays there until the new one takes it; its period runs on. A new offer ends one that waits for an answer.

    Her row of the roster, for a draw everybody's in the order of ids, is locked first: absences, leavings and other
    assignments wait, and are seen here when they came before. Raises InvalidInput for an unknown mediator.
    """
    if draw == (mediator_id is not None):
        raise InvalidInput({"mediator": ["请指明和解员，或者抽签，两样选一样"]})
    with acting(Verb.ASSIGN, by=by, now=now, case_id=case_id, at=at or taken_on) as act:
        refuse_if(guards.to_assign(act.case, act.day, draw=draw, reason=reason, taken_on=taken_on))
        attempt = attempt_of(act)
        if mediator_id is None:
            rows = everybody(act)
            refuse_if(guards.to_draw(act.case, rows))
            _offer(act, attempt, *_draw(act, attempt, rows), reason, taken_on)
        else:
            mediator = _locked(mediator_id)
            refuse_if(guards.to_assign(act.case, act.day, mediator=mediator, reason=reason, taken_on=taken_on))
            _offer(act, attempt, None, mediator, reason, taken_on)
        act.reason = act.reason or reason
    return act.case


def take(*, by: Actor, now: datetime, case_id: int, taken_on: date | None = None, at: When = None) -> Case:
    """Who was asked takes the case. The reconciliation period runs from the first taking; another hand changes nothing of it."""
    with acting(Verb.TAKE, by=by, now=now, case_id=case_id, at=at or taken_on) as act:
        day = taken_on or act.day.today
        refuse_if(guards.to_take(act.case, act.day, taken_on=day))
        attempt = attempt_of(act)
        offer = attempt.offer
        if offer is None:
            raise InvalidInput({"case": ["没有等答复的指派"]})
        before = attempt.mediator_id if attempt.taken_on else None
        _take(act, attempt, offer, day)
        act.facts = {
            **act.facts,
            "mediator": attempt.mediator_id,
            "taken_on": day,
            "deadline": attempt.deadline,
            **({"replaced": before} if before else {}),
        }
    return act.case


def refuse(*, by: Actor, now: datetime, case_id: int, reason: str, at: When = None) -> Case:
    """Who was asked gives the case back, with a reason. An offer that came by lot is drawn again at once among the others.

    A case in another's hands stays there. Where nobody is left to draw, the case waits for the head of the centre.
    """
    with acting(Verb.REFUSE, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_refuse(act.case, act.day, reason=reason))
        attempt = attempt_of(act)
        offer = attempt.offer
        if offer is None:
            raise InvalidInput({"case": ["没有等答复的指派"]})
        _end(offer, act, reason, refused=True)
        if attempt.taken_on is None:
            attempt.mediator, attempt.assigned_at = None, None
            attempt.save()
        act.facts = {"mediator": offer.mediator_id}
        if offer.draw_id is not None:
            _draw_again(act, attempt, offer)
        act.reason = reason
    return act.case


def _locked(mediator_id: int) -> Mediator:
    rows = Mediator.objects.select_for_update(no_key=True, of=("self",)).filter(pk=mediator_id)
    if not rows:
        raise InvalidInput({"mediator": ["名册里没有这位和解员"]})
    # Read again behind the lock, so that what an absence or a leaving has committed meanwhile is seen.
    return Mediator.objects.select_related("user", "organisation").get(pk=mediator_id)


def everybody(act: Act) -> list[Place]:
    """Everybody on the roster, locked in the order of ids, as the case looks at her."""
    list(Mediator.objects.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    return places(act.case, list(whom_to_ask()), act.day.today, act.day.periods)


def _draw(act: Act, attempt: Attempt, rows: list[Place]) -> tuple[Draw, Mediator]:
    """Draw the lots and store all that is needed to do it over. The last entry of the whole trail is the seed."""
    candidates = [row.candidate for row in rows if not row.reasons]
    number = attempt.draws.count() + 1
    entry = AuditEntry.objects.order_by("-pk").values("pk", "hash")[0]
    seed = lots.seed(last_hash=entry["hash"], case_no=act.case.case_no, number=number)
    drawn = lots.draw(candidates=candidates, seed=seed)
    chosen = next(row.mediator for row in rows if row.mediator.pk == drawn.chosen.mediator)
    stored = attempt.draws.create(
        number=number,
        drawn_at=act.at,
        drawn_by=act.by,
        difficulty=difficulty_of(act.case),
        candidates=[vars(each) for each in candidates],
        left_out=[vars(row.left_out) for row in rows if row.reasons],
        seed_entry=entry["pk"],
        seed_hash=entry["hash"],
        seed=seed,
        ticket=str(drawn.ticket),
        chosen=chosen,
        method=lots.METHOD,
    )
    return stored, chosen


def _draw_again(act: Act, attempt: Attempt, refused: Assignment) -> None:
    before = act.facts
    rows = everybody(act)
    if guards.to_draw(act.case, rows):
        act.facts = {**before, "nobody_to_draw": True}
        return
    _offer(act, attempt, *_draw(act, attempt, rows), refused.reason)
    act.facts = {**before, "again": act.facts}


def _offer(
    act: Act, attempt: Attempt, drawn: Draw | None, mediator: Mediator, reason: str, taken_on: date | None = None
) -> None:
    pending, replaced = attempt.offer, attempt.mediator_id
    if pending is not None:
        _end(pending, act, reason or OTHERWISE)
    if attempt.taken_on is None:
        attempt.mediator, attempt.assigned_at = mediator, act.at
        attempt.save()
    offer = attempt.assignments.create(
        mediator=mediator,
        assigned_at=act.at,
        assigned_by=act.by,
        reason=reason,
        answer_due=deadlines.taking_due(
            assigned_on=local_date(act.at), periods=act.day.periods, calendar=act.day.calendar
        ).due,
        draw=drawn,
    )
    if taken_on is not None:
        _take(act, attempt, offer, taken_on)
    act.facts = {
        **act.facts,
        "mediator": mediator.pk,
        "replaced": replaced,
        "taken_on": taken_on,
        "deadline": attempt.deadline,
        "answer_due": None if taken_on else offer.answer_due,
        "stays": attempt.mediator_id if attempt.mediator_id != mediator.pk else None,
        **({"draw": drawn.number, "candidates": len(drawn.candidates)} if drawn is not None else {}),
    }


def _take(act: Act, attempt: Attempt, offer: Assignment, day: date) -> None:
    held = attempt.in_hand
    if held is not None:
        _end(held, act, offer.reason or OTHERWISE)
    offer.taken_on = day
    offer.save(update_fields=["taken_on"])
    attempt.mediator, attempt.assigned_at = offer.mediator, offer.assigned_at
    if attempt.taken_on is None:
        attempt.taken_on = day
        attempt.deadline = deadlines.reconciliation(
            taken_on=day, periods=act.day.periods, calendar=act.day.calendar
        ).due
    attempt.save()
    follow_mediator(act, attempt)


def end_offer(attempt: Attempt, act: Act) -> None:
    """The talks end: nobody has to answer any more."""
    offer = attempt.offer
    if offer is not None:
        _end(offer, act, TALKS_ENDED)


def _end(row: Assignment, act: Act, reason: str, *, refused: bool = False) -> None:
    row.ended_at, row.end_reason, row.refused = act.at, reason, refused
    row.save(update_fields=["ended_at", "end_reason", "refused"])
