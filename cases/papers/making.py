"""What a paper can be about, and who makes its facts: the entries that each chapter gives to the table of makers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cases.facts import live_payments, owner_key
from cases.models import Case, Session
from cases.papers import blocks
from documents.contexts.parts import CasePaper
from documents.models import Paper


@dataclass(frozen=True)
class Subject:
    """What a paper can be about: ``key`` for programs (``party:5``), ``label`` for people (刘某)."""

    key: str
    label: str


@dataclass(frozen=True)
class Maker:
    """One form: what papers of it can be about in a case, and the facts for one subject on a day."""

    subjects: Callable[[Case], list[Subject]]
    context: Callable[[Case, str, date], CasePaper]


def row_of(subject: str) -> int:
    return int(subject.partition(":")[2])


def each_party(*roles: str) -> Callable[[Case], list[Subject]]:
    def found(case: Case) -> list[Subject]:
        return [Subject(f"party:{party.pk}", party.name) for party in blocks.parties_of(case, roles)]

    return found


def each_payment(case: Case) -> list[Subject]:
    return [
        Subject(f"payment:{row.pk}", f"{row.paid_on:%Y-%m-%d} 收款 {row.amount:,.2f} 元") for row in live_payments(case)
    ]


def each_session(case: Case) -> list[Subject]:
    rows = [row for attempt in case.attempts.all() for row in attempt.sessions.all()]
    corrected = {row.corrects_id for row in rows}
    return [
        Subject(f"session:{row.pk}", f"第 {row.number} 次会商 {row.held_on:%Y-%m-%d}")
        for row in sorted(rows, key=lambda row: row.pk)
        if row.pk not in corrected
    ]


def session_of(case: Case, pk: int) -> Session:
    return next(row for attempt in case.attempts.all() for row in attempt.sessions.all() if row.pk == pk)


def newest_handover(case: Case) -> list[Subject]:
    newest = max(case.handovers.all(), key=lambda row: row.seq, default=None)
    return [Subject(f"handover:{newest.pk}", f"{newest.handed_on:%Y-%m-%d} 移送")] if newest else []


def agreement_in_force(case: Case) -> list[Subject]:
    return [Subject("", f"第 {case.agreement.version} 版")] if case.agreement else []


def closed_stage(case: Case) -> list[Subject]:
    return [Subject("", "本案")] if case.stage_closed_on else []


def the_case(case: Case) -> list[Subject]:
    """A paper that every case can have once, and then again as a new version."""
    return [Subject("", "本案")]


def one_more(form: str) -> Callable[[Case], list[Subject]]:
    """A paper that is written anew each time (a note of a call): the next one of its form, numbered within the case."""

    def found(case: Case) -> list[Subject]:
        n = Paper.objects.filter(owner_key=owner_key(case.pk), form=form, version=1).count() + 1
        return [Subject(f"item:{n}", f"第 {n} 份")]

    return found
