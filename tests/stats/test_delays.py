"""延误 and 财产线索: the boundaries of each step and of a hit, on single cases walked through the acts."""

from datetime import date
from decimal import Decimal

import pytest

from cases.actions import assignment, intake, mediation
from cases.actions.inputs import ClueInput, PreservationInput
from cases.stats import clues
from cases.stats.asked import Asked
from cases.stats.delays import LISTED, Stay
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast

MAY, JUNE = Period.parse("2023-05"), Period.parse("2023-06")
LATER = date(2023, 8, 1)


def number(code: str, period: Period = MAY, as_of: date = LATER) -> object:
    return Reckoning(Asked(period, as_of)).figure(LISTED[code]).numerator


def walk(cast: Cast, received: str = "2023-05-08") -> Walk:
    return Walk(cast, loan_filing(received_at=moment(f"{received} 09:00"))).file()


def end(case: Walk, on: str = "2023-05-30") -> None:
    case.do(mediation.fail, "qian", on, code="22", note="差距过大")


@pytest.mark.parametrize(("accepted", "late"), [("2023-05-15", 0), ("2023-05-16", 1)])
def test_receipt_to_registration(cast: Cast, accepted: str, late: int) -> None:
    """七日: from the 8th the 15th is the last day."""
    case = walk(cast).accept(f"{accepted} 10:00").assign(f"{accepted} 11:00", None)
    end(case)
    assert number("step.accept.late") == late
    assert number("step.accept") == (day(accepted) - day("2023-05-08")).days


@pytest.mark.parametrize(("as_of", "still"), [("2023-05-15", 0), ("2023-05-16", 1)])
def test_what_waits_to_be_accepted_is_late_the_day_after(cast: Cast, as_of: str, still: int) -> None:
    walk(cast)
    assert number("step.accept.still", as_of=day(as_of)) == still


def test_what_was_accepted_after_the_period_stood_there_at_its_end(cast: Cast) -> None:
    walk(cast).accept("2023-06-02 10:00")
    assert number("step.accept.still") == 1
    assert number("step.accept.still", JUNE) == 0


@pytest.mark.parametrize(("assigned", "late"), [("2023-05-09", 0), ("2023-05-10", 1)])
def test_registration_to_assigning(cast: Cast, assigned: str, late: int) -> None:
    case = walk(cast).accept("2023-05-08 10:00").assign(assigned, assigned)
    end(case)
    assert number("step.assign.late") == late
    assert number("step.assign.still", as_of=day("2023-05-10")) == 0


@pytest.mark.parametrize(("taken", "late"), [("2023-05-12", 0), ("2023-05-15", 1)])
def test_assigning_to_taking(cast: Cast, taken: str, late: int) -> None:
    """Three working days from the 9th: the 12th, a Friday."""
    case = walk(cast).accept("2023-05-08 10:00").assign("2023-05-09", None)
    case.do(assignment.take, "li", f"{taken} 11:00")
    end(case)
    assert number("step.take.late") == late


def test_waiting_for_an_answer(cast: Cast) -> None:
    walk(cast).accept("2023-05-08 10:00").assign("2023-05-09", None)
    assert [number("step.take.still", as_of=day(on)) for on in ("2023-05-12", "2023-05-13")] == [0, 1]
    assert number("step.assign.still") == 0


def test_waiting_for_a_mediator(cast: Cast) -> None:
    walk(cast).accept("2023-05-08 10:00")
    assert [number("step.assign.still", as_of=day(on)) for on in ("2023-05-09", "2023-05-10")] == [0, 1]


def test_days_the_wrong_way_round_are_none() -> None:
    assert Stay(day("2023-05-10"), day("2023-05-08"), None).days == 0
    assert not Stay(day("2023-05-10"), None, day("2023-05-09")).late


CLUE = ClueInput(source="applicant", kind="deposit", description="工行存款", reported_on=day("2023-05-12"))


def hits(cast: Cast) -> tuple[object, object]:
    figure = Reckoning(Asked(MAY, LATER)).figure(clues.HIT_RATE)
    return figure.numerator, figure.denominator


def with_clue(cast: Cast) -> Walk:
    case = walk(cast).accept("2023-05-08 10:00").assign()
    case.do(intake.record_clue, "wang", "2023-05-12 11:00", clue=CLUE)
    return case


def test_a_clue_without_anything_after_it_is_no_hit(cast: Cast) -> None:
    end(with_clue(cast))
    assert hits(cast) == (0, 1)


@pytest.mark.parametrize(("since", "hit"), [("2023-05-11", 0), ("2023-05-12", 1)])
def test_a_freeze_on_the_day_of_the_clue_is_a_hit(cast: Cast, since: str, hit: int) -> None:
    case = with_clue(cast)
    frozen = PreservationInput("pre_execution", "deposit", "存款", day(since), day("2024-05-11"))
    case.do(intake.record_preservation, "wang", "2023-05-13 11:00", frozen=frozen)
    end(case)
    assert hits(cast) == (hit, 1)
    assert Reckoning(Asked(MAY, LATER)).figure(clues.CLUES[2]).numerator == hit


@pytest.mark.parametrize(
    ("paid", "confirmed", "hit"), [("2023-05-11", True, 0), ("2023-05-12", True, 1), ("2023-05-12", False, 0)]
)
def test_confirmed_money_from_the_day_of_the_clue_is_a_hit(cast: Cast, paid: str, confirmed: bool, hit: int) -> None:
    case = with_clue(cast)
    payment = case.pay("100.00", paid)
    if confirmed:
        case.confirm(payment, paid)
    end(case)
    assert hits(cast) == (hit, 1)


def test_a_case_without_a_clue_is_not_asked_about(cast: Cast) -> None:
    end(walk(cast).accept("2023-05-08 10:00").assign())
    assert hits(cast) == (0, 0)
    assert Reckoning(Asked(MAY, LATER)).figure(clues.HIT_RATE).value is None
    assert Decimal(0) == Reckoning(Asked(MAY, LATER)).figure(clues.CLUES[0]).value
