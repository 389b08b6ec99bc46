"""The steps of the way, the clues and the figures from outside once more, by plain loops over all rows."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from jianli_mediation.core.clock import local_date
from tests.stats.naive import Answer, Court, Row, count, ids, rate

ONE = timedelta(days=1)
Stay = tuple[date, date | None, date | None]


def _moved(c: Court, day: date) -> date:
    while not c.calendar.is_workday(day):
        day += ONE
    return day


def _workdays(c: Court, day: date, number: int) -> date:
    while number:
        day += ONE
        number -= c.calendar.is_workday(day)
    return day


def _days(c: Court, case: Row) -> dict[str, date | None]:
    attempts = {row["id"] for row in c.of("Attempt", case)}
    offers = [row for row in c.t["Assignment"] if row["attempt_id"] in attempts]
    met = [row["held_on"] for row in c.t["Session"] if row["attempt_id"] in attempts and row["outcome"] != "no_show"]
    last = c.attempt(case)
    return {
        "received": local_date(case["received_at"]),
        "registered": case["registered_on"],
        "assigned": min((local_date(row["assigned_at"]) for row in offers), default=None),
        "taken": min((row["taken_on"] for row in offers if row["taken_on"]), default=None),
        "met": min(met, default=None),
        "closed": case["stage_closed_on"],
        "term": last["deadline"] if last else None,
    }


def _accept(c: Court, d: dict[str, date | None]) -> Stay | None:
    assert d["received"] is not None
    return d["received"], d["registered"] or d["closed"], _moved(c, d["received"] + timedelta(days=7))


def _assign(c: Court, d: dict[str, date | None]) -> Stay | None:
    return d["registered"] and (d["registered"], d["assigned"], _workdays(c, d["registered"], 1))


def _take(c: Court, d: dict[str, date | None]) -> Stay | None:
    return d["assigned"] and (d["assigned"], d["taken"], _workdays(c, d["assigned"], 3))


def _meet(c: Court, d: dict[str, date | None]) -> Stay | None:
    if not d["taken"]:
        return None
    held = d["closed"] is None and d["term"] is None
    return d["taken"], d["met"], None if held else _moved(c, d["taken"] + timedelta(days=10))


def _close(c: Court, d: dict[str, date | None]) -> Stay | None:
    begun = d["met"] or d["taken"] or d["assigned"] or d["registered"]
    return begun and (begun, d["closed"], d["term"])


Step = Callable[[Court, dict[str, date | None]], Stay | None]
STEPS: dict[str, Step] = {"accept": _accept, "assign": _assign, "take": _take, "meet": _meet, "close": _close}


def _walked(c: Court, step: Step) -> list[tuple[Row, Stay]]:
    found = [(case, step(c, _days(c, case))) for case in c.closed()]
    return [(case, stay) for case, stay in found if stay and stay[1]]


def _mean(step: Step) -> Callable[[Court], Answer]:
    def answer(c: Court) -> Answer:
        rows = _walked(c, step)
        return sum(max(0, (stay[1] - stay[0]).days) for _, stay in rows), len(rows), ids([case for case, _ in rows])

    return answer


def _late(step: Step) -> Callable[[Court], Answer]:
    def answer(c: Court) -> Answer:
        return count([case for case, stay in _walked(c, step) if stay[2] and stay[1] > stay[2]])

    return answer


def _still(name: str) -> Callable[[Court], Answer]:
    def answer(c: Court) -> Answer:
        last = min(c.last, c.as_of)
        found = []
        for case in c.everything if name == "accept" else c.cases:
            over = last if name == "accept" else c.last
            registered, closed = case["registered_on"], case["stage_closed_on"]
            there = not registered or registered > last if name == "accept" else registered <= c.last
            stay = STEPS[name](c, _days(c, case))
            if not there or (closed and closed <= over) or not stay or not stay[2]:
                continue
            if stay[0] <= last and stay[2] <= c.due_last and (stay[1] is None or stay[1] > last):
                found.append(case)
        return count(found)

    return answer


def _clues(c: Court, *ways: str) -> list[Row]:
    def leads(case: Row, clue: Row) -> bool:
        frozen = any(clue["reported_on"] <= row["since"] <= c.last for row in c.of("Preservation", case))
        paid = any(clue["reported_on"] <= row["paid_on"] <= c.last for row in c.payments(case, confirmed=True))
        return not ways or ("frozen" in ways and frozen) or ("paid" in ways and paid)

    return [
        case
        for case in c.closed()
        if any(clue["reported_on"] <= c.last and leads(case, clue) for clue in c.of("PropertyClue", case))
    ]


MORE: dict[str, Callable[[Court], Answer]] = {
    **{f"step.{name}": _mean(step) for name, step in STEPS.items()},
    **{f"step.{name}.late": _late(step) for name, step in STEPS.items()},
    **{f"step.{name}.still": _still(name) for name in STEPS},
    "clue.all": lambda c: count(_clues(c)),
    "clue.hit": lambda c: rate(_clues(c, "frozen", "paid"), _clues(c)),
    "clue.frozen": lambda c: count(_clues(c, "frozen")),
    "clue.paid": lambda c: count(_clues(c, "paid")),
}


def from_outside(rows: list[Row], code: str, months: list[date], registered: int) -> tuple[int, int] | None:
    """Numerator and denominator of indicators 23 to 25 for these months; None where a number is wanting."""

    def add(kind: str, years: int = 0) -> int | None:
        total = 0
        for month in months:
            same = [
                row for row in rows if row["month"] == date(month.year - years, month.month, 1) and row["kind"] == kind
            ]
            if not same:
                return None
            total += sorted(same, key=lambda row: row["id"])[-1]["number"]
        return total

    now, before = add("first_filings"), add("first_filings", 1)
    own, payable, asked = add("own_basis_filings"), add("payable_judgments"), add("applications")
    if code == "m23":
        return None if now is None or before is None else (now - before, before)
    if code == "m24":
        return None if own is None or payable is None else (own, payable)
    return None if asked is None else (registered, asked)


def percent(part: int, whole: int) -> Decimal | None:
    """Half up to two decimals, by hand."""
    if not whole:
        return None
    hundredths = (abs(part) * 20000 + whole) // (2 * whole)
    return Decimal(hundredths if part >= 0 else -hundredths).scaleb(-2)
