"""The court of the benches: a roster, a case in every state as its pattern, and as many copies as are asked for.

However many cases there are in all, the same number is filed in every month of the last sixteen (some 620), with the
same stock of open ones. What is more lies in the twenty years before and is over.
"""

from datetime import date, timedelta
from decimal import Decimal

from cases.actions import appointments, contacts, handover, intake, mediation, performance
from cases.actions.inputs import PreservationInput, SessionInput
from cases.actions.inputs_talks import AppointmentInput, ContactInput
from cases.states import State
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from mediators.models import Mediator
from tests.bench.load import Dealt, Stretch, grow, marks
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast, make_cast

COURT_MEDIATORS, FORMER_MEDIATORS = 20, 180
FREEZE = PreservationInput("in_suit", "deposit", "某银行存款", day("2023-04-01"), day("2024-03-31"))
# The patterns by state. What has ended comes last, so that the years before can be made of its rows alone.
OPEN = {State.INTAKE: 1, State.MEDIATION: 2, State.PERFORMING: 4, State.FAILED: 1, State.DEFAULTED: 1}
OVER = {State.FULFILLED: 6, State.ENFORCEMENT: 4, State.WITHDRAWN: 1}
# Copies of all patterns, one a day: the newest first, filed on the first of these days, then back to the last.
RECENT = Stretch(copies=480, first_day=365, days=480)
YEARS_BEFORE = 7_000
INSTALMENTS = (*((f"2023-{month:02}-20", "14580.21") for month in range(6, 11)), ("2023-11-20", "14580.20"))

# The month that the benches ask for, and the day on which they do. What was filed in its year before is the same in
# every court; of what fell due in the first months of that year, more comes from the years before in a larger one.
MONTH, ASKED_ON = "2024-04", date(2024, 5, 6)


def build_court(count: int) -> int:
    """Fill an empty, migrated database with ``count`` cases or a few more; returns how many."""
    cast = make_cast()
    dealt = _roster(cast)
    number = 0
    for state in (state for state, share in OPEN.items() for _ in range(share)):
        number += 1
        _pattern(cast, number, state)
    open_ones = marks()
    for state in (state for state, share in OVER.items() for _ in range(share)):
        number += 1
        _pattern(cast, number, state)
    return grow(count, RECENT, YEARS_BEFORE, open_ones, dealt)


def _pattern(cast: Cast, number: int, state: State) -> None:
    basis = {"doc_no": f"（2023）鄂1023民初{number}号"}
    walk = Walk(cast, loan_filing(basis=basis, enterprise_related="applicant" if number % 3 == 0 else "none"))
    if state in (State.INTAKE, State.WITHDRAWN):
        walk.to(state)
        return
    walk.to(State.MEDIATION)
    _talk(walk, number, held=state != State.MEDIATION)
    if state == State.MEDIATION:
        walk.do(intake.record_preservation, "shu", "2023-05-12", frozen=FREEZE)
    else:
        _end(walk, state)


def _talk(walk: Walk, number: int, *, held: bool) -> None:
    """Urged on the third day, telephoned, and sat with on a day agreed on, each pattern at its own time of day."""
    walk.urge()
    debtor = walk.case.parties.get(role="respondent")
    called = ContactInput(party_id=debtor.pk, contacted_at=moment("2023-05-10 15:00"))
    walk.do(contacts.log_contact, "li", "2023-05-10 16:00", contact=called)
    starts = moment("2023-05-12 08:30") + timedelta(minutes=20 * number)
    planned = AppointmentInput(starts_at=starts, ends_at=starts + timedelta(minutes=20), mode="phone")
    row = walk.do(appointments.schedule_session, "li", "2023-05-10 17:00", planned=planned)
    on = "2023-05-12" if held else "2023-05-11"
    session = SessionInput(day(on), mode="phone", appointment=row.pk if held else None)
    walk.do(mediation.log_session, "li", f"{on} 18:00", session=session)


def _end(walk: Walk, state: State) -> None:
    if state in (State.FAILED, State.ENFORCEMENT):
        walk.do(mediation.fail, "qian", "2023-05-30", code="22", note="差距过大")
        if state == State.ENFORCEMENT:
            walk.do(handover.hand_over, "qian", "2023-05-31")
        return
    walk.conclude(walk.terms("2023-05-20", "87481.25", *INSTALMENTS, grace_days=3))
    if state == State.DEFAULTED:
        walk.do(performance.declare_default, "qian", "2023-06-26")
        return
    total = Decimal("87481.25") if state == State.FULFILLED else Decimal("14580.21")
    first = walk.pay("14580.21", "2023-06-20")
    walk.confirm(first, "2023-06-21")
    if state == State.FULFILLED:
        walk.confirm(walk.pay(str(total - Decimal("14580.21")), "2023-07-20"), "2023-07-21")
        walk.do(performance.fulfil, "qian", "2023-07-21")


def _roster(cast: Cast) -> Dealt:
    """Who is there now has part of all years; who has left, of the years before."""
    now = {cast.mediator("li").pk: cast.li.pk}
    for number in range(1, COURT_MEDIATORS):
        now |= _mediator(number, None)
    former = {}
    for number in range(COURT_MEDIATORS, COURT_MEDIATORS + FORMER_MEDIATORS):
        former |= _mediator(number, date(2022, 12, 31))
    return Dealt(now, {**now, **former})


def _mediator(number: int, until: date | None) -> dict[int, int]:
    user = User.objects.create(
        username=f"m{number}",
        staff_no=f"M{number:03}",
        name=f"和解员{number}",
        role=Role.MEDIATOR,
        password="!",
        is_active=until is None,
    )
    mediator = Mediator.objects.create(user=user)
    mediator.periods.create(from_on=date(2003, 1, 1), until_on=until)
    return {mediator.pk: user.pk}
