"""Two cases whose talks lead nowhere, for the head of the centre to decide on, and a word of guidance."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.actions import assignment, guidance, intake, mediation
from cases.actions.inputs import Consent, SessionInput
from cases.models.choices import SessionOutcome
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.workdays import Calendar
from mediators.models import Mediator

from .court import Court
from .filings import make_filing
from .serving import serve_urging
from .stories import Story, Teller

# Days before the present on which they came in: neither period is over yet.
SAME_OFFER, NO_SHOWS = 26, 22
ADVICE = "连着几次会商被申请人的方案没有变化。先核实其应收货款何时到账，下次请双方各带一个有期限的方案来；谈不拢就报中心负责人决定。"


class Stalled(Teller):
    """Sessions with one and the same offer; with ``away`` the respondent does not even come."""

    def __init__(self, rng: Random, court: Court, calendar: Calendar, filing: Any, *, away: bool) -> None:
        super().__init__(rng, court, calendar, filing)
        self.away = away

    def story(self) -> Story:
        yield self.filing.received_at
        self.case_id = intake.file_case(by=self._as(Role.WINDOW), now=self.now, filing=self.filing).pk
        yield self._later(0, 1)
        self._do(intake.accept, Role.WINDOW, consent=Consent(channel="counter", notice_version="2023-02"))
        mediator = self._mediator()
        self._do(assignment.assign, Role.HEAD, mediator_id=mediator.pk, taken_on=self._today())
        yield self._later(1, 2)
        serve_urging(self._do, self._case(), self.court, now=self.now, rng=self.rng)
        yield from self._without_movement(mediator)

    def _mediator(self) -> Mediator:
        wanted = "lihejie" if self.away else "hetiaojie"
        return next(row for row in self.court.mediators if row.user.username == wanted)

    def _without_movement(self, mediator: Mediator) -> Iterator[datetime]:
        for _ in range(3 if self.away else 4):
            yield self._later(2, 3)
            self._do(mediation.log_session, mediator.user, session=self._session())
        if not self.away and mediator.supervisor is not None:
            yield self._later(0, 1)
            self._do(guidance.comment, mediator.supervisor, text=ADVICE)

    def _session(self) -> SessionInput:
        debtor = self._debtor()
        if self.away:
            absent = {
                "party": debtor.pk,
                "name": debtor.name,
                "as": "被申请人",
                "absent": "通知后没有来",
                "no_show": True,
            }
            return SessionInput(held_on=self._today(), attendees=(absent,), outcome=SessionOutcome.NO_SHOW)
        offer = {
            "party": debtor.pk,
            "by": debtor.name,
            "total": str(self.filing.amount_applied),
            "down": "0.00",
            "count": 24,
        }
        said = "被申请人称每月只能付一点，申请人不同意。"
        return SessionInput(held_on=self._today(), offers=(offer,), positions=said)


def stalled_tellers(court: Court, calendar: Calendar, now: datetime, first_number: int) -> list[Teller]:
    """The tellers of both cases, numbered on from ``first_number``."""
    found: list[Teller] = []
    for number, (days, away) in enumerate(((SAME_OFFER, False), (NO_SHOWS, True)), start=first_number):
        rng = Random(f"stalled-{number}")
        filing = make_filing(rng, now - timedelta(days=days), number)
        found.append(Stalled(rng, court, calendar, filing, away=away))
    return found
