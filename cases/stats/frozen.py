"""Frozen months, and what came to light about them afterwards.

A correction is told once: in the first report frozen after it was found. From then on what it told is what later facts
are held against; a supplement of the month itself takes the place of both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import MonthReport

from .asked import Asked
from .indicators import BY_CODE, INDICATORS
from .period import Period
from .snapshot import SIDES, Row, Snapshot, take

# How many months before a report are looked through for corrections. 本院自定; older ones wait for a supplement.
LOOK_BACK = 12


@dataclass(frozen=True)
class Correction:
    """An indicator of a frozen month that is no longer what was told, with the numbers of the cases that make it so.

    ``before`` and ``after`` as in the snapshot; ``changed``: cases that count by another day or amount; ``source``: where
    the numbers behind ``after`` were read, of a figure from another system, which no cases explain.
    """

    month: str
    version: int
    code: str
    before: Any
    after: Any
    gone: tuple[str, ...]
    come: tuple[str, ...]
    changed: tuple[str, ...]
    rows: Mapping[str, list[Row] | None]
    source: str = ""

    @property
    def label(self) -> str:
        return BY_CODE[self.code].label

    @property
    def unit(self) -> str:
        return BY_CODE[self.code].unit

    @property
    def period(self) -> Period:
        return Period.parse(self.month)

    def plain(self) -> dict[str, Any]:
        """As it is kept in the report that tells it."""
        return {
            **{name: getattr(self, name) for name in ("month", "version", "code", "before", "after", "source")},
            **{name: list(getattr(self, name)) for name in ("gone", "come", "changed")},
            "rows": dict(self.rows),
        }


def correction(raw: Mapping[str, Any]) -> Correction:
    """What ``plain`` gave, read back."""
    return Correction(**{**raw, **{name: tuple(raw[name]) for name in ("gone", "come", "changed")}})


def newest(months: Iterable[date]) -> dict[date, MonthReport]:
    """The newest version of each of these months, with its content."""
    rows = MonthReport.objects.filter(month__in=list(months), superseded_by__isnull=True)
    return {row.month: row for row in rows.select_related("frozen_by", "paper")}


def version_of(month: date, version: int | None = None) -> MonthReport | None:
    """That version of a month, or its newest; None while it is not frozen."""
    rows = MonthReport.objects.filter(month=month).select_related("frozen_by", "paper")
    return rows.filter(version=version).first() if version else rows.order_by("-version").first()


def told_of(report: MonthReport) -> list[tuple[MonthReport, list[Correction]]]:
    """What later reports told of this month since this version, the earliest first."""
    rows = MonthReport.objects.filter(
        version=1, month__gt=report.month, frozen_at__gt=report.frozen_at, corrections__gt=0
    ).order_by("frozen_at")
    found = []
    for row in rows:
        mine = [each for each in told_in(Snapshot.parse(row.content)) if each.month == report.key]
        if mine:
            found.append((row, mine))
    return found


def told_in(snapshot: Snapshot) -> list[Correction]:
    """The corrections that a report tells."""
    return [correction(raw) for raw in snapshot.content.get("corrections", ())]


@dataclass(frozen=True)
class _Known:
    """What was last told of one indicator."""

    value: Any
    rows: Mapping[str, list[Row] | None]


def corrections_of(report: MonthReport, as_of: date) -> list[Correction]:
    """What is known on ``as_of`` of this frozen month and was told nowhere yet. Raises StockMismatch."""
    frozen = Snapshot.parse(report.content)
    told = {each.code: each for _, mine in told_of(report) for each in mine}
    known = {code: _known(frozen, code, told.get(code)) for code in frozen.codes}
    live = Snapshot(take(Asked(frozen.period, as_of), INDICATORS))
    return differences(report, frozen, known, live)


def _known(frozen: Snapshot, code: str, told: Correction | None) -> _Known:
    if told is not None:
        return _Known(told.after, told.rows)
    return _Known(_value(frozen, code), {side: frozen.rows(code, side) for side in SIDES})


def _value(snapshot: Snapshot, code: str) -> Any:
    figure = snapshot.figure(code)
    return None if figure.value is None else str(figure.value)


def differences(report: MonthReport, frozen: Snapshot, known: Mapping[str, _Known], live: Snapshot) -> list[Correction]:
    """Every indicator of which value or cases are others now. One that is defined otherwise by now is not compared."""
    found = []
    for code in frozen.codes:
        if code not in live.codes or code not in BY_CODE:
            continue
        if frozen.figure(code).indicator.definition != live.figure(code).indicator.definition:
            continue
        rows: dict[str, list[Row] | None] = {side: live.rows(code, side) for side in SIDES}
        before, after = known[code].value, _value(live, code)
        moved = [_moved(known[code].rows.get(side), rows[side]) for side in SIDES]
        gone, come, changed = (set().union(*(each[place] for each in moved)) for place in range(3))
        if before != after or gone or come or changed:
            away, new, other = (_numbers(ids, frozen, live) for ids in (gone, come - gone, changed - gone - come))
            source = live.figure(code).source
            found.append(Correction(report.key, report.version, code, before, after, away, new, other, rows, source))
    return found


def _moved(before: list[Row] | None, after: list[Row] | None) -> tuple[set[int], set[int], set[int]]:
    """Cases gone, come, and counted otherwise."""
    old, new = ({row[0]: tuple(row[1:]) for row in rows or ()} for rows in (before, after))
    both = old.keys() & new.keys()
    return set(old) - both, set(new) - both, {pk for pk in both if old[pk] != new[pk]}


def _numbers(cases: set[int], frozen: Snapshot, live: Snapshot) -> tuple[str, ...]:
    found = (_case_no(pk, live, frozen) for pk in sorted(cases))
    return tuple(found)


def _case_no(pk: int, *snapshots: Snapshot) -> str:
    for snapshot in snapshots:
        if str(pk) in snapshot.content["cases"]:
            return snapshot.case_no(pk)
    return str(pk)


def supplement_differences(report: MonthReport, live: Snapshot) -> list[Correction]:
    """What a supplement says otherwise than the version it takes the place of."""
    frozen = Snapshot.parse(report.content)
    known = {code: _known(frozen, code, None) for code in frozen.codes}
    return differences(report, frozen, known, live)


def corrections_before(period: Period, as_of: date) -> list[Correction]:
    """What is to be told in the report of ``period`` of the frozen months before it. Raises StockMismatch."""
    months = [month.first for month in period.before().back(LOOK_BACK).months()]
    reports = newest(months)
    return [each for month in months if month in reports for each in corrections_of(reports[month], as_of)]
