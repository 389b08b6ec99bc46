"""What the whole court reckons with: the year's holidays, the dated settings, the LPR. No case is acted on here."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from cases.facts import load_reference
from cases.rules.parameters import PARAMETERS, value_of
from cases.rules.rates import LPR_1Y, LPR_BEGINS
from cases.verbs import OFFICE, Office
from jianli_mediation.core import audit
from jianli_mediation.core.calendar import read_calendar
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import CalendarDay, CalendarYear, DatedSetting, ReferenceRate
from jianli_mediation.kernel.notice import read_notice

from .acting import Actor, Forbidden, InvalidInput
from .recompute import Moved, recompute

CHAIN = "reference"
FIRST_YEAR = 2015
YEARS_AHEAD = 2


@dataclass(frozen=True)
class Imported:
    """What an import brought: how many days, and every deadline of an open case that moved."""

    year: int
    days: int
    moved: tuple[Moved, ...]


def _right(act: Office, by: Actor) -> None:
    if by.user.role not in OFFICE[act].roles:
        raise Forbidden("role_forbidden", f"“{OFFICE[act].label}”不由{by.user.get_role_display()}办理")


@transaction.atomic
def import_calendar(*, by: Actor, now: datetime, year: int, text: str, source: str, confirmed: bool = True) -> Imported:
    """Put the notice for ``year`` in place of what was known of it, and reckon the open deadlines anew.

    ``text``: the table of ``kernel.notice``; ``source``: the notice and its number; not ``confirmed``: an estimate of
    the court's own, shown as 暂估. InvalidInput names every bad row at once, and then nothing has changed.
    """
    _right(Office.IMPORT_CALENDAR, by)
    today = local_date(now)
    notice = read_notice(text, year)
    errors: dict[str, list[str]] = {}
    if not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        errors["year"] = [f"年份在 {FIRST_YEAR} 到 {today.year + YEARS_AHEAD} 之间"]
    if not source.strip():
        errors["source"] = ["请写通知的名称和文号"]
    if notice.problems:
        errors["text"] = [problem.text for problem in notice.problems]
    if errors:
        raise InvalidInput(errors)
    before = load_reference()
    row = CalendarYear.objects.select_for_update().filter(year=year).first() or CalendarYear(year=year, revision=0)
    row.confirmed, row.source, row.revision = confirmed, source.strip(), row.revision + 1
    row.save()
    row.days.all().delete()
    CalendarDay.objects.filter(day__in=[each.day for each in notice.days]).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=each.day, kind=each.kind, name=each.name, year=row) for each in notice.days
    )
    moved = tuple(recompute(by=by, now=now, year=year, before=before, after=replace(before, calendar=read_calendar())))
    facts = {
        "year": year,
        "source": row.source,
        "confirmed": confirmed,
        "days": len(notice.days),
        "moved": [each.facts for each in moved],
    }
    _record(Office.IMPORT_CALENDAR, by, now, facts)
    return Imported(year, len(notice.days), moved)


@transaction.atomic
def change_setting(*, by: Actor, now: datetime, code: str, value: str, since: date, source: str) -> DatedSetting:
    """Decide on one of the court's own values from ``since`` on, never for the past. What was set before stays on record.

    InvalidInput where the value cannot be, a statute fixes it, the day has passed or the ground is not named.
    """
    _right(Office.CHANGE_SETTING, by)
    errors: dict[str, list[str]] = {}
    plain = ""
    try:
        plain = value_of(code=code, text=value)
    except ValueError as problem:
        errors["value"] = [str(problem)]
    if since < local_date(now):
        errors["since"] = ["只能从今天或以后起，以前的期限和计算不改"]
    if not source.strip():
        errors["source"] = ["请写依据，如哪次会议、哪份文件定的"]
    if errors:
        raise InvalidInput(errors)
    old = DatedSetting.objects.filter(code=code, since__lte=since).order_by("-since").first()
    row, _ = DatedSetting.objects.update_or_create(
        code=code, since=since, defaults={"value": plain, "source": source.strip()}
    )
    facts = {
        "code": code,
        "from": old.value if old else PARAMETERS[code].default,
        "to": plain,
        "since": since,
        "source": row.source,
    }
    _record(Office.CHANGE_SETTING, by, now, facts)
    return row


@transaction.atomic
def enter_rate(*, by: Actor, now: datetime, since: date, rate: Decimal, source: str) -> ReferenceRate:
    """Enter the LPR published for ``since`` (a fraction a year), or mark the one that is there as compared by hand.

    InvalidInput for days before the rate existed or still to come, for what is no fraction, and without a source.
    """
    _right(Office.ENTER_RATE, by)
    errors: dict[str, list[str]] = {}
    if not LPR_BEGINS <= since <= local_date(now):
        errors["since"] = [f"公布日在 {LPR_BEGINS} 和今天之间"]
    if not 0 < rate < 1:
        errors["rate"] = ["利率写成 3.00 这样的百分数"]
    if not source.strip():
        errors["source"] = ["请写在哪里公布、谁核对的"]
    if errors:
        raise InvalidInput(errors)
    old = ReferenceRate.objects.filter(code=LPR_1Y, since=since).first()
    row, _ = ReferenceRate.objects.update_or_create(
        code=LPR_1Y, since=since, defaults={"rate": rate, "source": source.strip(), "checked": True}
    )
    facts = {"since": since, "from": str(old.rate) if old else "", "to": str(rate), "source": row.source}
    _record(Office.ENTER_RATE, by, now, facts)
    return row


def _record(act: Office, by: Actor, now: datetime, facts: dict[str, object]) -> None:
    audit.record(chain=CHAIN, verb=act, by=by.user, at=now, client=by.client, reason=by.reason, facts=facts)
