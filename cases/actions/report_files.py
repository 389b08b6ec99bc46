"""月报: what is taken along of a month, each time left in the trail: the frozen report, a draft of it, the workbook."""

import hashlib
from datetime import datetime

from django.db import transaction

from cases.actions.acting import Actor, Forbidden, refuse
from cases.actions.reporting import chain_of
from cases.models import MonthReport
from cases.papers.report import FORM, report
from cases.papers.workbook import Book, Stamp, workbook
from cases.stats.asked import Asked
from cases.stats.behind import COURT_READERS
from cases.stats.frozen import corrections_before, version_of
from cases.stats.indicators import INDICATORS, StockMismatch
from cases.stats.period import Period
from cases.stats.snapshot import Snapshot, take
from documents import archive
from documents.contexts import facts
from documents.contexts.reporting import MonthlyReport
from documents.registry import FORMS
from documents.render import Meta, render
from jianli_mediation.core import audit
from jianli_mediation.core.clock import local_date

EXPORT = "export_month"


def _may_read(by: Actor) -> None:
    if by.user.role not in COURT_READERS:
        raise Forbidden("role_forbidden", f"月报不给{by.user.get_role_display()}看")


@transaction.atomic
def export_month(*, by: Actor, now: datetime, month: Period, version: int | None = None) -> Book:
    """The figures of a month as Excel: of a version, of the newest, or as they are now while none is frozen.

    Who took them along stands in the file and in the trail. Raises Forbidden, and Refused where the stock does not add up.
    """
    _may_read(by)
    row = version_of(month.first, version)
    snapshot = Snapshot.parse(row.content) if row else _live(month, now)
    number = row.version if row else 0
    book = workbook(snapshot, Stamp(by.user.name, by.user.staff_no, now, number, row.digest if row else ""))
    _exported(by, now, month, {"version": number, "sha256": book.sha256})
    return book


@transaction.atomic
def draft_month(*, by: Actor, now: datetime, month: Period) -> bytes:
    """D28 as it would be issued now, 草稿 on every page: no number, no code, nothing kept but the entry in the trail.

    Raises Forbidden, and Refused where the month is frozen or the stock does not add up.
    """
    _may_read(by)
    if version_of(month.first) is not None:
        raise refuse("month_frozen", f"{month.label}已经冻结，没有草稿")
    paper = facts.from_json(MonthlyReport, _live(month, now).content["report"])
    content = render(FORMS[FORM], paper, Meta(number="", draft=True))
    _exported(by, now, month, {"version": 0, "form": FORM, "sha256": hashlib.sha256(content).hexdigest()})
    return content


def _exported(by: Actor, now: datetime, month: Period, told: dict[str, object]) -> None:
    entry = {"month": month.key, **told}
    audit.record(chain=chain_of(month), verb=EXPORT, by=by.user, at=now, client=by.client, facts=entry)


def _live(month: Period, now: datetime) -> Snapshot:
    """What freezing would keep, without anything that people write."""
    asked = Asked(month, local_date(now))
    try:
        content = take(asked, INDICATORS)
        found = corrections_before(month, asked.as_of)
    except StockMismatch as mismatch:
        raise refuse("stock_mismatch", mismatch.message) from mismatch
    drawn = report(Snapshot(content), asked, now, found)
    return Snapshot(content | {"report": facts.to_json(drawn)})


@transaction.atomic
def print_month(*, by: Actor, now: datetime, month: Period, version: int | None = None) -> tuple[MonthReport, bytes]:
    """The report of a frozen month as PDF; each time it is opened is counted and left in the trail.

    Raises Forbidden, and Refused while the month is not frozen.
    """
    _may_read(by)
    row = version_of(month.first, version)
    if row is None:
        raise refuse("month_not_frozen", f"{month.label}还没有冻结，没有月报")
    content = archive.pdf(row.paper)
    archive.count_print(row.paper_id)
    audit.record(
        chain=chain_of(month),
        verb="print_paper",
        by=by.user,
        at=now,
        client=by.client,
        facts={"month": month.key, "version": row.version, "paper": row.paper_id},
    )
    return row, content
