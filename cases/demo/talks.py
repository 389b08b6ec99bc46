"""The talks of the demo court as they stand now: sessions of this week and the next, contacts, promises kept and broken."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from cases.actions import appointments, contacts
from cases.actions.acting import Actor
from cases.actions.inputs_talks import AppointmentInput, ContactInput, FollowUpInput
from cases.facts import suspension_on
from cases.models import Case, whole_file
from cases.models.choices import DEBTORS, SessionMode
from cases.models.choices_talks import ContactOutcome, ContactWay, FollowUpKind, FollowUpResult
from cases.states import State
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.kernel.refusal import Refused
from jianli_mediation.kernel.workdays import Calendar
from mediators.models import Mediator

BUSY = "lihejie"
HOURS = (time(9), time(10, 30), time(15), time(16, 15))
NOTES = (
    "同意谈，先要核对利息；约好下周到和解室。",
    "说货款还没有收回来，年底以前可以付一部分。",
    "家属接的电话，答应转告。",
    "要带流水和欠条原件来。",
)
TASKS = ("带银行流水和欠条原件", "和家里商量后回话", "送来房产证复印件")


def show_talks(rng: Random, calendar: Calendar, now: datetime) -> int:
    """Contacts of the open talks, then their next sessions; three of one mediator today. Returns the acts done."""
    rows = [case for case in _in_talks() if _may_meet(case, local_date(now))]
    done = sum(_called(rng, case, now) for case in rows)
    free: dict[int, list[datetime]] = {}
    for case in sorted(rows, key=lambda case: (_hers(case).user.username != BUSY, case.pk)):
        mediator = _hers(case)
        hours = free.setdefault(mediator.pk, list(_hours(mediator, calendar, now)))
        done += bool(hours) and _booked(rng, case, hours.pop(0), now)
    return done


def _in_talks() -> Iterable[Case]:
    rows = Case.objects.filter(
        state=State.MEDIATION, attempts__closed_on__isnull=True, attempts__taken_on__isnull=False
    )
    return whole_file(rows.distinct()).order_by("pk")


def _may_meet(case: Case, today: date) -> bool:
    attempt = case.attempt
    return attempt is not None and attempt.mediator is not None and suspension_on(attempt, today) is None


def _hers(case: Case) -> Mediator:
    mediator = case.attempt.mediator if case.attempt else None
    if mediator is None:
        raise ValueError(f"{case} is in nobody's hands")
    return mediator


def _hours(mediator: Mediator, calendar: Calendar, now: datetime) -> Iterable[datetime]:
    """Three hours of today for the busy one, then one or two a day through this week and the next."""
    today = local_date(now)
    if mediator.user.username == BUSY:
        yield from (datetime.combine(today, hour, COURT_TIME) for hour in HOURS[:3])
    for count in range(1, 10):
        day = calendar.add_workdays(today, count)
        yield from (datetime.combine(day, hour, COURT_TIME) for hour in HOURS[count % 3 :: 2])


def _booked(rng: Random, case: Case, at: datetime, now: datetime) -> bool:
    """Whether it could be: an hour that is taken, or a mediator who is away, leaves the case without an appointment."""
    mediator = _hers(case)
    mode = rng.choice((SessionMode.ON_SITE, SessionMode.ON_SITE, SessionMode.BACK_TO_BACK, SessionMode.VIDEO))
    room = mediator.room_id if mode != SessionMode.VIDEO else None
    planned = AppointmentInput(
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        mode=mode,
        room_id=room,
        place="" if room or mode == SessionMode.VIDEO else "司法所会议室",
        note=rng.choice(("", "", TASKS[0])),
    )
    try:
        appointments.schedule_session(
            by=Actor(mediator.user), now=now, case_id=case.pk, planned=planned, at=now - timedelta(days=1)
        )
    except Refused:
        return False
    return True


def _called(rng: Random, case: Case, now: datetime) -> int:
    """The first call after taking, and a second one with a promise now and then."""
    attempt, today = case.attempt, local_date(now)
    taken = attempt.taken_on if attempt else None
    if taken is None or taken >= today:
        return 0
    debtor = next(party for party in case.parties.all() if party.role in DEBTORS)
    at = datetime.combine(taken + timedelta(days=1), time(10, 10), COURT_TIME)
    if at > now:
        return 0
    missed = rng.random() < 0.3
    outcome = ContactOutcome.NO_ANSWER if missed else ContactOutcome.REACHED
    agreed = () if missed else _agreed(rng, debtor.pk, local_date(at))
    call = ContactInput(
        party_id=debtor.pk,
        contacted_at=at,
        way=rng.choice((ContactWay.PHONE, ContactWay.PHONE, ContactWay.VISIT)),
        outcome=outcome,
        note="" if missed else rng.choice(NOTES),
        follow_ups=agreed,
    )
    row = contacts.log_contact(by=Actor(_hers(case).user), now=now, case_id=case.pk, contact=call)
    return 1 + sum(_settled(rng, case, each.pk, each.due_on, now) for each in row.follow_ups.all())


def _agreed(rng: Random, party: int, on: date) -> tuple[FollowUpInput, ...]:
    due = on + timedelta(days=rng.randint(3, 12))
    if rng.random() < 0.45:
        amount = Decimal(rng.choice(("2000.00", "5000.00", "10000.00")))
        return (FollowUpInput(kind=FollowUpKind.PROMISE, amount=amount, party_id=party, due_on=due),)
    return (FollowUpInput(text=rng.choice(TASKS), party_id=party, due_on=due),) if rng.random() < 0.6 else ()


def _settled(rng: Random, case: Case, row: int, due_on: date, now: datetime) -> int:
    """What was due before today is closed, but for some that nobody has looked at yet."""
    if due_on >= local_date(now) or rng.random() < 0.25:
        return 0
    result = FollowUpResult.BROKEN if rng.random() < 0.4 else FollowUpResult.DONE
    on = min(due_on + timedelta(days=1), local_date(now))
    contacts.close_follow_up(
        by=Actor(_hers(case).user), now=now, case_id=case.pk, follow_up_id=row, result=result, closed_on=on
    )
    return 1
