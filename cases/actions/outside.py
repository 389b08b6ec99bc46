"""外来数字: what was read in the case system of enforcement, month by month. Rows are added, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.models import OutsideFigure, OutsideKind
from cases.stats.outside import newest
from cases.stats.period import Period
from cases.verbs import OFFICE, Office
from jianli_mediation.core import audit
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import User

from .acting import Actor, Forbidden, InvalidInput

CHAIN = "outside"
EARLIEST = date(2000, 1, 1)
MOST = 10_000_000
LONGEST_SOURCE, LONGEST_NOTE = 100, 200
MOST_ROWS = 240
Held = Mapping[tuple[date, str], OutsideFigure]
Errors = dict[str, list[str]]


@dataclass(frozen=True)
class Reading:
    """The numbers of one month as they were read on one day. ``numbers``: by kind, only those that are given.

    ``month``: its first day. ``note``: why a number that was entered before is another now.
    """

    month: date
    numbers: Mapping[str, int]
    source: str
    read_on: date
    note: str = ""


def enters(user: User) -> bool:
    """Whether she may enter figures from outside."""
    return user.role in OFFICE[Office.ENTER_OUTSIDE].roles


@transaction.atomic
def enter_outside(*, by: Actor, now: datetime, reading: Reading) -> list[OutsideFigure]:
    """Keep what is new in one reading; a number that is there already, read from the same place on the same day, is not.

    Raises Forbidden, and InvalidInput naming every field that cannot be.
    """
    _may(by)
    held = newest([reading.month])
    errors = problems(reading, held, local_date(now))
    if not errors and not _new(reading, held):
        errors["numbers"] = ["没有要录入或者更正的数"]
    if errors:
        raise InvalidInput(errors)
    return _keep(by, now, [reading], held)


@transaction.atomic
def import_outside(*, by: Actor, now: datetime, readings: Sequence[tuple[int, Reading]]) -> list[OutsideFigure]:
    """Many months at once, each with its line in the table: all of them, or none.

    Raises Forbidden, and InvalidInput that names every bad line (``text``). Lines that bring nothing new are passed over.
    """
    _may(by)
    today, wrong = local_date(now), []
    held = newest({reading.month for _, reading in readings})
    seen: dict[date, int] = {}
    for line, reading in readings:
        if reading.month in seen:
            wrong.append(f"第 {line} 行：{Period.of(reading.month).label}在第 {seen[reading.month]} 行已经有了")
        seen.setdefault(reading.month, line)
        wrong += [f"第 {line} 行：{text}" for texts in problems(reading, held, today).values() for text in texts]
    if not wrong and len(readings) > MOST_ROWS:
        wrong = [f"一次最多 {MOST_ROWS} 行，现有 {len(readings)} 行"]
    if not wrong and not any(_new(reading, held) for _, reading in readings):
        wrong = ["没有要录入或者更正的数"]
    if wrong:
        raise InvalidInput({"text": wrong})
    return _keep(by, now, [reading for _, reading in readings], held)


def _may(by: Actor) -> None:
    if not enters(by.user):
        label = OFFICE[Office.ENTER_OUTSIDE].label
        raise Forbidden("role_forbidden", f"“{label}”不由{by.user.get_role_display()}办理")


def problems(reading: Reading, held: Held, today: date) -> Errors:
    """Everything that is wrong with a reading, by field. ``held``: what holds for its month now."""
    errors: Errors = {}
    period = Period.of(reading.month)
    if reading.month.day != 1 or reading.month < EARLIEST:
        errors["month"] = [f"月份从 {EARLIEST:%Y-%m} 起"]
    elif period.last >= today:
        errors["month"] = [f"{period.label}还没有结束，{period.after().first:%Y-%m-%d} 起可以录入"]
    elif not period.last < reading.read_on <= today:
        errors["read_on"] = [f"取数日期在 {period.after().first:%Y-%m-%d} 和今天之间，月份结束以后取的才是整月的数"]
    if not 0 < len(reading.source.strip()) <= LONGEST_SOURCE:
        errors["source"] = [f"请写明来源，最多 {LONGEST_SOURCE} 字"]
    if len(reading.note) > LONGEST_NOTE:
        errors["note"] = [f"最多 {LONGEST_NOTE} 字"]
    errors |= _wrong_numbers(reading)
    if not errors:
        errors |= _against_held(reading, held)
    return errors


def _wrong_numbers(reading: Reading) -> Errors:
    errors: Errors = {}
    for kind, number in reading.numbers.items():
        if kind not in OutsideKind.values:
            errors[kind] = ["没有这一项"]
        elif not 0 <= number <= MOST:
            errors[kind] = [f"{OutsideKind(kind).label}在 0 和 {MOST:,} 之间"]
    return errors if reading.numbers or errors else {"numbers": ["四个数至少填一个"]}


def _against_held(reading: Reading, held: Held) -> Errors:
    """What does not agree with the other numbers of the month, and corrections without a word why."""
    known = {kind: held[reading.month, kind].number for kind in OutsideKind.values if (reading.month, kind) in held}
    errors: Errors = {}
    other = [kind for kind, number in reading.numbers.items() if known.get(kind, number) != number]
    if other and not reading.note.strip():
        told = "、".join(f"{OutsideKind(kind).label}原为 {known[kind]}" for kind in other)
        errors["note"] = [f"{told}，更正请在说明里写理由"]
    both = known | dict(reading.numbers)
    part, whole = both.get(OutsideKind.OWN_BASIS_FILINGS), both.get(OutsideKind.FIRST_FILINGS)
    if part is not None and whole is not None and part > whole:
        errors[OutsideKind.OWN_BASIS_FILINGS] = [f"以本院裁判为依据的 {part} 件，不能多于首次执行收案 {whole} 件"]
    return errors


def _new(reading: Reading, held: Held) -> dict[str, int]:
    """What is not there yet: another number, another source or another day."""
    told = (reading.source.strip(), reading.read_on)

    def is_new(kind: str, number: int) -> bool:
        row = held.get((reading.month, kind))
        return row is None or (row.number, row.source, row.read_on) != (number, *told)

    return {kind: number for kind, number in reading.numbers.items() if is_new(kind, number)}


def _keep(by: Actor, now: datetime, readings: Sequence[Reading], held: Held) -> list[OutsideFigure]:
    rows = [
        OutsideFigure(
            month=reading.month,
            kind=kind,
            number=number,
            source=reading.source.strip(),
            read_on=reading.read_on,
            note=reading.note.strip(),
            entered_at=now,
            entered_by=by.user,
        )
        for reading in readings
        for kind, number in _new(reading, held).items()
    ]
    kept = OutsideFigure.objects.bulk_create(rows)
    facts = {"figures": [_fact(row, held) for row in kept]}
    audit.record(chain=CHAIN, verb=Office.ENTER_OUTSIDE, by=by.user, at=now, client=by.client, facts=facts)
    return kept


def _fact(row: OutsideFigure, held: Held) -> dict[str, object]:
    before = held.get((row.month, row.kind))
    told = {"month": row.month, "kind": row.kind, "from": before.number if before else None, "to": row.number}
    return told | {"source": row.source, "read_on": row.read_on, "note": row.note}
