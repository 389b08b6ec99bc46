"""The court of the benches: a roster, a case in every state as its pattern, and as many copies as are asked for."""

from datetime import date

from cases.actions import intake, mediation
from cases.actions.inputs import PreservationInput, SessionInput
from cases.states import State
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from mediators.models import Mediator
from tests.bench.load import grow
from tests.build import Walk, day, loan_filing
from tests.cast import Cast, make_cast

COURT_MEDIATORS = 20
FREEZE = PreservationInput("in_suit", "deposit", "某银行存款", day("2023-04-01"), day("2024-03-31"))
# How the cases of a court of some years stand: most have ended.
SHARE = {
    State.INTAKE: 1,
    State.MEDIATION: 2,
    State.PERFORMING: 4,
    State.FAILED: 1,
    State.DEFAULTED: 1,
    State.FULFILLED: 6,
    State.ENFORCEMENT: 4,
    State.WITHDRAWN: 1,
}


def build_court(count: int) -> int:
    """Fill an empty, migrated database with ``count`` cases or a few more; returns how many."""
    cast = make_cast()
    number = 0
    for state, share in SHARE.items():
        for _ in range(share):
            number += 1
            basis = {"doc_no": f"（2023）鄂1023民初{number}号"}
            walk = Walk(cast, loan_filing(basis=basis, enterprise_related="applicant" if number % 3 == 0 else "none"))
            walk.to(state)
            if state == State.MEDIATION:
                walk.urge()
                walk.do(mediation.log_session, "li", "2023-05-12", session=SessionInput(day("2023-05-12")))
                walk.do(intake.record_preservation, "shu", "2023-05-12", frozen=FREEZE)
    return grow(count, _roster(cast))


def _roster(cast: Cast) -> dict[int, int]:
    hired = {cast.mediator("li").pk: cast.li.pk}
    for number in range(1, COURT_MEDIATORS):
        user = User.objects.create(
            username=f"m{number}", staff_no=f"M{number:03}", name=f"和解员{number}", role=Role.MEDIATOR, password="!"
        )
        mediator = Mediator.objects.create(user=user)
        mediator.periods.create(from_on=date(2020, 1, 1))
        hired[mediator.pk] = user.pk
    return hired
