"""The talks as the detector of 久调不和 takes them in, and what was decided on them before."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from cases.models import Attempt, Case, FollowUp, Session, StallReview
from cases.models.choices import CREDITORS, SessionOutcome
from cases.models.choices_talks import FollowUpKind, FollowUpResult, StallDecision
from cases.rules import stalling
from cases.rules.limits import Limits
from cases.rules.stalling import Course, Finding, Offer, Promise, Talk
from cases.states import State
from jianli_mediation.core.clock import local_date

from .ledger import as_paid, live_payments
from .talks import stretches_of

# What the detector reads beside the whole file. Read once per attempt; a list of cases reads it for all at once.
BESIDE = ("follow_ups", "stall_reviews")
APPLICANTS, RESPONDENTS, SOMEBODY = "申请人", "被申请人", "一方"


def course_of(case: Case) -> Course | None:
    """The talks that go on now, as rules take them; None when none do. Two queries the first time for an attempt."""
    attempt = case.attempt
    if case.state != State.MEDIATION or attempt is None or attempt.taken_on is None or attempt.closed_on:
        return None
    prefetch_related_objects([attempt], *BESIDE)
    since = attempt.taken_on
    return Course(
        taken_on=since,
        deadline=attempt.deadline,
        talks=tuple(_talk(case, row) for row in sessions_now(attempt)),
        promises=tuple(_promise(case, row) for row in attempt.follow_ups.all() if _counts(row)),
        payments=tuple(as_paid([row for row in live_payments(case) if row.paid_on >= since])),
        stretches=stretches_of(attempt),
    )


def sessions_now(attempt: Attempt) -> list[Session]:
    """The sessions as they stand: a row that another one corrects is out."""
    rows = attempt.sessions.all()
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.pk not in corrected]


def stalled_signs(case: Case, limits: Limits) -> tuple[Finding, ...]:
    """Every sign of 久调不和 with the day from which it holds, also days to come; empty without talks."""
    course = course_of(case)
    return stalling.foreseen(course=course, limits=limits) if course else ()


def findings_on(case: Case, today: date, limits: Limits) -> tuple[Finding, ...]:
    """The signs of 久调不和 that hold on ``today``."""
    return tuple(each for each in stalled_signs(case, limits) if each.since <= today)


def put_off(attempt: Attempt | None) -> StallReview | None:
    """The decision by which the talks were allowed to go on once more, if there was one."""
    rows: Iterable[StallReview] = attempt.stall_reviews.all() if attempt is not None else ()
    return next((row for row in rows if row.decision == StallDecision.EXTEND), None)


def why_handed_over(case: Case) -> str:
    """What had been found when the talks were ended for leading nowhere, and why; empty where they were not."""
    attempt = case.attempt
    if attempt is None or case.state != State.FAILED:
        return ""
    row = attempt.stall_reviews.filter(decision=StallDecision.HAND_OVER).last()
    return f"{'；'.join(each['text'] for each in row.findings)}。{row.reason}" if row else ""


def side_names(case: Case) -> dict[int, str]:
    """Party id → the side it stands on, in words."""
    return {row.pk: APPLICANTS if row.role in CREDITORS else RESPONDENTS for row in case.parties.all()}


def _talk(case: Case, row: Session) -> Talk:
    return Talk(row.number, row.held_on, tuple(_offers(row.offers)), _missing(case, row))


def _missing(case: Case, row: Session) -> tuple[str, ...]:
    sides = side_names(case)
    away = [person for person in row.attendees if isinstance(person, dict) and person.get("no_show")]
    found = {sides.get(person.get("party") or 0, SOMEBODY) for person in away}
    if not found and row.outcome == SessionOutcome.NO_SHOW:
        return (SOMEBODY,)
    return tuple(sorted(found))


def _offers(rows: Sequence[dict[str, Any]]) -> Iterable[Offer]:
    for row in rows:
        yield Offer(
            side=str(row.get("party") or row.get("by") or ""),
            total=_amount(row.get("total")),
            down=_amount(row.get("down")),
            count=int(row["count"]) if row.get("count") else None,
            last_on=date.fromisoformat(str(row["last_on"])) if row.get("last_on") else None,
        )


def _amount(value: Any) -> Decimal | None:
    # Zero down and nothing said of it are one offer.
    return Decimal(str(value)) or None if value not in (None, "") else None


def _counts(row: FollowUp) -> bool:
    return row.kind == FollowUpKind.PROMISE and row.result != FollowUpResult.DROPPED


def _promise(case: Case, row: FollowUp) -> Promise:
    names = {party.pk: party.name for party in case.parties.all()}
    return Promise(
        who=names.get(row.party_id or 0, RESPONDENTS),
        amount=row.amount or Decimal(0),
        made_on=local_date(row.entered_at),
        due_on=row.due_on,
        result=row.result,
        closed_on=row.closed_on,
    )
