"""The spine: one way to act on a case. It happens whole, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from cases.facts.assigning import is_for
from cases.facts.guidance import guides
from cases.guards import NOT_HERS, Day
from cases.models import Attempt, Case, locked, whole_case
from cases.notices.notes import Note
from cases.verbs import BY_GUIDE, VERBS, Verb, must_be_assigned, role_may
from jianli_mediation.core import audit, rows
from jianli_mediation.core.clock import COURT_TIME, at_nine, local_date
from jianli_mediation.core.models import User
from jianli_mediation.kernel.refusal import Blocker, Refused, refuse_if

from .telling import write_messages
from .todo import rewrite_todos

When = datetime | date | None


class NotVisible(Exception):
    """The case does not exist, or not for this person. The two are never told apart."""


class Forbidden(Exception):
    """The person's role, or not being the assigned mediator, bars the act."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


class StaleVersion(Exception):
    """Somebody changed the case since the caller read it."""

    def __init__(self, given: int, current: int) -> None:
        self.given, self.current = given, current
        super().__init__(f"version {given} is not {current}")


class InvalidInput(Exception):
    """Values that cannot be stored: field path → messages, as forms and the API show them."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{path}: {'、'.join(texts)}" for path, texts in errors.items()))


@dataclass(frozen=True)
class Actor:
    """Who acts, and through which machine, why, and having read which version."""

    user: User
    client: str = ""
    reason: str = ""
    version: int | None = None


@dataclass
class Act:
    """One act under way: the locked case, the day it is judged by, what the audit entry will say, what parties are told.

    ``by`` is a user who is not stored where a party acts herself on her own page.
    """

    verb: Verb
    by: User
    at: datetime
    now: datetime
    case: Case
    day: Day
    facts: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    notes: list[Note] = field(default_factory=list)


def day_of(moment: datetime) -> Day:
    """The day on which an act at ``moment`` is judged: its calendar and the periods in force."""
    return Day.of(local_date(moment))


def happened(at: When, now: datetime, after: datetime | None) -> datetime:
    """The moment of an act. Of a bare day the moment is nine o'clock, or just after the act before it on that day."""
    if at is None:
        return now
    if isinstance(at, datetime):
        return at
    moment = at_nine(at)
    if after is not None and local_date(after) == at:
        moment = max(moment, after)
    return min(moment, now) if local_date(now) == at else moment


def right_to_act(case: Case, verb: Verb, user: User) -> None:
    """Raises Forbidden when the act is not for this role, or for a mediator the case is not assigned to."""
    if not role_may(user.role, verb):
        raise Forbidden("role_forbidden", f"“{VERBS[verb].label}”不由{user.get_role_display()}办理")
    if verb in BY_GUIDE:
        if not guides(user, case):
            raise Forbidden(NOT_HERS.code, NOT_HERS.message)
    elif must_be_assigned(user.role) and not is_for(case, verb, user.pk):
        raise Forbidden("not_assigned_to_you", "这件案子没有指派给您")


def _in_order(case: Case, verb: Verb, at: datetime, now: datetime) -> list[Blocker]:
    if at > now:
        return [Blocker("at_in_future", "办理时间不能晚于现在")]
    if VERBS[verb].life and at < case.last_act_at:
        return [
            Blocker(
                "at_out_of_order", f"办理时间不能早于上一步（{case.last_act_at.astimezone(COURT_TIME):%Y-%m-%d %H:%M}）"
            )
        ]
    if at < case.received_at:
        return [Blocker("at_before_receipt", "办理时间不能早于收件时间")]
    return []


@contextmanager
def acting(verb: Verb, *, by: Actor, now: datetime, case_id: int, at: When = None) -> Iterator[Act]:
    """Lock the case, check who and when, run the body, save, write one audit entry and the to-do list.

    Raises NotVisible, Forbidden, StaleVersion or Refused; then, as after any other exception, nothing has happened.
    """
    with transaction.atomic():
        hidden = not locked(case_id) or Case.objects.hides(case_id, by.user)
        case = None if hidden else whole_case(case_id)
        if case is None:
            raise NotVisible(case_id)
        right_to_act(case, verb, by.user)
        if by.version is not None and by.version != case.version:
            raise StaleVersion(by.version, case.version)
        moment = happened(at, now, case.last_act_at)
        refuse_if(_in_order(case, verb, moment, now))
        act = Act(verb, by.user, moment, now, case, day_of(moment), reason=by.reason)
        before = case.state
        yield act
        if VERBS[verb].life:
            case.last_act_at = moment
        if by.reason and act.reason != by.reason:
            act.facts = {**act.facts, "audit_reason": by.reason}
        finish(act, before, by.client)


def finish(act: Act, before: str, client: str) -> None:
    """The end of every act: version, to-do list, messages to the parties, audit entry, and its word to the feed."""
    case = act.case
    case.version += 1
    rows.update(case)
    rewrite_todos(case, act.day, act.at)
    # A message goes out from now on, whatever day the act is dated.
    day = Day(local_date(act.now), act.day.reference)
    write_messages(case, day, act.now, act.verb, act.notes)
    audit.record(
        chain=audit.case_chain(case.pk),
        verb=act.verb,
        by=act.by if act.by.pk is not None else None,
        at=act.at,
        entered_at=act.now,
        case_id=case.pk,
        client=client,
        from_state=before,
        to_state=case.state,
        reason=act.reason,
        facts=act.facts,
        announced=True,
    )


def attempt_of(act: Act) -> Attempt:
    """The talks of the case, the newest try; InvalidInput where there are none."""
    attempt = act.case.attempt
    if attempt is None:
        raise InvalidInput({"case": ["没有进行中的和解程序"]})
    return attempt


def refuse(code: str, message: str, article: str = "") -> Refused:
    """A refusal with one reason, for what only the body of an act can see."""
    return Refused([Blocker(code, message, article)])


def leave_trace(case: Case, verb: str, *, by: Actor, now: datetime, facts: dict[str, Any], reason: str) -> None:
    """An entry in the case's trail for what is no act (a print, an export): neither state nor version changes.

    A machine that names nobody reads for a user who is not stored; then only the client is named.
    """
    audit.record(
        chain=audit.case_chain(case.pk),
        verb=verb,
        by=by.user if by.user.pk is not None else None,
        at=now,
        case_id=case.pk,
        client=by.client,
        from_state=case.state,
        to_state=case.state,
        reason=reason,
        facts=facts,
    )
