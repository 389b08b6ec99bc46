"""What every guard asks first: is the act at home in this state, is the case free to move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cases.facts.reference import Reference, load_reference
from cases.models import Attempt, Case, Party
from cases.models.choices import PartyStatus
from cases.rules.periods import Periods
from cases.states import VERB_STATES, State
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import Blocker
from jianli_mediation.kernel.workdays import Calendar


@dataclass(frozen=True)
class Day:
    """The day on which an act is judged, with everything the court has decided by date."""

    today: date
    reference: Reference

    @classmethod
    def of(cls, today: date) -> "Day":
        """The day by what is decided now. One query."""
        return cls(today, load_reference())

    @property
    def calendar(self) -> Calendar:
        return self.reference.calendar

    @cached_property
    def periods(self) -> Periods:
        """The periods in force on the day."""
        return self.reference.periods_at(self.today)


def in_state(case: Case, verb: Verb) -> list[Blocker]:
    """A blocker when the act does not belong to the case's state."""
    sources = VERB_STATES[verb]
    if case.state in sources:
        return []
    where = "、".join(f"“{State(source).label}”" for source in sources)
    return [Blocker("wrong_state", f"案件现在是“{State(case.state).label}”，这一步只在{where}时办")]


def free_to_talk(case: Case) -> list[Blocker]:
    """R13: a party's death, dissolution or bankruptcy stops the talks."""
    stopped = {
        PartyStatus.DEAD: "已死亡，先确定权利义务承受人",
        PartyStatus.DISSOLVED: "已终止，先确定权利义务承受人",
        PartyStatus.BANKRUPT: "已进入破产程序，应终止和解",
    }
    return [
        Blocker("party_not_able", f"{party.name}{stopped[PartyStatus(party.status)]}", "民诉法解释第513条")
        for party in case.parties.all()
        if party.status in stopped
    ]


def talks_open(case: Case) -> tuple[Attempt | None, list[Blocker]]:
    """The open attempt, taken by a mediator; else why there is none."""
    attempt = case.attempt
    if attempt is None or attempt.closed_on:
        return attempt, [Blocker("no_open_attempt", "没有进行中的和解程序")]
    if attempt.taken_on is None:
        return attempt, [Blocker("not_taken", "和解员还没有接收案件，请先指派并接收")]
    return attempt, []


def not_before(day: date, earliest: date, code: str, what: str) -> list[Blocker]:
    """A blocker when ``day`` lies before ``earliest``."""
    return [Blocker(code, f"{what}，不能早于 {earliest:%Y-%m-%d}")] if day < earliest else []


def not_after(day: date, latest: date, code: str, what: str) -> list[Blocker]:
    """A blocker when ``day`` lies after ``latest``."""
    return [Blocker(code, f"{what}，不能晚于 {latest:%Y-%m-%d}")] if day > latest else []


def names(parties: Iterable[Party]) -> str:
    """The parties' names as one text."""
    return "、".join(party.name for party in parties)
