"""The calendar, the dated settings and the LPR as the court may read them: each with its ground and since when."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cases.models import Case
from cases.rules.parameters import PARAMETERS, Parameter
from cases.rules.rates import LPR_1Y
from cases.verbs import Office
from jianli_mediation.core.models import AuditEntry, CalendarDay, CalendarYear, DatedSetting, ReferenceRate, User
from jianli_mediation.kernel.workdays import Calendar

KNOWN, ESTIMATED = "已公布", "暂估"
NO_NOTICE = "还没有公布，只按星期推算"


@dataclass(frozen=True)
class Span:
    """Days of one kind in a row, under one name."""

    first: date
    last: date
    name: str
    is_rest: bool

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Year:
    """One year's arrangement. ``state``: 已公布 or 暂估, which holds for each of its days."""

    year: int
    state: str
    source: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class DayShown:
    """One day: what kind of day it is, how sure that is, and by which notice."""

    day: date
    words: str
    state: str
    source: str


@dataclass(frozen=True)
class Shift:
    """A deadline that moved when a notice came. ``case_id`` and ``case_no`` only where the reader may see the case."""

    case_id: int
    case_no: str
    what: str
    before: date
    after: date


@dataclass(frozen=True)
class Import:
    """The last import of a year: who, when, what moved, and how much of it the reader may not see."""

    entry: AuditEntry
    shifts: tuple[Shift, ...]
    hidden: int


def year_of(year: int) -> Year:
    """The arrangement for ``year``; without a notice it is estimated from the weekdays."""
    row = CalendarYear.objects.filter(year=year).first()
    days = list(CalendarDay.objects.filter(year=year).order_by("day"))
    keyed = [(day.day.toordinal() - place, day.kind, day.name, day.day) for place, day in enumerate(days)]
    spans = []
    for (_, kind, name), run in groupby(keyed, key=lambda each: each[:3]):
        found = [each[3] for each in run]
        spans.append(Span(found[0], found[-1], name, kind == CalendarDay.Kind.HOLIDAY))
    known = row is not None and row.confirmed
    return Year(year, KNOWN if known else ESTIMATED, row.source if row else NO_NOTICE, tuple(spans))


def years_shown(today: date) -> list[int]:
    """The years one may look at: all that are known, and the next one."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    return sorted(known | {today.year, today.year + 1}, reverse=True)


def day_shown(day: date, calendar: Calendar) -> DayShown:
    """What the court reckons ``day`` to be, and how sure that is."""
    row = CalendarDay.objects.filter(day=day).select_related("year").first()
    year = row.year if row else CalendarYear.objects.filter(year=day.year).first()
    state = KNOWN if calendar.is_confirmed(day) else ESTIMATED
    return DayShown(day, calendar.describe(day), state, year.source if year else NO_NOTICE)


def last_import(user: User, year: int) -> Import | None:
    """What the last import of the year moved, as far as this person may see the cases."""
    entry = (
        AuditEntry.objects.filter(verb=Office.IMPORT_CALENDAR, facts__year=year)
        .select_related("actor")
        .order_by("-id")
        .first()
    )
    if entry is None:
        return None
    rows = entry.facts.get("moved", [])
    seen = set(Case.objects.visible_to(user).filter(pk__in={row["case"] for row in rows}).values_list("pk", flat=True))
    shifts = tuple(
        Shift(row["case"], row["case_no"], row["what"], date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
        for row in rows
        if row["case"] in seen
    )
    return Import(entry, shifts, len(rows) - len(shifts))


@dataclass(frozen=True)
class Setting:
    """A parameter as it holds on a day. ``since`` None: the default, never changed. ``coming``: decided for later."""

    parameter: Parameter
    value: str
    since: date | None
    source: str
    coming: tuple[DatedSetting, ...]

    @property
    def words(self) -> str:
        return self.parameter.words(self.value) or "没有填"

    @property
    def default_words(self) -> str:
        return self.parameter.words(self.parameter.default) or "没有"

    @property
    def changed(self) -> bool:
        return self.since is not None

    @property
    def ahead(self) -> list[tuple[date, str]]:
        """What is decided for later: from when, which value."""
        return [(row.since, self.parameter.words(row.value)) for row in self.coming]


def settings_on(day: date) -> list[Setting]:
    """Every parameter with its value in force on ``day``, in the order of the table. One query."""
    rows: dict[str, list[DatedSetting]] = {}
    for row in DatedSetting.objects.filter(code__in=PARAMETERS).order_by("since"):
        rows.setdefault(row.code, []).append(row)
    return [_setting(parameter, rows.get(code, []), day) for code, parameter in PARAMETERS.items()]


def _setting(parameter: Parameter, rows: list[DatedSetting], day: date) -> Setting:
    past = [row for row in rows if row.since <= day]
    coming = tuple(row for row in rows if row.since > day)
    if not past:
        return Setting(parameter, parameter.default, None, parameter.source, coming)
    return Setting(parameter, past[-1].value, past[-1].since, past[-1].source, coming)


def history_of(code: str) -> list[AuditEntry]:
    """Who decided what on this parameter, newest first."""
    found = AuditEntry.objects.filter(verb=Office.CHANGE_SETTING, facts__code=code)
    return list(found.select_related("actor").order_by("-id"))


@dataclass(frozen=True)
class RateShown:
    """One figure in percent, and four times it, the usual ceiling for private loans."""

    row: ReferenceRate

    @property
    def since(self) -> date:
        return self.row.since

    @property
    def percent(self) -> str:
        return f"{self.row.rate * 100:.2f}%"

    @property
    def fourfold(self) -> str:
        return f"{self.row.rate * 400:.2f}%"


def rates_shown() -> list[RateShown]:
    """The one-year LPR, newest first."""
    return [RateShown(row) for row in ReferenceRate.objects.filter(code=LPR_1Y).order_by("-since")]
